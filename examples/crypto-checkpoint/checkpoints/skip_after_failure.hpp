// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <crypto_checkpoint/error/error.hpp>

#include <optional>

namespace crypto_checkpoint::cli {

/// What to tell of the names that follow, where they would meet the same fate as the one that failed so,
/// and wait for it as long. They are not asked.
[[nodiscard]] inline std::optional<Error> skip_reason_after(const Error& error) {
    switch (condition(error)) {
        case Condition::unavailable:
        case Condition::timed_out:
        case Condition::outcome_unknown: break;
        default:
            if (error.code != Errc::authentication_failed &&
                error.code != Errc::insecure_connection)
                return std::nullopt;
    }
    if (error.code == Errc::outcome_unknown)
        return Error(Errc::cluster_unreachable,
                     "not asked, because what came of the name before it is unknown");
    return Error(error.code, "not asked, because the name before it met the same");
}

}  // namespace crypto_checkpoint::cli
