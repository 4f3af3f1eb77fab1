// SPDX-License-Identifier: BSL-1.0
// Nodes and resources: adding, starting, stopping and moving them.
#include "cli/usage_error.hpp"
#include "console/text.hpp"
#include "console/wrapped.hpp"
#include "sandbox/commands.hpp"
#include "sandbox/hints.hpp"
#include "sandbox/step.hpp"

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

ExitStatus add_node(Context& context, const ParsedArgs& args) {
    const std::string node = args.get("NODE");
    if (const auto error = check_new_name(node)) return print_error(context, UsageError{*error});
    return perform(context, {.command = fake::AddNode{node},
                             .verb = {"add", "added"},
                             .object = "the node " + quoted_name(node)});
}

Step delete_step(const std::string& resource) {
    return {.command = fake::DeleteResource{resource},
            .verb = {"delete", "deleted"},
            .object = fmt::format("the resource {} and its checkpoints", quoted_name(resource))};
}

ExitStatus add_resource(Context& context, const ParsedArgs& args) {
    const std::string resource = args.get("RESOURCE");
    const std::string group = args.get("--group", resource);
    const std::string node = args.get("NODE");
    for (const std::string& name : {resource, group})
        if (const auto error = check_new_name(name))
            return print_error(context, UsageError{*error});
    return perform(context, {.command = fake::AddResource{resource, group, node},
                             .verb = {"add", "added"},
                             .object = fmt::format("the resource {} on {}", quoted_name(resource),
                                                   quoted_name(node)),
                             .outcome = ", offline"});
}

ExitStatus move_resource(Context& context, const ParsedArgs& args) {
    const std::string resource = args.get("RESOURCE");
    const std::string node = args.get("NODE");
    auto sandbox = Sandbox::open_named_or_default(context);
    if (!sandbox) return print_sandbox_error(context, sandbox.error());
    const auto before = sandbox->state();
    const ExitStatus status = perform(context, *sandbox, move_step(resource, node));
    const auto after = sandbox->state();
    if (status != ExitStatus::success || !before || !after) return status;
    if (const std::string note = note_on_keys_left_behind(resource, *before, *after); !note.empty())
        context.out.write(wrapped("  note: ", note));
    return status;
}

const Argument node{"NODE", "the node"};
const Argument resource{"RESOURCE", "the resource"};

/// A command that performs one step on a node or a resource.
Command step_command(std::string name, std::string description, const Argument& argument,
                     Step (*step)(const std::string&), std::string footer) {
    return {.name = std::move(name),
            .description = std::move(description),
            .arguments = {argument},
            .options = {dry_run_option()},
            .footer = std::move(footer),
            .act = [name = argument.name, step](Context& context, const ParsedArgs& args) {
                return perform(context, step(args.get(name)));
            }};
}

Command move_command() {
    return {.name = "move",
            .description = "move a resource to another node",
            .arguments = {resource, node},
            .options = {dry_run_option()},
            .footer = move_footer,
            .act = move_resource};
}

Command node_commands() {
    return {.name = "node",
            .description = "add nodes",
            .footer = node_footer,
            .commands = {{.name = "add",
                          .description = "add a node, with the documented providers",
                          .arguments = {node},
                          .options = {dry_run_option()},
                          .footer = node_add_footer,
                          .act = add_node}},
            .instead = "a node stays; to stop it: crypto-checkpoint sandbox crash NODE"};
}

Command resource_commands() {
    return {.name = "resource",
            .description = "add and delete resources",
            .footer = resource_footer,
            .commands = {
                {.name = "add",
                 .description = "add a resource, offline",
                 .arguments = {resource, {"NODE", "the node that owns it"}},
                 .options = {{"--group", "what moves together with it; default: a group of its own",
                              "GROUP"},
                             dry_run_option()},
                 .footer = resource_add_footer,
                 .act = add_resource},
                step_command("delete", "delete a resource and its checkpoints", resource,
                             delete_step, resource_delete_footer)}};
}

}  // namespace

Step start_step(const std::string& node) {
    return {.command = fake::StartNode{node},
            .verb = {"start", "started"},
            .object = quoted_name(node),
            .already = quoted_name(node) + " is up",
            .prints_events = true};
}

Step crash_step(const std::string& node) {
    return {.command = fake::CrashNode{node},
            .verb = {"crash", "crashed"},
            .object = quoted_name(node),
            .already = quoted_name(node) + " is down",
            .prints_events = true};
}

Step online_step(const std::string& resource) {
    const std::string name = quoted_name(resource);
    return {.command = fake::BringOnline{resource},
            .verb = {"bring", "brought"},
            .object = name + " online",
            .already = name + " is online",
            .failure_text = name + " failed instead of coming online",
            .prints_events = true};
}

Step offline_step(const std::string& resource) {
    const std::string name = quoted_name(resource);
    return {.command = fake::TakeOffline{resource},
            .verb = {"take", "took"},
            .object = name + " offline",
            .already = name + " is offline",
            .prints_events = true};
}

Step move_step(const std::string& resource, const std::string& node) {
    const std::string name = quoted_name(resource);
    const std::string place = quoted_name(node);
    return {.command = fake::MoveResource{resource, node},
            .verb = {"move", "moved"},
            .object = fmt::format("{} to {}", name, place),
            .already = fmt::format("{} is on {}", name, place),
            .failure_text = fmt::format("moved {} to {}, where it failed", name, place),
            .prints_events = true};
}

std::string note_on_keys_left_behind(const std::string& resource, const FakeClusterState& before,
                                     const FakeClusterState& after) {
    const std::string* const from = owner_of(resource, before);
    const std::string* const to = owner_of(resource, after);
    if (!from || !to || *from == *to) return {};
    if (!after.resources.find(resource)->second.checkpoints.empty()) return {};
    const auto& here = after.nodes.find(*to)->second.containers;
    for (const auto& [container, key] : before.nodes.find(*from)->second.containers) {
        if (!container.machine_level || here.contains(container)) continue;
        return fmt::format("{} has no checkpoints, so no key comes along: {} lacks {}",
                           quoted_name(resource), quoted_name(*to),
                           quoted_name(container.container));
    }
    return {};
}

std::vector<Command> control_commands() {
    return {
        move_command(),
        step_command("online", "restore a resource's keys and bring it online", resource,
                     online_step, online_footer),
        step_command("offline", "take a resource offline", resource, offline_step, offline_footer),
        step_command("crash", "stop a node without warning", node, crash_step, crash_footer),
        step_command("start", "start a node that is down", node, start_step, start_footer),
        node_commands(),
        resource_commands()};
}

}  // namespace crypto_checkpoint::cli
