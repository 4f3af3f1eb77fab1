// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <crypto_checkpoint/cluster/any_backend.hpp>
#include <crypto_checkpoint/cluster/reported_resource.hpp>
#include <crypto_checkpoint/secret.hpp>

#include <chrono>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace crypto_checkpoint::cli {

/// The local cluster, as programs for clusters write it.
/// @par Source  Microsoft Learn, Add-ClusterCheckpoint, parameter Cluster
inline constexpr std::string_view local_cluster = ".";

/// A cluster that is reached by an interface of Windows. Texts are UTF-8.
struct NativeAddress {
    enum class Way { clusapi, wmi };

    Way way = Way::clusapi;
    std::string cluster{};  ///< empty: the one that this machine is a node of
    // of ClusAPI
    std::string node{};  ///< empty: the owner of the resource
    // of WMI
    std::string wmi_namespace{};  ///< empty: the cluster's
    std::string user{};           ///< empty: the user of this process
    Secret password{};
    std::chrono::seconds timeout{60};
};

/// A cluster that is open.
struct Connection {
    AnyBackend backend;
    /// Returns all resources and owns what `backend` refers to. Empty for ClusAPI.
    std::function<Result<std::vector<ReportedResource>>()> resources{};
};

/// Whether this system has such interfaces.
[[nodiscard]] bool has_native_backend() noexcept;

/// @par Errors  those of reaching it; clustering_not_installed; unsupported on other systems
[[nodiscard]] Result<Connection> open_native_backend(const NativeAddress& address);

}  // namespace crypto_checkpoint::cli
