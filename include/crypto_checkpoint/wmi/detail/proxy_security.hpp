// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_WMI_DETAIL_PROXY_SECURITY_HPP
#define CRYPTO_CHECKPOINT_WMI_DETAIL_PROXY_SECURITY_HPP

#include <crypto_checkpoint/detail/transcode.hpp>
#include <crypto_checkpoint/detail/windows.hpp>
#include <crypto_checkpoint/error/errc.hpp>
#include <crypto_checkpoint/error/error.hpp>
#include <crypto_checkpoint/secret.hpp>
#include <crypto_checkpoint/wmi/detail/variant.hpp>

#include <objbase.h>

#include <cstddef>
#include <expected>
#include <memory>
#include <new>
#include <string>
#include <string_view>
#include <utility>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail {

/// A password in UTF-16, wiped on destruction.
class WideSecret {
public:
    /// @return  null if it is not well-formed UTF-8 or contains a NUL: Windows would read another
    ///          password
    static std::unique_ptr<const WideSecret> of(const Secret& secret) {
        const std::string_view bytes = secret.reveal();
        // MultiByteToWideChar leaves no copy behind.
        const char* const first = bytes.data();
        const int size = checked_narrow<int>(bytes.size());
        const int units = size == 0 ? 0
                                    : ::MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, first,
                                                            size, nullptr, 0);
        if ((units == 0 && size != 0) || bytes.find('\0') != bytes.npos) return nullptr;
        std::unique_ptr<WideSecret> made(new WideSecret);
        made->text_.reset(::SysAllocStringLen(nullptr, checked_narrow<UINT>(units)));
        if (!made->text_) throw std::bad_alloc();
        if (size != 0 && ::MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, first, size,
                                               made->text_.get(), units) != units)
            return nullptr;
        return made;
    }

    WideSecret(const WideSecret&) = delete;
    WideSecret& operator=(const WideSecret&) = delete;
    ~WideSecret() { wipe(reinterpret_cast<char*>(text_.get()), ::SysStringByteLen(text_.get())); }

    [[nodiscard]] BSTR reveal() const noexcept { return text_.get(); }

private:
    WideSecret() = default;

    Bstr text_;
};

/// Credentials of a user other than that of this process.
struct WmiIdentity {
    std::wstring user;    ///< as ConnectServer expects it, `DOMAIN\user`
    std::wstring domain;  ///< the part before the backslash; may be empty
    std::wstring account;
    std::unique_ptr<const WideSecret> password;
    COAUTHIDENTITY auth_identity{};
};

/// Sets packet privacy (encryption), impersonation and credentials of the proxies that WMI hands out.
/// @par Source  Microsoft Learn, Setting the security on IWbemServices and other proxies; Setting client
///              application process security
class ProxySecurity {
public:
    /// For the user of this process.
    ProxySecurity() noexcept = default;

    /// @param user  UTF-8, `DOMAIN\user` or `user@domain`
    /// @par Errors  invalid_value: see WideSecret::of()
    static Result<ProxySecurity> of(std::string_view user, const Secret& password) {
        auto identity = std::make_shared<WmiIdentity>();
        identity->password = WideSecret::of(password);
        if (!identity->password)
            return std::unexpected(
                Error(Errc::invalid_value, "the password is not well-formed UTF-8 text"));
        identity->user = to_wide(user);
        const std::size_t separator = identity->user.find(L'\\');
        const bool has_domain = separator != identity->user.npos;
        if (has_domain) identity->domain = identity->user.substr(0, separator);
        identity->account = has_domain ? identity->user.substr(separator + 1) : identity->user;
        identity->auth_identity = {.User = units(identity->account.data()),
                                   .UserLength = checked_narrow<ULONG>(identity->account.size()),
                                   .Domain = units(identity->domain.data()),
                                   .DomainLength = checked_narrow<ULONG>(identity->domain.size()),
                                   .Password = units(identity->password->reveal()),
                                   .PasswordLength = ::SysStringLen(identity->password->reveal()),
                                   .Flags = SEC_WINNT_AUTH_IDENTITY_UNICODE};
        ProxySecurity security;
        security.identity_ = std::move(identity);
        return security;
    }

    /// Null for the user of this process.
    [[nodiscard]] const WmiIdentity* identity() const noexcept { return identity_.get(); }

    /// Ignores an object without IClientSecurity: it is in this process, and sends nothing.
    HRESULT secure(IUnknown& proxy) const {
        const HRESULT result = ::CoSetProxyBlanket(
            &proxy, RPC_C_AUTHN_DEFAULT, RPC_C_AUTHZ_DEFAULT, COLE_DEFAULT_PRINCIPAL,
            RPC_C_AUTHN_LEVEL_PKT_PRIVACY, RPC_C_IMP_LEVEL_IMPERSONATE,
            identity_ ? &identity_->auth_identity : nullptr, EOAC_NONE);
        return result == E_NOINTERFACE ? S_OK : result;
    }

private:
    static USHORT* units(wchar_t* text) noexcept { return reinterpret_cast<USHORT*>(text); }

    // COM keeps a pointer to it: it must outlive the proxies.
    std::shared_ptr<WmiIdentity> identity_;
};

}  // namespace detail
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
