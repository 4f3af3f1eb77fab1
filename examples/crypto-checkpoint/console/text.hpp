// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace crypto_checkpoint::cli {

/// A word as a shell takes it, in single quotes unless it needs none: `'1\\MyKey'`. Safe to show: what
/// printable() replaces is written as bash, ksh and zsh read it, `$'two\nlines'`.
[[nodiscard]] std::string shell_quoted(std::string_view word);

/// Likewise the name of a node, a resource or a provider; just the beginning of what is too long to
/// be one.
[[nodiscard]] std::string quoted_name(std::string_view name);

/// Whether a terminal might act on a character.
[[nodiscard]] constexpr bool is_control(char32_t character) noexcept {
    return character < 0x20 || (0x7F <= character && character < 0xA0);
}

/// A number with its thousands told apart: `1,000,000`.
[[nodiscard]] std::string grouped(std::uint64_t number);

/// A text broken between words into lines of at most 80 columns, and where it has a line feed. What
/// stands in single quotes is to be pasted, so it stays whole. The first line begins with @p head, the
/// others with as many blanks. Ends with a line feed.
[[nodiscard]] std::string wrapped(std::string_view head, std::string_view text);

/// The word that was probably meant: the nearest one, if it is near; empty if none is. Dashes in
/// front are no letters.
[[nodiscard]] std::string nearest(std::string_view word,
                                  const std::vector<std::string>& candidates);

/// Whether a name matches a pattern in which `*` stands for anything and `?` for one character. ASCII
/// case is ignored, as Windows does it.
[[nodiscard]] bool matches_wildcard(std::string_view name, std::string_view pattern);

[[nodiscard]] bool has_wildcard(std::string_view pattern) noexcept;

}  // namespace crypto_checkpoint::cli
