// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "cli/command.hpp"

#include <optional>

namespace crypto_checkpoint::cli {

/// From the program itself to the command that a command line names.
using CommandPath = std::vector<const Command*>;

/// What `--help` says of a command.
[[nodiscard]] std::string help_of(const CommandPath& path);

/// `crypto-checkpoint add [OPTIONS] RESOURCE NAME...`
[[nodiscard]] std::string usage_of(const CommandPath& path);

/// `crypto-checkpoint sandbox key`
[[nodiscard]] std::string name_of(const CommandPath& path);

/// The options that a command takes, and those of the program that may stand behind it.
[[nodiscard]] std::vector<Option> options_of(const CommandPath& path);

}  // namespace crypto_checkpoint::cli
