// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "checkpoints/backend_choice.hpp"
#include "checkpoints/many_clusters.hpp"
#include "checkpoints/native_backend.hpp"
#include "cli/command.hpp"
#include "cli/usage_error.hpp"

#include <expected>

namespace crypto_checkpoint::cli {

/// The clusters that a command line names for WS-Management.
[[nodiscard]] std::expected<Clusters, UsageError> clusters_of(const ParsedArgs& args);

/// The cluster that a command line names for clusapi or wmi.
[[nodiscard]] std::expected<NativeAddress, UsageError> native_address_of(const ParsedArgs& args,
                                                                         BackendChoice choice);

}  // namespace crypto_checkpoint::cli
