// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "checkpoints/change.hpp"
#include "checkpoints/listing_report.hpp"
#include "cli/context.hpp"
#include <crypto_checkpoint/cluster/apply_plan.hpp>
#include <crypto_checkpoint/transport/cluster_address.hpp>
#include <crypto_checkpoint/wsman/wsman_dialect.hpp>

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace crypto_checkpoint::cli {

/// Clusters that are reached by WS-Management, and how.
struct Clusters {
    std::vector<ClusterAddress> addresses{};
    WsmanDialect dialect = WsmanDialect::wmi;
    std::size_t max_in_flight = 0;
};

/// Changes the checkpoints of a resource on each cluster, many at once. Prints the results of each as
/// soon as they arrive, and a summary of several clusters. An invalid name is reported once and sent
/// nowhere. After SIGINT or SIGTERM nothing more is sent.
ExitStatus change_checkpoints(Context& context, const Clusters& clusters, Change change,
                              const std::string& resource, const std::vector<std::string>& names);

/// Reads all resources of each cluster, many at once.
/// @param report  called with the index of a cluster as soon as it has responded
void read_resources(Context& context, const Clusters& clusters,
                    const std::function<void(std::size_t index, Result<Resources>)>& report);

/// Applies a plan to each cluster, many at once.
/// @param plans      one for each cluster
/// @param on_change  called after each change
/// @param on_end     called at the end of each cluster
void apply_plans(
    Context& context, const Clusters& clusters, const std::vector<Plan>& plans,
    OnFailure on_failure,
    const std::function<void(std::size_t index, const std::string& resource,
                             const PlannedCheckpoint&, const Result<Ensured>&)>& on_change,
    const std::function<void(std::size_t index, const Applied&)>& on_end);

/// Lists the checkpoints of the resources whose names match a pattern, in the same way.
ExitStatus list_checkpoints(Context& context, const Clusters& clusters, std::string_view pattern);

}  // namespace crypto_checkpoint::cli
