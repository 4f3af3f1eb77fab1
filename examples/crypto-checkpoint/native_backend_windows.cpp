// SPDX-License-Identifier: BSL-1.0
#include "native_backend.hpp"
#include <crypto_checkpoint/windows/clusapi_dll.hpp>

namespace crypto_checkpoint::cli {

bool has_native_backend() noexcept { return true; }

Result<AnyBackend> open_cluster(const NativeCluster& cluster) {
    auto backend = clusapi_backend({.cluster = cluster.cluster, .host_node = cluster.node});
    if (!backend) return std::unexpected(std::move(backend.error()));
    return AnyBackend(std::move(*backend));
}

}  // namespace crypto_checkpoint::cli
