// SPDX-License-Identifier: BSL-1.0
// expected only error: _csp: a key container name holds no backslash
#include <crypto_checkpoint/name/literals.hpp>

using namespace crypto_checkpoint::literals;

constexpr auto spec = R"(1\\Name\\MyKey)"_csp;
