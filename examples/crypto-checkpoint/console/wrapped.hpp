// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <string_view>

namespace crypto_checkpoint::cli {

/// Wraps a text at 80 columns. Text in single quotes is not broken, since it is to be pasted. The first
/// line begins with @p head, the others with as many blanks. Ends with a line feed.
[[nodiscard]] std::string wrapped(std::string_view head, std::string_view text);

}  // namespace crypto_checkpoint::cli
