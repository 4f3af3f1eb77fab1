// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_SERVER_HTTP_HANDLER_HPP
#define CRYPTO_CHECKPOINT_SERVER_HTTP_HANDLER_HPP

/// @file
/// The interface between an HTTP endpoint, its handler and its observer.

#include <crypto_checkpoint/detail/config.hpp>
#include <crypto_checkpoint/detail/text.hpp>

#include <any>
#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace crypto_checkpoint {
inline namespace v0 {

/// A whole request, authenticated if EndpointOptions::credentials are set, unless it is one of
/// AnonymousAccess. The views are valid until the handler returns.
/// @par Units and encoding  bytes as sent, not percent-decoded; the user is UTF-8
struct HttpRequest {
    std::string_view method;        ///< GET, HEAD or POST
    std::string_view path;          ///< `/wsman`, as sent, without the query
    std::string_view query;         ///< the part after `?`
    std::string_view content_type;  ///< the header, parameters included
    std::string_view body;          ///< complete
    std::string_view remote;        ///< the client's address and port: `127.0.0.1:50312`
    std::string_view user;          ///< authenticated; empty without EndpointOptions::credentials
    bool is_tls = false;
    /// Whether a browser says that a page of another site sends this: by Sec-Fetch-Site, or by an
    /// Origin other than Host. Programs say nothing.
    /// @par Source  W3C Fetch Metadata, section 2.3; Fetch Standard, `Origin` header
    bool is_cross_origin = false;
    friend bool operator==(const HttpRequest&, const HttpRequest&) = default;
};

/// A header of a response.
/// @par Units and encoding  the name is ASCII, the value bytes that are sent unchanged
struct HttpHeader {
    std::string name;   ///< a token of RFC 9110
    std::string value;  ///< without line breaks
    friend bool operator==(const HttpHeader&, const HttpHeader&) = default;
};

/// The response to a request.
/// @par Units and encoding  bytes, sent unchanged; content_type declares the encoding of the body
struct HttpResponse {
    int status = 200;          ///< 200 to 599
    std::string content_type;  ///< of the body, parameters included
    std::string body;          ///< may be empty
    /// In addition to those of every response. A header that the server sends itself (Connection,
    /// Content-Length, Content-Type, Date, Keep-Alive, Trailer, Transfer-Encoding, Upgrade) makes the
    /// response a 500.
    std::vector<HttpHeader> headers;
    std::any subject;  ///< passed on to the observer
};

/// Handles requests. Called from several threads at once; may block. An exception becomes a response
/// with status 500.
/// @par Example
/// @snippet reference/serving.cpp handler
/// @see handler_of(), for WsmanService
using HttpHandler = std::function<HttpResponse(const HttpRequest&)>;

/// Requests that an endpoint accepts without credentials although EndpointOptions::credentials are set:
/// POSTs with a header, a small body, and nothing that the endpoint rejects. All others get the status
/// that they have without it, 401.
/// @par Source  MS-WSMV 3.1.4.1.23, for WS-Management's Identify
/// @par Example
/// @snippet reference/serving.cpp anonymous
/// @see anonymous_access_of(), for WsmanService
struct AnonymousAccess {
    HttpHeader header;  ///< that such a request has; names and values ignore case
    /// Called as an HttpHandler, instead of that of the endpoint. nullopt, or an exception: 401.
    std::function<std::optional<HttpResponse>(const HttpRequest&)> handler;
};

/// A finished request. The views are valid until the observer returns. Contains no credentials; the
/// user is set only if the password was right.
/// @par Units and encoding  as HttpRequest; sizes count bytes
struct HttpLogEntry {
    std::string_view method;                     ///< empty if it was not received
    std::string_view path;                       ///< as HttpRequest::path
    std::string_view remote;                     ///< as HttpRequest::remote
    std::string_view user;                       ///< as HttpRequest::user
    int status = 0;                              ///< of the response; 0: none could be sent
    std::size_t request_bytes = 0;               ///< of the body
    std::size_t response_bytes = 0;              ///< of the body
    std::chrono::steady_clock::duration took{};  ///< from the first byte to the last
    bool is_delivered = false;                   ///< the whole response was handed to the network
    std::string_view error;  ///< why the endpoint rejected it; empty if the handler responded
    const std::any* subject = nullptr;  ///< HttpResponse::subject, if the handler responded
    friend bool operator==(const HttpLogEntry&, const HttpLogEntry&) = default;
};

/// Called after each request, one at a time and in the order of the responses. It blocks all I/O of
/// the endpoint meanwhile: one that writes to a pipe or a disk passes the entry to a thread of its own.
/// Exceptions are dropped.
/// @par Thread safety  called on the endpoint's I/O thread only
/// @par Example  one that keeps a log:
/// @snippet crypto-checkpoint/serve/serve.cpp endpoint
/// @see HttpEndpoint::listen()
using HttpObserver = std::function<void(const HttpLogEntry&)>;

/// @cond
namespace detail {

inline void append_text(Text& text, const HttpRequest& request) {
    text << request.method << " " << request.path << " from " << request.remote << ", ";
    text.count(request.body.size(), "byte");
}

inline void append_text(Text& text, const HttpHeader& header) {
    text << header.name << ": " << header.value;
}

inline void append_text(Text& text, const AnonymousAccess& access) { text << access.header; }

inline void append_text(Text& text, const HttpResponse& response) {
    text << response.status << " " << response.content_type << ", ";
    text.count(response.body.size(), "byte");
}

inline void append_text(Text& text, const HttpLogEntry& entry) {
    text << entry.method << " " << entry.path << " from " << entry.remote << ": " << entry.status;
    if (!entry.error.empty()) text << " (" << entry.error << ")";
}

}  // namespace detail
/// @endcond

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
