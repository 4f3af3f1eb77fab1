// SPDX-License-Identifier: BSL-1.0
#include "preflight/preflight.hpp"

namespace crypto_checkpoint::cli {

bool has_crypto_api() noexcept { return false; }

Preflight preflight_here(CspSpecView) { return {}; }

}  // namespace crypto_checkpoint::cli
