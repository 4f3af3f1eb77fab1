// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <crypto_checkpoint/cluster/backend.hpp>
#include <crypto_checkpoint/cluster/checkpoint_list.hpp>
#include <crypto_checkpoint/error/error.hpp>
#include <crypto_checkpoint/name/grammar.hpp>

#include <optional>
#include <string>

namespace crypto_checkpoint::cli {

enum class Change { add, remove, ensure, ensure_absent };

[[nodiscard]] constexpr bool adds(Change change) noexcept {
    return change == Change::add || change == Change::ensure;
}

/// The names that a change accepts: a name to add has the documented form, a name to remove may be
/// anything that a listing shows.
[[nodiscard]] constexpr Dialect dialect_of(Change change) noexcept {
    return adds(change) ? Dialect::documented : Dialect::tolerant;
}

/// One change of one checkpoint.
struct ChangeRequest {
    Change change{};
    std::string resource;
    std::string name;
    std::string cluster{};  ///< its member in JSON; empty for the sandbox
};

/// What a change would do, judged by a listing alone: whether the container exists and its keys are
/// exportable only the cluster knows.
[[nodiscard]] Result<Ensured> predict_change(Change change, const Result<CheckpointList>& listing,
                                             CspSpecView spec);

/// The error to report for all later names without sending them, if @p error would hit each of them
/// too: unreachable, timeout, authentication.
[[nodiscard]] std::optional<Error> skip_reason_after(const Error& error);

}  // namespace crypto_checkpoint::cli
