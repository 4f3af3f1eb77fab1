// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_CLUSTER_RESOURCE_PATTERN_HPP
#define CRYPTO_CHECKPOINT_CLUSTER_RESOURCE_PATTERN_HPP

#include <crypto_checkpoint/detail/ascii.hpp>
#include <crypto_checkpoint/detail/unicode.hpp>

#include <cstddef>
#include <string_view>

namespace crypto_checkpoint {
inline namespace v0 {

/// Whether @p text has a wildcard of matches_pattern().
/// @par Units and encoding  UTF-8
/// @par Example
/// @snippet reference/desired_state.cpp pattern
[[nodiscard]] constexpr bool has_wildcard(std::string_view text) noexcept {
    return text.find_first_of("*?") != text.npos;
}

/// Whether @p name, of a resource, matches @p pattern, in which `*` stands for any text and `?` for one
/// character. ASCII case is ignored.
/// @par Units and encoding  UTF-8
/// @par Complexity  at most the product of the lengths; linear in usual patterns
/// @par Source  chosen; that names of cluster objects ignore case is inferred, see FakeCluster
/// @par Example
/// @snippet reference/desired_state.cpp pattern
[[nodiscard]] constexpr bool matches_pattern(std::string_view name,
                                             std::string_view pattern) noexcept {
    const auto character_length = [](std::string_view text) -> std::size_t {
        return detail::measure_character(text.data(), text.data() + text.size()).length;
    };
    // Where the last star began to match: backtracking further is never needed.
    std::string_view name_after_star;
    std::string_view pattern_after_star;
    bool has_star = false;
    while (!name.empty() || !pattern.empty()) {
        if (!pattern.empty() && pattern.front() == '*') {
            pattern.remove_prefix(1);
            name_after_star = name;
            pattern_after_star = pattern;
            has_star = true;
        } else if (!name.empty() && !pattern.empty() && pattern.front() == '?') {
            pattern.remove_prefix(1);
            name.remove_prefix(character_length(name));
        } else if (!name.empty() && !pattern.empty() &&
                   detail::equals_ignoring_ascii_case(name.substr(0, 1), pattern.substr(0, 1))) {
            pattern.remove_prefix(1);
            name.remove_prefix(1);
        } else if (has_star && !name_after_star.empty()) {
            name_after_star.remove_prefix(character_length(name_after_star));
            name = name_after_star;
            pattern = pattern_after_star;
        } else {
            return false;
        }
    }
    return true;
}

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
