// SPDX-License-Identifier: BSL-1.0
// expected error: (deleted function .*keep_the_text_in_a_variable .*parse_checkpoint_name|deleted function .parse_checkpoint_name.: keep the text in a variable)
#include <crypto_checkpoint/name/parse.hpp>

#include <string>

auto parsed = crypto_checkpoint::parse_checkpoint_name(std::wstring(L"1\\\\MyKey"),
                                                       crypto_checkpoint::Dialect::tolerant);
