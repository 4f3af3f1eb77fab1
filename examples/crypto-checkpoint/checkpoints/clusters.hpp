// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "cli/command.hpp"
#include "cli/usage_error.hpp"
#include <crypto_checkpoint/transport/cluster_address.hpp>
#include <crypto_checkpoint/wsman/wsman_dialect.hpp>

#include <expected>
#include <vector>

namespace crypto_checkpoint::cli {

/// Clusters that are reached by WS-Management, and how.
struct Clusters {
    std::vector<ClusterAddress> addresses;
    WsmanDialect dialect = WsmanDialect::wmi;
    std::size_t max_in_flight = 0;
};

/// The clusters that a command line names.
[[nodiscard]] std::expected<Clusters, UsageError> clusters_of(const Words& words);

}  // namespace crypto_checkpoint::cli
