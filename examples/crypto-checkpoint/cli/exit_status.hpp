// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <crypto_checkpoint/error/errc.hpp>

namespace crypto_checkpoint::cli {

/// The exit status of the program. If several apply it is the highest, so the order counts.
enum class ExitStatus {
    success = 0,
    invalid_name = 1,
    usage = 2,
    refused = 3,
    unreachable = 4,  ///< or the result is unknown, or could not be written
    to_do = 5,        ///< of `plan`, if no other applies: there is something to do
};

[[nodiscard]] constexpr ExitStatus worst(ExitStatus left, ExitStatus right) noexcept {
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
