// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "cli/command.hpp"
#include <crypto_checkpoint/server/endpoint_options.hpp>

namespace crypto_checkpoint::cli {

/// Serves the sandbox until it is told to stop by SIGINT or SIGTERM; a second one ends it at once. A
/// program that was built without what a server needs says so.
ExitStatus serve_sandbox(Context& context, EndpointOptions options);

}  // namespace crypto_checkpoint::cli
