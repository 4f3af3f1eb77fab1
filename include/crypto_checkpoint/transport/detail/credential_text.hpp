// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_TRANSPORT_DETAIL_CREDENTIAL_TEXT_HPP
#define CRYPTO_CHECKPOINT_TRANSPORT_DETAIL_CREDENTIAL_TEXT_HPP

#include <crypto_checkpoint/detail/unicode.hpp>
#include <crypto_checkpoint/error/errc.hpp>
#include <crypto_checkpoint/error/error.hpp>
#include <crypto_checkpoint/secret.hpp>

#include <cstddef>
#include <expected>
#include <string>
#include <string_view>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail {

enum class Credential { user, password };

/// How a libcurl reads a user and a password for NTLM.
enum class NtlmEncoding {
    latin1,  ///< its own NTLM: widens each byte to a unit of UTF-16
    utf8,    ///< Windows' SSPI, in a build for Unicode
    ascii,  ///< Windows' SSPI, in another build: beyond ASCII, bytes of the code page of the system
};

/// Where the name of the user begins: libcurl splits `DOMAIN\user` and `DOMAIN/user`.
constexpr std::size_t begin_of_user_name(std::string_view user) noexcept {
    std::size_t separator = user.find('\\');
    if (separator == user.npos) separator = user.find('/');
    return separator == user.npos ? 0 : separator + 1;
}

/// A user or a password as libcurl wants it for NTLM. What it would send wrong is an error: each wrong
/// attempt counts towards a lockout.
///
/// The hash of NTLM covers the name of the user in capitals, and libcurl capitalises ASCII only: the
/// other letters are capitals here. Windows ignores the case of these names.
/// @par Errors  invalid_value; the detail does not contain the text
/// @par Source  lib/vauth/ntlm.c and lib/curl_ntlm_core.c of libcurl 7.88; MS-NLMP 3.3.2 (from memory).
///              That Windows capitalises the micro sign is assumed
inline Result<Secret> text_for_ntlm(std::string_view utf8, Credential kind, NtlmEncoding encoding) {
    const bool is_user = kind == Credential::user;
    const auto refuse = [&](const std::string& why) {
        return std::unexpected(Error(Errc::invalid_value,
                                     (is_user ? "the name of the user " : "the password ") + why));
    };
    struct Latin1 {
        std::string bytes;
        ~Latin1() { wipe(bytes.data(), bytes.size()); }
    } latin1;
    latin1.bytes.reserve(utf8.size());  // so that no copy is left behind
    const std::size_t name = is_user ? begin_of_user_name(utf8) : utf8.size();
    for (std::size_t at = 0; at != utf8.size();) {
        const ScannedCharacter c = scan_character(utf8.data() + at, utf8.data() + utf8.size());
        if (!c.well_formed) return refuse("is not well-formed UTF-8");
        const bool lacks_capital = at >= name && (c.value == U'\u00B5' || c.value == U'\u00FF');
        if ((encoding == NtlmEncoding::latin1 && (c.value > 0xFF || lacks_capital)) ||
            (encoding == NtlmEncoding::ascii && c.value > 0x7F))
            return refuse("has characters that libcurl would send wrong by NTLM, and a wrong "
                          "attempt may lock "
                          "the account; use negotiate, or basic over https");
        const bool is_small = U'\u00E0' <= c.value && c.value <= U'\u00FE' && c.value != U'\u00F7';
        latin1.bytes += static_cast<char>(at >= name && is_small ? c.value - 0x20 : c.value);
        at += c.length;
    }
    return Secret(encoding == NtlmEncoding::latin1 ? std::string_view(latin1.bytes) : utf8);
}

}  // namespace detail
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
