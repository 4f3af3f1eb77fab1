// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "cli/command.hpp"
#include <crypto_checkpoint/server/endpoint_options.hpp>

namespace crypto_checkpoint::cli {

[[nodiscard]] Command serve_command();

/// What is served beside the endpoint's own options.
struct SiteOptions {
    bool is_page_read_only = false;   ///< the page for people has no controls
    bool omits_empty_arrays = false;  ///< EmptyArray::left_out
};

/// Serves the sandbox until SIGINT or SIGTERM; the second one ends the program at once. Fails if the
/// program was built without a server.
ExitStatus serve_sandbox(Context& context, EndpointOptions options, SiteOptions site_options);

}  // namespace crypto_checkpoint::cli
