// SPDX-License-Identifier: BSL-1.0
// expected only error: _csp: the text is not well-formed Unicode
#include <crypto_checkpoint/name/literals.hpp>

using namespace crypto_checkpoint::literals;

constexpr auto spec = "1\\\\MyKey\xFF"_csp;
