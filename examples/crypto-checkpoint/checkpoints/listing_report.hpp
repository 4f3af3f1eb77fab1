// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "cli/context.hpp"
#include <crypto_checkpoint/cluster/reported_resource.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace crypto_checkpoint::cli {

/// A cluster whose checkpoints are listed.
struct ListedCluster {
    std::string name;                  ///< as a program reads it
    std::string shown;                 ///< as people do; safe to show
    std::string heading{};             ///< what stands above its rows; safe to show
    std::vector<std::string> hints{};  ///< what to do where it cannot be listed
};

/// What a listing of a cluster came to.
struct Found {
    std::size_t resources = 0;
    std::size_t checkpoints = 0;
};

/// Tells what a cluster listed: rows, or with --json objects, and one object more at the end.
/// @param status  becomes that of a listing that failed, if it is worse
Result<Found> tell_listing(Session& session, const ListedCluster& cluster, std::string_view pattern,
                           Result<std::vector<ReportedResource>> listing, ExitStatus& status);

}  // namespace crypto_checkpoint::cli
