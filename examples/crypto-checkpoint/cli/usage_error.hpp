// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "cli/context.hpp"

#include <expected>
#include <string>
#include <utility>
#include <vector>

namespace crypto_checkpoint::cli {

/// What is wrong with a command line, and what to do about it.
struct UsageError {
    std::string what;
    std::vector<std::string> lines{};
};

[[nodiscard]] inline std::unexpected<UsageError> usage_error(std::string what,
                                                             std::vector<std::string> lines = {}) {
    return std::unexpected(UsageError{std::move(what), std::move(lines)});
}

inline ExitStatus print_error(Context& context, const UsageError& error) {
    return print_error(context, error.what, Errc::invalid_value, error.lines);
}

}  // namespace crypto_checkpoint::cli
