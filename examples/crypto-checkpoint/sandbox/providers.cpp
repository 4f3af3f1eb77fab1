// SPDX-License-Identifier: BSL-1.0
// The CSPs of nodes, and the default ones.
#include "cli/option_value.hpp"
#include "console/json_line.hpp"
#include "console/table.hpp"
#include "console/text.hpp"
#include "sandbox/commands.hpp"
#include "sandbox/hints.hpp"
#include "sandbox/step.hpp"

#include <algorithm>
#include <utility>

namespace crypto_checkpoint::cli {
namespace {

constexpr const char* provider_list_footer =
    R"(members of --json:
  node, provider_type, provider_name, is_default

examples:
  crypto-checkpoint sandbox create
  crypto-checkpoint sandbox provider list NODE1
)";

constexpr const char* provider_install_footer =
    R"(examples:
  crypto-checkpoint sandbox create
  crypto-checkpoint sandbox provider install NODE1 1 'Example Provider'
)";

constexpr const char* provider_default_footer =
    R"(examples:
  crypto-checkpoint sandbox create
  crypto-checkpoint sandbox provider default NODE2 1 'Microsoft Strong Cryptographic Provider'
)";

constexpr const char* provider_remove_footer =
    R"(examples:
  crypto-checkpoint sandbox create
  crypto-checkpoint sandbox provider remove NODE2 'Microsoft Base Smart Card Crypto Provider'
)";

constexpr const char* provider_footer =
    R"(examples:
  crypto-checkpoint sandbox create
  crypto-checkpoint sandbox provider list
)";

ExitStatus list_providers(Context& context, const ParsedArgs& args) {
    const std::string node = args.get("NODE");
    const auto state = Sandbox::read_state(context);
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

ProviderType type_of(const ParsedArgs& args) { return ProviderType(number_of(args, "TYPE", 0)); }

ExitStatus install_provider(Context& context, const ParsedArgs& args) {
    const std::string node = args.get("NODE");
    const std::string provider = args.get("PROVIDER");
    auto error = check_new_name(provider);
    if (!error && provider.find('\\') != provider.npos)
        error = "a provider's name must not contain a backslash: no checkpoint name could name it";
    if (error) return print_error(context, UsageError{*error});
    return perform(context,
                   {.command = fake::InstallProvider{node, type_of(args), provider},
                    .verb = {"install", "installed"},
                    .object = fmt::format("{} on {}", quoted_name(provider), quoted_name(node))});
}

ExitStatus remove_provider(Context& context, const ParsedArgs& args) {
    const std::string node = args.get("NODE");
    const std::string provider = args.get("PROVIDER");
    return perform(context,
                   {.command = fake::RemoveProvider{node, provider},
                    .verb = {"remove", "removed"},
                    .object = fmt::format("{} from {}", quoted_name(provider), quoted_name(node))});
}

ExitStatus set_default_provider(Context& context, const ParsedArgs& args) {
    const std::string node = args.get("NODE");
    const std::string name = quoted_name(args.get("PROVIDER"));
    const std::string role =
        fmt::format("the default of type {} on {}", args.get("TYPE"), quoted_name(node));
    return perform(context,
                   {.command = fake::SetDefaultProvider{node, type_of(args), args.get("PROVIDER")},
                    .verb = {"make", "made"},
                    .object = fmt::format("{} {}", name, role),
                    .already = fmt::format("{} is {}", name, role)});
}

}  // namespace

Command provider_commands() {
    const Argument node{"NODE", "the node"};
    const Argument type{.name = "TYPE",
                        .meaning = "the provider's type, 1 to 999, such as 1 for PROV_RSA_FULL",
                        .check = whole_number(1, 999)};
    const Argument provider{"PROVIDER", "the provider's name"};
    return {.name = "provider",
            .description = "the cryptographic service providers of nodes",
            .footer = provider_footer,
            .commands = {{.name = "list",
                          .description = "the providers of nodes, and which are the defaults",
                          .arguments = {{"NODE", "the node; else all of them", false}},
                          .options = {json_option()},
                          .footer = provider_list_footer,
                          .act = list_providers},
                         {.name = "install",
                          .description = "install a provider on a node",
                          .arguments = {node, type, provider},
                          .options = {dry_run_option()},
                          .footer = provider_install_footer,
                          .act = install_provider},
                         {.name = "remove",
                          .description = "remove a provider from a node",
                          .arguments = {node, provider},
                          .options = {dry_run_option()},
                          .footer = provider_remove_footer,
                          .act = remove_provider},
                         {.name = "default",
                          .description = "choose what a name without a provider means on a node",
                          .arguments = {node, type, provider},
                          .options = {dry_run_option()},
                          .footer = provider_default_footer,
                          .act = set_default_provider}}};
}

}  // namespace crypto_checkpoint::cli
