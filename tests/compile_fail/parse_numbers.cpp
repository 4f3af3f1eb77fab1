// SPDX-License-Identifier: BSL-1.0
// expected error: no matching function for call to .*parse_checkpoint_name
#include <crypto_checkpoint/name/parse.hpp>

// Numbers are not characters. A pointer, because libc++ has no string_view of numbers.
constexpr short numbers[] = {'1', '\\', '\\', 'K', 0};
auto parsed = crypto_checkpoint::parse_checkpoint_name(+numbers);
