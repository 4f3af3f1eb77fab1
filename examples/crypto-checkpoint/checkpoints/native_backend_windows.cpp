// SPDX-License-Identifier: BSL-1.0
#include "checkpoints/native_backend.hpp"
#include <crypto_checkpoint/clusapi/clusapi_dll.hpp>
#include <crypto_checkpoint/wmi/com_initialization.hpp>
#include <crypto_checkpoint/wmi/wmi_backend.hpp>

#include <utility>

namespace crypto_checkpoint::cli {
namespace {

/// A connection to WMI with the COM that it needs, which is ended after it.
struct WmiCluster {
    ComInitialization com;
    WmiBackend backend;

    Result<void> add(std::string_view resource, CspSpecView spec) {
        return backend.add(resource, spec);
    }
    Result<void> remove(std::string_view resource, CspSpecView spec) {
        return backend.remove(resource, spec);
    }
    Result<CheckpointList> list(std::string_view resource) { return backend.list(resource); }
};

Result<WmiCluster> open_by_wmi(const NativeCluster& cluster) {
    auto com = ComInitialization::begin();
    if (!com) return std::unexpected(std::move(com.error()));
    WmiOptions options{.host = cluster.cluster, .timeout = cluster.timeout};
    if (!cluster.user.empty()) options.credentials = {cluster.user, cluster.password};
    if (!cluster.wmi_namespace.empty()) options.wmi_namespace = cluster.wmi_namespace;
    auto backend = WmiBackend::open(std::move(options));
    if (!backend) return std::unexpected(std::move(backend.error()));
    return WmiCluster{std::move(*com), std::move(*backend)};
}

template <class Backend>
Result<AnyBackend> any(Result<Backend> backend) {
    if (!backend) return std::unexpected(std::move(backend.error()));
    return AnyBackend(std::move(*backend));
}

}  // namespace

bool has_native_backend() noexcept { return true; }

Result<AnyBackend> open_cluster(const NativeCluster& cluster) {
    if (cluster.way == NativeCluster::Way::wmi) return any(open_by_wmi(cluster));
    return any(clusapi_backend({.cluster = cluster.cluster, .host_node = cluster.node}));
}

Result<std::vector<ReportedResource>> resources_of(const NativeCluster& cluster) {
    if (cluster.way != NativeCluster::Way::wmi) return std::unexpected(Error(Errc::unsupported));
    auto opened = open_by_wmi(cluster);
    if (!opened) return std::unexpected(std::move(opened.error()));
    return opened->backend.resources();
}

}  // namespace crypto_checkpoint::cli
