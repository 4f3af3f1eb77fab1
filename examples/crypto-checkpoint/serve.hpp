// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "command.hpp"
#include <crypto_checkpoint/provider/endpoint_options.hpp>

namespace crypto_checkpoint::cli {

/// Serves the sandbox until it is told to stop by SIGINT or SIGTERM; a second one ends it at once.
ExitStatus serve_sandbox(Session& session, EndpointOptions options);

/// The command line of that.
[[nodiscard]] Command serve_command();

}  // namespace crypto_checkpoint::cli
