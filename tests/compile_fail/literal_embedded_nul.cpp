// SPDX-License-Identifier: BSL-1.0
// expected only error: _csp: a NUL inside the name
#include <crypto_checkpoint/name/literals.hpp>

using namespace crypto_checkpoint::literals;

constexpr auto spec = "1\\\\MyKey\0"_csp;
