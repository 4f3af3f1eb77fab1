// SPDX-License-Identifier: BSL-1.0
// expected only error: _csp: the provider type must be a decimal number
#include <crypto_checkpoint/name/literals.hpp>

using namespace crypto_checkpoint::literals;

constexpr auto spec = R"(PROV_RSA_FULL\\MyKey)"_csp;
