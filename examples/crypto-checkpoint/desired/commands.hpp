// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "cli/command.hpp"

#include <vector>

namespace crypto_checkpoint::cli {

/// `plan`, `apply`, `export`, `audit` and `dsc`.
[[nodiscard]] std::vector<Command> desired_commands();

}  // namespace crypto_checkpoint::cli
