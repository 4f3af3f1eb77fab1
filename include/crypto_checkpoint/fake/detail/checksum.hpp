// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_FAKE_DETAIL_CHECKSUM_HPP
#define CRYPTO_CHECKPOINT_FAKE_DETAIL_CHECKSUM_HPP

#include <cstdint>
#include <string_view>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail {

/// FNV-1a with 64 bits, over texts and numbers. It finds damage, not malice.
/// Stable: journals contain its results.
class Checksum {
public:
    constexpr void add(std::uint64_t number) noexcept {
        for (int shift = 0; shift != 64; shift += 8) add_byte(number >> shift & 0xFF);
    }
    /// The length is part of it, so that "ab", "c" and "a", "bc" differ.
    constexpr void add(std::string_view text) noexcept {
        add(std::uint64_t{text.size()});
        for (const char unit : text) add_byte(static_cast<unsigned char>(unit));
    }
    [[nodiscard]] constexpr std::uint64_t value() const noexcept { return value_; }

private:
    constexpr void add_byte(std::uint64_t byte) noexcept {
        constexpr std::uint64_t prime = 0x100000001B3;
        value_ = (value_ ^ byte) * prime;
    }

    std::uint64_t value_ = 0xCBF29CE484222325;
};

}  // namespace detail
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
