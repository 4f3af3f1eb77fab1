// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "cli/command.hpp"

namespace crypto_checkpoint::cli {

/// `dsc get`, `set`, `test`, `export` and `schema`: a command-based resource of PowerShell DSC 3.
/// @par Source  Microsoft Learn, "Anatomy of a command-based DSC Resource"
[[nodiscard]] Command dsc_command();

}  // namespace crypto_checkpoint::cli
