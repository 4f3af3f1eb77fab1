// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace crypto_checkpoint::cli {

/// A word as a POSIX shell takes it, in single quotes unless it needs none: `'1\\MyKey'`. Safe to
/// show, so a word with control characters is another one when it is pasted.
[[nodiscard]] std::string shell_quoted(std::string_view word);

/// A number with its thousands told apart: `1,000,000`.
[[nodiscard]] std::string grouped(std::uint64_t number);

/// A text broken between words into lines of at most 80 columns. The first line begins with
/// @p head, the others with as many blanks. Ends with a line feed.
[[nodiscard]] std::string wrapped(std::string_view head, std::string_view text);

/// The word that was probably meant: the nearest one, if it is near; empty if none is.
[[nodiscard]] std::string nearest(std::string_view word,
                                  const std::vector<std::string>& candidates);

/// Whether a name matches a pattern in which `*` stands for anything and `?` for one character. ASCII
/// case is ignored, as Windows does it.
[[nodiscard]] bool matches_wildcard(std::string_view name, std::string_view pattern);

[[nodiscard]] bool has_wildcard(std::string_view pattern) noexcept;

}  // namespace crypto_checkpoint::cli
