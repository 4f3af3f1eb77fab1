// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_WSMAN_WSMAN_RESPONSE_HPP
#define CRYPTO_CHECKPOINT_WSMAN_WSMAN_RESPONSE_HPP

#include <crypto_checkpoint/detail/text.hpp>
#include <crypto_checkpoint/error/errc.hpp>

#include <optional>
#include <string>

namespace crypto_checkpoint {
inline namespace v0 {

/// What a client requested and how that ended. UTF-8 as received: make it printable before showing it.
struct WsmanLogEntry {
    std::string operation;  ///< `Identify`, `Get`, `Enumerate`, `Pull`, or a method; may be empty
    std::string resource;   ///< empty if the request names none
    std::string argument;   ///< the checkpoint's name, or a query; may be empty
    std::optional<Errc> error;  ///< nothing on success
    friend bool operator==(const WsmanLogEntry& left, const WsmanLogEntry& right) {
        return left.operation == right.operation && left.resource == right.resource &&
               left.argument == right.argument && detail::are_equal(left.error, right.error);
    }
};

/// The response to a message.
/// @par Units and encoding  UTF-8
/// @par Example
/// @snippet reference/serving.cpp service
struct WsmanResponse {
    int http_status = 200;    ///< 200, 400 or 500
    std::string body;         ///< of the type soap_content_type
    WsmanLogEntry log_entry;  ///< for a log
    friend bool operator==(const WsmanResponse&, const WsmanResponse&) = default;
};

/// @cond
namespace detail {

/// `Invoke AddCryptoCheckpoint 'SQL' 1\\K: success`
inline void append_text(Text& text, const WsmanLogEntry& entry) {
    text << entry.operation;
    if (!entry.resource.empty()) text << " '" << entry.resource << "'";
    if (!entry.argument.empty()) text << " " << entry.argument;
    text << ": " << (entry.error ? to_string(*entry.error) : "success");
}

inline void append_text(Text& text, const WsmanResponse& response) {
    text << response.http_status << ", ";
    text.count(response.body.size(), "byte") << ", " << response.log_entry;
}

}  // namespace detail
/// @endcond

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
