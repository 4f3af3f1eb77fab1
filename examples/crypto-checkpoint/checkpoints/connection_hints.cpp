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
    const auto given = std::ranges::find(schemes, address.authentication, &Scheme::authentication);
    if (given != schemes.end() && offers(*given))
        return {fmt::format("it takes --auth {}, but not {}", to_string(address.authentication),
                            address.authentication == Authentication::negotiate
                                ? "what was shown"  // a ticket, as a rule
                                : "this user or this password")};
    std::string hint =
        address.authentication == Authentication::none
            ? "no credentials were given"
            : fmt::format("it does not take --auth {}", to_string(address.authentication));
    if (const auto scheme = std::ranges::find_if(schemes, offers); scheme != schemes.end())
        hint += "; try: " + options_for(scheme->authentication, is_encrypted);
    return {std::move(hint)};
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
    if (!is_encrypted &&
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
