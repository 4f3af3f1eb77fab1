// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "checkpoints/clusters.hpp"

#include <string_view>

namespace crypto_checkpoint::cli {

/// Lists the checkpoints of the resources whose names match a pattern, on each of several clusters.
ExitStatus list_on_clusters(Session& session, const Clusters& clusters, std::string_view pattern);

}  // namespace crypto_checkpoint::cli
