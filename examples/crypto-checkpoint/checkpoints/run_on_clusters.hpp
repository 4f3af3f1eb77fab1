// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "checkpoints/clusters.hpp"
#include <crypto_checkpoint/wsman/wsman_backend.hpp>

#include <functional>
#include <string>
#include <vector>

namespace crypto_checkpoint::cli {

/// What came of all that one cluster was asked to do.
struct ClusterOutcome {
    std::vector<Result<Ensured>> changes;           ///< one for each name
    Result<std::vector<ReportedResource>> listing;  ///< of a listing
};

/// Begins what is to be asked of a cluster.
using Ask = std::function<Task<ClusterOutcome>(const WsmanClient& client, MessageSlot& exchange)>;
using Tell = std::function<void(std::size_t cluster, ClusterOutcome outcome)>;

/// Whether a user and a password say who asks by `negotiate` here, and not the login's ticket alone.
[[nodiscard]] bool negotiate_takes_user();

/// Asks all clusters, many at once, and tells of each as soon as it has answered. Shows a progress bar
/// where there are several. After SIGINT or SIGTERM nothing more is asked, and what is under way is told
/// as it stands.
void ask_clusters(Session& session, const Clusters& clusters, const Ask& ask, const Tell& tell);

}  // namespace crypto_checkpoint::cli
