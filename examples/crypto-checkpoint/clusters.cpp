// SPDX-License-Identifier: BSL-1.0
#include "clusters.hpp"

#include "environment.hpp"
#include "text.hpp"
#include <crypto_checkpoint/diagnostic.hpp>

#include <charconv>

namespace crypto_checkpoint::cli {
namespace {

constexpr const char* password_variable = "CRYPTO_CHECKPOINT_PASSWORD";

constexpr std::size_t most_clusters_at_once = 1024;

using Fault = std::unexpected<UsageError>;

Fault fault(std::string what, std::vector<std::string> lines = {}) {
    return Fault(UsageError{std::move(what), std::move(lines)});
}

/// What stands behind an option that takes one of a few words.
Fault unknown_word(std::string_view option, const std::string& word,
                   const std::vector<std::string>& known) {
    std::vector<std::string> lines;
    if (const std::string near = nearest(word, known); !near.empty())
        lines.push_back(fmt::format("did you mean {}?", near));
    lines.push_back(fmt::format("{} takes: {}", option, fmt::join(known, ", ")));
    return fault(fmt::format("{} does not take {}", option, shell_quoted(word)), std::move(lines));
}

/// A whole number that an option takes.
std::expected<unsigned, UsageError> number_of(const Words& words, const std::string& option,
                                              unsigned otherwise, unsigned most) {
    if (!words.has(option)) return otherwise;
    const std::string text = words.one(option);
    unsigned number = 0;
    const auto [end, bad] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (bad != std::errc() || end != text.data() + text.size() || number == 0 || number > most)
        return fault(fmt::format("{} takes a number from 1 to {}, not {}", option, grouped(most),
                                 shell_quoted(text)));
    return number;
}

std::expected<bool, UsageError> is_meant(const Words& words) {
    const bool names_clusters = words.has("--cluster");
    const std::string backend = words.one("--backend", names_clusters ? "wsman" : "sandbox");
    if (backend == "sandbox") {
        for (const Option& option : cluster_options())
            if (option.name != "--backend" && words.has(option.name))
                return fault(option.name + " is of no use for the sandbox",
                             {"add: --backend wsman --cluster URL"});
        return false;
    }
    if (backend != "wsman") return unknown_word("--backend", backend, {"sandbox", "wsman"});
    if (!names_clusters)
        return fault("--backend wsman needs --cluster",
                     {"such as: --cluster https://node1.example:5986/wsman"});
    return true;
}

std::expected<Authentication, UsageError> authentication_of(const Words& words) {
    const std::vector<std::string> known(detail::authentication_names.begin(),
                                         detail::authentication_names.end());
    if (words.has("--auth")) {
        const std::string name = words.one("--auth");
        if (const auto found = authentication_from_name(name)) return *found;
        return unknown_word("--auth", name, known);
    }
    if (words.has("--user"))
        return fault("--user needs --auth", {"one of: basic, negotiate, ntlm"});
    return Authentication::none;
}

std::expected<Secret, UsageError> password_of(const Words& words, Authentication authentication) {
    if (words.has("--password-file")) {
        auto read = Secret::from_file(words.one("--password-file"));
        if (read) return *std::move(read);
        return fault("cannot read the password",
                     {printable(read.error().context) + ": " + printable(read.error().detail)});
    }
    const bool takes_one = authentication == Authentication::basic ||
                           authentication == Authentication::ntlm ||
                           (authentication == Authentication::negotiate && words.has("--user"));
    if (!takes_one) return Secret();
    if (environment_variable(password_variable)) {
        auto read = Secret::from_environment(password_variable);
        if (read) return *std::move(read);
        return fault(fmt::format("cannot use {}: {}", password_variable, read.error().detail));
    }
    return fault(fmt::format("--auth {} needs a password", to_string(authentication)),
                 {"give --password-file FILE",
                  fmt::format("or set {} in the environment", password_variable)});
}

}  // namespace

std::vector<Option> cluster_options() {
    return {{"--backend", "sandbox or wsman; wsman where --cluster is given", "BACKEND"},
            {"--cluster", "a cluster, https://HOST:5986/wsman; may be given several times", "URL"},
            {"--auth", "none, basic, negotiate, ntlm or certificate", "WAY"},
            {"--user", "who asks", "NAME"},
            {"--password-file", "the password is its first line", "FILE"},
            {"--ca-file", "trust these authorities alone; PEM", "FILE"},
            {"--client-cert", "a certificate to show; PEM", "FILE"},
            {"--client-key", "its key; PEM", "FILE"},
            {"--basic-over-http", "send the password readable for everyone on the way"},
            {"--proxy", "go through it", "URL"},
            {"--dialect", "how the class is addressed: wmi or dmtf", "DIALECT"},
            {"--timeout", "for each message, 1 to 3,600; default: 60", "SECONDS"},
            {"--parallel", "how many clusters are asked at once; default: 64", "NUMBER"}};
}

std::string_view about_clusters() noexcept {
    return R"(
With --cluster this works on real clusters, by WS-Management. Each is asked for
itself, many at once, and results are told as they come. Instead of a file, the
password may be in the environment, in CRYPTO_CHECKPOINT_PASSWORD.
)";
}

std::expected<std::optional<Clusters>, UsageError> clusters_of(const Words& words) {
    const auto meant = is_meant(words);
    if (!meant) return Fault(meant.error());
    if (!*meant) return std::nullopt;

    Clusters clusters;
    if (const std::string dialect = words.one("--dialect", "wmi"); dialect == "dmtf")
        clusters.dialect = WsmanDialect::dmtf;
    else if (dialect != "wmi")
        return unknown_word("--dialect", dialect, {"wmi", "dmtf"});
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
            return fault(good.error().context.empty()
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
