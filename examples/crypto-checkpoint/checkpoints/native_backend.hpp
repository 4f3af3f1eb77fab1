// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <crypto_checkpoint/cluster/any_backend.hpp>
#include <crypto_checkpoint/cluster/reported_resource.hpp>
#include <crypto_checkpoint/secret.hpp>

#include <chrono>
#include <string>
#include <vector>

namespace crypto_checkpoint::cli {

/// A cluster that is reached in a way of this system's own. Texts are UTF-8.
struct NativeCluster {
    enum class Way { clusapi, wmi };

    Way way = Way::clusapi;
    std::string cluster{};  ///< empty: the one that this machine is a node of
    // of ClusAPI
    std::string node{};  ///< empty: the owner of the resource
    // of WMI
    std::string wmi_namespace{};  ///< empty: the cluster's
    std::string user{};           ///< empty: the one who runs this program
    Secret password{};
    std::chrono::seconds timeout{60};
};

/// Whether this system has such ways.
[[nodiscard]] bool has_native_backend() noexcept;

/// @par Errors  those of reaching it, clustering_not_installed; unsupported where no system like this
///              has it
[[nodiscard]] Result<AnyBackend> open_cluster(const NativeCluster& cluster);

/// All resources there.
/// @par Errors  as open_cluster(); unsupported by ClusAPI
[[nodiscard]] Result<std::vector<ReportedResource>> resources_of(const NativeCluster& cluster);

}  // namespace crypto_checkpoint::cli
