// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "cli/command.hpp"
#include "cli/usage_error.hpp"

#include <expected>
#include <string_view>
#include <vector>

namespace crypto_checkpoint::cli {

enum class BackendChoice { sandbox, wsman, clusapi, wmi };

[[nodiscard]] std::string_view to_string(BackendChoice choice) noexcept;

/// The options that select clusters and how to reach them.
[[nodiscard]] std::vector<Option> backend_options();

/// Options of a command, and backend_options() after them.
[[nodiscard]] std::vector<Option> with_backend_options(std::vector<Option> options);

/// The part of a help page on those options, without examples.
[[nodiscard]] std::string_view about_backends() noexcept;

/// The backend that a command line chooses. Options that it has no use for are errors, and so is a
/// backend that this system does not have.
[[nodiscard]] std::expected<BackendChoice, UsageError> backend_of(const ParsedArgs& args);

}  // namespace crypto_checkpoint::cli
