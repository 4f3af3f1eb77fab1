// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "cli/command.hpp"
#include <crypto_checkpoint/name/csp_spec.hpp>
#include <crypto_checkpoint/preflight/preflight_report.hpp>

namespace crypto_checkpoint::cli {

[[nodiscard]] Command preflight_command();

/// Whether this system has CryptoAPI.
[[nodiscard]] bool has_crypto_api() noexcept;

/// Checks a spec by CryptoAPI.
/// @pre has_crypto_api()
[[nodiscard]] Preflight preflight_here(CspSpecView spec);

}  // namespace crypto_checkpoint::cli
