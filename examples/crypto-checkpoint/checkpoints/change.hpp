// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "cli/context.hpp"
#include <crypto_checkpoint/cluster/any_backend.hpp>
#include <crypto_checkpoint/cluster/backend.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace crypto_checkpoint::cli {

enum class Change { add, remove, ensure, ensure_absent };

[[nodiscard]] constexpr bool adds(Change change) noexcept {
    return change == Change::add || change == Change::ensure;
}

/// The names that a change takes: what is added is sent as documented, what is removed may be anything
/// that is listed.
[[nodiscard]] constexpr Dialect dialect_of(Change change) noexcept {
    return adds(change) ? Dialect::documented : Dialect::tolerant;
}

/// What a change would do, as far as a listing tells: whether the container is there and its keys
/// are exportable only the cluster knows.
[[nodiscard]] Result<Ensured> predict_change(Change change, const Result<CheckpointList>& listing,
                                             CspSpecView spec);

/// Carries one change out, whatever the backend.
Result<Ensured> execute(AnyBackend& backend, Change change, const std::string& resource,
                        std::string_view name);

/// Changes the checkpoints of a resource of the sandbox, each name for itself, and says of each what
/// came of it.
ExitStatus change_checkpoints(Session& session, Change change, const std::string& resource,
                              const std::vector<std::string>& names);

}  // namespace crypto_checkpoint::cli
