// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <crypto_checkpoint/error/error.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace crypto_checkpoint::cli {

/// What to say about a name from a command line that looks as if a shell had taken backslashes from
/// it: `1\MyKey` and `1MyKey` are what becomes of `1\\MyKey` without quotes.
[[nodiscard]] std::optional<std::string> quoting_hint(std::string_view name,
                                                      const SyntaxError& error);

}  // namespace crypto_checkpoint::cli
