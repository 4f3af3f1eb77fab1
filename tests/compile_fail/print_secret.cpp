// SPDX-License-Identifier: BSL-1.0
// expected error: no match for .operator<<.|invalid operands to binary expression
#include <crypto_checkpoint/secret.hpp>
#include <crypto_checkpoint/text/ostream.hpp>

#include <iostream>

void print(const crypto_checkpoint::Secret& secret) { std::cout << secret; }
