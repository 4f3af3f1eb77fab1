// SPDX-License-Identifier: BSL-1.0
// expected error: (use of|call to) deleted function .*parse_checkpoint_name
#include <crypto_checkpoint/name/parse.hpp>

#include <string>

// The spec would dangle.
auto parsed = crypto_checkpoint::parse_checkpoint_name(std::string("1\\\\MyKey"));
