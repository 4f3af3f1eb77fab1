// SPDX-License-Identifier: BSL-1.0
#include "checkpoints/connection_options.hpp"

#include "checkpoints/connection_hints.hpp"
#include "cli/option_value.hpp"
#include "console/environment.hpp"
#include "console/read_secret.hpp"
#include "console/text.hpp"
#include <crypto_checkpoint/text/diagnostic.hpp>
#include <crypto_checkpoint/transport/libcurl_transport.hpp>

#include <algorithm>
#include <chrono>
#include <optional>

namespace crypto_checkpoint::cli {
namespace {

constexpr const char* password_variable = "CRYPTO_CHECKPOINT_PASSWORD";
constexpr unsigned default_in_flight = 64;

std::chrono::seconds timeout_of(const ParsedArgs& args) {
    return std::chrono::seconds(number_of(args, "--timeout", 60));
}

bool takes_user(Authentication authentication) {
    return authentication == Authentication::basic || authentication == Authentication::ntlm ||
           (authentication == Authentication::negotiate &&
            !detail::negotiate_ignores_credentials());
}

/// A user that libcurl would ignore is an error: the request would run as somebody else.
std::optional<UsageError> find_unused_user(const ParsedArgs& args, Authentication authentication) {
    if (takes_user(authentication)) return std::nullopt;
    for (const char* const option : {"--user", "--password-file"}) {
        if (!args.has(option)) continue;
        if (!args.has("--auth"))
            return UsageError{
                fmt::format("{} needs --auth", option),
                {takes_user(Authentication::negotiate) ? "one of: basic, negotiate, ntlm"
                                                       : "one of: basic, ntlm"}};
        UsageError error{
            fmt::format("{} is of no use for --auth {}", option, to_string(authentication)), {}};
        if (authentication == Authentication::negotiate)
            error.lines = {"the ticket of kinit names the user: leave " + std::string(option) +
                               " out, or take --auth ntlm",
                           "for another user: kinit USER@REALM"};
        return error;
    }
    return std::nullopt;
}

/// The password in the file of --password-file, or in the environment.
/// @param needed_by  the option that needs it, for the message
std::expected<Secret, UsageError> password_of(const ParsedArgs& args, std::string_view needed_by) {
    if (args.has("--password-file")) {
        auto read = secret_from_file(args.get("--password-file"));
        if (read) return *std::move(read);
        return usage_error("cannot read the password", {printable(read.error().context) + ": " +
                                                        printable(read.error().detail)});
    }
    if (!has_environment_variable(password_variable))
        return usage_error(fmt::format("{} needs a password", needed_by),
                           {"give --password-file FILE",
                            fmt::format("or set {} in the environment", password_variable)});
    auto read = secret_from_environment(password_variable);
    if (read) return *std::move(read);
    return usage_error(fmt::format("cannot use {}: {}", password_variable, read.error().detail));
}

std::expected<Secret, UsageError> password_of(const ParsedArgs& args,
                                              Authentication authentication) {
    const bool needs_one = takes_user(authentication) &&
                           (authentication != Authentication::negotiate || args.has("--user"));
    if (!needs_one && !args.has("--password-file")) return Secret();
    return password_of(args, fmt::format("--auth {}", to_string(authentication)));
}

}  // namespace

std::expected<Clusters, UsageError> clusters_of(const ParsedArgs& args) {
    if (!args.has("--cluster"))
        return usage_error("--backend wsman needs --cluster",
                           {"such as: --cluster https://node1.example:5986/wsman"});

    ClusterAddress address;
    address.authentication = authentication_from_name(args.get("--auth", "none")).value();
    if (auto error = find_unused_user(args, address.authentication))
        return std::unexpected(*std::move(error));
    auto password = password_of(args, address.authentication);
    if (!password) return std::unexpected(password.error());
    address.password = *std::move(password);
    for (const char* const option : {"--ca-file", "--client-cert", "--client-key"})
        if (auto error = find_pem_error(args, option)) return std::unexpected(*std::move(error));
    address.user = args.get("--user");
    address.allow_basic_over_http = args.has("--basic-over-http");
    address.ca_file = args.get("--ca-file");
    address.client_certificate_file = args.get("--client-cert");
    address.client_key_file = args.get("--client-key");
    address.proxy = args.get("--proxy");
    address.total_timeout = timeout_of(args);
    address.connect_timeout = std::min(address.connect_timeout, address.total_timeout);

    Clusters clusters{
        .dialect = args.get("--dialect") == "dmtf" ? WsmanDialect::dmtf : WsmanDialect::wmi,
        .max_in_flight = number_of(args, "--parallel", default_in_flight)};
    for (const std::string& url : args.get_all("--cluster")) {
        address.url = url;
        if (const auto good = LibcurlTransport::check(address); !good) {
            const Error& error = good.error();
            std::vector<std::string> lines = url_hints(url);
            if (error.code == Errc::insecure_connection &&
                address.authentication == Authentication::basic)
                lines.emplace_back("--basic-over-http allows it");
            return usage_error((error.context.empty() ? "" : error.context + ": ") + error.detail,
                               std::move(lines));
        }
        if (std::ranges::count(clusters.addresses, url, &ClusterAddress::url) == 0)
            clusters.addresses.push_back(address);
    }
    return clusters;
}

std::expected<NativeAddress, UsageError> native_address_of(const ParsedArgs& args,
                                                           BackendChoice choice) {
    const std::string way = fmt::format("--backend {}", to_string(choice));
    if (args.get_all("--cluster").size() > 1) return usage_error(way + " takes one --cluster");
    NativeAddress address{.cluster = args.get("--cluster")};
    if (address.cluster == local_cluster) address.cluster.clear();
    if (address.cluster.find("://") != std::string::npos)
        return usage_error(
            fmt::format("{} takes a name, not {}", way, shell_quoted(address.cluster)),
            {"a URL is for --backend wsman"});
    if (choice == BackendChoice::clusapi) {
        address.node = args.get("--node");
        return address;
    }
    address.way = NativeAddress::Way::wmi;
    address.wmi_namespace = args.get("--namespace");
    address.user = args.get("--user");
    if (!address.user.empty() && address.cluster.empty())
        return usage_error("WMI takes no --user for this machine",
                           {"add: --cluster HOST, or leave --user out"});
    address.timeout = timeout_of(args);
    if (address.user.empty()) {
        if (args.has("--password-file")) return usage_error("--password-file needs --user");
        return address;
    }
    auto password = password_of(args, std::string_view("--user"));
    if (!password) return std::unexpected(password.error());
    address.password = *std::move(password);
    return address;
}

}  // namespace crypto_checkpoint::cli
