// SPDX-License-Identifier: BSL-1.0
// Nodes and resources: what starts, stops and moves.
#include "new_name.hpp"
#include "sandbox_commands.hpp"
#include "sandbox_step.hpp"
#include "text.hpp"

namespace crypto_checkpoint::cli {

ExitStatus add_node(Session& session, const std::string& node) {
    if (const auto fault = fault_of_new_name(node)) {
        complain(session, *fault);
        return ExitStatus::usage;
    }
    return perform(session, {.command = fake::AddNode{node},
                             .verb = {"add", "added"},
                             .object = "the node " + quoted_name(node)});
}

ExitStatus start_node(Session& session, const std::string& node) {
    return perform(session, {.command = fake::StartNode{node},
                             .verb = {"start", "started"},
                             .object = quoted_name(node),
                             .already = quoted_name(node) + " is up",
                             .tells_events = true});
}

ExitStatus crash_node(Session& session, const std::string& node) {
    return perform(session, {.command = fake::CrashNode{node},
                             .verb = {"crash", "crashed"},
                             .object = quoted_name(node),
                             .already = quoted_name(node) + " is down",
                             .tells_events = true});
}

ExitStatus add_resource(Session& session, const std::string& resource, const std::string& node,
                        const std::string& group) {
    for (const std::string& name : {resource, group})
        if (const auto fault = fault_of_new_name(name)) {
            complain(session, *fault);
            return ExitStatus::usage;
        }
    return perform(session, {.command = fake::AddResource{resource, group, node},
                             .verb = {"add", "added"},
                             .object = fmt::format("the resource {} on {}, offline",
                                                   quoted_name(resource), quoted_name(node))});
}

ExitStatus delete_resource(Session& session, const std::string& resource) {
    return perform(session, {.command = fake::DeleteResource{resource},
                             .verb = {"delete", "deleted"},
                             .object = fmt::format("the resource {} and its checkpoints",
                                                   quoted_name(resource))});
}

ExitStatus move_resource(Session& session, const std::string& resource, const std::string& node) {
    const std::string name = quoted_name(resource);
    const std::string place = quoted_name(node);
    return perform(session, {.command = fake::MoveResource{resource, node},
                             .verb = {"move", "moved"},
                             .object = fmt::format("{} to {}", name, place),
                             .already = fmt::format("{} is on {}", name, place),
                             .botched = fmt::format("moved {} to {}, where it failed", name, place),
                             .tells_events = true});
}

ExitStatus bring_online(Session& session, const std::string& resource) {
    const std::string name = quoted_name(resource);
    return perform(session, {.command = fake::BringOnline{resource},
                             .verb = {"bring", "brought"},
                             .object = name + " online",
                             .already = name + " is online",
                             .botched = name + " failed instead of coming online",
                             .tells_events = true});
}

ExitStatus take_offline(Session& session, const std::string& resource) {
    const std::string name = quoted_name(resource);
    return perform(session, {.command = fake::TakeOffline{resource},
                             .verb = {"take", "took"},
                             .object = name + " offline",
                             .already = name + " is offline",
                             .tells_events = true});
}

}  // namespace crypto_checkpoint::cli
