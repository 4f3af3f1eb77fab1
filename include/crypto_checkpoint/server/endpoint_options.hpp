// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_SERVER_ENDPOINT_OPTIONS_HPP
#define CRYPTO_CHECKPOINT_SERVER_ENDPOINT_OPTIONS_HPP

#include <crypto_checkpoint/detail/text.hpp>
#include <crypto_checkpoint/secret.hpp>
#include <crypto_checkpoint/server/http_handler.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace crypto_checkpoint {
inline namespace v0 {

/// Files in PEM form. Paths are UTF-8.
struct TlsFiles {
    std::string certificate_chain;  ///< the server's certificate first
    std::string private_key;        ///< without a passphrase
    friend bool operator==(const TlsFiles&, const TlsFiles&) = default;
};

/// The one user that is admitted. UTF-8, without control characters; neither may be empty, the user
/// contains no `:`.
/// @par Source  RFC 7617, section 2
struct BasicCredentials {
    std::string user;
    Secret password;  ///< the user's password
};

/// Listen address, authentication and limits of an endpoint.
/// @par Units and encoding  texts are UTF-8; sizes count bytes
/// @par Source  the ports 5985 and 5986 of WS-Management: Microsoft Learn, Windows Remote Management;
///              all limits are chosen
/// @par Example
/// @snippet crypto-checkpoint/serve/command.cpp options
struct EndpointOptions {
    /// An IP address, or `localhost`. Other than loopback requires both tls and credentials.
    std::string address = "127.0.0.1";
    /// 0: any free port. WS-Management has 5985, and 5986 with TLS.
    std::uint16_t port = 5985;
    std::optional<TlsFiles> tls{};                  ///< nullopt: plain HTTP
    std::optional<BasicCredentials> credentials{};  ///< nullopt: no authentication
    std::optional<AnonymousAccess> anonymous{};     ///< nullopt: credentials are always needed
    std::string realm = "WSMAN";                    ///< of the authentication challenge
    /// Accepted types of a posted body. A web page cannot make a browser post the default type to
    /// another site without that site's consent (CORS). The charset is left to the handler.
    std::vector<std::string> content_types{"application/soap+xml"};

    std::size_t max_header_bytes = std::size_t{16} * 1024;  ///< first line and all headers
    /// Above it: 413.
    /// @par Source  MS-WSMV 2.2.4.10, the default of MaxEnvelopeSizekb
    std::size_t max_body_bytes = std::size_t{500} * 1024;
    std::size_t max_connections = 256;  ///< idle ones included
    /// For a whole request from its first byte, for a TLS handshake, and for sending a response. Times
    /// beyond the end of the steady clock are no limit.
    std::chrono::milliseconds request_time = std::chrono::seconds(30);
    /// Between requests.
    std::chrono::milliseconds idle_time = std::chrono::seconds(60);
    /// For requests under way when the endpoint stops.
    std::chrono::milliseconds grace_time = std::chrono::seconds(10);
    /// With credentials: each wrong password from an address doubles the time between two passwords
    /// that are checked for it, from 100 ms up to this, for a minute. At most one minute; 0: never, as
    /// behind a proxy, which has one address for all clients.
    std::chrono::milliseconds max_guess_delay = std::chrono::seconds(2);
    /// Of handlers. One more thread does the I/O.
    unsigned threads = 4;
};

/// @cond
namespace detail {

inline void append_text(Text& text, const TlsFiles& files) {
    text << files.certificate_chain << " with " << files.private_key;
}

/// Without the password.
inline void append_text(Text& text, const BasicCredentials& credentials) {
    text << "user " << credentials.user;
}

/// `127.0.0.1:5985, plain HTTP, no authentication`
inline void append_text(Text& text, const EndpointOptions& options) {
    text << options.address << ":" << options.port << ", ";
    if (options.tls)
        text << "TLS: " << *options.tls;
    else
        text << "plain HTTP";
    text << ", ";
    if (options.credentials)
        text << *options.credentials;
    else
        text << "no authentication";
    if (options.credentials && options.anonymous) text << " unless " << *options.anonymous;
}

}  // namespace detail
/// @endcond

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
