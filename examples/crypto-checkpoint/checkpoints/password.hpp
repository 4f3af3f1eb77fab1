// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "cli/command.hpp"
#include "cli/usage_error.hpp"
#include <crypto_checkpoint/secret.hpp>

#include <expected>
#include <string_view>

namespace crypto_checkpoint::cli {

/// The password that a command line gives: in the file of --password-file, or in the environment.
/// @param who_needs_it  to be told where there is none: `--user`
[[nodiscard]] std::expected<Secret, UsageError> password_of(const Words& words,
                                                            std::string_view who_needs_it);

}  // namespace crypto_checkpoint::cli
