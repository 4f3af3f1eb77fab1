// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "cli/command.hpp"

namespace crypto_checkpoint::cli {

[[nodiscard]] Command explain_command();

}  // namespace crypto_checkpoint::cli
