// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_PREFLIGHT_PREFLIGHT_HPP
#define CRYPTO_CHECKPOINT_PREFLIGHT_PREFLIGHT_HPP

#include <crypto_checkpoint/detail/ascii.hpp>
#include <crypto_checkpoint/error/errc.hpp>
#include <crypto_checkpoint/error/error.hpp>
#include <crypto_checkpoint/error/native_error.hpp>
#include <crypto_checkpoint/name/advice.hpp>
#include <crypto_checkpoint/name/csp_spec.hpp>
#include <crypto_checkpoint/name/text_encoding.hpp>
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

/// The result of a function of CryptoAPI; the error is that of GetLastError().
template <class T>
using CryptoApiResult = std::expected<T, std::uint32_t>;

/// The constants of CryptoAPI that a preflight uses.
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

/// The functions of CryptoAPI that a preflight calls: WindowsCryptoApi in
/// preflight/windows_crypto_api.hpp, or a test double. Texts are UTF-8; `flags`, `key_spec` and `parameter`
/// are constants of CryptoAPI, see crypto_checkpoint::crypto_api; an `index` starts at 0. No function
/// creates, changes or exports a key.
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
/// @par Thread safety  each API documents its own
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

/// Owns an open container.
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

/// Owns a handle of a key.
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

/// Maps an error of CryptoAPI. Win32 codes other than ERROR_ACCESS_DENIED have other meanings than from a
/// cluster: ERROR_FILE_NOT_FOUND is a profile that is not loaded.
constexpr Errc errc_of_crypto_api(std::uint32_t last_error) noexcept {
    const NativeCode native = unwrapped({NativeDomain::win32, last_error});
    if (native.domain == NativeDomain::win32 && native.value != crypto_api::access_denied)
        return Errc::cluster_refused;
    const Errc code = errc_from_native(native);
    // From a cluster, NTE_BAD_KEY_STATE means that. When a container is opened it means that a password
    // was changed; exportable keys are recognized by their permissions.
    return code == Errc::key_not_exportable ? Errc::cluster_refused : code;
}

inline PreflightFinding finding_of_crypto_api(std::uint32_t last_error) {
    return {errc_of_crypto_api(last_error),
            std::nullopt,
            unwrapped({NativeDomain::win32, last_error}),
            {}};
}

template <CryptoApi Api>
class PreflightRun {
public:
    PreflightRun(CspSpecView spec, Api& api) : spec_(spec), api_(api) {}

    Preflight result() {
        collect_advice();
        if (const auto name = provider_name()) inspect_container(*name);
        return std::move(report_);
    }

private:
    void collect_advice() {
        for (const Advice& advice : advise(spec_))
            // The provider of this machine is checked instead.
            if (advice.code != AdviceCode::provider_type_mismatch)
                report_.findings.push_back({advice.code, std::nullopt, std::nullopt, {}});
    }

    void add_advice(AdviceCode code) {
        if (report_.find(code) == nullptr)
            report_.findings.push_back({code, std::nullopt, std::nullopt, {}});
    }

    /// The named provider, or this machine's default.
    std::optional<std::string> provider_name() {
        if (const auto named = spec_.provider_name()) {
            report_.provider = installed(*named);
            return std::string(*named);
        }
        auto name =
            api_.default_provider(spec_.provider_type().value(), crypto_api::machine_default);
        if (!name) {
            PreflightFinding finding = finding_of_crypto_api(name.error());
            if (std::get<Errc>(finding.code) != Errc::access_denied)
                finding.code = Errc::provider_not_found;
            finding.detail = "no default provider of this type was found";
            report_.findings.push_back(std::move(finding));
            return std::nullopt;
        }
        report_.provider = installed(*name);
        for (PreflightFinding& finding : report_.findings)
            if (finding.code == FindingCode(AdviceCode::provider_name_omitted))
                finding.detail = "here it is " + *name;
        return *std::move(name);
    }

    /// The provider as it is registered; nullopt also if enumeration fails. Opening it decides.
    std::optional<InstalledProvider> installed(std::string_view name) {
        // Bounds an enumeration that does not end.
        constexpr std::uint32_t max_providers = 10'000;
        for (std::uint32_t index = 0; index != max_providers; ++index) {
            auto provider = api_.enumerated_provider(index);
            if (!provider) break;
            if (equals_ignoring_ascii_case(std::string_view(provider->name), name))
                return *std::move(provider);
        }
        return std::nullopt;
    }

