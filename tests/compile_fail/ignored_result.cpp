// SPDX-License-Identifier: BSL-1.0
// expected error: ignoring return value
#include <crypto_checkpoint/name/parse.hpp>

void ignore() { crypto_checkpoint::parse_checkpoint_name("1\\\\MyKey"); }
