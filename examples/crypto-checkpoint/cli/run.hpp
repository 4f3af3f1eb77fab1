// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "cli/command.hpp"

#include <vector>

namespace crypto_checkpoint::cli {

/// Parses a command line, runs the command that it names, or prints help or what is wrong with it.
/// @param program  its options may also follow each command that takes `--sandbox`
/// @param argv     UTF-8, with the program's name
ExitStatus run_command_line(Context& context, const Command& program,
                            const std::vector<const char*>& argv);

}  // namespace crypto_checkpoint::cli
