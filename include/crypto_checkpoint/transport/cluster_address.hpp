// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_TRANSPORT_CLUSTER_ADDRESS_HPP
#define CRYPTO_CHECKPOINT_TRANSPORT_CLUSTER_ADDRESS_HPP

#include <crypto_checkpoint/detail/ascii.hpp>
#include <crypto_checkpoint/detail/text.hpp>
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

/// How a client authenticates. Only the chosen scheme is tried.
/// @par Example  as a command line or a file may name it:
/// @snippet reference/serving.cpp authentication
/// @see ClusterAddress::check() for the valid combinations
enum class Authentication {
    none,
    basic,  ///< user and password, readable on the connection
    /// libcurl with GSSAPI, as on Linux: Kerberos with the ticket of the login; a user or a password
    /// is rejected. With Windows' SSPI: Kerberos, else NTLM; without a user the login.
    negotiate,
    ntlm,         ///< user and password, by NTLM alone
    certificate,  ///< a client certificate that the server maps to a user
};

/// @cond
namespace detail {

inline constexpr auto authentication_names =
    std::to_array<std::string_view>({"none", "basic", "negotiate", "ntlm", "certificate"});

/// The scheme of the URL if it is one of @p schemes, or an empty text.
constexpr std::string_view scheme_of(std::string_view url,
                                     std::initializer_list<std::string_view> schemes) noexcept {
    const std::size_t end = url.find("://");
    if (end == url.npos) return {};
    for (const std::string_view scheme : schemes)
        if (equals_ignoring_ascii_case(url.substr(0, end), scheme)) return scheme;
    return {};
}

/// The part between "://" and the path.
constexpr std::string_view authority_of(std::string_view url) noexcept {
    url.remove_prefix((std::min)(url.find("://") + 3, url.size()));
    return url.substr(0, url.find_first_of("/?#"));
}

/// The host, with the brackets of an IPv6 address and without the port.
constexpr std::string_view host_of(std::string_view url) noexcept {
    const std::string_view authority = authority_of(url);
    return authority.substr(
        0, authority.find(':', authority.starts_with('[') ? authority.find(']') : 0));
}

constexpr bool is_visible_ascii(std::string_view text) noexcept {
    return std::ranges::all_of(text, [](char c) { return '!' <= c && c <= '~'; });
}

}  // namespace detail
/// @endcond

/// The name of the enumerator.
/// @return  ASCII, in static storage; `unknown` for other values
/// @par Example
/// @snippet reference/serving.cpp authentication
[[nodiscard]] constexpr std::string_view to_string(Authentication authentication) noexcept {
    const auto index = static_cast<std::size_t>(authentication);
    return index < detail::authentication_names.size() ? detail::authentication_names[index]
                                                       : "unknown";
}

/// The inverse of to_string(); nullopt for other names.
/// @param name  ASCII, case-sensitive
/// @par Example
/// @snippet reference/serving.cpp authentication
[[nodiscard]] constexpr std::optional<Authentication> authentication_from_name(
    std::string_view name) noexcept {
    const auto found = std::ranges::find(detail::authentication_names, name);
    if (found == detail::authentication_names.end()) return std::nullopt;
    return static_cast<Authentication>(found - detail::authentication_names.begin());
}

/// The address of a cluster, with authentication, TLS files, proxy and limits.
///
/// Over https, the certificate of the server and its name are always verified; TLS is 1.2 or newer.
/// Messages over http can be read and changed on the way.
/// @par Units and encoding  UTF-8; times count milliseconds, sizes bytes
/// @par Source  the numbers are chosen
/// @par Example
/// @snippet reference/serving.cpp address
struct ClusterAddress {
    std::string url{};  ///< `https://node1.example:5986/wsman`, without a user
    Authentication authentication = Authentication::none;
    /// `user`, `DOMAIN\user` or `user@REALM`. For basic and ntlm; for negotiate see Authentication.
    /// Beyond ASCII, see LibcurlTransport.
    std::string user{};
    Secret password{};
    /// Basic over plain http exposes the password.
    bool allow_basic_over_http = false;
    std::string ca_file{};  ///< PEM; replaces the authorities that the system trusts
    std::string client_certificate_file{};  ///< PEM, for any authentication over https
    std::string client_key_file{};          ///< PEM, without a passphrase
    std::chrono::milliseconds connect_timeout = std::chrono::seconds(10);  ///< TLS included
    std::chrono::milliseconds total_timeout = std::chrono::seconds(60);    ///< for each message
    std::size_t max_response_bytes = std::size_t(4) << 20;  ///< above it: limit_exceeded
    /// `http://proxy.example:3128`, also https, socks5 and socks5h. Proxies of the environment are
    /// ignored.
    std::string proxy{};

