// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace crypto_checkpoint::cli {

/// A word quoted for a POSIX shell if it needs to be: `'1\\MyKey'`. Safe to show: what printable()
/// replaces is escaped as bash, ksh and zsh read it, `$'two\nlines'`.
[[nodiscard]] std::string shell_quoted(std::string_view word);

/// shell_quoted() for the name of a node, resource or provider; shortens one that is too long to be
/// valid.
[[nodiscard]] std::string quoted_name(std::string_view name);

/// Whether a terminal might act on a character.
[[nodiscard]] constexpr bool is_control(char32_t character) noexcept {
    return character < 0x20 || (0x7F <= character && character < 0xA0);
}

/// A number with thousands separators: `1,000,000`.
[[nodiscard]] std::string grouped(std::uint64_t number);

/// The candidate with the least edit distance, if that is small; else empty. Leading dashes do not
/// count.
[[nodiscard]] std::string nearest(std::string_view word,
                                  const std::vector<std::string>& candidates);

}  // namespace crypto_checkpoint::cli
