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
/// * A request is sent once. libcurl by itself sends it again when a kept connection dies; here
///   that is outcome_unknown. Only a 401 on the way to a proof of identity (NTLM, Negotiate) is
///   answered with the same message again, because it was not carried out.
/// * Over https, TLS is 1.2 or newer, and certificate and name are verified, always.
/// * A redirect is handed on as the answer it is, and so is a 401 in the end; but where Negotiate had
///   no ticket to show, that is told as authentication_failed. The message went out as nobody's then.
/// * Proxies, passwords and cookies come from nowhere but the ClusterAddress.
/// * An answer ends where its length, its chunks or, for want of both, the connection end, be it
///   over https without a word. More than ClusterAddress::max_response_bytes, or 64 KiB of headers,
///   is limit_exceeded.
///
/// A transport keeps no password. libcurl does, as long as the transport lives, in memory that it
/// does not wipe.
/// @par Errors         as HttpTransport says. Error::native is libcurl's code, Error::context the
///                     URL; neither they nor Error::detail have a credential in them.
/// @par Thread safety  one thread at a time
/// @par Source         libcurl 7.85 or newer: CURLOPT_PREREQFUNCTION, CURLOPT_PROTOCOLS_STR
/// @par Example
/// @snippet wsman_backend.cpp program
class LibcurlTransport {
public:
    /// ClusterAddress::check(), and whether this libcurl looks at all that the address says. Nothing is
    /// opened for it.
    /// @par Errors  those of ClusterAddress::check(); invalid_value for a user or a password of
    ///              Authentication::negotiate where libcurl has GSSAPI
    [[nodiscard]] static Result<void> check(const ClusterAddress& address) {
        auto checked = address.check();
        return checked ? detail::check_for_libcurl(address) : checked;
    }

    /// Gets ready. Nothing is sent or connected yet.
    /// @par Errors  those of check(); invalid_value where this libcurl cannot do what the address asks
    ///              for
    static Result<LibcurlTransport> open(const ClusterAddress& address) {
        auto post = detail::CurlPost::make(address);
        if (!post) return std::unexpected(std::move(post.error()));
        return LibcurlTransport(std::move(*post));
    }

    /// Posts a SOAP message and waits for the answer, total_timeout at most.
    /// @param body  the message, UTF-8
    /// @par Errors  as HttpTransport
    [[nodiscard]] Result<TransportResponse> post(std::string_view body) {
        post_->begin(body);
        return post_->end(curl_easy_perform(post_->handle()));
    }

private:
    explicit LibcurlTransport(std::unique_ptr<detail::CurlPost> post) : post_(std::move(post)) {}

    std::unique_ptr<detail::CurlPost> post_;
};

static_assert(HttpTransport<LibcurlTransport>);

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
