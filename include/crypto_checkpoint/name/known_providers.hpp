// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_NAME_KNOWN_PROVIDERS_HPP
#define CRYPTO_CHECKPOINT_NAME_KNOWN_PROVIDERS_HPP

/// @file
/// The CSP types and names that Microsoft documents, and the names that people take for such: the
/// tables' one home.

#include <crypto_checkpoint/code_unit.hpp>
#include <crypto_checkpoint/detail/ascii.hpp>
#include <crypto_checkpoint/name/provider_type.hpp>

#include <algorithm>
#include <array>
#include <string_view>

namespace crypto_checkpoint {
inline namespace v0 {

/// A type of CSP that has a name.
/// @par Units and encoding  ASCII
/// @par Thread safety  a value
/// @par Source  as #known_provider_types
struct KnownProviderType {
    ProviderType type;          ///< its number
    std::string_view constant;  ///< as wincrypt.h spells it
    bool persists_keys = true;  ///< whether a CSP of this type keeps keys in containers
};

/// Every PROV_* constant.
/// @par Source  wincrypt.h of mingw-w64 10.0.0, the constant and the value of every row. 19 is not
///              defined. Custom types exist: Microsoft Learn, Cryptographic Provider Types.
///              persists_keys is an inference from the types' names and purposes, stated on no page
///              read: PROV_RNG makes random numbers only, PROV_DH_SCHANNEL agrees on keys for the
///              length of a handshake.
inline constexpr auto known_provider_types = std::to_array<KnownProviderType>({
    {ProviderType(1), "PROV_RSA_FULL"},
    {ProviderType(2), "PROV_RSA_SIG"},
    {ProviderType(3), "PROV_DSS"},
    {ProviderType(4), "PROV_FORTEZZA"},
    {ProviderType(5), "PROV_MS_EXCHANGE"},
    {ProviderType(6), "PROV_SSL"},
    {ProviderType(7), "PROV_STT_MER"},
    {ProviderType(8), "PROV_STT_ACQ"},
    {ProviderType(9), "PROV_STT_BRND"},
    {ProviderType(10), "PROV_STT_ROOT"},
    {ProviderType(11), "PROV_STT_ISS"},
    {ProviderType(12), "PROV_RSA_SCHANNEL"},
    {ProviderType(13), "PROV_DSS_DH"},
    {ProviderType(14), "PROV_EC_ECDSA_SIG"},
    {ProviderType(15), "PROV_EC_ECNRA_SIG"},
    {ProviderType(16), "PROV_EC_ECDSA_FULL"},
    {ProviderType(17), "PROV_EC_ECNRA_FULL"},
    {ProviderType(18), "PROV_DH_SCHANNEL", false},
    {ProviderType(20), "PROV_SPYRUS_LYNKS"},
    {ProviderType(21), "PROV_RNG", false},
    {ProviderType(22), "PROV_INTEL_SEC"},
    {ProviderType(23), "PROV_REPLACE_OWF"},
    {ProviderType(24), "PROV_RSA_AES"},
});

/// A CSP that Microsoft documents.
/// @par Units and encoding  ASCII
/// @par Thread safety  a value
/// @par Source  as #known_providers
struct KnownProvider {
    std::string_view name;         ///< as wincrypt.h spells it
    ProviderType type;             ///< that it is registered with
    std::string_view constant;     ///< the macro of that name
    std::string_view type_source;  ///< where its type is known from
    bool keys_exportable = true;   ///< false: keys live in hardware and are never exported
};

/// Every MS_*_PROV name.
/// @par Source  Names: wincrypt.h of mingw-w64 10.0.0 and Microsoft Learn, Cryptographic Provider
///              Names, which spells "Schannel" where the header spells "SChannel": compare without
///              regard to case. Types: the column says. keys_exportable: Microsoft Learn, Smart Card
///              Cryptographic Service Providers.
inline constexpr auto known_providers = std::to_array<KnownProvider>({
    {"Microsoft Base Cryptographic Provider v1.0", ProviderType(1), "MS_DEF_PROV",
     "Microsoft Learn, CLUSCTL_RESOURCE_ADD_CRYPTO_CHECKPOINT, its first example"},
    {"Microsoft Enhanced Cryptographic Provider v1.0", ProviderType(1), "MS_ENHANCED_PROV",
     "Wine 8.0, registration of rsaenh.dll"},
    {"Microsoft Strong Cryptographic Provider", ProviderType(1), "MS_STRONG_PROV",
     "Wine 8.0, registration of rsaenh.dll"},
    {"Microsoft RSA Signature Cryptographic Provider", ProviderType(2), "MS_DEF_RSA_SIG_PROV",
     "inferred from the constants' names, MS_DEF_RSA_SIG_PROV and PROV_RSA_SIG"},
    {"Microsoft RSA SChannel Cryptographic Provider", ProviderType(12), "MS_DEF_RSA_SCHANNEL_PROV",
     "Wine 8.0, registration of rsaenh.dll"},
    {"Microsoft Base DSS Cryptographic Provider", ProviderType(3), "MS_DEF_DSS_PROV",
     "Wine 8.0, registration of dssenh.dll"},
    {"Microsoft Base DSS and Diffie-Hellman Cryptographic Provider", ProviderType(13),
     "MS_DEF_DSS_DH_PROV", "Wine 8.0, registration of dssenh.dll"},
    {"Microsoft Enhanced DSS and Diffie-Hellman Cryptographic Provider", ProviderType(13),
     "MS_ENH_DSS_DH_PROV", "Wine 8.0, registration of dssenh.dll"},
    {"Microsoft DH SChannel Cryptographic Provider", ProviderType(18), "MS_DEF_DH_SCHANNEL_PROV",
     "Wine 8.0, registration of dssenh.dll"},
    {"Microsoft Enhanced RSA and AES Cryptographic Provider", ProviderType(24),
     "MS_ENH_RSA_AES_PROV", "Wine 8.0, registration of rsaenh.dll"},
    {"Microsoft Enhanced RSA and AES Cryptographic Provider (Prototype)", ProviderType(24),
     "MS_ENH_RSA_AES_PROV_XP", "Wine 8.0, registration of rsaenh.dll"},
    {"Microsoft Base Smart Card Crypto Provider", ProviderType(1), "MS_SCARD_PROV",
     "inferred: it is an RSA CSP that signs and exchanges keys", false},
});

/// Key storage providers of CNG, which are no CSPs and have no type.
/// @par Source  ncrypt.h of mingw-w64 10.0.0: MS_KEY_STORAGE_PROVIDER,
///              MS_SMART_CARD_KEY_STORAGE_PROVIDER, MS_PLATFORM_KEY_STORAGE_PROVIDER
inline constexpr auto known_key_storage_providers = std::to_array<std::string_view>({
    "Microsoft Software Key Storage Provider",
    "Microsoft Smart Card Key Storage Provider",
    "Microsoft Platform Crypto Provider",
});

/// The documented type of this number, or nullptr.
/// @par Example
/// @snippet reference/names.cpp known
[[nodiscard]] constexpr const KnownProviderType* find_known_provider_type(
    ProviderType type) noexcept {
    for (const KnownProviderType& known : known_provider_types)
        if (known.type == type) return &known;
    return nullptr;
}

/// The documented CSP of this name, or nullptr.
/// @param name         in any encoding of CodeUnit; the case of ASCII letters does not matter
/// @par Complexity     linear in the table
/// @par Thread safety  none needed
/// @par Source         as #known_providers
/// @par Example
/// @snippet reference/names.cpp known
template <CodeUnit Char>
[[nodiscard]] constexpr const KnownProvider* find_known_provider(
    std::basic_string_view<Char> name) noexcept {
    for (const KnownProvider& known : known_providers)
        if (detail::equals_ignoring_ascii_case(name, known.name)) return &known;
    return nullptr;
}

/// Whether a key storage provider of CNG has this name.
/// @param name  as of find_known_provider()
/// @par Source  as #known_key_storage_providers
/// @par Example
/// @snippet reference/names.cpp known
template <CodeUnit Char>
[[nodiscard]] constexpr bool is_known_key_storage_provider(
    std::basic_string_view<Char> name) noexcept {
    return std::ranges::any_of(known_key_storage_providers, [&](std::string_view known) {
        return detail::equals_ignoring_ascii_case(name, known);
    });
}

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
