// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <crypto_checkpoint/name/csp_spec.hpp>
#include <crypto_checkpoint/preflight/preflight_report.hpp>

#include <string>
#include <string_view>

namespace crypto_checkpoint::cli {

/// The parts of a name on this machine, and the findings.
[[nodiscard]] std::string as_text(std::string_view input, CspSpecView spec,
                                  const Preflight& report);

/// One line, with the members that `preflight --help` lists.
[[nodiscard]] std::string as_json(std::string_view input, CspSpecView spec,
                                  const Preflight& report);

}  // namespace crypto_checkpoint::cli
