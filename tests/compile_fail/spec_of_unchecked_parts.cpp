// SPDX-License-Identifier: BSL-1.0
// expected error: no matching (function for call to .*BasicCspSpec|constructor for initialization)
#include <crypto_checkpoint/name/csp_spec.hpp>

#include <optional>

// The constructor needs `unchecked`; make_csp_spec() checks the parts.
crypto_checkpoint::CspSpec spec(crypto_checkpoint::ProviderType(1), std::nullopt, "MyKey");
