// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "checkpoints/many_clusters.hpp"
#include "checkpoints/one_cluster.hpp"
#include "cli/command.hpp"

#include <expected>
#include <variant>

namespace crypto_checkpoint::cli {

/// What a command works on.
using Target = std::variant<OneCluster, Clusters>;

enum class Purpose { change, read, enumerate };

/// Opens what a command line chooses, or prints why not.
[[nodiscard]] std::expected<Target, ExitStatus> open_target(Context& context,
                                                            const ParsedArgs& args,
                                                            Purpose purpose);

}  // namespace crypto_checkpoint::cli
