// SPDX-License-Identifier: BSL-1.0
// expected: compiles
#include <crypto_checkpoint/name/parse.hpp>

#include <string>
#include <string_view>

bool parse_what_stays(const std::string& owned, std::string_view view) {
    using namespace crypto_checkpoint;
    return parse_checkpoint_name(owned) && parse_checkpoint_name(view) &&
           parse_checkpoint_name("1\\\\MyKey") && parse_checkpoint_name(owned, Dialect::tolerant);
}
