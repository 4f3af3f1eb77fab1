// SPDX-License-Identifier: BSL-1.0
// expected error: (could not convert|no viable conversion from)
#include <crypto_checkpoint/name/csp_spec.hpp>

#include <string>

// Another encoding would need a conversion.
crypto_checkpoint::CspSpecView view_of(const crypto_checkpoint::WCspSpec& spec) { return spec; }
