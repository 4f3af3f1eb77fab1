// SPDX-License-Identifier: BSL-1.0
// Nodes and resources: what starts, stops and moves.
#include "console/text.hpp"
#include "sandbox/check_new_name.hpp"
#include "sandbox/commands.hpp"
#include "sandbox/hints.hpp"
#include "sandbox/step.hpp"

namespace crypto_checkpoint::cli {

ExitStatus add_node(Context& context, const std::string& node) {
    if (const auto fault = fault_of_new_name(node)) {
        print_error(context, *fault);
        return ExitStatus::usage;
    }
    return perform(context, {.command = fake::AddNode{node},
                             .verb = {"add", "added"},
                             .object = "the node " + quoted_name(node)});
}

ExitStatus start_node(Context& context, const std::string& node) {
    return perform(context, {.command = fake::StartNode{node},
                             .verb = {"start", "started"},
                             .object = quoted_name(node),
                             .already = quoted_name(node) + " is up",
                             .tells_events = true});
}

ExitStatus crash_node(Context& context, const std::string& node) {
    return perform(context, {.command = fake::CrashNode{node},
                             .verb = {"crash", "crashed"},
                             .object = quoted_name(node),
                             .already = quoted_name(node) + " is down",
                             .tells_events = true});
}

ExitStatus add_resource(Context& context, const std::string& resource, const std::string& node,
                        const std::string& group) {
    for (const std::string& name : {resource, group})
        if (const auto fault = fault_of_new_name(name)) {
            print_error(context, *fault);
            return ExitStatus::usage;
        }
    return perform(context, {.command = fake::AddResource{resource, group, node},
                             .verb = {"add", "added"},
                             .object = fmt::format("the resource {} on {}", quoted_name(resource),
                                                   quoted_name(node)),
                             .outcome = ", offline"});
}

ExitStatus delete_resource(Context& context, const std::string& resource) {
    return perform(context, {.command = fake::DeleteResource{resource},
                             .verb = {"delete", "deleted"},
                             .object = fmt::format("the resource {} and its checkpoints",
                                                   quoted_name(resource))});
}

namespace {

/// Says that a resource left its keys behind, where nobody put them on its list.
void warn_keys_left_behind(Context& context, const std::string& resource,
                           const FakeClusterState& before, const FakeClusterState& after) {
    const std::string* const from = owner_of(resource, before);
    const std::string* const to = owner_of(resource, after);
    if (!from || !to || *from == *to) return;
    if (!after.resources.find(resource)->second.checkpoints.empty()) return;
    const auto& here = after.nodes.find(*to)->second.containers;
    for (const auto& [container, key] : before.nodes.find(*from)->second.containers) {
        if (!container.machine_level || here.contains(container)) continue;
        context.out.write(wrapped(
            "  note: ", fmt::format("{} has no checkpoints, so no key comes along: {} lacks {}",
                                    quoted_name(resource), quoted_name(*to),
                                    quoted_name(container.container))));
        return;
    }
}

}  // namespace

ExitStatus move_resource(Context& context, const std::string& resource, const std::string& node) {
    const std::string name = quoted_name(resource);
    const std::string place = quoted_name(node);
    auto sandbox = Sandbox::open_existing(context);
    if (!sandbox) return print_sandbox_error(context, sandbox.error());
    const auto before = sandbox->state();
    const ExitStatus status =
        perform(context, *sandbox,
                {.command = fake::MoveResource{resource, node},
                 .verb = {"move", "moved"},
                 .object = fmt::format("{} to {}", name, place),
                 .already = fmt::format("{} is on {}", name, place),
                 .botched = fmt::format("moved {} to {}, where it failed", name, place),
                 .tells_events = true});
    const auto after = sandbox->state();
    if (status == ExitStatus::success && before && after)
        warn_keys_left_behind(context, resource, *before, *after);
    return status;
}

ExitStatus bring_online(Context& context, const std::string& resource) {
    const std::string name = quoted_name(resource);
    return perform(context, {.command = fake::BringOnline{resource},
                             .verb = {"bring", "brought"},
                             .object = name + " online",
                             .already = name + " is online",
                             .botched = name + " failed instead of coming online",
                             .tells_events = true});
}

ExitStatus take_offline(Context& context, const std::string& resource) {
    const std::string name = quoted_name(resource);
    return perform(context, {.command = fake::TakeOffline{resource},
                             .verb = {"take", "took"},
                             .object = name + " offline",
                             .already = name + " is offline",
                             .tells_events = true});
}

}  // namespace crypto_checkpoint::cli
