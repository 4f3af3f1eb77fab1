// SPDX-License-Identifier: BSL-1.0
// Compiles for Windows only. CryptoAPI reports that the key does not exist.
#include <crypto_checkpoint/preflight/windows_crypto_api.hpp>

#include <cstdio>

using namespace crypto_checkpoint;

int main() {
    const auto context = WindowsCryptoApi().acquire_context("crypto_checkpoint, no such container",
                                                            "", 1, CRYPT_MACHINE_KEYSET);
    std::puts(context ? "there" : "not there");
    return context ? 1 : 0;
}
