// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "cli/usage_error.hpp"

#include <CLI/CLI.hpp>

#include <string>
#include <string_view>

namespace crypto_checkpoint::cli {

/// Formats what `--help` prints.
class HelpFormatter : public CLI::Formatter {
public:
    std::string make_help(const CLI::App* app, std::string name,
                          CLI::AppFormatMode mode) const override;
};

/// What is wrong with a command line, and what to write instead.
/// @param app      the command with the error
/// @param instead  see Command::instead
[[nodiscard]] UsageError usage_error_of(const CLI::App& app, const CLI::Error& error,
                                        std::string_view instead);

/// The error for an argument that @p app does not take.
[[nodiscard]] UsageError surplus_argument(const CLI::App& app, const std::string& word);

}  // namespace crypto_checkpoint::cli
