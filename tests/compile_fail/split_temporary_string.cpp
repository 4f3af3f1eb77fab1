// SPDX-License-Identifier: BSL-1.0
// expected error: (deleted function .*keep_the_text_in_a_variable .*split_name_list|deleted function .split_name_list.: keep the text in a variable)
#include <crypto_checkpoint/name/suggestion.hpp>

#include <string>

// The names would dangle.
auto names = crypto_checkpoint::split_name_list(std::string("1\\\\A,1\\\\B"));
