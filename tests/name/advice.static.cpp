// SPDX-License-Identifier: BSL-1.0
#include <crypto_checkpoint/name/advice.hpp>
#include <crypto_checkpoint/name/grammar.hpp>

#include <string_view>

using namespace crypto_checkpoint;

namespace {

constexpr auto pieces(std::u16string_view text) {
    return advise(*check_checkpoint_name(text)).size();
}

static_assert(pieces(uR"(1\Microsoft Strong Cryptographic Provider\K)") == 0);
static_assert(pieces(uR"(1\\K)") == 1);
static_assert(pieces(uR"(18\microsoft base smart card crypto provider\ K)") == 5);
static_assert(pieces(uR"(1\OpenSC CSP\K)") == 1);
static_assert(pieces(uR"(1\Microsoft Strong Crypto Provider\)"
                     uR"(76944fb33636aeddb9590521c2e8815a_5c9a6b1f-1bcf-4f1b-a0e8-6d5e7e5c6ff0)") ==
              2);
static_assert(noexcept(advise(*check_checkpoint_name(std::string_view()))));

}  // namespace
