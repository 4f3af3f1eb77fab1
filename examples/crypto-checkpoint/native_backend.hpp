// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <crypto_checkpoint/any_backend.hpp>

#include <string>

namespace crypto_checkpoint::cli {

/// A cluster that is reached by this system's own library, ClusAPI. Texts are UTF-8.
struct NativeCluster {
    std::string cluster{};  ///< empty: the one that this machine is a node of
    std::string node{};     ///< empty: the owner of the resource
};

/// Whether this system may have such a library.
[[nodiscard]] bool has_native_backend() noexcept;

/// @par Errors  clustering_not_installed; unsupported where no system like this has it
[[nodiscard]] Result<AnyBackend> open_cluster(const NativeCluster& cluster);

}  // namespace crypto_checkpoint::cli
