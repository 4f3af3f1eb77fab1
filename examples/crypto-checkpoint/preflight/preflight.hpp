// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "cli/context.hpp"
#include <crypto_checkpoint/name/csp_spec.hpp>
#include <crypto_checkpoint/preflight/preflight_report.hpp>

#include <string>
#include <vector>

namespace crypto_checkpoint::cli {

/// Whether this system has a CryptoAPI to ask.
[[nodiscard]] bool has_crypto_api() noexcept;

/// What this machine says of a spec.
/// @pre has_crypto_api()
[[nodiscard]] Preflight preflight_here(CspSpecView spec);

/// Says of each name what a cluster would meet on this machine.
ExitStatus preflight_names(Context& context, const std::vector<std::string>& names);

}  // namespace crypto_checkpoint::cli
