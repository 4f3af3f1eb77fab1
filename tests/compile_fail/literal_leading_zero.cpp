// SPDX-License-Identifier: BSL-1.0
// expected only error: _csp: the provider type must be written without leading zeros
#include <crypto_checkpoint/name/literals.hpp>

using namespace crypto_checkpoint::literals;

constexpr auto spec = R"(01\\MyKey)"_csp;
