// SPDX-License-Identifier: BSL-1.0
#include "preflight/preflight.hpp"
#include <crypto_checkpoint/preflight/windows_crypto_api.hpp>

namespace crypto_checkpoint::cli {

bool has_crypto_api() noexcept { return true; }

Preflight preflight_here(CspSpecView spec) {
    WindowsCryptoApi api;
    return preflight(spec, api);
}

}  // namespace crypto_checkpoint::cli
