// SPDX-License-Identifier: BSL-1.0
#include <crypto_checkpoint/name/known_providers.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

// The documented CSPs and their types. On Windows they are also compared with its own header.

#if defined(_WIN32)
#    include <windows.h>
//
#    include <wincrypt.h>
#endif

namespace {

using namespace crypto_checkpoint;

// number, constant, persists_keys
// clang-format off
#define TYPES(ROW) \
    ROW(1,  PROV_RSA_FULL,      true) \
    ROW(2,  PROV_RSA_SIG,       true) \
    ROW(3,  PROV_DSS,           true) \
    ROW(4,  PROV_FORTEZZA,      true) \
    ROW(5,  PROV_MS_EXCHANGE,   true) \
    ROW(6,  PROV_SSL,           true) \
    ROW(7,  PROV_STT_MER,       true) \
    ROW(8,  PROV_STT_ACQ,       true) \
    ROW(9,  PROV_STT_BRND,      true) \
    ROW(10, PROV_STT_ROOT,      true) \
    ROW(11, PROV_STT_ISS,       true) \
    ROW(12, PROV_RSA_SCHANNEL,  true) \
    ROW(13, PROV_DSS_DH,        true) \
    ROW(14, PROV_EC_ECDSA_SIG,  true) \
    ROW(15, PROV_EC_ECNRA_SIG,  true) \
    ROW(16, PROV_EC_ECDSA_FULL, true) \
    ROW(17, PROV_EC_ECNRA_FULL, true) \
    ROW(18, PROV_DH_SCHANNEL,   false) \
    ROW(20, PROV_SPYRUS_LYNKS,  true) \
    ROW(21, PROV_RNG,           false) \
    ROW(22, PROV_INTEL_SEC,     true) \
    ROW(23, PROV_REPLACE_OWF,   true) \
    ROW(24, PROV_RSA_AES,       true)

// constant, name, type, keys_exportable
#define PROVIDERS(ROW) \
    ROW(MS_DEF_PROV,              "Microsoft Base Cryptographic Provider v1.0", 1, true) \
    ROW(MS_ENHANCED_PROV,         "Microsoft Enhanced Cryptographic Provider v1.0", 1, true) \
    ROW(MS_STRONG_PROV,           "Microsoft Strong Cryptographic Provider", 1, true) \
    ROW(MS_DEF_RSA_SIG_PROV,      "Microsoft RSA Signature Cryptographic Provider", 2, true) \
    ROW(MS_DEF_RSA_SCHANNEL_PROV, "Microsoft RSA SChannel Cryptographic Provider", 12, true) \
    ROW(MS_DEF_DSS_PROV,          "Microsoft Base DSS Cryptographic Provider", 3, true) \
    ROW(MS_DEF_DSS_DH_PROV,       "Microsoft Base DSS and Diffie-Hellman Cryptographic Provider", 13, true) \
    ROW(MS_ENH_DSS_DH_PROV,       "Microsoft Enhanced DSS and Diffie-Hellman Cryptographic Provider", 13, true) \
    ROW(MS_DEF_DH_SCHANNEL_PROV,  "Microsoft DH SChannel Cryptographic Provider", 18, true) \
    ROW(MS_ENH_RSA_AES_PROV,      "Microsoft Enhanced RSA and AES Cryptographic Provider", 24, true) \
    ROW(MS_ENH_RSA_AES_PROV_XP,   "Microsoft Enhanced RSA and AES Cryptographic Provider (Prototype)", 24, true) \
    ROW(MS_SCARD_PROV,            "Microsoft Base Smart Card Crypto Provider", 1, false)
// clang-format on

struct Type {
    std::uint32_t number;
    std::string_view constant;
    bool persists_keys;
};
constexpr auto types = std::to_array<Type>({
#define ROW(number, constant, persists_keys) {number, #constant, persists_keys},
    TYPES(ROW)
#undef ROW
});

struct Provider {
    std::string_view constant;
    std::string_view name;
    std::uint32_t type;
    bool keys_exportable;
};
constexpr auto providers = std::to_array<Provider>({
#define ROW(constant, name, type, keys_exportable) {#constant, name, type, keys_exportable},
    PROVIDERS(ROW)
#undef ROW
});

/// The number of rows that are right, up to the first that is not, so that the compiler reports it.
constexpr std::size_t right_types() {
    const auto wrong = std::ranges::find_if(types, [](const Type& type) {
        const KnownProviderType* const known = find_known_provider_type(ProviderType(type.number));
        return known == nullptr || known->type.value() != type.number ||
               known->constant != type.constant || known->persists_keys != type.persists_keys;
    });
    return static_cast<std::size_t>(wrong - types.begin());
}
static_assert(right_types() == types.size());
static_assert(types.size() == known_provider_types.size());

constexpr std::size_t right_providers() {
    const auto wrong = std::ranges::find_if(providers, [](const Provider& provider) {
        const KnownProvider* const known = find_known_provider(provider.name);
        return known == nullptr || known->name != provider.name ||
               known->constant != provider.constant || known->type.value() != provider.type ||
               known->keys_exportable != provider.keys_exportable;
    });
    return static_cast<std::size_t>(wrong - providers.begin());
}
static_assert(right_providers() == providers.size());
static_assert(providers.size() == known_providers.size());

static_assert(
    std::ranges::equal(known_key_storage_providers,
                       std::to_array<std::string_view>({"Microsoft Software Key Storage Provider",
                                                        "Microsoft Smart Card Key Storage Provider",
                                                        "Microsoft Platform Crypto Provider"})));

#if defined(_WIN32)
#    define ROW(number, constant, persists_keys) static_assert(constant == (number));
TYPES(ROW)
#    undef ROW
#    define ROW(constant, name, type, keys_exportable) \
        static_assert(std::string_view(constant##_A) == (name));
PROVIDERS(ROW)
#    undef ROW
#endif

}  // namespace
