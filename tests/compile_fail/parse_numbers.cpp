// SPDX-License-Identifier: BSL-1.0
// expected error: no matching function for call to .*parse_checkpoint_name
#include <crypto_checkpoint/parse.hpp>

#include <string_view>

// A number is no character, whatever its size.
using Numbers = std::basic_string_view<short>;
auto parsed = crypto_checkpoint::parse_checkpoint_name(Numbers());
