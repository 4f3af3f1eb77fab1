// SPDX-License-Identifier: BSL-1.0
// Which CSPs a node has, and which of them an omitted provider name means there.
#include "console/json_line.hpp"
#include "console/table.hpp"
#include "console/text.hpp"
#include "sandbox/check_new_name.hpp"
#include "sandbox/commands.hpp"
#include "sandbox/hints.hpp"
#include "sandbox/step.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace crypto_checkpoint::cli {
namespace {

/// Does something with a provider type that was given as text.
template <class Act>
ExitStatus with_type(Context& context, const std::string& text, Act act) {
    std::uint32_t value = 0;
    const char* const end = text.data() + text.size();
    const auto [stopped, fault] = std::from_chars(text.data(), end, value);
    if (fault == std::errc() && stopped == end && ProviderType(value).is_valid())
        return act(ProviderType(value));
    print_error(context, fmt::format("{} is no provider type", quoted_name(text)),
                {"write a number from 1 to 999, such as 1 for PROV_RSA_FULL"});
    return ExitStatus::usage;
}

}  // namespace

ExitStatus list_providers(Context& context, const std::string& node) {
    auto sandbox = Sandbox::open_to_look(context);
    if (!sandbox) return print_sandbox_error(context, sandbox.error());
    const auto state = sandbox->state();
    if (!state) return print_sandbox_error(context, state.error());
    if (!node.empty() && !state->nodes.contains(node))
        return print_error(
            context, fmt::format("cannot list the providers of {}", quoted_name(node)),
            Error(Errc::object_not_found), hints_for_missing_node(context, node, *state));

    Table table({{"Node"}, {"Type"}, {"Default"}, {"Provider"}});
    for (const auto& [name, found] : state->nodes) {
        if (!node.empty() && !detail::equals_ignoring_ascii_case(name, node)) continue;
        std::vector<std::pair<ProviderType, std::string>> providers;
        for (const auto& [provider, type] : found.providers) providers.emplace_back(type, provider);
        std::ranges::stable_sort(providers, {}, [](const auto& entry) { return entry.first; });
        for (const auto& [type, provider] : providers) {
            const auto chosen = found.default_providers.find(type);
            const bool is_default =
                chosen != found.default_providers.end() && chosen->second == provider;
            if (context.json)
                context.out.write(JsonLine()
                                      .text("node", name)
                                      .number("provider_type", type.value())
                                      .text("provider_name", provider)
                                      .boolean("is_default", is_default)
                                      .line());
            table.add({name, std::to_string(type.value()), is_default ? "yes" : "", provider});
        }
    }
    if (context.json) return ExitStatus::success;
    context.out.write(table.empty() ? how_to_fill(context) + "\n" : table.with_headings());
    return ExitStatus::success;
}

ExitStatus install_provider(Context& context, const std::string& node, const std::string& type,
                            const std::string& provider) {
    auto fault = fault_of_new_name(provider);
    if (!fault && provider.find('\\') != provider.npos)
        fault = "a provider's name has no backslash in it: no checkpoint name could name it";
    if (fault) {
        print_error(context, *fault);
        return ExitStatus::usage;
    }
    return with_type(context, type, [&](ProviderType number) {
        const std::string what = fmt::format("{} on {}", quoted_name(provider), quoted_name(node));
        return perform(context, {.command = fake::InstallProvider{node, number, provider},
                                 .verb = {"install", "installed"},
                                 .object = what});
    });
}

ExitStatus remove_provider(Context& context, const std::string& node, const std::string& provider) {
    const std::string what = fmt::format("{} from {}", quoted_name(provider), quoted_name(node));
    return perform(context, {.command = fake::RemoveProvider{node, provider},
                             .verb = {"remove", "removed"},
                             .object = what});
}

ExitStatus set_default_provider(Context& context, const std::string& node, const std::string& type,
                                const std::string& provider) {
    return with_type(context, type, [&](ProviderType number) {
        const std::string name = quoted_name(provider);
        const std::string rank =
            fmt::format("the default of type {} on {}", type, quoted_name(node));
        return perform(context, {.command = fake::SetDefaultProvider{node, number, provider},
                                 .verb = {"make", "made"},
                                 .object = fmt::format("{} {}", name, rank),
                                 .already = fmt::format("{} is {}", name, rank)});
    });
}

}  // namespace crypto_checkpoint::cli
