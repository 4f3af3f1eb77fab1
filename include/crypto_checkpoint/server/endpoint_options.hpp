// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_SERVER_ENDPOINT_OPTIONS_HPP
#define CRYPTO_CHECKPOINT_SERVER_ENDPOINT_OPTIONS_HPP

#include <crypto_checkpoint/secret.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace crypto_checkpoint {
inline namespace v0 {

/// Files in PEM form. Paths are UTF-8.
/// @par Thread safety  a value
struct TlsFiles {
    std::string certificate_chain;  ///< the server's certificate first
    std::string private_key;        ///< without a passphrase
};

/// Who may ask. UTF-8, without control characters; neither may be empty, the user has no `:`.
/// @par Thread safety  a value
/// @par Source  RFC 7617, section 2
struct BasicCredentials {
    std::string user;  ///< who
    Secret password;   ///< and by what he is known
};

/// Where an endpoint listens, whom it answers, and how much it puts up with.
/// @par Units and encoding  texts are UTF-8; sizes count bytes
/// @par Thread safety  a value
/// @par Source  that WS-Management has ports 5985 and 5986: Microsoft Learn, Windows Remote Management;
///              all limits are chosen
/// @par Example
/// @snippet crypto-checkpoint/serve_command_line.cpp options
struct EndpointOptions {
    /// An IP address, or `localhost`. What is not loopback takes both tls and credentials.
    std::string address = "127.0.0.1";
    /// 0: any that is free. WS-Management has 5985, and 5986 with TLS.
    std::uint16_t port = 5985;
    std::optional<TlsFiles> tls{};                  ///< nothing: plain HTTP
    std::optional<BasicCredentials> credentials{};  ///< nothing: everybody is answered
    std::string realm = "WSMAN";                    ///< what asks for the password
    /// What a posted body may be; other types are refused. A browser cannot be made to post these
    /// to us by a page of somebody else's.
    std::vector<std::string> content_types{"application/soap+xml"};

    std::size_t max_header_bytes = std::size_t{16} * 1024;  ///< first line and all headers
    std::size_t max_body_bytes = std::size_t{512} * 1024;   ///< a larger one is answered with 413
    std::size_t max_connections = 256;                      ///< at a time, idle ones included
    /// For a whole request, from its first byte; and for a TLS handshake, and for taking an answer.
    std::chrono::milliseconds request_time = std::chrono::seconds(30);
    /// Between requests.
    std::chrono::milliseconds idle_time = std::chrono::seconds(60);
    /// For what is under way when the endpoint stops.
    std::chrono::milliseconds grace_time = std::chrono::seconds(10);
    /// How many handlers run at once. What moves bytes is a thread of its own.
    unsigned threads = 4;
};

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
