// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_NAME_KNOWN_PROVIDERS_HPP
#define CRYPTO_CHECKPOINT_NAME_KNOWN_PROVIDERS_HPP

/// @file
/// The CSP types and names that Microsoft documents, other names of them, and names that are mistaken for
/// CSPs.

#include <crypto_checkpoint/detail/any_text.hpp>
#include <crypto_checkpoint/detail/ascii.hpp>
#include <crypto_checkpoint/detail/text.hpp>
#include <crypto_checkpoint/name/provider_type.hpp>

#include <array>
#include <string_view>

namespace crypto_checkpoint {
inline namespace v0 {

/// A CSP type with a constant in wincrypt.h.
/// @par Units and encoding  ASCII
/// @par Source  as #known_provider_types
struct KnownProviderType {
    ProviderType type;          ///< the constant's value
    std::string_view constant;  ///< as wincrypt.h spells it
    bool persists_keys = true;  ///< whether CSPs of this type keep keys in containers
    friend constexpr bool operator==(const KnownProviderType&, const KnownProviderType&) = default;
};

/// Every PROV_* constant.
/// @par Source  Constants and values: wincrypt.h of mingw-w64 10.0.0, which does not define 19. Custom
///              types exist: Microsoft Learn, Cryptographic Provider Types. persists_keys is inferred
///              from the types' purposes, and no document confirms it: PROV_RNG makes only random
///              numbers, PROV_DH_SCHANNEL keys for a handshake.
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

/// A CSP that is known here.
/// @par Units and encoding  ASCII
/// @par Source  as #known_providers
struct KnownProvider {
    std::string_view name;         ///< as wincrypt.h spells it
    ProviderType type;             ///< as registered
    std::string_view constant;     ///< the macro for the name, or for the provider that it means
    std::string_view type_source;  ///< the source of the type
    bool keys_exportable = true;   ///< false: keys are kept in hardware and cannot be exported
    friend constexpr bool operator==(const KnownProvider&, const KnownProvider&) = default;
};

/// Every MS_*_PROV name.
/// @par Source  Names: wincrypt.h of mingw-w64 10.0.0 and Microsoft Learn, Cryptographic Provider
///              Names, which spells "Schannel" where the header spells "SChannel". Types: see
///              type_source. keys_exportable: Microsoft Learn, Smart Card Cryptographic Service
///              Providers.
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
     "registry of Windows 10 1909, in OpenSC/OpenSC#1848", false},
});

/// Names under which other vendors register a CSP of #known_providers: the provider behind OpenSC's name is
/// basecsp.dll, the smart card provider.
/// @par Source  registry of Windows 10 1909, in OpenSC/OpenSC#1848
inline constexpr auto known_provider_aliases = std::to_array<KnownProvider>({
    {"OpenSC CSP", ProviderType(1), "MS_SCARD_PROV",
     "registry of Windows 10 1909, in OpenSC/OpenSC#1848", false},
});

/// Key storage providers of CNG, which are not CSPs and have no type.
/// @par Source  ncrypt.h of mingw-w64 10.0.0: MS_KEY_STORAGE_PROVIDER,
///              MS_SMART_CARD_KEY_STORAGE_PROVIDER, MS_PLATFORM_KEY_STORAGE_PROVIDER
inline constexpr auto known_key_storage_providers = std::to_array<std::string_view>({
    "Microsoft Software Key Storage Provider",
    "Microsoft Smart Card Key Storage Provider",
    "Microsoft Platform Crypto Provider",
});

/// The documented type with this number, or nullptr.
/// @par Example
/// @snippet reference/names.cpp known
[[nodiscard]] constexpr const KnownProviderType* find_known_provider_type(
    ProviderType type) noexcept {
    for (const KnownProviderType& known : known_provider_types)
        if (known.type == type) return &known;
    return nullptr;
}

/// The CSP of #known_providers or #known_provider_aliases with this name, or nullptr.
/// @param name      a text of any CodeUnit; ASCII case is ignored
/// @par Complexity  linear in the tables
/// @par Source      as the tables
/// @par Example
/// @snippet reference/names.cpp known
template <detail::AnyText Name>
[[nodiscard]] constexpr const KnownProvider* find_known_provider(const Name& name) noexcept {
    const auto wanted = detail::view_of(name);
    for (const KnownProvider& known : known_providers)
        if (detail::equals_ignoring_ascii_case(wanted, known.name)) return &known;
    for (const KnownProvider& known : known_provider_aliases)
        if (detail::equals_ignoring_ascii_case(wanted, known.name)) return &known;
    return nullptr;
}

/// Whether this is the name of a key storage provider of CNG.
/// @param name  as for find_known_provider()
/// @par Source  as #known_key_storage_providers
/// @par Example
/// @snippet reference/names.cpp known
template <detail::AnyText Name>
[[nodiscard]] constexpr bool is_known_key_storage_provider(const Name& name) noexcept {
    for (const std::string_view known : known_key_storage_providers)
        if (detail::equals_ignoring_ascii_case(detail::view_of(name), known)) return true;
    return false;
}

/// @cond
namespace detail {

inline void append_text(Text& text, const KnownProviderType& known) {
    text << known.constant << " (" << known.type.value() << ")";
}

inline void append_text(Text& text, const KnownProvider& known) {
    text << known.name << " (type " << known.type.value() << ")";
}

}  // namespace detail
/// @endcond

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
