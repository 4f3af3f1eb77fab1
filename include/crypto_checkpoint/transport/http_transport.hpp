// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_TRANSPORT_HTTP_TRANSPORT_HPP
#define CRYPTO_CHECKPOINT_TRANSPORT_HTTP_TRANSPORT_HPP

/// @file
/// The part of HTTP that a WS-Management client needs: a posted body and its response.

#include <crypto_checkpoint/detail/text.hpp>
#include <crypto_checkpoint/error/error.hpp>

#include <concepts>
#include <string>
#include <string_view>
#include <vector>

namespace crypto_checkpoint {
inline namespace v0 {

/// The Content-Type of SOAP 1.2 messages.
/// @par Source  seen: clients in the field send it, such as python3-winrm
inline constexpr std::string_view soap_content_type = "application/soap+xml;charset=UTF-8";

/// The response to a posted body, whatever its status.
/// @par Units and encoding  bytes as received, without the framing of HTTP
struct TransportResponse {
    int status = 0;                         ///< as sent by the server
    std::string content_type;               ///< the header, parameters included
    std::string location;                   ///< of a redirect; it is never followed
    std::vector<std::string> authenticate;  ///< one for each WWW-Authenticate
    std::string body;                       ///< complete
    friend bool operator==(const TransportResponse&, const TransportResponse&) = default;
};

/// Posts a SOAP message to one address.
///
/// A response of any HTTP status is a success. The error says whether the request was sent:
///  * cluster_unreachable, timed_out, insecure_connection, invalid_value, not_sent: it certainly was not
///  * outcome_unknown: it was, at least in part, and there is no complete response
///  * limit_exceeded: it was, and the response is larger than allowed
///
/// A transport never retransmits a request that may have arrived.
/// @par Example  one for tests, without a network:
/// @snippet reference/serving.cpp transport
template <class T>
concept HttpTransport = requires(T& transport, std::string_view body) {
    { transport.post(body) } -> std::same_as<Result<TransportResponse>>;
};

/// @cond
namespace detail {

inline void append_text(Text& text, const TransportResponse& response) {
    text << response.status << " " << response.content_type << ", ";
    text.count(response.body.size(), "byte");
}

}  // namespace detail
/// @endcond

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
