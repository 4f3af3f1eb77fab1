// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "checkpoints/listing_report.hpp"
#include "cli/command.hpp"
#include <crypto_checkpoint/name/advice.hpp>

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace crypto_checkpoint::cli {

/// What an audit found about a checkpoint.
struct Finding {
    enum class Kind {
        advice,      ///< on its name
        not_a_name,  ///< it is not a checkpoint name
        similar,     ///< another checkpoint may be the same key container under another name
        missing,     ///< the resource of the same name in another cluster has it
    };
    Kind kind{};
    std::size_t cluster = 0;
    std::string resource{};
    std::string checkpoint{};
    std::optional<Advice> advice{};
    std::string other{};  ///< the similar name, or the other cluster
};

/// What may hurt at the next failover. Each cluster is compared with the others.
/// @param clusters  the resources of each; nullptr: not known
/// @param names     of the clusters
[[nodiscard]] std::vector<Finding> audit(std::span<const Resources* const> clusters,
                                         const std::vector<std::string>& names);

/// `audit`
[[nodiscard]] Command audit_command();

}  // namespace crypto_checkpoint::cli
