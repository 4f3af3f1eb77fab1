// SPDX-License-Identifier: BSL-1.0
// expected only error: _csp: the key container name is missing
#include <crypto_checkpoint/name/literals.hpp>

using namespace crypto_checkpoint::literals;

constexpr auto spec = R"(1\\)"_csp;
