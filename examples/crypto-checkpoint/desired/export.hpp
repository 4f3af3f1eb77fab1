// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "cli/command.hpp"

namespace crypto_checkpoint::cli {

/// `export`: prints the state of clusters as a file of desired state that plans to nothing.
[[nodiscard]] Command export_command();

}  // namespace crypto_checkpoint::cli
