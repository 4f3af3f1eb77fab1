// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_DETAIL_ASCII_HPP
#define CRYPTO_CHECKPOINT_DETAIL_ASCII_HPP

#include <crypto_checkpoint/code_unit.hpp>
#include <crypto_checkpoint/detail/unicode.hpp>

#include <algorithm>
#include <cstdint>
#include <string_view>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail {

/// Folds A..Z and nothing else: case beyond ASCII depends on a locale no document names.
constexpr std::uint32_t ascii_lower(std::uint32_t unit) noexcept {
    return 'A' <= unit && unit <= 'Z' ? unit + ('a' - 'A') : unit;
}

template <CodeUnit Left, CodeUnit Right>
constexpr bool equals_ignoring_ascii_case(std::basic_string_view<Left> left,
                                          std::basic_string_view<Right> right) noexcept {
    return std::equal(left.begin(), left.end(), right.begin(), right.end(), [](Left l, Right r) {
        return ascii_lower(unit_value(l)) == ascii_lower(unit_value(r));
    });
}

/// The order in which texts that differ only in ASCII case are equal.
struct LessIgnoringAsciiCase {
    using is_transparent = void;
    constexpr bool operator()(std::string_view left, std::string_view right) const noexcept {
        return std::lexicographical_compare(
            left.begin(), left.end(), right.begin(), right.end(),
            [](char l, char r) { return ascii_lower(unit_value(l)) < ascii_lower(unit_value(r)); });
    }
};

}  // namespace detail
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