    void inspect_container(const std::string& provider_name) {
        const auto opened = api_.acquire_context(std::string(spec_.key_container()), provider_name,
                                                 spec_.provider_type().value(),
                                                 crypto_api::machine_keyset | crypto_api::silent);
        if (!opened) {
            report_.findings.push_back(finding_of_opening(opened.error()));
            return;
        }
        const CryptoContext<Api> context(api_, *opened);
        report_.container = ContainerState::found;
        if (const auto implementation =
                api_.provider_parameter(context.get(), crypto_api::implementation_type);
            implementation == crypto_api::in_hardware)
            add_advice(AdviceCode::provider_not_exportable);
        bool exists_or_failed = false;
        for (const KeySpec key : {KeySpec::exchange, KeySpec::signature})
            exists_or_failed |= inspect_key(context, key);
        if (!exists_or_failed)
            report_.findings.push_back(finding_of_crypto_api(crypto_api::no_key));
    }

    PreflightFinding finding_of_opening(std::uint32_t last_error) {
        PreflightFinding finding = finding_of_crypto_api(last_error);
        const Errc code = std::get<Errc>(finding.code);
        report_.container = code == Errc::key_container_not_found ? ContainerState::not_found
                                                                  : ContainerState::not_opened;
        if (code == Errc::provider_not_found || code == Errc::provider_type_mismatch ||
            code == Errc::provider_type_out_of_range)
            report_.container = ContainerState::not_asked;
        if (code == Errc::provider_type_mismatch && report_.provider)
            finding.detail = report_.provider->name + " has type " +
                             std::to_string(report_.provider->type.value());
        return finding;
    }

    /// @return  whether the key exists or could not be inspected
    bool inspect_key(const CryptoContext<Api>& context, KeySpec spec) {
        const auto add_error = [&](std::uint32_t last_error) {
            report_.findings.push_back(finding_of_crypto_api(last_error));
            report_.findings.back().key = spec;
        };
        const auto got = api_.user_key(context.get(), static_cast<std::uint32_t>(spec));
        if (!got) {
            if (got.error() == crypto_api::no_key) return false;
            add_error(got.error());
            return true;
        }
        const CryptoKey<Api> key(api_, *got);
        PreflightKey& found = report_.keys.emplace_back(PreflightKey{spec, std::nullopt});
        const auto permissions = api_.key_parameter(key.get(), crypto_api::key_permissions);
        if (!permissions) {
            add_error(permissions.error());
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

/// Checks with this machine's CryptoAPI whether a cluster could add a checkpoint if this machine owned the
/// resource. Sends nothing to a cluster and changes nothing.
///
/// | behaviour                                              | known from | source or reason          |
/// |--------------------------------------------------------|------------|---------------------------|
/// | only containers at machine level count, and only exportable keys | documented | CLUSCTL_RESOURCE_ADD_CRYPTO_CHECKPOINT |
/// | an omitted provider name is the default of the type    | documented | the same                  |
/// | of the two defaults, the machine's: a service usually has no other | chosen | CryptGetDefaultProviderW knows both |
/// | exportable is KP_PERMISSIONS & CRYPT_EXPORT            | documented | CryptGetKeyParam          |
/// | NTE_BAD_KEYSET: not there, or access denied            | documented | CryptAcquireContextW      |
/// | both keys of a container are reported; a key that is not exportable is an error | chosen | no document that was read says which of them is checkpointed |
/// | a container without a key is an error                  | chosen     | no document says how a cluster handles it |
/// | access is checked for the user of this process, the cluster has its own rights | inferred | access_denied need not be the result on the cluster |
/// | containers are opened with CRYPT_MACHINE_KEYSET and CRYPT_SILENT, nothing is created or exported | chosen | a preflight changes nothing and shows no dialog |
///
/// @param spec  of the documented dialect; others are passed to CryptoAPI unchecked
/// @param api   CryptoAPI of the machine
/// @return      the report; Preflight::has_error() if a checkpoint would fail
/// @par Errors  none: errors are findings
/// @par Thread safety  that of the Api; WindowsCryptoApi is safe
/// @par Source  Microsoft Learn, the pages named above
/// @par Example  on Windows:
/// @snippet reference/windows.cpp preflight
template <CryptoApi Api>
[[nodiscard]] Preflight preflight(CspSpecView spec, Api& api) {
    return detail::PreflightRun<Api>(spec, api).result();
}

/// The same with a @p spec of another character type.
/// @par Errors  none, as above
template <class Spec, CryptoApi Api>
    requires detail::is_other_spec<Spec>
[[nodiscard]] Preflight preflight(const Spec& spec, Api& api) {
    return preflight(detail::spec_in_utf8(spec), api);
}

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
