// SPDX-License-Identifier: BSL-1.0
// expected error: (deleted function .*keep_the_text_in_a_variable .*|call to deleted function .)parse_checkpoint_name
#include <crypto_checkpoint/name/parse.hpp>

#include <string>

auto parsed = crypto_checkpoint::parse_checkpoint_name(std::wstring(L"1\\\\MyKey"),
                                                       crypto_checkpoint::Dialect::tolerant);
