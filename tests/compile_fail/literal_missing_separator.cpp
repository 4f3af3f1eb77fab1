// SPDX-License-Identifier: BSL-1.0
// expected only error: _csp: a backslash is missing
#include <crypto_checkpoint/name/literals.hpp>

using namespace crypto_checkpoint::literals;

constexpr auto spec = "1\\MyKey"_csp;
