// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "cli/help.hpp"

#include <optional>
#include <string>
#include <vector>

namespace crypto_checkpoint::cli {

/// What is wrong with a command line, and what to do about it.
struct UsageError {
    std::string what;
    std::vector<std::string> lines;
};

/// The first word of a command line that means nothing where it stands, and what was probably meant.
[[nodiscard]] std::optional<UsageError> find_unknown_word(const Command& program,
                                                          const std::vector<std::string>& words);

/// What a command has too few or too many of.
[[nodiscard]] UsageError missing_argument(const CommandPath& path, const ParsedArgs& words);
[[nodiscard]] UsageError extra_argument(const CommandPath& path, const std::string& word);

}  // namespace crypto_checkpoint::cli
