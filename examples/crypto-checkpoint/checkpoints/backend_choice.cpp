// SPDX-License-Identifier: BSL-1.0
#include "checkpoints/backend_choice.hpp"

#include "checkpoints/native_backend.hpp"
#include "cli/option_value.hpp"
#include <crypto_checkpoint/transport/cluster_address.hpp>

#include <algorithm>
#include <array>

namespace crypto_checkpoint::cli {
namespace {

using enum BackendChoice;

constexpr std::array choices{sandbox, wsman, clusapi, wmi};

constexpr unsigned max_seconds = 3600;
constexpr unsigned max_clusters_in_flight = 1024;

/// An option and the backends that it is for.
struct BackendOption {
    Option option;
    std::vector<BackendChoice> backends;
};

std::vector<std::string> names_of_backends() {
    std::vector<std::string> names;
    for (const BackendChoice one : choices) names.emplace_back(to_string(one));
    return names;
}

std::vector<BackendOption> options_and_backends() {
    const std::vector<std::string> authentications(detail::authentication_names.begin(),
                                                   detail::authentication_names.end());
    return {
        {{"--backend", "sandbox, wsman, clusapi or wmi; wsman where --cluster is given", "BACKEND",
          one_of(names_of_backends())},
         {sandbox, wsman, clusapi, wmi}},
        {{"--cluster",
          "a cluster: of wsman https://HOST:5986/wsman, which may be given several times; of "
          "clusapi its name; of wmi its name or that of a node",
          "CLUSTER"},
         {wsman, clusapi, wmi}},
        {{"--node", "the node that executes requests of clusapi; else the resource's owner",
          "NODE"},
         {clusapi}},
        {{"--namespace", "the namespace of the class for wmi; else root\\MSCluster", "NAME"},
         {wmi}},
        {{"--auth",
          "none, basic, negotiate (on Linux Kerberos, by the ticket of kinit), ntlm or certificate",
          "WAY", one_of(authentications)},
         {wsman}},
        {{"--user", "the user to authenticate as", "NAME"}, {wsman, wmi}},
        {{"--password-file", "the password is its first line", "FILE"}, {wsman, wmi}},
        {{"--ca-file", "trust these authorities alone; PEM", "FILE"}, {wsman}},
        {{"--client-cert", "the client certificate; PEM", "FILE"}, {wsman}},
        {{"--client-key", "its key; PEM", "FILE"}, {wsman}},
        {{"--basic-over-http", "send the password without encryption"}, {wsman}},
        {{"--proxy", "the proxy to use", "URL"}, {wsman}},
        {{"--dialect", "how requests name the class: wmi or dmtf", "DIALECT",
          one_of({"wmi", "dmtf"})},
         {wsman}},
        {{"--timeout", "for each message, 1 to 3,600; default: 60", "SECONDS",
          whole_number(1, max_seconds)},
         {wsman, wmi}},
        {{"--parallel",
          "how many clusters to contact at once; default: 64. One that hangs keeps its place "
          "until --timeout: where more than that hang, others wait. Fewer where the system "
          "allows too few open files",
          "NUMBER", whole_number(1, max_clusters_in_flight)},
         {wsman}}};
}

std::string shown(BackendChoice choice) {
    return choice == sandbox ? "the sandbox" : fmt::format("--backend {}", to_string(choice));
}

}  // namespace

std::string_view to_string(BackendChoice choice) noexcept {
    switch (choice) {
        case sandbox: return "sandbox";
        case wsman: return "wsman";
        case clusapi: return "clusapi";
        case wmi: return "wmi";
    }
    return "unknown";
}

std::vector<Option> backend_options() {
    std::vector<Option> options;
    for (BackendOption& one : options_and_backends()) options.push_back(std::move(one.option));
    return options;
}

std::vector<Option> with_backend_options(std::vector<Option> options) {
    const std::vector<Option> others = backend_options();
    options.insert(options.end(), others.begin(), others.end());
    return options;
}

std::string_view about_backends() noexcept {
    return R"(
With --cluster this works on real clusters, by WS-Management: on each by itself,
many at once, and results are printed as they arrive. Instead of a file, the
password may be in the environment, in CRYPTO_CHECKPOINT_PASSWORD.

On Windows --backend clusapi and --backend wmi use interfaces of Windows to
reach one cluster: the one that this machine is a node of, or that of --cluster.
)";
}

std::expected<BackendChoice, UsageError> backend_of(const ParsedArgs& args) {
    const std::string name =
        args.get("--backend", std::string(to_string(args.has("--cluster") ? wsman : sandbox)));
    const BackendChoice choice =
        *std::ranges::find(choices, name, [](auto one) { return to_string(one); });
    if ((choice == clusapi || choice == wmi) && !has_native_backend())
        return usage_error(shown(choice) + " works on Windows only",
                           {"from here: --backend wsman --cluster https://HOST:5986/wsman"});
    for (const BackendOption& one : options_and_backends()) {
        if (!args.has(one.option.name) || std::ranges::count(one.backends, choice) != 0) continue;
        const bool is_for_wsman = std::ranges::count(one.backends, wsman) != 0;
        std::vector<std::string> lines;
        if (!is_for_wsman)
            lines.push_back("it is for " + shown(one.backends.front()));
        else if (choice == sandbox)
            lines.emplace_back(!args.has("--backend") ? "add: --cluster URL"
                               : args.has("--cluster")
                                   ? "leave out --backend sandbox"
                                   : "leave out --backend sandbox, and add: --cluster URL");
        return usage_error(fmt::format("{} is of no use for {}", one.option.name, shown(choice)),
                           std::move(lines));
    }
    return choice;
}

}  // namespace crypto_checkpoint::cli
