// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "checkpoints/backend_choice.hpp"
#include "checkpoints/change.hpp"
#include "checkpoints/native_backend.hpp"
#include "cli/command.hpp"
#include "cli/usage_error.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace crypto_checkpoint::cli {

/// The cluster that a command line means which chose clusapi or wmi.
[[nodiscard]] std::expected<NativeCluster, UsageError> native_cluster_of(const Words& words,
                                                                         BackendChoice choice);

/// Changes the checkpoints of a resource there, each name for itself, and says of each what came of
/// it. A dry run looks, and says what would.
ExitStatus change_on_native_cluster(Session& session, const NativeCluster& cluster, Change change,
                                    const std::string& resource,
                                    const std::vector<std::string>& names);

/// Lists the checkpoints of a resource, or of those that match a pattern. ClusAPI is not asked which
/// resources there are, so a pattern is refused there.
ExitStatus list_on_native_cluster(Session& session, const NativeCluster& cluster,
                                  std::string_view pattern);

}  // namespace crypto_checkpoint::cli
