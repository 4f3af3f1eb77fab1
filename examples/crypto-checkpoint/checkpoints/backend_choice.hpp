// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "cli/command.hpp"
#include "cli/usage_error.hpp"

#include <expected>
#include <string_view>
#include <vector>

namespace crypto_checkpoint::cli {

/// The ways to a cluster that a command line may choose from.
enum class BackendChoice { sandbox, wsman, clusapi, wmi };

[[nodiscard]] std::string_view to_string(BackendChoice choice) noexcept;

/// The options that say which cluster a command works on, and how it is reached.
[[nodiscard]] std::vector<Option> backend_options();

/// What a help says of those options, its examples left out.
[[nodiscard]] std::string_view about_backends() noexcept;

/// The way that a command line chooses. Options that are of no use for it are a fault, and so is a way
/// that does not begin on this system.
[[nodiscard]] std::expected<BackendChoice, UsageError> backend_of(const Words& words);

}  // namespace crypto_checkpoint::cli
