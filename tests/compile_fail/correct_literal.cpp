// SPDX-License-Identifier: BSL-1.0
// expected: compiles
#include <crypto_checkpoint/name/literals.hpp>

using namespace crypto_checkpoint::literals;

constexpr auto omitted = "1\\\\MyKey"_csp;
constexpr auto narrow = R"(1\Microsoft Base Cryptographic Provider v1.0\MyKey)"_csp;
constexpr auto wide = LR"(24\\MyKey)"_csp;
constexpr auto units = u"24\\\\\u00FC\U0001F511"_csp;
static_assert(narrow.key_container() == omitted.key_container());
static_assert(wide.provider_type() == units.provider_type());
