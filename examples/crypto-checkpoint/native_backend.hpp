// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <crypto_checkpoint/any_backend.hpp>
#include <crypto_checkpoint/reported_resource.hpp>
#include <crypto_checkpoint/secret.hpp>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace crypto_checkpoint::cli {

/// A cluster that is reached in one of Windows' own ways. Texts are UTF-8.
struct NativeCluster {
    enum class Way { clusapi, wmi };
    Way way{};
    std::string cluster{};  ///< empty: the one that this machine is a node of
    std::string node{};     ///< clusapi; empty: the owner of the resource
    std::string user{};     ///< wmi; empty: who runs this program
    Secret password{};
};

/// A way to a cluster, ready to be used.
struct OpenedCluster {
    std::shared_ptr<void> kept;  ///< what has to live as long as the backend
    AnyBackend backend;
    /// Nothing where this way only knows resources that are named.
    std::function<Result<std::vector<ReportedResource>>()> resources;
};

/// Whether this system has these ways.
[[nodiscard]] bool has_native_backends() noexcept;

/// @par Errors  those of the way; unsupported where there is none
[[nodiscard]] Result<OpenedCluster> open_cluster(const NativeCluster& cluster);

}  // namespace crypto_checkpoint::cli
