// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "cli/context.hpp"

#include <string>
#include <vector>

namespace crypto_checkpoint::cli {

/// Does what a command line asks for.
/// @param words  without the program's name
ExitStatus run_command_line(Context& context, const std::vector<std::string>& words);

}  // namespace crypto_checkpoint::cli
