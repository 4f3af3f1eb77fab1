// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_WSMAN_DETAIL_RESPONSE_INTERPRETER_HPP
#define CRYPTO_CHECKPOINT_WSMAN_DETAIL_RESPONSE_INTERPRETER_HPP

#include <crypto_checkpoint/cluster/detail/failure.hpp>
#include <crypto_checkpoint/detail/ascii.hpp>
#include <crypto_checkpoint/error/errc.hpp>
#include <crypto_checkpoint/error/error.hpp>
#include <crypto_checkpoint/transport/http_transport.hpp>
#include <crypto_checkpoint/wsman/detail/fault_codec.hpp>
#include <crypto_checkpoint/wsman/detail/fault_to_error.hpp>
#include <crypto_checkpoint/wsman/detail/message.hpp>
#include <crypto_checkpoint/wsman/detail/response_codec.hpp>
#include <crypto_checkpoint/wsman/detail/status_to_error.hpp>
#include <crypto_checkpoint/wsman/detail/xml_validator.hpp>

#include <expected>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail::wsman {

/// Whether a Content-Type declares XML in UTF-8. An empty one counts as that.
inline bool is_readable_type(std::string_view content_type) {
    const std::string lower = ascii_lowered(content_type);
    const std::string media = media_type_in(content_type);
    if (!media.empty() && media != "application/soap+xml" && media != "text/xml" &&
        media != "application/xml")
        return false;
    const auto at = lower.find("charset=");
    if (at == lower.npos) return true;
    std::string_view charset = std::string_view(lower).substr(at + 8);
    charset = trim(charset.substr(0, charset.find(';')));
    if (charset.starts_with('"') && charset.ends_with('"') && charset.size() > 1)
        charset = charset.substr(1, charset.size() - 2);
    return charset == "utf-8" || charset == "utf8" || charset == "us-ascii";
}

/// The response in an HTTP response.
/// @par Errors  malformed_message, or outcome_unknown for a change: it cannot be read; the error of a
///              fault or a status
inline Result<Response> interpret(const TransportResponse& http, std::string_view message_id,
                                  Step step) {
    const bool is_success = http.status == 200;
    const auto unreadable = [&](std::string why) {
        return std::unexpected(is_success ? Error(errc_of_unreadable(step), std::move(why))
                                          : error_of_status(http, step));
    };
    if (http.body.empty()) return unreadable("the response is empty");
    if (!is_readable_type(http.content_type)) {
        const std::string words = words_of_page(http);
        return unreadable("the response has the type " + http.content_type +
                          (words.empty() ? "" : ": " + words));
    }
    auto response = read_response(http.body);
    if (!response) return unreadable(std::move(response.error().detail));
    if (!response->relates_to.empty() && response->relates_to != message_id)
        return std::unexpected(
            Error(errc_of_unreadable(step), "the response belongs to another request"));
    if (const auto* const fault = std::get_if<Fault>(&response->body)) {
        Error error = error_of(*fault);
        const bool is_proof = is_conclusive(*fault, error);
        return std::unexpected(refined(std::move(error), step, is_proof));
    }
    if (!is_success) return std::unexpected(error_of_status(http, step));
    return response;
}

/// The result of a method without a return type.
///
/// No document shows the response: `Method_OUTPUT` as Windows names outputs, or the bare name as another
/// implementation does. A ReturnValue may be absent, empty, nil or 0; nothing else is accepted.
/// @par Errors  outcome_unknown: the response is to another request, or unclear; the error of a known
///              return value
inline Result<void> result_of(const Response& response, std::string_view method, Step step) {
    const auto unclear = [&](std::string why) {
        return std::unexpected(Error(errc_of_unreadable(step), std::move(why)));
    };
    const auto* const output = std::get_if<Instance>(&response.body);
    if (output == nullptr ||
        (output->name != std::string(method) + "_OUTPUT" && output->name != method))
        return unclear("the response is not one to " + std::string(method));
    if (output->properties.empty()) return {};
    const Property& returned = output->properties.front();
    if (output->properties.size() > 1 || returned.name != "ReturnValue" || returned.has_elements)
        return unclear("the response contains more than a return value");
    if (!returned.value || trim(*returned.value).empty()) return {};
    const auto code = code_in(*returned.value);
    if (!code) return unclear("the return value is not a number");
    return result_of_return_value(*code, method, step);
}

}  // namespace detail::wsman
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
