// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "checkpoints/change.hpp"
#include "checkpoints/listing_report.hpp"
#include "checkpoints/native_backend.hpp"
#include "cli/context.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace crypto_checkpoint::cli {

/// One cluster to work on: the sandbox, or one that is reached by an interface of Windows.
struct OneCluster {
    Result<Connection> connection;
    ClusterLabel label{};
    // of the sandbox
    std::string if_empty{};  ///< what to print instead of a listing, if it has no nodes
    std::function<std::string(std::string_view resource)> how_to_add{};
    /// What to do about an error; safe to show. @p checkpoint is nullptr for a listing.
    std::function<std::vector<std::string>(const Error& error, std::string_view resource,
                                           const CspSpec* checkpoint)>
        hints{};

    [[nodiscard]] bool is_sandbox() const { return label.name.empty(); }
};

[[nodiscard]] OneCluster open_native_cluster(const NativeAddress& address);

/// The sandbox of a context: a copy where it is only read, and in a dry run.
/// @par Errors  as those of Sandbox::open_named_or_default()
[[nodiscard]] Result<OneCluster> open_sandbox(const Context& context, bool to_change);

/// Changes each checkpoint by itself and prints each result. A dry run changes a copy of the sandbox;
/// for another cluster it predicts from the listing.
ExitStatus change_checkpoints(Context& context, OneCluster& cluster, Change change,
                              const std::string& resource, const std::vector<std::string>& names);

/// All resources of a cluster; over ClusAPI, which does not enumerate, those of @p names that exist.
[[nodiscard]] Result<Resources> read_resources(OneCluster& cluster,
                                               const std::vector<std::string>& names);

/// Lists the checkpoints of the resources whose names match a pattern.
ExitStatus list_checkpoints(Context& context, OneCluster& cluster, std::string_view pattern);

}  // namespace crypto_checkpoint::cli
