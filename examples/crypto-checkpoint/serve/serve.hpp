// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "cli/command.hpp"
#include <crypto_checkpoint/server/endpoint_options.hpp>

namespace crypto_checkpoint::cli {

[[nodiscard]] Command serve_command();

/// Serves the sandbox until SIGINT or SIGTERM; the second one ends the program at once. Fails if the
/// program was built without a server.
/// @param is_page_read_only  whether the page for people has no controls
ExitStatus serve_sandbox(Context& context, EndpointOptions options, bool is_page_read_only);

}  // namespace crypto_checkpoint::cli
