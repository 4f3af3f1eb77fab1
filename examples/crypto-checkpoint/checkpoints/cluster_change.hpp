// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "checkpoints/change.hpp"
#include "checkpoints/clusters.hpp"

namespace crypto_checkpoint::cli {

/// Changes the checkpoints of a resource on each of several clusters, and says of each name on each
/// cluster what came of it; of several clusters, how each ended. A name that is none is told once and
/// sent nowhere.
ExitStatus change_on_clusters(Session& session, const Clusters& clusters, Change change,
                              const std::string& resource, const std::vector<std::string>& names);

}  // namespace crypto_checkpoint::cli
