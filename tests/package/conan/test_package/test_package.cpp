// SPDX-License-Identifier: BSL-1.0
// Conan's test of the package.
#include <crypto_checkpoint/name/literals.hpp>
#include <crypto_checkpoint/text/fmt.hpp>

#include <fmt/format.h>

using namespace crypto_checkpoint;

int main() {
    const std::string text = fmt::format("{}", R"(1\\MyKey)"_csp);
    fmt::print("{}\n", text);
    return text == R"(1\\MyKey)" ? 0 : 1;
}
