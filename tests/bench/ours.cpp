// SPDX-License-Identifier: BSL-1.0
#include "contenders.hpp"
#include <crypto_checkpoint/name/parse.hpp>

namespace bench {

ParseResult<char> parse_with_library(std::string_view text) {
    return crypto_checkpoint::parse_checkpoint_name(text);
}

ParseResult<char16_t> parse_with_library(std::u16string_view text) {
    return crypto_checkpoint::parse_checkpoint_name(text);
}

}  // namespace bench
