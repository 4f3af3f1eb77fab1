// SPDX-License-Identifier: BSL-1.0
// Windows alone can compile this.
#include <crypto_checkpoint/windows/crypto_api.hpp>

#include <cstdio>

int main() { std::puts("compiled"); }
