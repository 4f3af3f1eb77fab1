// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "cli/command.hpp"

#include <vector>

namespace crypto_checkpoint::cli {

/// `add`, `remove`, `ensure`, `ensure-absent` and `list`.
[[nodiscard]] std::vector<Command> checkpoint_commands();

}  // namespace crypto_checkpoint::cli
