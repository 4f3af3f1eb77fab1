// SPDX-License-Identifier: BSL-1.0
//! [protect]
#pragma once

#include <crypto_checkpoint/cluster/cluster_resource.hpp>
#include <crypto_checkpoint/name/literals.hpp>

using namespace crypto_checkpoint;
using namespace crypto_checkpoint::literals;

constexpr auto my_key = R"(1\\MyKey)"_csp;

/// Ensures that the key moves with the service, on any cluster.
template <CheckpointBackend Backend>
Result<Ensured> protect(Backend& cluster) {
    ClusterResource service{cluster, "SQL Server"};
    return service.ensure_crypto_checkpoint(my_key);
}
//! [protect]
