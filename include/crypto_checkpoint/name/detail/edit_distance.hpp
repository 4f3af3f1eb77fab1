// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_NAME_DETAIL_EDIT_DISTANCE_HPP
#define CRYPTO_CHECKPOINT_NAME_DETAIL_EDIT_DISTANCE_HPP

#include <crypto_checkpoint/code_unit.hpp>
#include <crypto_checkpoint/detail/ascii.hpp>
#include <crypto_checkpoint/detail/unicode.hpp>

#include <array>
#include <cstddef>
#include <string_view>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail {

inline constexpr std::size_t max_compared_units = 96;

/// The Damerau-Levenshtein distance (optimal string alignment), ignoring ASCII case. Texts longer than
/// any known name count as distant from all texts.
template <CodeUnit Left, CodeUnit Right>
constexpr std::size_t edit_distance(std::basic_string_view<Left> left,
                                    std::basic_string_view<Right> right) noexcept {
    if (left.size() > max_compared_units || right.size() > max_compared_units)
        return max_compared_units;
    using Row = std::array<std::size_t, max_compared_units + 1>;
    Row before_last{};
    Row last{};
    Row now{};
    for (std::size_t r = 0; r <= right.size(); ++r) last[r] = r;
    const auto same = [&](std::size_t l, std::size_t r) {
        return ascii_lower(unit_value(left[l])) == ascii_lower(unit_value(right[r]));
    };
    for (std::size_t l = 1; l <= left.size(); ++l) {
        now[0] = l;
        for (std::size_t r = 1; r <= right.size(); ++r) {
            now[r] = last[r - 1] + (same(l - 1, r - 1) ? 0 : 1);
            const auto lower_to = [&](std::size_t changes) {
                if (changes < now[r]) now[r] = changes;
            };
            lower_to(last[r] + 1);
            lower_to(now[r - 1] + 1);
            if (l > 1 && r > 1 && same(l - 1, r - 2) && same(l - 2, r - 1))
                lower_to(before_last[r - 2] + 1);
        }
        before_last = last;
        last = now;
    }
    return last[right.size()];
}

}  // namespace detail
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
