// SPDX-License-Identifier: BSL-1.0
// expected only error: _csp: the provider type must be 1 to 999
#include <crypto_checkpoint/name/literals.hpp>

using namespace crypto_checkpoint::literals;

constexpr auto spec = R"(1000\\MyKey)"_csp;
