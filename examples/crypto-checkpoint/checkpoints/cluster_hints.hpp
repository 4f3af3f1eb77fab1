// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "checkpoints/listing_report.hpp"
#include <crypto_checkpoint/name/csp_spec.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace crypto_checkpoint::cli {

/// Whether cluster_hints() has more to say about an error if it gets the resources of the cluster.
[[nodiscard]] bool needs_resources(const Error& error) noexcept;

/// What to do about an error of a cluster that is no sandbox; safe to show.
/// @param checkpoint  nullptr for a listing
/// @param resources   those of the cluster; empty if they were not read
[[nodiscard]] std::vector<std::string> cluster_hints(const Error& error, std::string_view resource,
                                                     const CspSpec* checkpoint,
                                                     const Resources& resources);

}  // namespace crypto_checkpoint::cli
