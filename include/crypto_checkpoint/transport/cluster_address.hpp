// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_TRANSPORT_CLUSTER_ADDRESS_HPP
#define CRYPTO_CHECKPOINT_TRANSPORT_CLUSTER_ADDRESS_HPP

#include <crypto_checkpoint/detail/ascii.hpp>
#include <crypto_checkpoint/error/errc.hpp>
#include <crypto_checkpoint/error/error.hpp>
#include <crypto_checkpoint/secret.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <expected>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace crypto_checkpoint {
inline namespace v0 {

/// How to say who asks. Nothing is guessed: what is set is tried, and nothing else.
/// @par Example  as a command line or a file may name it:
/// @snippet reference/serving.cpp authentication
/// @see ClusterAddress::check(), for what goes with which
enum class Authentication {
    none,   ///< not at all
    basic,  ///< user and password, readable for whoever reads the connection
    /// Where libcurl has GSSAPI, as on Linux: Kerberos, and the ticket of the login says who asks; a
    /// user or a password is refused. Where it has Windows' SSPI: Kerberos, or NTLM where that cannot
    /// be had; without a user the login.
    negotiate,
    ntlm,         ///< user and password, by NTLM alone
    certificate,  ///< a client certificate that the far side has mapped to a user
};

/// @cond
namespace detail {

inline constexpr auto authentication_names =
    std::to_array<std::string_view>({"none", "basic", "negotiate", "ntlm", "certificate"});

/// The scheme of a URL in the spelling that is expected, or an empty text.
constexpr std::string_view scheme_of(std::string_view url,
                                     std::initializer_list<std::string_view> schemes) noexcept {
    const std::size_t end = url.find("://");
    if (end == url.npos) return {};
    for (const std::string_view scheme : schemes)
        if (equals_ignoring_ascii_case(url.substr(0, end), scheme)) return scheme;
    return {};
}

/// What follows "://", up to the path.
constexpr std::string_view authority_of(std::string_view url) noexcept {
    url.remove_prefix((std::min)(url.find("://") + 3, url.size()));
    return url.substr(0, url.find_first_of("/?#"));
}

constexpr bool is_visible_ascii(std::string_view text) noexcept {
    return std::ranges::all_of(text, [](char c) { return '!' <= c && c <= '~'; });
}

}  // namespace detail
/// @endcond

/// The name of a way to authenticate, as its enumerator is spelled.
/// @return  ASCII, in static storage; `unknown` for what is no enumerator
/// @par Example
/// @snippet reference/serving.cpp authentication
[[nodiscard]] constexpr std::string_view to_string(Authentication authentication) noexcept {
    const auto index = static_cast<std::size_t>(authentication);
    return index < detail::authentication_names.size() ? detail::authentication_names[index]
                                                       : "unknown";
}

/// The way to authenticate of a name; nothing where there is none.
/// @param name  as to_string() gives it: ASCII, compared to the letter
/// @par Example
/// @snippet reference/serving.cpp authentication
[[nodiscard]] constexpr std::optional<Authentication> authentication_from_name(
    std::string_view name) noexcept {
    const auto found = std::ranges::find(detail::authentication_names, name);
    if (found == detail::authentication_names.end()) return std::nullopt;
    return static_cast<Authentication>(found - detail::authentication_names.begin());
}

/// Where a cluster is, how to get there, and who asks. A regular value.
///
/// Over https, the certificate of the far side and its name are verified, always; TLS is 1.2 or
/// newer. Over http, whoever is on the way reads and changes what is said.
/// @par Units and encoding  UTF-8; times count milliseconds, sizes bytes
/// @par Thread safety  a value
/// @par Source  its numbers are chosen
/// @par Example
/// @snippet reference/serving.cpp address
struct ClusterAddress {
    std::string url{};  ///< `https://node1.example:5986/wsman`; nobody's name is in it
    Authentication authentication = Authentication::none;  ///< how to say who asks
    /// `user`, `DOMAIN\user` or `user@REALM`; UTF-8. For basic and ntlm; for negotiate see there.
    std::string user{};
    Secret password{};  ///< UTF-8
    /// Basic over plain http hands the password to whoever is on the way.
    bool allow_basic_over_http = false;
    std::string ca_file{};  ///< PEM; who is trusted, instead of whom the system trusts
    std::string client_certificate_file{};  ///< PEM, for any authentication over https
    std::string client_key_file{};          ///< PEM, without a passphrase
    std::chrono::milliseconds connect_timeout = std::chrono::seconds(10);  ///< TLS included
    std::chrono::milliseconds total_timeout = std::chrono::seconds(60);    ///< of each message
    std::size_t max_response_bytes = std::size_t(4) << 20;  ///< a larger one is limit_exceeded
    /// `http://proxy.example:3128`, also https, socks5 and socks5h. What the environment says of
    /// proxies counts for nothing.
    std::string proxy{};

    /// What no timeout may exceed: a day. There is no "no limit".
    static constexpr std::chrono::milliseconds max_timeout = std::chrono::hours(24);

    /// Whether all of that goes together. Looks at nothing but these values.
    /// @par Errors  Neither says anything of a password, not even one in the URL.
    ///  * insecure_connection: a credential would be readable on the way
    ///  * invalid_value: anything else
    [[nodiscard]] Result<void> check() const;
};

inline Result<void> ClusterAddress::check() const {
    // Where there is an @, something before it may be a password, wherever a slash in it may stand.
    const bool url_names_nobody = url.find('@') == url.npos;
    const auto fault = [&](Errc code, std::string detail) {
        Error error(code, std::move(detail));
        if (url_names_nobody && detail::is_visible_ascii(url)) error.context = url;
        return std::unexpected(std::move(error));
    };
    const auto invalid = [&](std::string detail) {
        return fault(Errc::invalid_value, std::move(detail));
    };
    const auto is_timeout = [](std::chrono::milliseconds timeout) {
        return timeout.count() > 0 && timeout <= max_timeout;
    };

    if (!url_names_nobody)
        return invalid("no user and no password in the URL: they have places of their own");
    if (!detail::is_visible_ascii(url) || url.find('\\') != url.npos)
        return invalid("the URL has characters that no URL has");
    const std::string_view scheme = detail::scheme_of(url, {"https", "http"});
    if (scheme.empty()) return invalid("the URL must begin with https:// or http://");
    if (const auto host = detail::authority_of(url); host.empty() || host.starts_with(':'))
        return invalid("the URL names no host");
    if (!proxy.empty()) {
        if (proxy.find('@') != proxy.npos)
            return invalid("no user and no password in the address of the proxy");
        if (!detail::is_visible_ascii(proxy) ||
            detail::scheme_of(proxy, {"http", "https", "socks5", "socks5h"}).empty())
            return invalid("the proxy must begin with http://, https://, socks5:// or socks5h://");
    }
    if (!is_timeout(connect_timeout) || !is_timeout(total_timeout))
        return invalid("a timeout must be more than nothing and at most a day");
    if (max_response_bytes == 0) return invalid("an answer must be allowed some bytes");

    const bool has_password = authentication == Authentication::basic ||
                              authentication == Authentication::ntlm ||
                              authentication == Authentication::negotiate;
    if (has_password && user.find('\0') != user.npos)
        return invalid("there is a NUL in the name of the user");
    if (has_password && password.reveal().find('\0') != std::string_view::npos)
        return invalid("there is a NUL in the password");
    if (user.empty() &&
        (authentication == Authentication::basic || authentication == Authentication::ntlm))
        return invalid(std::string(to_string(authentication)) + " needs a user");
    // RFC 7617, section 2: what follows the first colon would become part of the password.
    if (authentication == Authentication::basic && user.find(':') != user.npos)
        return invalid("for basic, there is no colon in the name of a user");
    if (authentication == Authentication::basic && scheme == "http" && !allow_basic_over_http)
        return fault(Errc::insecure_connection,
                     "basic over http would send the password readable; use https, or allow it "
                     "by name");
    if (client_certificate_file.empty() != client_key_file.empty())
        return invalid("a client certificate and its key go together");
    if (authentication == Authentication::certificate) {
        if (client_certificate_file.empty())
            return invalid("certificate needs the files of a certificate and of its key");
        if (scheme == "http")
            return fault(Errc::insecure_connection, "certificates are shown over https only");
    }
    return {};
}

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
