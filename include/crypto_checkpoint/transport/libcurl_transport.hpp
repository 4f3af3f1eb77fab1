// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_TRANSPORT_LIBCURL_TRANSPORT_HPP
#define CRYPTO_CHECKPOINT_TRANSPORT_LIBCURL_TRANSPORT_HPP

#include <crypto_checkpoint/error/error.hpp>
#include <crypto_checkpoint/transport/cluster_address.hpp>
#include <crypto_checkpoint/transport/detail/curl_request.hpp>
#include <crypto_checkpoint/transport/http_transport.hpp>

#include <expected>
#include <memory>
#include <string_view>
#include <utility>

namespace crypto_checkpoint {
inline namespace v0 {

/// Posts messages to one cluster with libcurl, one after the other, over a connection that is kept.
///
/// * A request is sent once. libcurl by itself retransmits it when a kept connection dies; here that
///   is outcome_unknown. Only after a 401 during NTLM or Negotiate is the message sent again, because
///   it was not executed.
/// * Over https, TLS is 1.2 or newer, and certificate and name are always verified.
/// * Redirects and a final 401 are returned as responses. But if Negotiate had no ticket to send, the
///   error is authentication_failed (the request was sent unauthenticated).
/// * Proxies, passwords and cookies come from the ClusterAddress only.
/// * The body ends per Content-Length or chunking, else when the connection closes, even without TLS
///   close_notify. A body above ClusterAddress::max_response_bytes or headers above 64 KiB are
///   limit_exceeded.
///
/// libcurl keeps the password in memory as long as the transport lives, and does not wipe it. A libcurl
/// that logs the keys of TLS connections does so here too, to the file of the environment variable
/// SSLKEYLOGFILE: remove it from the environment, as the program crypto-checkpoint does.
///
/// A user and a password beyond ASCII: Basic sends UTF-8 (RFC 7617, 2.1; no document says what Windows
/// reads). For NTLM libcurl has an encoding of its own, Latin-1 as a rule; what does not fit is
/// invalid_value, and nothing is sent, since each wrong attempt counts towards a lockout. libcurl offers
/// no UTF-16 for names, so a server that follows MS-NLMP reads a user beyond ASCII in its code page, and
/// does not find it. With SSPI the encoding is UTF-8, not tried.
/// @par Errors         as HttpTransport. Error::native is libcurl's code, Error::context the URL;
///                     neither they nor Error::detail contain a credential.
/// @par Source         libcurl 7.85 or newer: CURLOPT_PREREQFUNCTION, CURLOPT_PROTOCOLS_STR
/// @par Example
/// @snippet wsman_backend.cpp program
class LibcurlTransport {
public:
    /// ClusterAddress::check(), and whether this libcurl honours everything in the address. Opens
    /// nothing.
    /// @par Errors  those of ClusterAddress::check(); invalid_value for a user or a password of
    ///              Authentication::negotiate where libcurl has GSSAPI, and for one that it would send
    ///              wrong by NTLM
    [[nodiscard]] static Result<void> check(const ClusterAddress& address) {
        return detail::check_for_libcurl(address);
    }

    /// Prepares the transport. Nothing is connected or sent yet.
    /// @par Errors  those of check(); invalid_value if this libcurl does not support an option
    static Result<LibcurlTransport> open(const ClusterAddress& address) {
        auto request = detail::CurlRequest::make(address);
        if (!request) return std::unexpected(std::move(request.error()));
        return LibcurlTransport(std::move(*request));
    }

    /// Posts a SOAP message and waits for the response, total_timeout at most.
    /// @param body  the message, UTF-8
    /// @par Errors  as HttpTransport
    [[nodiscard]] Result<TransportResponse> post(std::string_view body) {
        if (auto begun = request_->begin(body); !begun)
            return std::unexpected(std::move(begun.error()));
        return request_->end(curl_easy_perform(request_->handle()));
    }

private:
    explicit LibcurlTransport(std::unique_ptr<detail::CurlRequest> request)
        : request_(std::move(request)) {}

    std::unique_ptr<detail::CurlRequest> request_;
};

static_assert(HttpTransport<LibcurlTransport>);

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
