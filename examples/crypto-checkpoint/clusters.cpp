// SPDX-License-Identifier: BSL-1.0
#include "clusters.hpp"

#include "option_value.hpp"
#include "password.hpp"
#include "text.hpp"
#include <crypto_checkpoint/diagnostic.hpp>

#include <algorithm>

namespace crypto_checkpoint::cli {
namespace {

constexpr std::size_t most_clusters_at_once = 1024;

using Fault = std::unexpected<UsageError>;

std::expected<Authentication, UsageError> authentication_of(const Words& words) {
    const std::vector<std::string> known(detail::authentication_names.begin(),
                                         detail::authentication_names.end());
    if (words.has("--auth")) {
        const std::string name = words.one("--auth");
        if (const auto found = authentication_from_name(name)) return *found;
        return unknown_value("--auth", name, known);
    }
    if (words.has("--user"))
        return usage_fault("--user needs --auth", {"one of: basic, negotiate, ntlm"});
    return Authentication::none;
}

/// Nothing where this way to show who asks takes none.
std::expected<Secret, UsageError> password_of(const Words& words, Authentication authentication) {
    const bool takes_one = authentication == Authentication::basic ||
                           authentication == Authentication::ntlm ||
                           (authentication == Authentication::negotiate && words.has("--user"));
    if (!takes_one && !words.has("--password-file")) return Secret();
    return cli::password_of(words, fmt::format("--auth {}", to_string(authentication)));
}

}  // namespace

std::expected<Clusters, UsageError> clusters_of(const Words& words) {
    if (!words.has("--cluster"))
        return usage_fault("--backend wsman needs --cluster",
                           {"such as: --cluster https://node1.example:5986/wsman"});

    Clusters clusters;
    if (const std::string dialect = words.one("--dialect", "wmi"); dialect == "dmtf")
        clusters.dialect = WsmanDialect::dmtf;
    else if (dialect != "wmi")
        return unknown_value("--dialect", dialect, {"wmi", "dmtf"});
    constexpr unsigned usual_seconds = 60;
    constexpr unsigned most_seconds = 3600;
    constexpr unsigned usual_at_once = 64;
    const auto seconds = number_of(words, "--timeout", usual_seconds, most_seconds);
    if (!seconds) return Fault(seconds.error());
    const auto at_once = number_of(words, "--parallel", usual_at_once, most_clusters_at_once);
    if (!at_once) return Fault(at_once.error());
    clusters.most_at_once = *at_once;

    ClusterAddress address;
    const auto authentication = authentication_of(words);
    if (!authentication) return Fault(authentication.error());
    address.authentication = *authentication;
    auto password = password_of(words, *authentication);
    if (!password) return Fault(password.error());
    address.password = *std::move(password);
    address.user = words.one("--user");
    address.allow_basic_over_http = words.has("--basic-over-http");
    address.ca_file = words.one("--ca-file");
    address.client_certificate_file = words.one("--client-cert");
    address.client_key_file = words.one("--client-key");
    address.proxy = words.one("--proxy");
    address.total_timeout = std::chrono::seconds(*seconds);
    address.connect_timeout = std::min(address.connect_timeout, address.total_timeout);

    for (const std::string& url : words.all("--cluster")) {
        address.url = url;
        if (const auto good = address.check(); !good) {
            std::vector<std::string> lines;
            if (good.error().code == Errc::insecure_connection &&
                *authentication == Authentication::basic)
                lines.emplace_back("--basic-over-http allows it");
            return usage_fault(
                good.error().context.empty()
                    ? good.error().detail
                    : fmt::format("{}: {}", good.error().context, good.error().detail),
                std::move(lines));
        }
        if (std::ranges::find(clusters.addresses, url, &ClusterAddress::url) ==
            clusters.addresses.end())
            clusters.addresses.push_back(address);
    }
    return clusters;
}

}  // namespace crypto_checkpoint::cli
