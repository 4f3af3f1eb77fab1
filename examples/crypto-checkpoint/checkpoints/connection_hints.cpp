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

bool is_answer(const Error& error, NativeDomain domain,
               std::initializer_list<std::uint32_t> values) {
    return error.native && error.native->domain == domain &&
           std::ranges::find(values, error.native->value) != values.end();
}

bool mentions(const Error& error, std::string_view text) {
    return error.detail.find(text) != error.detail.npos;
}

/// The options for a way to show who asks, as they are to be written.
std::string options_for(Authentication authentication, bool is_encrypted) {
    switch (authentication) {
        case Authentication::negotiate: return "--auth negotiate";
        case Authentication::ntlm: return "--auth ntlm --user NAME --password-file FILE";
        default:
            return std::string("--auth basic --user NAME --password-file FILE") +
                   (is_encrypted ? "" : " --basic-over-http");
    }
}

/// A server that refuses who asks offers the ways in which it would be told.
Hints hints_for_credentials(const Error& error, const ClusterAddress& address, bool is_encrypted) {
    constexpr std::string_view beginning = "it offers: ";
    if (!error.detail.starts_with(beginning)) return {};
    struct Way {
        std::string_view scheme;
        Authentication authentication;
    };
    constexpr std::array ways{Way{"Basic", Authentication::basic},
                              Way{"Negotiate", Authentication::negotiate},
                              Way{"NTLM", Authentication::ntlm}};
    const std::string_view offered = std::string_view(error.detail).substr(beginning.size());
    const auto offers = [&](const Way& way) {
        return std::ranges::search(offered, way.scheme, [](char left, char right) {
                   return detail::ascii_lower(detail::unit_value(left)) ==
                          detail::ascii_lower(detail::unit_value(right));
               }).begin() != offered.end();
    };
    const auto given = std::ranges::find(ways, address.authentication, &Way::authentication);
    if (given != ways.end() && offers(*given))
        return {fmt::format("it takes --auth {}, but not {}", to_string(address.authentication),
                            address.authentication == Authentication::negotiate
                                ? "what was shown"  // a ticket, as a rule
                                : "this user or this password")};
    std::string hint =
        address.authentication == Authentication::none
            ? "no credentials were given"
            : fmt::format("it does not take --auth {}", to_string(address.authentication));
    if (const auto way = std::ranges::find_if(ways, offers); way != ways.end())
        hint += "; try: " + options_for(way->authentication, is_encrypted);
    return {std::move(hint)};
}

Hints hints_for_certificate(const Error& error, const ClusterAddress& address) {
    // As libcurl says it of OpenSSL: "no alternative certificate subject name matches ...".
    if (mentions(error, "subject name"))
        return {"the URL has to name the host as its certificate does"};
    if (address.ca_file.empty())
        return {"to trust who issued its certificate, or a certificate that signs itself: "
                "--ca-file FILE"};
    return {"whoever issued its certificate is not in the file of --ca-file"};
}

}  // namespace

Hints connection_hints(const Error& error, const ClusterAddress& address) {
    const std::size_t end_of_scheme = address.url.find("://");
    const std::string_view rest = std::string_view(address.url).substr(end_of_scheme + 3);
    const bool is_encrypted = !detail::scheme_of(address.url, {"https"}).empty();
    const bool has_path = rest.find('/') < rest.size() - 1;

    if (error.code == Errc::authentication_failed)
        return hints_for_credentials(error, address, is_encrypted);
    if (address.ca_file.empty() && is_answer(error, NativeDomain::curl, {CURLE_SSL_CACERT_BADFILE}))
        return {"the system's authorities are in the package ca-certificates",
                "or give whom to trust: --ca-file FILE"};
    if (is_answer(error, NativeDomain::curl, {CURLE_PEER_FAILED_VERIFICATION}))
        return hints_for_certificate(error, address);
    if (is_encrypted && is_answer(error, NativeDomain::curl, {CURLE_SSL_CONNECT_ERROR}) &&
        mentions(error, "wrong version number"))
        return {fmt::format("what listens there does not speak TLS; without it: http://{}", rest)};
    if (!is_encrypted &&
        (is_answer(error, NativeDomain::http_status, {400}) ||
         is_answer(error, NativeDomain::curl,
                   {CURLE_GOT_NOTHING, CURLE_RECV_ERROR, CURLE_WEIRD_SERVER_REPLY})))
        return {fmt::format("if what listens there speaks TLS: https://{}", rest)};
    if (!has_path && is_answer(error, NativeDomain::http_status, {404, 405}))
        return {fmt::format("WS-Management is usually served at: {}{}wsman", address.url,
                            rest.ends_with('/') ? "" : "/")};
    return {};
}

Hints url_hints(std::string_view url) {
    const bool may_be_host =
        !url.empty() && url.find_first_of("/@?#\\") == url.npos && detail::is_visible_ascii(url);
    if (!may_be_host) return {};
    const bool has_port = url.find(':') != url.npos;
    // The ports that Windows listens on, as installed, for http and for https.
    Hints hints{fmt::format("such as: --cluster {}://{}{}/wsman",
                            url.ends_with(":5985") ? "http" : "https", url,
                            has_port ? "" : ":5986")};
    if (has_native_backend())
        hints.emplace_back("the name of a cluster is for --backend wmi and --backend clusapi");
    return hints;
}

}  // namespace crypto_checkpoint::cli
