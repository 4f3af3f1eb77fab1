// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_SERVER_HTTP_HANDLER_HPP
#define CRYPTO_CHECKPOINT_SERVER_HTTP_HANDLER_HPP

/// @file
/// What an HTTP server asks of whoever answers, and what it tells of it afterwards.

#include <crypto_checkpoint/detail/config.hpp>

#include <any>
#include <chrono>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace crypto_checkpoint {
inline namespace v0 {

/// A whole request whose sender is known. The views are good until the handler returns.
/// @par Units and encoding  bytes as they were sent, `%20` and the like included; the user is UTF-8
/// @par Thread safety  a value, as long as its views are good
struct HttpRequest {
    std::string_view method;        ///< GET, HEAD or POST
    std::string_view path;          ///< `/wsman`, as it was sent, without the query
    std::string_view query;         ///< what stands after `?`
    std::string_view content_type;  ///< as the header says, parameters included
    std::string_view body;          ///< whole
    std::string_view remote;        ///< address and port of the sender: `127.0.0.1:50312`
    std::string_view user;          ///< who has been authenticated; empty where nobody is asked
    bool is_tls = false;            ///< whether it came over TLS
};

/// A header of an answer.
/// @par Units and encoding  the name is ASCII, the value bytes that are sent as they are
/// @par Thread safety  a value
struct HttpHeader {
    std::string name;   ///< a token of RFC 9110
    std::string value;  ///< without line ends
    friend bool operator==(const HttpHeader&, const HttpHeader&) = default;
};

/// What a request is answered with.
/// @par Units and encoding  bytes, sent as they are; which encoding the body has, content_type says
/// @par Thread safety  a value
struct HttpResponse {
    int status = 200;                 ///< 200 to 599
    std::string content_type;         ///< of the body, parameters included
    std::string body;                 ///< may be empty
    std::vector<HttpHeader> headers;  ///< beyond those that every answer has
    std::any subject;                 ///< what the handler wants its observer to know
};

/// Answers requests. It is called from several threads at once and may block. What it throws
/// becomes an answer of status 500 and goes no further.
/// @par Example
/// @snippet reference/serving.cpp handler
/// @see handler_of(), for WsmanService
using HttpHandler = std::function<HttpResponse(const HttpRequest&)>;

/// A request that is over. The views are good until the observer returns. Credentials are in none
/// of this: the user is named only where the password was right.
/// @par Units and encoding  as of HttpRequest; sizes count bytes
/// @par Thread safety  a value, as long as its views are good
struct HttpLogEntry {
    std::string_view method;                     ///< empty where the request never got so far
    std::string_view path;                       ///< as HttpRequest::path
    std::string_view remote;                     ///< as HttpRequest::remote
    std::string_view user;                       ///< as HttpRequest::user
    int status = 0;                              ///< what was answered; 0: nothing could be
    std::size_t request_bytes = 0;               ///< of the body
    std::size_t answer_bytes = 0;                ///< of the body
    std::chrono::steady_clock::duration took{};  ///< from the first byte to the last
    bool is_delivered = false;                   ///< the answer was handed to the network, whole
    std::string_view fault;  ///< why the server itself refused; empty where the handler answered
    const std::any* subject = nullptr;  ///< HttpResponse::subject, where the handler answered
};

/// Is told of each request when it is over, one at a time and in the order of the answers. It
/// should be quick: nothing is read or written meanwhile. What it throws is dropped.
/// @par Thread safety  called by the endpoint's own thread, never by two at once
/// @par Example  one that keeps a log:
/// @snippet crypto-checkpoint/serve.cpp endpoint
/// @see HttpEndpoint::listen()
using HttpObserver = std::function<void(const HttpLogEntry&)>;

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
