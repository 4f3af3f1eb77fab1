// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "checkpoints/change.hpp"
#include "cli/context.hpp"
#include <crypto_checkpoint/transport/cluster_address.hpp>
#include <crypto_checkpoint/wsman/wsman_dialect.hpp>

#include <cstddef>
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

/// Lists the checkpoints of the resources whose names match a pattern, in the same way.
ExitStatus list_checkpoints(Context& context, const Clusters& clusters, std::string_view pattern);

}  // namespace crypto_checkpoint::cli