    /// The limit of both timeouts. There is no "unlimited".
    static constexpr std::chrono::milliseconds max_timeout = std::chrono::hours(24);

    /// Whether the values are valid together. Accesses no file and no network.
    /// @par Errors  None contains a password, not even one in the URL.
    ///  * insecure_connection: a credential would be sent readable
    ///  * invalid_value: anything else
    [[nodiscard]] Result<void> check() const;
};

inline Result<void> ClusterAddress::check() const {
    // Text before an @ may be a password, even with a slash in it.
    const bool url_has_no_user = url.find('@') == url.npos;
    const auto error_with = [&](Errc code, std::string detail) {
        Error error(code, std::move(detail));
        if (url_has_no_user && detail::is_visible_ascii(url)) error.context = url;
        return std::unexpected(std::move(error));
    };
    const auto invalid = [&](std::string detail) {
        return error_with(Errc::invalid_value, std::move(detail));
    };
    const auto is_timeout = [](std::chrono::milliseconds timeout) {
        return timeout.count() > 0 && timeout <= max_timeout;
    };

    if (!url_has_no_user)
        return invalid("the URL must not contain a user or a password: set them apart from it");
    if (!detail::is_visible_ascii(url) || url.find('\\') != url.npos)
        return invalid("the URL contains characters that are not allowed in a URL");
    const std::string_view scheme = detail::scheme_of(url, {"https", "http"});
    if (scheme.empty()) return invalid("the URL must begin with https:// or http://");
    if (const auto host = detail::authority_of(url); host.empty() || host.starts_with(':'))
        return invalid("the URL has no host");
    if (!proxy.empty()) {
        if (proxy.find('@') != proxy.npos)
            return invalid("the address of the proxy must not contain a user or a password");
        if (!detail::is_visible_ascii(proxy) ||
            detail::scheme_of(proxy, {"http", "https", "socks5", "socks5h"}).empty())
            return invalid("the proxy must begin with http://, https://, socks5:// or socks5h://");
    }
    if (!is_timeout(connect_timeout) || !is_timeout(total_timeout))
        return invalid("a timeout must be positive and at most a day");
    if (max_response_bytes == 0) return invalid("max_response_bytes must be positive");

    const bool has_password = authentication == Authentication::basic ||
                              authentication == Authentication::ntlm ||
                              authentication == Authentication::negotiate;
    if (has_password && user.find('\0') != user.npos)
        return invalid("the name of the user contains a NUL");
    if (has_password && password.reveal().find('\0') != std::string_view::npos)
        return invalid("the password contains a NUL");
    if (user.empty() &&
        (authentication == Authentication::basic || authentication == Authentication::ntlm))
        return invalid(std::string(to_string(authentication)) + " needs a user");
    // RFC 7617, section 2: the text after the first colon would become part of the password.
    if (authentication == Authentication::basic && user.find(':') != user.npos)
        return invalid("for basic, the name of the user must not contain a colon");
    if (authentication == Authentication::basic && scheme == "http" && !allow_basic_over_http)
        return error_with(
            Errc::insecure_connection,
            "basic over http would send the password readable; use https, or allow it "
            "explicitly");
    if (client_certificate_file.empty() != client_key_file.empty())
        return invalid("a client certificate needs its key, and a key its certificate");
    if (authentication == Authentication::certificate) {
        if (client_certificate_file.empty())
            return invalid(
                "authentication by certificate needs the files of the certificate and of its key");
        if (scheme == "http")
            return error_with(Errc::insecure_connection, "certificates are sent over https only");
    }
    return {};
}

/// @cond
namespace detail {

inline void append_text(Text& text, Authentication authentication) {
    text << to_string(authentication);
}

/// `https://node1:5986/wsman, basic, user ops`. What stands before an @ in a URL may be a password.
inline void append_text(Text& text, const ClusterAddress& address) {
    const auto safe = [](const std::string& url) -> std::string_view {
        return url.find('@') == url.npos ? url : std::string_view("a URL with a user");
    };
    text << safe(address.url) << ", " << address.authentication;
    if (!address.user.empty()) text << ", user " << address.user;
    if (!address.proxy.empty()) text << ", proxy " << safe(address.proxy);
}

}  // namespace detail
/// @endcond

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
