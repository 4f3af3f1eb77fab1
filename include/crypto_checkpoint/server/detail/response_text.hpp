// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_SERVER_DETAIL_RESPONSE_TEXT_HPP
#define CRYPTO_CHECKPOINT_SERVER_DETAIL_RESPONSE_TEXT_HPP

#include <crypto_checkpoint/detail/ascii.hpp>
#include <crypto_checkpoint/server/http_handler.hpp>

#include <boost/beast/http/status.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail::http {

/// The value of the header Date, independent of the locale.
/// @par Source  RFC 9110, section 5.6.7
inline std::string http_date(std::chrono::sys_seconds time) {
    using namespace std::chrono;
    constexpr std::string_view days = "SunMonTueWedThuFriSat";
    constexpr std::string_view months = "JanFebMarAprMayJunJulAugSepOctNovDec";
    const auto day = floor<std::chrono::days>(time);
    const year_month_day date(day);
    const hh_mm_ss clock(time - day);
    const auto two = [](auto number) {
        const std::string digits = std::to_string(number);
        return digits.size() < 2 ? "0" + digits : digits;
    };
    std::string text(days.substr(weekday(day).c_encoding() * std::size_t{3}, 3));
    text += ", " + two(static_cast<unsigned>(date.day())) + ' ';
    text += months.substr((static_cast<unsigned>(date.month()) - 1) * std::size_t{3}, 3);
    text += ' ' + std::to_string(static_cast<int>(date.year())) + ' ' + two(clock.hours().count()) +
            ':' + two(clock.minutes().count()) + ':' + two(clock.seconds().count()) + " GMT";
    return text;
}

inline bool is_field_text(std::string_view text) {
    return std::ranges::all_of(text, [](char unit) {
        return unit == '\t' || (static_cast<unsigned char>(unit) >= 0x20 && unit != '\x7F');
    });
}

/// Whether a handler's header is well-formed, so that it cannot inject others, and not one that the
/// server sends: two lengths would be two ideas of where the response ends.
inline bool is_sendable(const HttpHeader& header) {
    constexpr std::array<std::string_view, 8> of_server{
        "Connection", "Content-Length", "Content-Type",      "Date",
        "Keep-Alive", "Trailer",        "Transfer-Encoding", "Upgrade"};
    const auto is_token = [](char unit) {
        constexpr std::string_view others = "!#$%&'*+-.^_`|~";
        return ('0' <= unit && unit <= '9') || ('A' <= unit && unit <= 'Z') ||
               ('a' <= unit && unit <= 'z') || others.find(unit) != others.npos;
    };
    return !header.name.empty() && std::ranges::all_of(header.name, is_token) &&
           is_field_text(header.value) &&
           std::ranges::none_of(of_server, [&](std::string_view name) {
               return equals_ignoring_ascii_case(name, header.name);
           });
}

inline bool is_sendable(const HttpResponse& response) {
    return 200 <= response.status && response.status <= 599 &&
           is_field_text(response.content_type) &&
           std::ranges::all_of(response.headers,
                               [](const HttpHeader& header) { return is_sendable(header); });
}

/// The part of a response that the connection determines.
struct ResponseContext {
    std::string_view date;
    bool is_to_head = false;  ///< the body is announced and not sent
    bool keeps_connection = true;
    bool is_to_http_1_0 = false;
};

/// Head and body in one text: one system call sends it.
inline std::string serialize_response(const HttpResponse& response,
                                      const ResponseContext& context) {
    namespace http = boost::beast::http;
    const bool has_body = response.status != 204 && response.status != 304;
    const auto status = static_cast<unsigned>(response.status);
    const auto reason = http::obsolete_reason(http::int_to_status(status));
    std::string text;
    text.reserve(256 + response.body.size());
    text.append("HTTP/1.1 ").append(std::to_string(status)).append(" ");
    text.append(reason.data(), reason.size());
    text.append("\r\nDate: ").append(context.date);
    if (has_body) {
        if (!response.content_type.empty())
            text.append("\r\nContent-Type: ").append(response.content_type);
        text.append("\r\nContent-Length: ").append(std::to_string(response.body.size()));
    }
    for (const HttpHeader& header : response.headers)
        text.append("\r\n").append(header.name).append(": ").append(header.value);
    if (!context.keeps_connection)
        text.append("\r\nConnection: close");
    else if (context.is_to_http_1_0)
        text.append("\r\nConnection: keep-alive");
    text.append("\r\n\r\n");
    if (has_body && !context.is_to_head) text.append(response.body);
    return text;
}

}  // namespace detail::http
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
