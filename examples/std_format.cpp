// SPDX-License-Identifier: BSL-1.0
// Values in std::format, if the standard library has it. For fmt see text/fmt.hpp.
//! [program]
#include <crypto_checkpoint/name/grammar.hpp>
#include <crypto_checkpoint/text/std_format.hpp>

#include <format>
#include <iostream>

using namespace crypto_checkpoint;

int main() {
    const auto spec = check_checkpoint_name(R"(24\\MyKey)");
    if (!spec) return 1;
    std::cout << std::format("{:*>12} has type {:>4}\n", *spec, spec->provider_type());
    const auto wrong = check_checkpoint_name(R"(024\\MyKey)");
    std::cout << std::format("{}: {}\n", wrong.error().code, wrong.error());
}
//! [program]
