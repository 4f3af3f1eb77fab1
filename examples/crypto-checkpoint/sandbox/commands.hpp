// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "cli/command.hpp"

#include <vector>

namespace crypto_checkpoint::cli {

/// `sandbox` with all that follows.
[[nodiscard]] Command sandbox_command();

/// `create`, `salvage` and `reset`.
[[nodiscard]] Command create_command();
[[nodiscard]] Command salvage_command();
[[nodiscard]] Command reset_command();
/// `status` and `events`.
[[nodiscard]] Command status_command();
[[nodiscard]] Command events_command();
[[nodiscard]] Command settings_command();
/// `move`, `online`, `offline`, `crash`, `start`, `node` and `resource`.
[[nodiscard]] std::vector<Command> control_commands();
[[nodiscard]] Command key_commands();
[[nodiscard]] Command provider_commands();

}  // namespace crypto_checkpoint::cli
