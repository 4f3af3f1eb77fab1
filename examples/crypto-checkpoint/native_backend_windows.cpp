// SPDX-License-Identifier: BSL-1.0
#include "native_backend.hpp"
#include <crypto_checkpoint/windows/clusapi_dll.hpp>

namespace crypto_checkpoint::cli {
namespace {

Result<OpenedCluster> open_clusapi(const NativeCluster& cluster) {
    auto backend = clusapi_backend({.cluster = cluster.cluster, .host_node = cluster.node});
    if (!backend) return std::unexpected(std::move(backend.error()));
    return OpenedCluster{nullptr, AnyBackend(std::move(*backend)), {}};
}

}  // namespace

bool has_native_backends() noexcept { return true; }

Result<OpenedCluster> open_cluster(const NativeCluster& cluster) {
    switch (cluster.way) {
        case NativeCluster::Way::clusapi: return open_clusapi(cluster);
        case NativeCluster::Way::wmi: break;
    }
    return std::unexpected(Error(Errc::unsupported, "this program was built without WMI"));
}

}  // namespace crypto_checkpoint::cli
