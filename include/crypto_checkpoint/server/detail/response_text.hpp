// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_SERVER_DETAIL_RESPONSE_TEXT_HPP
#define CRYPTO_CHECKPOINT_SERVER_DETAIL_RESPONSE_TEXT_HPP

#include <crypto_checkpoint/server/http_handler.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail::http {

/// What people read after the number.
/// @par Source  RFC 9110, section 15
constexpr std::string_view reason_phrase(int status) noexcept {
    switch (status) {
        case 200: return "OK";
        case 204: return "No Content";
        case 304: return "Not Modified";
        case 400: return "Bad Request";
        case 401: return "Unauthorized";
        case 403: return "Forbidden";
        case 404: return "Not Found";
        case 405: return "Method Not Allowed";
        case 408: return "Request Timeout";
        case 411: return "Length Required";
        case 413: return "Content Too Large";
        case 415: return "Unsupported Media Type";
        case 417: return "Expectation Failed";
        case 421: return "Misdirected Request";
        case 431: return "Request Header Fields Too Large";
        case 500: return "Internal Server Error";
        case 501: return "Not Implemented";
        case 503: return "Service Unavailable";
        default: return "Other";
    }
}

/// The value of the header Date, whatever the locale.
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

/// Whether a handler's header can be sent: nothing in it ends the line or the header.
inline bool is_sendable(const HttpHeader& header) {
    const auto is_in_word = [](char unit) {
        constexpr std::string_view others = "!#$%&'*+-.^_`|~";
        return ('0' <= unit && unit <= '9') || ('A' <= unit && unit <= 'Z') ||
               ('a' <= unit && unit <= 'z') || others.find(unit) != others.npos;
    };
    const auto is_in_text = [](char unit) {
        return unit == '\t' || (static_cast<unsigned char>(unit) >= 0x20 && unit != '\x7F');
    };
    return !header.name.empty() && std::ranges::all_of(header.name, is_in_word) &&
           std::ranges::all_of(header.value, is_in_text);
}

/// Whether a reply of a handler can be sent as it is.
inline bool is_sendable(const HttpResponse& reply) {
    return 200 <= reply.status && reply.status <= 599 &&
           is_sendable(HttpHeader{"Content-Type", reply.content_type}) &&
           std::ranges::all_of(reply.headers,
                               [](const HttpHeader& header) { return is_sendable(header); });
}

/// What the connection knows of an answer and the reply does not.
struct ResponseContext {
    std::string_view date;
    bool is_to_head = false;  ///< so the body is only announced
    bool keeps_connection = true;
    bool is_to_http_1_0 = false;
};

/// The whole answer as it goes out: head and body in one piece, so in one system call.
inline std::string answer_text(const HttpResponse& reply, const ResponseContext& frame) {
    const bool has_body = reply.status != 204 && reply.status != 304;
    std::string text;
    text.reserve(256 + reply.body.size());
    text.append("HTTP/1.1 ").append(std::to_string(reply.status)).append(" ");
    text.append(reason_phrase(reply.status)).append("\r\nDate: ").append(frame.date);
    if (has_body) {
        if (!reply.content_type.empty())
            text.append("\r\nContent-Type: ").append(reply.content_type);
        text.append("\r\nContent-Length: ").append(std::to_string(reply.body.size()));
    }
    for (const HttpHeader& header : reply.headers)
        text.append("\r\n").append(header.name).append(": ").append(header.value);
    if (!frame.keeps_connection)
        text.append("\r\nConnection: close");
    else if (frame.is_to_http_1_0)
        text.append("\r\nConnection: keep-alive");
    text.append("\r\n\r\n");
    if (has_body && !frame.is_to_head) text.append(reply.body);
    return text;
}

}  // namespace detail::http
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
