// SPDX-License-Identifier: BSL-1.0
// The command lines of the sandbox's key containers and providers.
#include "cli/command.hpp"
#include "sandbox/commands.hpp"

namespace crypto_checkpoint::cli {
namespace {

constexpr const char* create_footer =
    R"(examples:
  crypto-checkpoint sandbox create
  crypto-checkpoint sandbox key create NODE1 '1\\OtherKey'
  crypto-checkpoint sandbox key create NODE1 '1\\FixedKey' --not-exportable
)";

constexpr const char* change_footer =
    R"(While the resource is online there, a checkpoint of it saves the new key.

examples:
  crypto-checkpoint sandbox create
  crypto-checkpoint sandbox key change NODE1 '1\\MyKey'
)";

constexpr const char* delete_footer =
    R"(examples:
  crypto-checkpoint sandbox create
  crypto-checkpoint sandbox key create NODE1 '1\\OldKey'
  crypto-checkpoint sandbox key delete NODE1 '1\\OldKey'
)";

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

constexpr const char* key_footer =
    R"(Keys are numbers here: no cryptography is done.

examples:
  crypto-checkpoint sandbox create
  crypto-checkpoint sandbox key create NODE1 '1\\AnotherKey'
)";

constexpr const char* provider_footer =
    R"(examples:
  crypto-checkpoint sandbox create
  crypto-checkpoint sandbox provider list
)";

const Argument node{"NODE", "the node"};
const Argument container{"NAME",
                         R"(the container, such as '1\\MyKey'; without a provider's name, that of )"
                         "the node's default provider"};
const Argument type{"TYPE", "the provider's type, 1 to 999"};
const Argument provider{"PROVIDER", "the provider's name"};

using KeyAct = ExitStatus (*)(Context&, const std::string&, const std::string&);

Command key_command(std::string name, std::string description, KeyAct act, std::string footer) {
    return {.name = std::move(name),
            .description = std::move(description),
            .arguments = {node, container},
            .options = {dry_run_option()},
            .footer = std::move(footer),
            .act = [act](Context& context, const ParsedArgs& args) {
                return act(context, args.get("NODE"), args.get("NAME"));
            }};
}

ExitStatus create(Context& context, const ParsedArgs& args) {
    return create_key(
        context, args.get("NODE"), args.get("NAME"),
        {.exportable = !args.has("--not-exportable"), .machine_level = !args.has("--user")});
}

using ProviderAct = ExitStatus (*)(Context&, const std::string&, const std::string&,
                                   const std::string&);

Command typed_provider_command(std::string name, std::string description, ProviderAct act,
                               std::string footer) {
    return {.name = std::move(name),
            .description = std::move(description),
            .arguments = {node, type, provider},
            .options = {dry_run_option()},
            .footer = std::move(footer),
            .act = [act](Context& context, const ParsedArgs& args) {
                return act(context, args.get("NODE"), args.get("TYPE"), args.get("PROVIDER"));
            }};
}

}  // namespace

Command sandbox_key_commands() {
    return {.name = "key",
            .description = "create, change and delete keys",
            .footer = key_footer,
            .commands = {
                {.name = "create",
                 .description = "make a key container with a new key",
                 .arguments = {node, container},
                 .options = {{"--not-exportable", "a key that cannot leave the node"},
                             {"--user", "for a user, not for the machine"},
                             dry_run_option()},
                 .footer = create_footer,
                 .act = create},
                key_command("change", "put a new key into a container", change_key, change_footer),
                key_command("delete", "delete a key container", delete_key, delete_footer)}};
}

Command sandbox_provider_commands() {
    return {
        .name = "provider",
        .description = "which cryptographic service providers nodes have",
        .footer = provider_footer,
        .commands = {
            {.name = "list",
             .description = "the providers of nodes, and which are the defaults",
             .arguments = {{"NODE", "the node; else all of them", false}},
             .options = {json_option()},
             .footer = provider_list_footer,
             .act = [](Context& context,
                       const ParsedArgs& args) { return list_providers(context, args.get("NODE")); }},
            typed_provider_command("install", "install a provider on a node", install_provider,
                                   provider_install_footer),
            {.name = "remove",
             .description = "remove a provider from a node",
             .arguments = {node, provider},
             .options = {dry_run_option()},
             .footer = provider_remove_footer,
             .act =
                 [](Context& context, const ParsedArgs& args) {
                     return remove_provider(context, args.get("NODE"), args.get("PROVIDER"));
                 }},
            typed_provider_command("default",
                                   "choose what a name without a provider means on a node",
                                   set_default_provider, provider_default_footer)}};
}

}  // namespace crypto_checkpoint::cli
