// SPDX-License-Identifier: BSL-1.0
#include "checkpoints/clusters.hpp"

#include "checkpoints/connection_hints.hpp"
#include "checkpoints/password.hpp"
#include "checkpoints/run_on_clusters.hpp"
#include "cli/option_value.hpp"
#include "console/text.hpp"
#include <crypto_checkpoint/text/diagnostic.hpp>

#include <algorithm>
#include <optional>

namespace crypto_checkpoint::cli {
namespace {

constexpr std::size_t max_clusters_in_flight = 1024;

using Fault = std::unexpected<UsageError>;

std::expected<Authentication, UsageError> authentication_of(const Words& words) {
    if (!words.has("--auth")) return Authentication::none;
    const std::string name = words.one("--auth");
    if (const auto found = authentication_from_name(name)) return *found;
    const std::vector<std::string> known(detail::authentication_names.begin(),
                                         detail::authentication_names.end());
    return unknown_value("--auth", name, known);
}

/// Whether this way to show who asks has a use for a user and a password.
bool takes_user(Authentication authentication) {
    return authentication == Authentication::basic || authentication == Authentication::ntlm ||
           (authentication == Authentication::negotiate && negotiate_takes_user());
}

/// Nobody acts as anyone but the one who was named.
std::optional<UsageError> find_unused_user(const Words& words, Authentication authentication) {
    if (takes_user(authentication)) return std::nullopt;
    for (const char* const option : {"--user", "--password-file"}) {
        if (!words.has(option)) continue;
        if (!words.has("--auth"))
            return UsageError{fmt::format("{} needs --auth", option),
                              {negotiate_takes_user() ? "one of: basic, negotiate, ntlm"
                                                      : "one of: basic, ntlm"}};
        UsageError error{
            fmt::format("{} is of no use for --auth {}", option, to_string(authentication)), {}};
        if (authentication == Authentication::negotiate)
            error.lines = {"the ticket of kinit says who asks: leave " + std::string(option) +
                               " out, or take --auth ntlm",
                           "for another one: kinit USER@REALM"};
        return error;
    }
    return std::nullopt;
}

/// Nothing where this way to show who asks takes none.
std::expected<Secret, UsageError> password_of(const Words& words, Authentication authentication) {
    const bool needs_one = takes_user(authentication) &&
                           (authentication != Authentication::negotiate || words.has("--user"));
    if (!needs_one && !words.has("--password-file")) return Secret();
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
    constexpr unsigned max_seconds = 3600;
    constexpr unsigned usual_at_once = 64;
    const auto seconds = number_of(words, "--timeout", usual_seconds, max_seconds);
    if (!seconds) return Fault(seconds.error());
    const auto at_once = number_of(words, "--parallel", usual_at_once, max_clusters_in_flight);
    if (!at_once) return Fault(at_once.error());
    clusters.max_in_flight = *at_once;

    ClusterAddress address;
    const auto authentication = authentication_of(words);
    if (!authentication) return Fault(authentication.error());
    address.authentication = *authentication;
    if (auto error = find_unused_user(words, *authentication)) return Fault(*std::move(error));
    auto password = password_of(words, *authentication);
    if (!password) return Fault(password.error());
    address.password = *std::move(password);
    for (const char* const option : {"--ca-file", "--client-cert", "--client-key"})
        if (auto error = find_fault_of_pem(words, option)) return Fault(*std::move(error));
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
            std::vector<std::string> lines = url_hints(url);
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
