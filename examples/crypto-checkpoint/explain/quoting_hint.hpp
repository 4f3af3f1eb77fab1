// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <crypto_checkpoint/error/error.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace crypto_checkpoint::cli {

/// A hint for a name that seems to have lost backslashes to a shell: without quotes `1\\MyKey` becomes
/// `1\MyKey` or `1MyKey`.
[[nodiscard]] std::optional<std::string> quoting_hint(std::string_view name,
                                                      const SyntaxError& error);

}  // namespace crypto_checkpoint::cli
