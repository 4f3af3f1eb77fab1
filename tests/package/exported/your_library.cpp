// SPDX-License-Identifier: BSL-1.0
#include <crypto_checkpoint/name/literals.hpp>

unsigned type_of_your_key() {
    using namespace crypto_checkpoint;
    return R"(24\\YourKey)"_csp.provider_type().value();
}
