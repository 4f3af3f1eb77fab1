// SPDX-License-Identifier: BSL-1.0
// expected error: no matching (function for call to .*BasicCspSpec|constructor for initialization)
#include <crypto_checkpoint/name/csp_spec.hpp>

#include <optional>

// Only parts that are said to be valid make a spec directly: make_csp_spec() is for others.
crypto_checkpoint::CspSpec spec(crypto_checkpoint::ProviderType(1), std::nullopt, "MyKey");
