// SPDX-License-Identifier: BSL-1.0
// The command lines of the sandbox as a whole.
#include "sandbox/commands.hpp"

#include "cli/command.hpp"
#include "console/text.hpp"

#include <charconv>

namespace crypto_checkpoint::cli {
namespace {

constexpr const char* create_footer =
    R"(Makes nodes, an exportable key container on the first of them, and a resource
there, online. What is there already stays as it is, so this is safe to repeat.

examples:
  crypto-checkpoint sandbox create
  crypto-checkpoint sandbox create --node EAST --node WEST --resource 'Print Spooler'
)";

constexpr const char* status_footer =
    R"(A key is a number here: containers that show the same one hold the same key. A
saved key is what a checkpoint restores on the next node.

members of --json, by kind:
  node           kind, node, state
  resource       kind, resource, state, group, owner
  checkpoint     kind, resource, checkpoint, saved_key
  key_container  kind, node, provider_type, provider_name, key_container,
                 machine_level, key, exportable

examples:
  crypto-checkpoint sandbox create
  crypto-checkpoint sandbox status
)";

constexpr const char* events_footer =
    R"(The sandbox remembers its newest 10,000 events.

members of --json:
  sequence, event, windows_event (its number in the system log), resource (or
  its group), node, checkpoint; each null where there is none

examples:
  crypto-checkpoint sandbox create
  crypto-checkpoint sandbox events --last 5
)";

constexpr const char* reset_footer =
    R"(Deletes the file. No other program should be using it.

examples:
  crypto-checkpoint sandbox reset --force
)";

constexpr const char* settings_footer =
    R"(What no document says about a cluster is a setting of the sandbox.

members of --json:
  setting, value, meaning; where one is set also dry_run, changed

examples:
  crypto-checkpoint sandbox settings
  crypto-checkpoint sandbox settings refuse_duplicate_add=false
  crypto-checkpoint sandbox settings refuse_duplicate_add=true
)";

constexpr const char* sandbox_footer =
    R"(examples:
  crypto-checkpoint sandbox create
  crypto-checkpoint ensure 'SQL Server' '1\\MyKey'
  crypto-checkpoint sandbox move 'SQL Server' NODE2
  crypto-checkpoint sandbox status
  crypto-checkpoint sandbox events
)";

ExitStatus create(Context& context, const ParsedArgs& args) {
    NewSandbox wanted;
    if (args.has("--node")) wanted.nodes = args.get_all("--node");
    wanted.resource = args.get("--resource", wanted.resource);
    wanted.key = args.get("--key", wanted.key);
    wanted.empty = args.has("--empty");
    return create_sandbox(context, wanted);
}

ExitStatus events(Context& context, const ParsedArgs& args) {
    if (!args.has("--last")) return show_events(context, std::nullopt);
    const std::string text = args.get("--last");
    std::uint64_t count = 0;
    const char* const end = text.data() + text.size();
    const auto [stopped, fault] = std::from_chars(text.data(), end, count);
    if (fault == std::errc() && stopped == end) return show_events(context, count);
    print_error(context, "--last needs a number, not " + shell_quoted(text));
    return ExitStatus::usage;
}

Command create_command() {
    return {.name = "create",
            .description = "make a sandbox, or what is missing of it",
            .options = {{"--node", "a node, once for each; default: NODE1 and NODE2", "NODE"},
                        {"--resource", "the resource; default: 'SQL Server'", "RESOURCE"},
                        {"--key", R"(the key container; default: '1\\MyKey')", "NAME"},
                        {"--empty", "make a sandbox with nothing in it"},
                        dry_run_option()},
            .footer = create_footer,
            .act = create};
}

Command status_command() {
    return {.name = "status",
            .description = "nodes, resources, checkpoints and keys as they are now",
            .options = {json_option()},
            .footer = status_footer,
            .act = [](Context& context, const ParsedArgs&) { return show_status(context); }};
}

Command events_command() {
    return {.name = "events",
            .description = "what happened, in order",
            .options = {{"--last", "just the newest so many", "COUNT"}, json_option()},
            .footer = events_footer,
            .act = events};
}

Command settings_command() {
    return {.name = "settings",
            .description = "what no document settles about a cluster",
            // Newer versions of CLI11 take no = in a name.
            .arguments = {{"SETTING", "SETTING=true or SETTING=false; none shows the settings",
                           false, true}},
            .options = {json_option(), dry_run_option()},
            .footer = settings_footer,
            .act = [](Context& context, const ParsedArgs& args) {
                return change_settings(context, args.get_all("SETTING"));
            }};
}

Command reset_command() {
    return {.name = "reset",
            .description = "delete the sandbox",
            .options = {{"--force", "really do it"}, dry_run_option()},
            .footer = reset_footer,
            .act = [](Context& context, const ParsedArgs& args) {
                return reset_sandbox(context, args.has("--force"));
            }};
}

}  // namespace

Command sandbox_command() {
    Command sandbox{.name = "sandbox",
                    .description = "a cluster that is made up, and kept in a file",
                    .footer = sandbox_footer,
                    .commands = {create_command(), status_command(), events_command()}};
    for (Command& command : sandbox_control_commands())
        sandbox.commands.push_back(std::move(command));
    sandbox.commands.push_back(sandbox_key_commands());
    sandbox.commands.push_back(sandbox_provider_commands());
    sandbox.commands.push_back(settings_command());
    sandbox.commands.push_back(reset_command());
    return sandbox;
}

}  // namespace crypto_checkpoint::cli
