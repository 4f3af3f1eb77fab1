// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_TRANSPORT_DETAIL_CURL_ERROR_HPP
#define CRYPTO_CHECKPOINT_TRANSPORT_DETAIL_CURL_ERROR_HPP

#include <crypto_checkpoint/error/errc.hpp>
#include <crypto_checkpoint/error/error.hpp>

#include <curl/curl.h>

#include <cstdint>
#include <string>
#include <string_view>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail {

/// @param was_sent  whether any of the request was sent
constexpr Errc errc_from_curl(CURLcode code, bool was_sent) noexcept {
    if (code == CURLE_FILESIZE_EXCEEDED) return Errc::limit_exceeded;
    if (was_sent) return Errc::outcome_unknown;
    switch (code) {
        case CURLE_OPERATION_TIMEDOUT: return Errc::timed_out;
        case CURLE_PEER_FAILED_VERIFICATION:
        case CURLE_SSL_ISSUER_ERROR:
        case CURLE_SSL_INVALIDCERTSTATUS:
        case CURLE_SSL_CRL_BADFILE: return Errc::insecure_connection;
        case CURLE_UNSUPPORTED_PROTOCOL:
        case CURLE_URL_MALFORMAT:
        case CURLE_BAD_FUNCTION_ARGUMENT:
        case CURLE_NOT_BUILT_IN:
        case CURLE_UNKNOWN_OPTION:
        case CURLE_SSL_CERTPROBLEM:  // the client's own
        case CURLE_SSL_CACERT_BADFILE: return Errc::invalid_value;
        default: return Errc::cluster_unreachable;
    }
}

/// One line of printable ASCII: parts of libcurl's text come from the server.
inline std::string cleaned_curl_text(std::string_view text) {
    std::string cleaned;
    for (const char c : text) cleaned += ' ' <= c && c <= '~' ? c : '?';
    while (cleaned.ends_with('?') || cleaned.ends_with(' ')) cleaned.pop_back();
    return cleaned;
}

/// What helps where there is no Kerberos ticket for a service, as the end of a sentence; may be empty.
/// @param reason  the message of GSSAPI
/// @param host    of the URL
/// @par Source  the messages of MIT Kerberos 1.20; others are not recognised
inline std::string advice_on_ticket(std::string_view reason, std::string_view host) {
    const auto mentions = [&](std::string_view words) { return reason.find(words) != reason.npos; };
    if (mentions("not found in Kerberos database"))
        return "; the realm has no service HTTP/NAME for " + cleaned_curl_text(host) +
               ": the URL has to name the host as the realm does";
    // A ticket does not help while these last.
    if (mentions("KDC") || mentions("Clock skew") || mentions("default realm")) return {};
    return "; kinit USER@REALM gets one";
}

/// @param text  the content of libcurl's error buffer, often empty
inline Error curl_error(CURLcode code, bool was_sent, std::string_view text) {
    if (text.empty()) text = curl_easy_strerror(code);
    return Error(errc_from_curl(code, was_sent),
                 NativeCode{NativeDomain::curl, static_cast<std::uint32_t>(code)},
                 cleaned_curl_text(text));
}

}  // namespace detail
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
