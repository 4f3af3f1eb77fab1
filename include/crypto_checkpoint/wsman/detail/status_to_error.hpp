// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_WSMAN_DETAIL_STATUS_TO_ERROR_HPP
#define CRYPTO_CHECKPOINT_WSMAN_DETAIL_STATUS_TO_ERROR_HPP

#include <crypto_checkpoint/cluster/detail/failure.hpp>
#include <crypto_checkpoint/detail/ascii.hpp>
#include <crypto_checkpoint/detail/unicode.hpp>
#include <crypto_checkpoint/error/errc.hpp>
#include <crypto_checkpoint/error/error.hpp>
#include <crypto_checkpoint/transport/http_transport.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail::wsman {

inline std::string ascii_lowered(std::string_view text) {
    std::string lower;
    for (const char letter : text) lower += static_cast<char>(ascii_lower(unit_value(letter)));
    return lower;
}

/// The media type of a Content-Type, in lower case.
inline std::string media_type_in(std::string_view content_type) {
    return ascii_lowered(trim(content_type.substr(0, content_type.find(';'))));
}

/// The size of the tag, the comment, or the element without visible text that @p page begins with.
/// @param page  in lower case, begins with <
inline std::size_t markup_size(std::string_view page) noexcept {
    struct Pair {
        std::string_view begin;
        std::string_view end;
    };
    for (const Pair& pair :
         {Pair{"<!--", "-->"}, Pair{"<head>", "</head>"}, Pair{"<script", "</script>"},
          Pair{"<style", "</style>"}, Pair{"<", ">"}})
        if (page.starts_with(pair.begin)) {
            const std::size_t end = page.find(pair.end);
            return end == page.npos ? page.size() : end + pair.end.size();
        }
    return 1;
}

/// The words of a page for people, which a web server or a proxy sends in place of the service: one line
/// of printable ASCII, of limited length; empty for other types.
/// @par Source  chosen. HTTP.sys sends such pages: "Bad Request - Invalid Hostname"
inline std::string words_of_page(const TransportResponse& http) {
    constexpr std::size_t max_page = 16'384;
    constexpr std::size_t max_words = 240;
    const std::string type = media_type_in(http.content_type);
    if (type != "text/html" && type != "text/plain") return {};
    const std::string_view page = std::string_view(http.body).substr(0, max_page);
    const std::string lower = ascii_lowered(page);
    std::string words;
    bool is_between = false;
    for (std::size_t at = 0; at != page.size();) {
        const char c = page[at];
        const bool is_markup = c == '<' && type == "text/html";
        if (is_markup || trim(page.substr(at, 1)).empty()) {
            is_between = true;
            at += is_markup ? markup_size(std::string_view(lower).substr(at)) : 1;
            continue;
        }
        if (words.size() >= max_words) return words + "...";
        if (std::exchange(is_between, false) && !words.empty()) words += ' ';
        words += '!' <= c && c <= '~' ? c : '?';
        ++at;
    }
    return words;
}

/// The code of a response that cannot be read, which does not say whether a change was made.
constexpr Errc errc_of_unreadable(Step step) noexcept {
    return is_change(step) ? Errc::outcome_unknown : Errc::malformed_message;
}

/// The error of an HTTP status whose body cannot be read.
///
/// HTTP promises that the request was not executed after a client error, or a redirect of the request
/// itself. 303 redirects to the result, and a server error may follow the execution. Only a proxy sends
/// 407, in place of the cluster.
/// @par Source  RFC 9110, 15; Microsoft Learn, Installation and configuration for Windows Remote
///              Management: plain HTTP is rejected unless AllowUnencrypted is set
inline Error error_of_status(const TransportResponse& http, Step step) {
    const auto error = [&](Errc code, std::string detail) {
        return Error(code,
                     NativeCode{NativeDomain::http_status,
                                static_cast<std::uint32_t>((std::max)(http.status, 0))},
                     std::move(detail));
    };
    const std::string status = "HTTP status " + std::to_string(http.status);
    const std::string words = words_of_page(http);
    const std::string page = words.empty() ? "" : ": " + words;
    if (http.status == 401) {
        std::string offered;
        for (const std::string& scheme : http.authenticate)
            offered += (offered.empty() ? "" : ", ") + scheme.substr(0, scheme.find(' '));
        return error(Errc::authentication_failed,
                     offered.empty() ? status + page : "it offers: " + offered);
    }
    if (http.status == 403) return error(Errc::access_denied, status + page);
    if (http.status == 404)
        return error(Errc::not_served,
                     "no WS-Management service is there (HTTP status 404)" + page);
    if (http.status == 407)
        return error(Errc::cluster_unreachable,
                     "a proxy demands credentials, and none are sent to it (HTTP status 407)");
    if (http.status == 413)
        return error(Errc::limit_exceeded, "the request is too large for it" + page);
    if (http.status == 503 && !is_change(step))
        return error(Errc::not_served, "the service is unavailable (HTTP status 503)" + page);
    if ((http.status == 502 || http.status == 504) && !is_change(step))
        return error(Errc::not_served,
                     "a proxy or a gateway did not reach it (" + status + ")" + page);
    if (http.status / 100 == 3 && http.status != 303)
        return error(Errc::not_served,
                     "redirected to '" + http.location + "', which is not followed");
    if (http.status == 405 || http.status == 415) return error(Errc::unsupported, status + page);
    if (http.status / 100 == 4) return error(Errc::not_served, status + page);
    return error(errc_of_unreadable(step),
                 status + (page.empty() ? " and no readable message" : page));
}

}  // namespace detail::wsman
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
