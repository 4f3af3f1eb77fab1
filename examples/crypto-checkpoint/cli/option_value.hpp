// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "cli/command.hpp"
#include "cli/usage_error.hpp"

#include <optional>
#include <string>
#include <vector>

namespace crypto_checkpoint::cli {

/// Accepts one of a few words.
[[nodiscard]] Check one_of(std::vector<std::string> words);

/// Accepts a whole number.
[[nodiscard]] Check whole_number(unsigned min, unsigned max);

/// The number that an option is given, where it has a check for it.
[[nodiscard]] unsigned number_of(const ParsedArgs& args, const std::string& option,
                                 unsigned fallback);

/// What is wrong with the PEM file that an option names, if it is given.
[[nodiscard]] std::optional<UsageError> find_pem_error(const ParsedArgs& args,
                                                       const std::string& option);

}  // namespace crypto_checkpoint::cli
