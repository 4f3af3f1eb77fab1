// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_NAME_PROVIDER_TYPE_HPP
#define CRYPTO_CHECKPOINT_NAME_PROVIDER_TYPE_HPP

#include <crypto_checkpoint/detail/config.hpp>
#include <crypto_checkpoint/detail/text_hook.hpp>

#include <compare>
#include <cstddef>
#include <cstdint>
#include <string_view>  // IWYU pragma: keep: std::hash, of which it declares less than <functional>

namespace crypto_checkpoint {
inline namespace v0 {

/// The type of a cryptographic service provider (CSP): 1 is PROV_RSA_FULL, 24 is PROV_RSA_AES.
/// It holds any number because a cluster may report any. Undocumented types can be valid: authors of
/// CSPs may define their own.
/// @par Source  Microsoft Learn, CryptAcquireContextW, dwProvType and NTE_BAD_PROV_TYPE: types are
///              1 through 999 inclusive.
/// @par Example
/// @snippet reference/names.cpp make
class ProviderType {
public:
    static constexpr std::uint32_t lowest_valid = 1;     ///< accepted by CryptoAPI
    static constexpr std::uint32_t highest_valid = 999;  ///< accepted by CryptoAPI

    /// Type 1, PROV_RSA_FULL.
    constexpr ProviderType() = default;
    /// The type with this number, valid or not.
    constexpr explicit ProviderType(std::uint32_t value) noexcept : value_(value) {}

    /// The number.
    [[nodiscard]] constexpr std::uint32_t value() const noexcept { return value_; }

    /// Whether CryptoAPI accepts this type.
    [[nodiscard]] constexpr bool is_valid() const noexcept {
        return lowest_valid <= value_ && value_ <= highest_valid;
    }

    friend constexpr auto operator<=>(const ProviderType&, const ProviderType&) = default;

private:
    std::uint32_t value_ = lowest_valid;
};

/// @cond
namespace detail {
inline void append_text(Text& text, ProviderType type);
}
/// @endcond

}  // namespace v0
}  // namespace crypto_checkpoint

/// Hashes the number.
template <>
struct std::hash<crypto_checkpoint::ProviderType> {
    [[nodiscard]] std::size_t operator()(crypto_checkpoint::ProviderType type) const noexcept {
        return std::hash<std::uint32_t>()(type.value());
    }
};

#endif
