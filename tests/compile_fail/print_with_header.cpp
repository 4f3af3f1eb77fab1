// SPDX-License-Identifier: BSL-1.0
// expected: compiles
#include <crypto_checkpoint/cluster/backend.hpp>
#include <crypto_checkpoint/error/error_code.hpp>
#include <crypto_checkpoint/name/literals.hpp>
#include <crypto_checkpoint/text/ostream.hpp>

#include <iostream>

using namespace crypto_checkpoint::literals;

// The counterparts of the misuses.
void print(const crypto_checkpoint::Error& error, const crypto_checkpoint::Call& call) {
    std::cout << error << call;
    std::wcout << LR"(1\\MyKey)"_csp;
}
auto code = make_error_code(crypto_checkpoint::Errc::timed_out);
