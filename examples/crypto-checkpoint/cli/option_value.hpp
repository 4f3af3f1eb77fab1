// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "cli/usage_error.hpp"

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace crypto_checkpoint::cli {

[[nodiscard]] inline std::unexpected<UsageError> usage_error(std::string what,
                                                             std::vector<std::string> lines = {}) {
    return std::unexpected(UsageError{std::move(what), std::move(lines)});
}

/// What stands behind an option that takes one of a few words, and is none of them.
[[nodiscard]] std::unexpected<UsageError> unknown_value(std::string_view option,
                                                        const std::string& word,
                                                        const std::vector<std::string>& known);

/// A whole number that an option takes, 1 to @p most.
[[nodiscard]] std::expected<unsigned, UsageError> number_of(const ParsedArgs& args,
                                                            const std::string& option,
                                                            unsigned otherwise, unsigned most);

/// What is wrong with a file that an option names, if the option is given and the file is no readable
/// PEM. So it is told before anybody is asked.
[[nodiscard]] std::optional<UsageError> find_pem_error(const ParsedArgs& args,
                                                          const std::string& option);

}  // namespace crypto_checkpoint::cli
