// SPDX-License-Identifier: BSL-1.0
#include "checkpoints/backend_choice.hpp"

#include "checkpoints/native_backend.hpp"
#include "cli/option_value.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>

namespace crypto_checkpoint::cli {
namespace {

using enum BackendChoice;

constexpr std::array choices{sandbox, wsman, clusapi, wmi};

/// An option, and the ways that it says something about.
struct BackendOption {
    Option option;
    std::vector<BackendChoice> ways;
};

std::vector<BackendOption> options_and_ways() {
    return {
        {{"--backend", "sandbox, wsman, clusapi or wmi; wsman where --cluster is given", "BACKEND"},
         {sandbox, wsman, clusapi, wmi}},
        {{"--cluster",
          "a cluster: of wsman https://HOST:5986/wsman, which may be given several times; of "
          "clusapi its name; of wmi its name or that of a node",
          "CLUSTER"},
         {wsman, clusapi, wmi}},
        {{"--node", "which node does the work of clusapi; else the resource's owner", "NODE"},
         {clusapi}},
        {{"--namespace", "where wmi has the class; else root\\MSCluster", "NAME"}, {wmi}},
        {{"--auth",
          "none, basic, negotiate (on Linux Kerberos, by the ticket of kinit), ntlm or certificate",
          "WAY"},
         {wsman}},
        {{"--user", "who asks", "NAME"}, {wsman, wmi}},
        {{"--password-file", "the password is its first line", "FILE"}, {wsman, wmi}},
        {{"--ca-file", "trust these authorities alone; PEM", "FILE"}, {wsman}},
        {{"--client-cert", "a certificate to show; PEM", "FILE"}, {wsman}},
        {{"--client-key", "its key; PEM", "FILE"}, {wsman}},
        {{"--basic-over-http", "send the password readable for everyone on the way"}, {wsman}},
        {{"--proxy", "go through it", "URL"}, {wsman}},
        {{"--dialect", "how the class is addressed: wmi or dmtf", "DIALECT"}, {wsman}},
        {{"--timeout", "for each message, 1 to 3,600; default: 60", "SECONDS"}, {wsman, wmi}},
        {{"--parallel",
          "how many clusters are asked at once; default: 64. One that hangs keeps its place for as "
          "long as --timeout says: where more than that hang, others wait. Fewer where the system "
          "allows too few open files",
          "NUMBER"},
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
    for (BackendOption& one : options_and_ways()) options.push_back(std::move(one.option));
    return options;
}

std::string_view about_backends() noexcept {
    return R"(
With --cluster this works on real clusters, by WS-Management. Each is asked for
itself, many at once, and results are told as they come. Instead of a file, the
password may be in the environment, in CRYPTO_CHECKPOINT_PASSWORD.

On Windows --backend clusapi and --backend wmi reach a cluster in ways that are
Windows' own: the one that this machine is a node of, or one --cluster.
)";
}

std::expected<BackendChoice, UsageError> backend_of(const Words& words) {
    const std::string name =
        words.one("--backend", std::string(to_string(words.has("--cluster") ? wsman : sandbox)));
    const auto choice = std::ranges::find(choices, name, [](auto one) { return to_string(one); });
    if (choice == choices.end()) {
        std::vector<std::string> known;
        known.reserve(choices.size());
        for (const BackendChoice one : choices) known.emplace_back(to_string(one));
        return unknown_value("--backend", name, known);
    }
    if ((*choice == clusapi || *choice == wmi) && !has_native_backend())
        return usage_fault(shown(*choice) + " works on Windows only",
                           {"from here: --backend wsman --cluster https://HOST:5986/wsman"});
    for (const BackendOption& one : options_and_ways()) {
        if (!words.has(one.option.name) || std::ranges::count(one.ways, *choice) != 0) continue;
        const bool is_for_wsman = std::ranges::count(one.ways, wsman) != 0;
        std::vector<std::string> lines;
        if (!is_for_wsman)
            lines.push_back("it is for " + shown(one.ways.front()));
        else if (*choice == sandbox)
            lines.emplace_back(!words.has("--backend") ? "add: --cluster URL"
                               : words.has("--cluster")
                                   ? "leave out --backend sandbox"
                                   : "leave out --backend sandbox, and add: --cluster URL");
        return usage_fault(fmt::format("{} is of no use for {}", one.option.name, shown(*choice)),
                           std::move(lines));
    }
    return *choice;
}

}  // namespace crypto_checkpoint::cli
