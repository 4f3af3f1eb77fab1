// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <crypto_checkpoint/cluster/backend.hpp>
#include <crypto_checkpoint/cluster/checkpoint_list.hpp>
#include <crypto_checkpoint/error/error.hpp>
#include <crypto_checkpoint/name/csp_spec.hpp>
#include <crypto_checkpoint/name/grammar.hpp>

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace crypto_checkpoint::cli {

enum class Change { add, remove, ensure, ensure_absent };

[[nodiscard]] constexpr bool adds(Change change) noexcept {
    return change == Change::add || change == Change::ensure;
}

/// One change of one checkpoint.
struct ChangeRequest {
    Change change{};
    std::string resource;
    std::string name;
    std::expected<CspSpec, SyntaxError> spec;  ///< the parsed name
    std::string cluster{};                     ///< its member in JSON; empty for the sandbox
    /// The resource that was meant, if this name seems to be a part of it: `SQL Server` without quotes.
    std::string meant_resource{};
};

/// One request for each name. A name to add has the documented form, one to remove may be anything that
/// a listing shows.
[[nodiscard]] std::vector<ChangeRequest> change_requests(Change change, const std::string& resource,
                                                         const std::vector<std::string>& names,
                                                         const std::string& cluster = {});

/// What a change would do, judged by a listing alone: whether the container exists and its keys are
/// exportable only the cluster knows.
/// @pre request.spec
[[nodiscard]] Result<Ensured> predict_change(const ChangeRequest& request,
                                             const Result<CheckpointList>& listing);

/// The error to report for all later names without sending them, if @p error would hit each of them
/// too: unreachable, timeout, authentication.
[[nodiscard]] std::optional<Error> skip_reason_after(const Error& error);

}  // namespace crypto_checkpoint::cli
