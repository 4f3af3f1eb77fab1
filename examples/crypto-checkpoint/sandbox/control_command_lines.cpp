// SPDX-License-Identifier: BSL-1.0
// The command lines of the sandbox's nodes and resources.
#include "cli/command.hpp"
#include "sandbox/commands.hpp"

namespace crypto_checkpoint::cli {
namespace {

constexpr const char* move_footer =
    R"(Its whole group moves. Checkpointed keys are restored before it is online there.

examples:
  crypto-checkpoint sandbox create
  crypto-checkpoint sandbox move 'SQL Server' NODE2
  crypto-checkpoint sandbox move 'SQL Server' NODE1
)";

constexpr const char* online_footer =
    R"(examples:
  crypto-checkpoint sandbox create
  crypto-checkpoint sandbox online 'SQL Server'
)";

constexpr const char* offline_footer =
    R"(A key that changes while its resource is offline is overwritten when that comes
online.

examples:
  crypto-checkpoint sandbox create
  crypto-checkpoint sandbox offline 'SQL Server'
  crypto-checkpoint sandbox online 'SQL Server'
)";

constexpr const char* crash_footer =
    R"(What it ran is started on the next node that is up.

examples:
  crypto-checkpoint sandbox create
  crypto-checkpoint sandbox crash NODE2
  crypto-checkpoint sandbox start NODE2
)";

constexpr const char* start_footer =
    R"(What it owns and should be online is started there.

examples:
  crypto-checkpoint sandbox create
  crypto-checkpoint sandbox crash NODE2
  crypto-checkpoint sandbox start NODE2
)";

constexpr const char* node_add_footer =
    R"(examples:
  crypto-checkpoint sandbox node add NODE3
)";

constexpr const char* resource_add_footer =
    R"(examples:
  crypto-checkpoint sandbox create
  crypto-checkpoint sandbox resource add 'File Server' NODE2
)";

constexpr const char* resource_delete_footer =
    R"(examples:
  crypto-checkpoint sandbox create --resource 'Old Service'
  crypto-checkpoint sandbox resource delete 'Old Service'
)";

constexpr const char* node_footer =
    R"(The commands crash and start of the sandbox stop and start one.

examples:
  crypto-checkpoint sandbox node add NODE4
)";

constexpr const char* resource_footer =
    R"(examples:
  crypto-checkpoint sandbox create
  crypto-checkpoint sandbox resource add 'Mail Server' NODE1
  crypto-checkpoint sandbox resource delete 'Mail Server'
)";

ExitStatus add_resource_to_group(Context& context, const ParsedArgs& args) {
    const std::string resource = args.get("RESOURCE");
    return add_resource(context, resource, args.get("NODE"), args.get("--group", resource));
}

/// A command that changes one node or resource.
Command command_for(std::string name, std::string description, const char* argument,
                    ExitStatus (*act)(Context&, const std::string&), std::string footer) {
    return {.name = std::move(name),
            .description = std::move(description),
            .arguments = {{argument,
                           argument == std::string_view("NODE") ? "the node" : "the resource"}},
            .options = {dry_run_option()},
            .footer = std::move(footer),
            .act = [argument, act](Context& context, const ParsedArgs& args) {
                return act(context, args.get(argument));
            }};
}

Command move_command() {
    return {.name = "move",
            .description = "move a resource to another node",
            .arguments = {{"RESOURCE", "the resource"}, {"NODE", "the node"}},
            .options = {dry_run_option()},
            .footer = move_footer,
            .act = [](Context& context, const ParsedArgs& args) {
                return move_resource(context, args.get("RESOURCE"), args.get("NODE"));
            }};
}

Command resource_commands() {
    return {.name = "resource",
            .description = "add and delete resources",
            .footer = resource_footer,
            .commands = {
                {.name = "add",
                 .description = "add a resource, offline",
                 .arguments = {{"RESOURCE", "the resource"}, {"NODE", "the node that owns it"}},
                 .options = {{"--group", "what moves together with it; default: a group of its own",
                              "GROUP"},
                             dry_run_option()},
                 .footer = resource_add_footer,
                 .act = add_resource_to_group},
                command_for("delete", "delete a resource and its checkpoints", "RESOURCE",
                            delete_resource, resource_delete_footer)}};
}

Command node_commands() {
    return {.name = "node",
            .description = "add nodes",
            .footer = node_footer,
            .commands = {command_for("add", "add a node, with the documented providers", "NODE",
                                     add_node, node_add_footer)},
            .instead = "a node stays; to stop it: crypto-checkpoint sandbox crash NODE"};
}

}  // namespace

std::vector<Command> sandbox_control_commands() {
    return {
        move_command(),
        command_for("online", "restore a resource's keys and bring it online", "RESOURCE",
                    bring_online, online_footer),
        command_for("offline", "take a resource offline", "RESOURCE", take_offline, offline_footer),
        command_for("crash", "stop a node without warning", "NODE", crash_node, crash_footer),
        command_for("start", "start a node that is down", "NODE", start_node, start_footer),
        node_commands(),
        resource_commands()};
}

}  // namespace crypto_checkpoint::cli
