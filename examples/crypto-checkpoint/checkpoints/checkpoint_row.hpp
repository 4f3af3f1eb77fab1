// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "cli/context.hpp"
#include <crypto_checkpoint/cluster/backend.hpp>

#include <string>
#include <vector>

namespace crypto_checkpoint::cli {

/// A checkpoint in a listing.
struct CheckpointRow {
    std::string resource;
    ReportedCheckpoint checkpoint;
    std::string cluster{};  ///< its URL; empty for the sandbox
};

/// Writes checkpoints as a table, or with --json as objects.
void write_rows(Session& session, const std::vector<CheckpointRow>& rows);

}  // namespace crypto_checkpoint::cli
