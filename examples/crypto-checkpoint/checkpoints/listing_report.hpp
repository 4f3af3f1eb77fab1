// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "cli/context.hpp"
#include <crypto_checkpoint/cluster/reported_resource.hpp>

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace crypto_checkpoint::cli {

using Resources = std::vector<ReportedResource>;

/// A listing of one resource, which was named.
[[nodiscard]] Result<Resources> listing_of(std::string_view resource,
                                           Result<CheckpointList> checkpoints);

/// The resources whose names match a pattern.
[[nodiscard]] Result<Resources> matching(Result<Resources> resources, std::string_view pattern);

/// How a report names a cluster.
struct ClusterLabel {
    std::string name{};     ///< its member in JSON; empty for the sandbox, which has none
    std::string shown{};    ///< in messages; safe to show
    std::string heading{};  ///< above its rows; safe to show
};

/// How much a listing has.
struct ListingCount {
    std::size_t resources = 0;
    std::size_t checkpoints = 0;
};

/// Prints the listing of a cluster: rows, or with --json objects, and one object more at the end.
/// @param how_to_add  returns the command that gives a resource its first checkpoint; empty: none
/// @param hints       what to do about a listing that failed; safe to show
/// @param status      becomes that of a listing that failed, if that is worse
Result<ListingCount> print_listing(
    Context& context, const ClusterLabel& cluster, std::string_view pattern,
    Result<Resources> listing, ExitStatus& status, const std::vector<std::string>& hints,
    const std::function<std::string(std::string_view resource)>& how_to_add = {});

}  // namespace crypto_checkpoint::cli
