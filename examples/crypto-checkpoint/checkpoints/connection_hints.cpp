// SPDX-License-Identifier: BSL-1.0
#include "checkpoints/connection_hints.hpp"

#include "checkpoints/native_backend.hpp"

#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <initializer_list>

namespace crypto_checkpoint::cli {
namespace {

using Hints = std::vector<std::string>;

bool has_code(const Error& error, NativeDomain domain,
              std::initializer_list<std::uint32_t> values) {
    return error.native && error.native->domain == domain &&
           std::ranges::find(values, error.native->value) != values.end();
}

bool mentions(const Error& error, std::string_view text) {
    return error.detail.find(text) != error.detail.npos;
}

/// The options to write for an authentication.
std::string options_for(Authentication authentication, bool is_encrypted) {
    switch (authentication) {
        case Authentication::negotiate: return "--auth negotiate";
        case Authentication::ntlm: return "--auth ntlm --user NAME --password-file FILE";
        default:
            return std::string("--auth basic --user NAME --password-file FILE") +
                   (is_encrypted ? "" : " --basic-over-http");
    }
}

/// @par Source  Microsoft Learn, Installation and configuration for Windows Remote Management:
///              AllowUnencrypted is false by default, and HTTPS uses port 5986
std::string hint_to_encrypt(const ClusterAddress& address) {
    return fmt::format(
        "if it is Windows: by default it refuses messages that are not encrypted; write "
        "https://{}:5986/wsman",
        detail::host_of(address.url));
}

/// The authentications that the server offered instead.
Hints hints_for_credentials(const Error& error, const ClusterAddress& address, bool is_encrypted) {
    constexpr std::string_view beginning = "it offers: ";
    if (!error.detail.starts_with(beginning)) return {};
    struct Scheme {
        std::string_view name;
        Authentication authentication;
    };
    constexpr std::array schemes{Scheme{"Basic", Authentication::basic},
                                 Scheme{"Negotiate", Authentication::negotiate},
                                 Scheme{"NTLM", Authentication::ntlm}};
    const std::string_view offered = std::string_view(error.detail).substr(beginning.size());
    const auto offers = [&](const Scheme& scheme) {
        return std::ranges::search(offered, scheme.name, [](char left, char right) {
                   return detail::ascii_lower(detail::unit_value(left)) ==
                          detail::ascii_lower(detail::unit_value(right));
               }).begin() != offered.end();
    };
    Hints hints;
    const auto given = std::ranges::find(schemes, address.authentication, &Scheme::authentication);
    if (given != schemes.end() && offers(*given)) {
        hints.push_back(fmt::format("it takes --auth {}, but not {}",
                                    to_string(address.authentication),
                                    address.authentication == Authentication::negotiate
                                        ? "what was shown"  // a ticket, as a rule
                                        : "this user or this password"));
        const bool is_ascii =
            std::ranges::all_of(address.user, [](char c) { return detail::unit_value(c) < 0x80; });
        if (address.authentication == Authentication::ntlm && !is_ascii)
            hints.emplace_back(
                "by NTLM a user beyond ASCII arrives only where the server reads UTF-16: the "
                "server may have read another name");
    } else {
        hints.push_back(
            address.authentication == Authentication::none
                ? "no credentials were given"
                : fmt::format("it does not take --auth {}", to_string(address.authentication)));
        if (const auto scheme = std::ranges::find_if(schemes, offers); scheme != schemes.end())
            hints.back() += "; try: " + options_for(scheme->authentication, is_encrypted);
    }
    // Windows offers these, and then refuses the message itself.
    if (!is_encrypted && (offers(schemes[1]) || offers(schemes[2])))
        hints.push_back(hint_to_encrypt(address));
    return hints;
}

/// @par Source  RFC 9110, 15.5.8; "CONNECT tunnel failed, response 407" is libcurl's
bool is_of_proxy_that_demands_credentials(const Error& error) {
    return has_code(error, NativeDomain::http_status, {407}) ||
           (error.native && error.native->domain == NativeDomain::curl && mentions(error, " 407"));
}

/// @par Source  Microsoft Learn, "HTTP 400 Bad Request (Request Header too long)" (from memory);
///              RFC 6585 for 431; the words of Apache and nginx (from memory)
bool is_for_large_headers(const Error& error) {
    return has_code(error, NativeDomain::http_status, {431}) ||
           (has_code(error, NativeDomain::http_status, {400}) &&
            (mentions(error, "Request Too Long") || mentions(error, "Header Or Cookie Too Large") ||
             mentions(error, "request header field exceeds")));
}

Hints hints_for_certificate(const Error& error, const ClusterAddress& address) {
    // libcurl's message with OpenSSL: "no alternative certificate subject name matches ...".
    if (mentions(error, "subject name"))
        return {"the URL has to name the host as its certificate does"};
    if (address.ca_file.empty())
        return {"to trust the issuer of its certificate, or a self-signed certificate: "
                "--ca-file FILE"};
    return {"the issuer of its certificate is not in the file of --ca-file"};
}

}  // namespace

Hints connection_hints(const Error& error, const ClusterAddress& address) {
    const std::size_t end_of_scheme = address.url.find("://");
    const std::string_view rest = std::string_view(address.url).substr(end_of_scheme + 3);
    const bool is_encrypted = !detail::scheme_of(address.url, {"https"}).empty();
    const bool has_path = rest.find('/') < rest.size() - 1;

    if (error.code == Errc::authentication_failed)
        return hints_for_credentials(error, address, is_encrypted);
    if (address.ca_file.empty() && has_code(error, NativeDomain::curl, {CURLE_SSL_CACERT_BADFILE}))
        return {"the system's authorities are in the package ca-certificates",
                "or name the authorities to trust: --ca-file FILE"};
    if (has_code(error, NativeDomain::curl, {CURLE_PEER_FAILED_VERIFICATION}))
        return hints_for_certificate(error, address);
    if (is_encrypted && has_code(error, NativeDomain::curl, {CURLE_SSL_CONNECT_ERROR}) &&
        mentions(error, "wrong version number"))
        return {fmt::format("what listens there does not speak TLS; without it: http://{}", rest)};
    if (is_of_proxy_that_demands_credentials(error))
        return {address.proxy.empty()
                    ? "there is a proxy on the way, which --proxy does not name"
                    : "--proxy takes no credentials: name a proxy that demands none"};
    if (is_for_large_headers(error)) {
        if (address.authentication != Authentication::negotiate) return {};
        return {"a Kerberos ticket is large where its user is in many groups; on Windows, "
                "MaxFieldLength and MaxRequestBytes of HTTP.sys limit it"};
    }
    if (!is_encrypted && has_code(error, NativeDomain::http_status, {500}))
        return {hint_to_encrypt(address)};
    if (!is_encrypted && !address.proxy.empty() &&
        has_code(error, NativeDomain::http_status, {403, 502, 503, 504}))
        return {"the proxy may have sent this, not the cluster"};
    // HTTP.sys, which ends its pages so, never speaks both on one port.
    if (!is_encrypted && !mentions(error, "HTTP Error 400.") &&
        (has_code(error, NativeDomain::http_status, {400}) ||
         has_code(error, NativeDomain::curl,
                  {CURLE_GOT_NOTHING, CURLE_RECV_ERROR, CURLE_WEIRD_SERVER_REPLY})))
        return {fmt::format("if what listens there speaks TLS: https://{}", rest)};
    if (!has_path && has_code(error, NativeDomain::http_status, {404, 405}))
        return {fmt::format("WS-Management is usually served at: {}{}wsman", address.url,
                            rest.ends_with('/') ? "" : "/")};
    return {};
}

Hints url_hints(std::string_view url) {
    const bool may_be_host =
        !url.empty() && url.find_first_of("/@?#\\") == url.npos && detail::is_visible_ascii(url);
    if (!may_be_host) return {};
    const bool has_port = url.find(':') != url.npos;
    // The default ports of Windows Remote Management for http and https.
    Hints hints{fmt::format("such as: --cluster {}://{}{}/wsman",
                            url.ends_with(":5985") ? "http" : "https", url,
                            has_port ? "" : ":5986")};
    if (has_native_backend())
        hints.emplace_back("the name of a cluster is for --backend wmi and --backend clusapi");
    return hints;
}

}  // namespace crypto_checkpoint::cli
