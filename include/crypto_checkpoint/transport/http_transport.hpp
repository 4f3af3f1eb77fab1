// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_TRANSPORT_HTTP_TRANSPORT_HPP
#define CRYPTO_CHECKPOINT_TRANSPORT_HTTP_TRANSPORT_HPP

/// @file
/// The little of HTTP that WS-Management needs: a body that is posted, and what comes back.

#include <crypto_checkpoint/error/error.hpp>

#include <concepts>
#include <string>
#include <string_view>
#include <vector>

namespace crypto_checkpoint {
inline namespace v0 {

/// What SOAP 1.2 messages are sent as.
/// @par Source  chosen: what clients in the field send, such as python3-winrm
inline constexpr std::string_view soap_content_type = "application/soap+xml;charset=UTF-8";

/// The answer to a posted body, whatever its status.
/// @par Units and encoding  bytes as they came, without what HTTP puts around them
/// @par Thread safety  a value
struct TransportResponse {
    int status = 0;                         ///< as the far side gave it
    std::string content_type;               ///< as the header says, parameters included
    std::string location;                   ///< where a redirect points; it is never followed
    std::vector<std::string> authenticate;  ///< the headers WWW-Authenticate, one each
    std::string body;                       ///< whole
    friend bool operator==(const TransportResponse&, const TransportResponse&) = default;
};

/// What moves bytes: posts a SOAP message to the one address that it knows.
///
/// An answer of any HTTP status is a success. A failure says what became of the request:
///  * cluster_unreachable, timed_out, insecure_connection, invalid_value: it certainly did not leave
///  * outcome_unknown: it left, or part of it did, and there is no whole answer
///  * limit_exceeded: it left, and the answer is larger than allowed
///
/// A transport never repeats a request that may have arrived.
/// @par Thread safety  each transport says its own
/// @par Example  one for tests, which moves nothing:
/// @snippet reference/serving.cpp transport
template <class T>
concept HttpTransport = requires(T& transport, std::string_view body) {
    { transport.post(body) } -> std::same_as<Result<TransportResponse>>;
};

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
