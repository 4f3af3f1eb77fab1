// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_PREFLIGHT_PREFLIGHT_HPP
#define CRYPTO_CHECKPOINT_PREFLIGHT_PREFLIGHT_HPP

#include <crypto_checkpoint/detail/ascii.hpp>
#include <crypto_checkpoint/error/errc.hpp>
#include <crypto_checkpoint/error/error.hpp>
#include <crypto_checkpoint/error/native_error.hpp>
#include <crypto_checkpoint/name/advice.hpp>
#include <crypto_checkpoint/name/csp_spec.hpp>
#include <crypto_checkpoint/preflight/preflight_report.hpp>

#include <concepts>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace crypto_checkpoint {
inline namespace v0 {

/// What a function of CryptoAPI gives, or what GetLastError() said after it.
template <class T>
using CryptoApiResult = std::expected<T, std::uint32_t>;

/// The numbers of CryptoAPI that a preflight passes on or reads.
/// @par Source  wincrypt.h and winerror.h of mingw-w64 10.0.0
namespace crypto_api {
inline constexpr std::uint32_t machine_keyset = 0x20;    ///< CRYPT_MACHINE_KEYSET
inline constexpr std::uint32_t silent = 0x40;            ///< CRYPT_SILENT
inline constexpr std::uint32_t machine_default = 1;      ///< CRYPT_MACHINE_DEFAULT
inline constexpr std::uint32_t key_permissions = 6;      ///< KP_PERMISSIONS
inline constexpr std::uint32_t may_export = 0x4;         ///< CRYPT_EXPORT
inline constexpr std::uint32_t implementation_type = 3;  ///< PP_IMPTYPE
inline constexpr std::uint32_t in_hardware = 1;          ///< CRYPT_IMPL_HARDWARE, nothing else set
inline constexpr std::uint32_t no_key = 0x8009000D;      ///< NTE_NO_KEY
inline constexpr std::uint32_t access_denied = 5;        ///< ERROR_ACCESS_DENIED
}  // namespace crypto_api

/// The few functions of CryptoAPI that a preflight calls, in Windows' own shape: WindowsCryptoApi in
/// preflight/windows_crypto_api.hpp, or what plays it in a test. Texts are UTF-8; `flags`, `key_spec` and
/// `parameter` are numbers of CryptoAPI, as in crypto_checkpoint::crypto_api, and an `index` counts from
/// 0. There is none to make, change or export a key.
///
/// | expression                                        | result          | Windows                  |
/// |---------------------------------------------------|-----------------|--------------------------|
/// | `api.acquire_context(container, provider, type, flags)` | Context   | CryptAcquireContextW     |
/// | `api.release_context(context)`, noexcept           |                | CryptReleaseContext      |
/// | `api.user_key(context, key_spec)`                  | Key            | CryptGetUserKey          |
/// | `api.destroy_key(key)`, noexcept                   |                | CryptDestroyKey          |
/// | `api.key_parameter(key, parameter)`                | a DWORD        | CryptGetKeyParam         |
/// | `api.provider_parameter(context, parameter)`       | a DWORD        | CryptGetProvParam        |
/// | `api.default_provider(type, flags)`                | a name         | CryptGetDefaultProviderW |
/// | `api.enumerated_provider(index)`                   | InstalledProvider | CryptEnumProvidersW   |
///
/// @par Thread safety  each API says its own
/// @par Source  Microsoft Learn, the functions' pages; prototypes: wincrypt.h of mingw-w64 10.0.0
template <class Api>
concept CryptoApi = requires(Api& api, const std::string& text, std::uint32_t number,
                             typename Api::Context context, typename Api::Key key) {
    {
        api.acquire_context(text, text, number, number)
    } -> std::same_as<CryptoApiResult<typename Api::Context>>;
    { api.release_context(context) } noexcept;
    { api.user_key(context, number) } -> std::same_as<CryptoApiResult<typename Api::Key>>;
    { api.destroy_key(key) } noexcept;
    { api.key_parameter(key, number) } -> std::same_as<CryptoApiResult<std::uint32_t>>;
    { api.provider_parameter(context, number) } -> std::same_as<CryptoApiResult<std::uint32_t>>;
    { api.default_provider(number, number) } -> std::same_as<CryptoApiResult<std::string>>;
    { api.enumerated_provider(number) } -> std::same_as<CryptoApiResult<InstalledProvider>>;
};

/// @cond
namespace detail {

/// An open container, closed at the end.
template <CryptoApi Api>
class CryptoContext {
public:
    CryptoContext(Api& api, typename Api::Context context) noexcept
        : api_(api), context_(context) {}
    ~CryptoContext() { api_.release_context(context_); }
    CryptoContext(const CryptoContext&) = delete;
    CryptoContext& operator=(const CryptoContext&) = delete;
    [[nodiscard]] typename Api::Context get() const noexcept { return context_; }

private:
    Api& api_;
    typename Api::Context context_;
};

/// A handle to a key, given back at the end.
template <CryptoApi Api>
class CryptoKey {
public:
    CryptoKey(Api& api, typename Api::Key key) noexcept : api_(api), key_(key) {}
    ~CryptoKey() { api_.destroy_key(key_); }
    CryptoKey(const CryptoKey&) = delete;
    CryptoKey& operator=(const CryptoKey&) = delete;
    [[nodiscard]] typename Api::Key get() const noexcept { return key_; }

private:
    Api& api_;
    typename Api::Key key_;
};

/// What CryptoAPI's last error means. Of Win32's codes only one means here what it means of a
/// cluster: ERROR_FILE_NOT_FOUND, for one, is a profile that is not loaded.
constexpr Errc errc_of_crypto_api(std::uint32_t last_error) noexcept {
    const NativeCode native = unwrapped({NativeDomain::win32, last_error});
    if (native.domain == NativeDomain::win32 && native.value != crypto_api::access_denied)
        return Errc::cluster_refused;
    const Errc code = errc_from_native(native);
    // NTE_BAD_KEY_STATE is a cluster's word for that. When a container is opened it is a password that
    // was changed; whether a key is exportable its permissions say.
    return code == Errc::key_not_exportable ? Errc::cluster_refused : code;
}

inline PreflightFinding fault_of_crypto_api(std::uint32_t last_error) {
    return {errc_of_crypto_api(last_error),
            std::nullopt,
            unwrapped({NativeDomain::win32, last_error}),
            {}};
}

/// One preflight on its way through CryptoAPI. What hurts later is found before what is refused now.
template <CryptoApi Api>
class PreflightRun {
public:
    PreflightRun(CspSpecView spec, Api& api) : spec_(spec), api_(api) {}

    Preflight result() {
        take_advice();
        if (const auto name = provider_name()) look_into_container(*name);
        return std::move(report_);
    }

private:
    void take_advice() {
        for (const Advice& advice : advise(spec_))
            // Which type a provider has, this machine knows better than any document.
            if (advice.code != AdviceCode::provider_type_mismatch)
                report_.findings.push_back({advice.code, std::nullopt, std::nullopt, {}});
    }

    void add_advice(AdviceCode code) {
        if (report_.find(code) == nullptr)
            report_.findings.push_back({code, std::nullopt, std::nullopt, {}});
    }

    /// The provider to open: the one that is named, or this machine's default.
    std::optional<std::string> provider_name() {
        if (const auto named = spec_.provider_name()) {
            report_.provider = installed(*named);
            return std::string(*named);
        }
        auto name =
            api_.default_provider(spec_.provider_type().value(), crypto_api::machine_default);
        if (!name) {
            PreflightFinding fault = fault_of_crypto_api(name.error());
            // An access that is denied says nothing of what is there; all else does.
            if (std::get<Errc>(fault.code) != Errc::access_denied)
                fault.code = Errc::provider_not_found;
            fault.detail = "no default provider of this type was found";
            report_.findings.push_back(std::move(fault));
            return std::nullopt;
        }
        report_.provider = installed(*name);
        for (PreflightFinding& finding : report_.findings)
            if (finding.code == FindingCode(AdviceCode::provider_name_omitted))
                finding.detail = "here it is " + *name;
        return *std::move(name);
    }

    /// The provider of that name as it is registered. Nothing where it is not, or where that cannot be
    /// found out; opening it will tell.
    std::optional<InstalledProvider> installed(std::string_view name) {
        // No machine has as many: whoever never says that this was the last one is not asked forever.
        constexpr std::uint32_t max_providers = 10'000;
        for (std::uint32_t index = 0; index != max_providers; ++index) {
            auto provider = api_.enumerated_provider(index);
            if (!provider) break;
            if (equals_ignoring_ascii_case(std::string_view(provider->name), name))
                return *std::move(provider);
        }
        return std::nullopt;
    }

    void look_into_container(const std::string& provider_name) {
        const auto opened = api_.acquire_context(std::string(spec_.key_container()), provider_name,
                                                 spec_.provider_type().value(),
                                                 crypto_api::machine_keyset | crypto_api::silent);
        if (!opened) {
            report_.findings.push_back(fault_of_opening(opened.error()));
            return;
        }
        const CryptoContext<Api> context(api_, *opened);
        report_.container = ContainerState::found;
        if (const auto implementation =
                api_.provider_parameter(context.get(), crypto_api::implementation_type);
            implementation == crypto_api::in_hardware)
            add_advice(AdviceCode::provider_not_exportable);
        bool found_any_or_failed = false;
        for (const KeySpec key : {KeySpec::exchange, KeySpec::signature})
            found_any_or_failed |= look_at_key(context, key);
        if (!found_any_or_failed)
            report_.findings.push_back(fault_of_crypto_api(crypto_api::no_key));
    }

    PreflightFinding fault_of_opening(std::uint32_t last_error) {
        PreflightFinding fault = fault_of_crypto_api(last_error);
        const Errc code = std::get<Errc>(fault.code);
        report_.container = code == Errc::key_container_not_found ? ContainerState::not_found
                                                                  : ContainerState::not_opened;
        if (code == Errc::provider_not_found || code == Errc::provider_type_mismatch ||
            code == Errc::provider_type_out_of_range)
            report_.container = ContainerState::not_asked;
        if (code == Errc::provider_type_mismatch && report_.provider)
            fault.detail = report_.provider->name + " has type " +
                           std::to_string(report_.provider->type.value());
        return fault;
    }

    /// Whether there is something to tell of that key: it is there, or could not be looked at.
    bool look_at_key(const CryptoContext<Api>& context, KeySpec spec) {
        const auto add_fault = [&](std::uint32_t last_error) {
            report_.findings.push_back(fault_of_crypto_api(last_error));
            report_.findings.back().key = spec;
        };
        const auto got = api_.user_key(context.get(), static_cast<std::uint32_t>(spec));
        if (!got) {
            if (got.error() == crypto_api::no_key) return false;
            add_fault(got.error());
            return true;
        }
        const CryptoKey<Api> key(api_, *got);
        PreflightKey& found = report_.keys.emplace_back(PreflightKey{spec, std::nullopt});
        const auto permissions = api_.key_parameter(key.get(), crypto_api::key_permissions);
        if (!permissions) {
            add_fault(permissions.error());
            return true;
        }
        found.exportable = (*permissions & crypto_api::may_export) != 0;
        if (!*found.exportable)
            report_.findings.push_back({Errc::key_not_exportable, spec, std::nullopt, {}});
        return true;
    }

    CspSpecView spec_;
    Api& api_;
    Preflight report_;
};

}  // namespace detail
/// @endcond

/// Asks this machine's CryptoAPI what a cluster would meet if this machine owned the resource: before
/// the cluster is asked, and without changing anything.
///
/// | behaviour                                              | known from | source or reason          |
/// |--------------------------------------------------------|------------|---------------------------|
/// | only containers at machine level count, and only exportable keys | documented | CLUSCTL_RESOURCE_ADD_CRYPTO_CHECKPOINT |
/// | an omitted provider name is the default of the type    | documented | the same                  |
/// | of the two defaults, the machine's: a service has no other, unless somebody made it one | chosen | CryptGetDefaultProviderW knows both |
/// | exportable is KP_PERMISSIONS & CRYPT_EXPORT            | documented | CryptGetKeyParam          |
/// | NTE_BAD_KEYSET: not there, or access denied            | documented | CryptAcquireContextW      |
/// | both keys of a container are told, each for itself; one that is not exportable is a fault | chosen | no document says which of them is checkpointed |
/// | a container without a key is a fault                   | chosen     | no document says what a cluster makes of it |
/// | who asks is the user of this process, the cluster asks with rights of its own | inferred | so access_denied need not be the cluster's answer |
/// | containers are opened with CRYPT_MACHINE_KEYSET and CRYPT_SILENT, nothing is created or exported | chosen | a preflight changes nothing and asks nobody |
///
/// @param spec  as the documented dialect has it; of others CryptoAPI says what it thinks
/// @param api   what is asked
/// @return      what was found; nothing to object to is a report without a fault
/// @par Errors  there are none: whatever fails is a finding
/// @par Thread safety  that of the Api; Windows' own is safe
/// @par Source  Microsoft Learn, the pages named above
/// @par Example  on Windows:
/// @snippet reference/windows.cpp preflight
template <CryptoApi Api>
[[nodiscard]] Preflight preflight(CspSpecView spec, Api& api) {
    return detail::PreflightRun<Api>(spec, api).result();
}

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
