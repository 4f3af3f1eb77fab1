// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_PREFLIGHT_WINDOWS_CRYPTO_API_HPP
#define CRYPTO_CHECKPOINT_PREFLIGHT_WINDOWS_CRYPTO_API_HPP

#include <crypto_checkpoint/detail/transcode.hpp>
#include <crypto_checkpoint/detail/windows.hpp>
#include <crypto_checkpoint/name/provider_type.hpp>
#include <crypto_checkpoint/preflight/preflight.hpp>
#include <crypto_checkpoint/preflight/preflight_report.hpp>

#include <wincrypt.h>

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <utility>

namespace crypto_checkpoint {
inline namespace v0 {

/// The CryptoAPI of the machine that this process runs on, for preflight().
///
/// | behaviour                                               | known from                        |
/// |---------------------------------------------------------|-----------------------------------|
/// | containers of rsaenh, at machine level, found with their keys and permissions | seen under Wine |
/// | names beyond ASCII                                      | seen under Wine                   |
/// | the machine's default provider of a type                | seen under Wine                   |
/// | denied access, hardware, a provider that shows a dialog | documented only                   |
///
/// With mingw-w64, link advapi32 before crypt32: the import library of the latter lists some of these
/// functions, and Wine's crypt32.dll does not export them.
/// @par Errors  those of GetLastError(), which preflight() maps
/// @par Thread safety  safe: it has no state, and handles of CryptoAPI are not shared
/// @par Source  Microsoft Learn, CryptAcquireContextW, CryptGetKeyParam and CryptGetDefaultProvider;
///              all prototypes and numbers: wincrypt.h of mingw-w64 10.0.0
/// @par Example
/// @snippet reference/windows.cpp preflight
class WindowsCryptoApi {
public:
    using Context = HCRYPTPROV;  ///< an open container
    using Key = HCRYPTKEY;       ///< a key of a container

    /// CryptAcquireContextW: see CryptoApi.
    [[nodiscard]] CryptoApiResult<Context> acquire_context(const std::string& container,
                                                           const std::string& provider,
                                                           std::uint32_t type,
                                                           std::uint32_t flags) const {
        Context context = 0;
        // Declared first: a destructor between the call and GetLastError() could change the error.
        const std::wstring wide_container = detail::to_wide(container);
        const std::wstring wide_provider = detail::to_wide(provider);
        if (::CryptAcquireContextW(&context, wide_container.c_str(), wide_provider.c_str(), type,
                                   flags) == FALSE)
            return std::unexpected(last_error());
        return context;
    }

    /// CryptReleaseContext.
    void release_context(Context context) const noexcept {
        (void)::CryptReleaseContext(context, 0);
    }

    /// CryptGetUserKey: see CryptoApi.
    [[nodiscard]] CryptoApiResult<Key> user_key(Context context, std::uint32_t key_spec) const {
        Key key = 0;
        if (::CryptGetUserKey(context, key_spec, &key) == FALSE)
            return std::unexpected(last_error());
        return key;
    }

    /// CryptDestroyKey, which closes the handle and does not delete the key.
    void destroy_key(Key key) const noexcept { (void)::CryptDestroyKey(key); }

    /// CryptGetKeyParam: see CryptoApi.
    [[nodiscard]] CryptoApiResult<std::uint32_t> key_parameter(Key key,
                                                               std::uint32_t parameter) const {
        return number([&](BYTE* data, DWORD* size) {
            return ::CryptGetKeyParam(key, parameter, data, size, 0);
        });
    }

    /// CryptGetProvParam: see CryptoApi.
    [[nodiscard]] CryptoApiResult<std::uint32_t> provider_parameter(Context context,
                                                                    std::uint32_t parameter) const {
        return number([&](BYTE* data, DWORD* size) {
            return ::CryptGetProvParam(context, parameter, data, size, 0);
        });
    }

    /// CryptGetDefaultProviderW: see CryptoApi.
    [[nodiscard]] CryptoApiResult<std::string> default_provider(std::uint32_t type,
                                                                std::uint32_t flags) const {
        return name([&](wchar_t* text, DWORD* bytes) {
            return ::CryptGetDefaultProviderW(type, nullptr, flags, text, bytes);
        });
    }

    /// CryptEnumProvidersW: see CryptoApi.
    [[nodiscard]] CryptoApiResult<InstalledProvider> enumerated_provider(
        std::uint32_t index) const {
        DWORD type = 0;
        auto found = name([&](wchar_t* text, DWORD* bytes) {
            return ::CryptEnumProvidersW(index, nullptr, 0, &type, text, bytes);
        });
        if (!found) return std::unexpected(found.error());
        return InstalledProvider{*std::move(found), ProviderType(type)};
    }

private:
    static std::uint32_t last_error() noexcept { return ::GetLastError(); }

    template <class Get>
    static CryptoApiResult<std::uint32_t> number(Get get) {
        DWORD value = 0;
        DWORD size = sizeof(value);
        if (!get(reinterpret_cast<BYTE*>(&value), &size)) return std::unexpected(last_error());
        if (size != sizeof(value)) return std::unexpected(std::uint32_t{ERROR_INVALID_DATA});
        return value;
    }

    /// Queries the length in bytes, then the name, which may grow in between.
    template <class Get>
    static CryptoApiResult<std::string> name(Get get) {
        constexpr int max_attempts = 4;
        DWORD bytes = 0;
        if (!get(nullptr, &bytes)) return std::unexpected(last_error());
        for (int attempt = 1;; ++attempt) {
            // One unit more than passed to Windows: always terminated.
            std::wstring text(bytes / sizeof(wchar_t) + 1, L'\0');
            if (get(text.data(), &bytes))
                // NOLINTNEXTLINE(readability-redundant-string-cstr): the text ends at its NUL
                return detail::to_utf8(std::wstring_view(text.c_str()));
            if (last_error() != ERROR_MORE_DATA || attempt == max_attempts)
                return std::unexpected(last_error());
        }
    }
};

static_assert(CryptoApi<WindowsCryptoApi>);
static_assert(crypto_api::machine_keyset == CRYPT_MACHINE_KEYSET);
static_assert(crypto_api::silent == CRYPT_SILENT);
static_assert(crypto_api::machine_default == CRYPT_MACHINE_DEFAULT);
static_assert(crypto_api::key_permissions == KP_PERMISSIONS);
static_assert(crypto_api::may_export == CRYPT_EXPORT);
static_assert(crypto_api::implementation_type == PP_IMPTYPE);
static_assert(crypto_api::in_hardware == CRYPT_IMPL_HARDWARE);
static_assert(static_cast<HRESULT>(crypto_api::no_key) == NTE_NO_KEY);
static_assert(crypto_api::access_denied == ERROR_ACCESS_DENIED);
static_assert(static_cast<DWORD>(KeySpec::exchange) == AT_KEYEXCHANGE);
static_assert(static_cast<DWORD>(KeySpec::signature) == AT_SIGNATURE);

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
