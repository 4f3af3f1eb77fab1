// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_WSMAN_DETAIL_MESSAGE_ID_HPP
#define CRYPTO_CHECKPOINT_WSMAN_DETAIL_MESSAGE_ID_HPP

#include <cstdint>
#include <random>
#include <string>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail {

/// A new name for a message, `uuid:` and a random UUID. It tells messages apart and keeps no secret.
/// @par Thread safety  safe
/// @par Source  RFC 9562, 5.4 (version 4)
inline std::string new_message_id() {
    thread_local std::mt19937_64 random = [] {
        std::random_device device;
        std::seed_seq seed{device(), device(), device(), device()};
        return std::mt19937_64(seed);
    }();
    const std::uint64_t words[] = {(random() & ~std::uint64_t{0xF000}) | 0x4000,
                                   (random() & ~(std::uint64_t{3} << 62)) | std::uint64_t{2} << 62};
    std::string text = "uuid:";
    for (int digit = 0; digit != 32; ++digit) {
        if (digit == 8 || digit == 12 || digit == 16 || digit == 20) text += '-';
        text += "0123456789ABCDEF"[words[digit / 16] >> (60 - 4 * (digit % 16)) & 0xF];
    }
    return text;
}

}  // namespace detail
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
