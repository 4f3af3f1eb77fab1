// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <crypto_checkpoint/error/errc.hpp>

namespace crypto_checkpoint::cli {

/// The exit status of the program. If several apply it is the worst().
enum class ExitStatus {
    success = 0,
    invalid_name = 1,
    usage = 2,
    refused = 3,
    unreachable = 4,  ///< or the result is unknown, or could not be written
    to_do = 5,        ///< of `plan` and `apply`: something is left to do or to decide
};

/// The higher one; only success is better than to_do.
[[nodiscard]] constexpr ExitStatus worst(ExitStatus left, ExitStatus right) noexcept {
    if (left == ExitStatus::to_do) return right == ExitStatus::success ? left : right;
    if (right == ExitStatus::to_do) return left == ExitStatus::success ? right : left;
    return left < right ? right : left;
}

[[nodiscard]] constexpr ExitStatus exit_status_of(Errc code) noexcept {
    switch (condition(code)) {
        case Condition::syntax: return ExitStatus::invalid_name;
        case Condition::invalid_value: return ExitStatus::usage;
        case Condition::not_found:
        case Condition::already_exists:
        case Condition::access_denied:
        case Condition::refused:
        case Condition::unsupported: return ExitStatus::refused;
        case Condition::unavailable:
        case Condition::timed_out:
        case Condition::outcome_unknown:
        case Condition::protocol: return ExitStatus::unreachable;
    }
    return ExitStatus::unreachable;
}

}  // namespace crypto_checkpoint::cli
