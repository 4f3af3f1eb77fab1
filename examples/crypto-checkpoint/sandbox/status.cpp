// SPDX-License-Identifier: BSL-1.0
// The sandbox as it is now, and how it came to be.
#include "console/json_line.hpp"
#include "console/table.hpp"
#include "sandbox/commands.hpp"
#include "sandbox/hints.hpp"
#include "sandbox/step.hpp"

namespace crypto_checkpoint::cli {
namespace {

void show_as_json(Output& out, const FakeClusterState& state) {
    for (const auto& [name, node] : state.nodes)
        out.write(JsonLine()
                      .text("kind", "node")
                      .text("node", name)
                      .text("state", node.up ? "Up" : "Down")
                      .line());
    for (const auto& [name, resource] : state.resources)
        out.write(JsonLine()
                      .text("kind", "resource")
                      .text("resource", name)
                      .text("state", to_string(resource.state))
                      .text("group", resource.group)
                      .text("owner", state.groups.find(resource.group)->second.owner_node)
                      .line());
    for (const auto& [name, resource] : state.resources)
        for (const FakeCheckpoint& checkpoint : resource.checkpoints)
            out.write(JsonLine()
                          .text("kind", "checkpoint")
                          .text("resource", name)
                          .text("checkpoint", checkpoint.name)
                          .number("saved_key", checkpoint.saved.key)
                          .line());
    for (const auto& [name, node] : state.nodes)
        for (const auto& [container, key] : node.containers)
            out.write(JsonLine()
                          .text("kind", "key_container")
                          .text("node", name)
                          .number("provider_type", container.provider_type.value())
                          .text("provider_name", container.provider_name)
                          .text("key_container", container.container)
                          .boolean("machine_level", container.machine_level)
                          .number("key", key.key)
                          .boolean("exportable", key.exportable)
                          .line());
}

Table nodes(const FakeClusterState& state) {
    Table table({{"Node"}, {"State"}});
    for (const auto& [name, node] : state.nodes) table.add({name, node.up ? "Up" : "Down"});
    return table;
}

Table resources(const FakeClusterState& state) {
    Table table({{"Resource"}, {"State"}, {"Owner"}, {"Group"}});
    for (const auto& [name, resource] : state.resources)
        table.add({name, std::string(to_string(resource.state)),
                   state.groups.find(resource.group)->second.owner_node, resource.group});
    return table;
}

Table checkpoints(const FakeClusterState& state) {
    Table table({{"Resource"}, {"Saved key", Table::Align::right}, {"Checkpoint"}});
    for (const auto& [name, resource] : state.resources)
        for (const FakeCheckpoint& checkpoint : resource.checkpoints)
            table.add({name, std::to_string(checkpoint.saved.key), checkpoint.name});
    return table;
}

Table key_containers(const FakeClusterState& state) {
    Table table({{"Node"},
                 {"Key", Table::Align::right},
                 {"Exportable"},
                 {"Container"},
                 {"Type"},
                 {"Provider"}});
    for (const auto& [name, node] : state.nodes)
        for (const auto& [container, key] : node.containers)
            table.add({name, std::to_string(key.key), key.exportable ? "yes" : "no",
                       container.container + (container.machine_level ? "" : " (a user's)"),
                       std::to_string(container.provider_type.value()), container.provider_name});
    return table;
}

}  // namespace

ExitStatus show_status(Context& context) {
    auto sandbox = Sandbox::open_to_look(context);
    if (!sandbox) return print_sandbox_error(context, sandbox.error());
    const auto state = sandbox->state();
    if (!state) return print_sandbox_error(context, state.error());
    if (context.json) {
        show_as_json(context.out, *state);
        return ExitStatus::success;
    }
    if (state->nodes.empty()) {
        context.out.print("{}\n", how_to_fill(context));
        return ExitStatus::success;
    }
    bool is_first = true;
    for (const Table& table :
         {nodes(*state), resources(*state), checkpoints(*state), key_containers(*state)}) {
        if (table.empty()) continue;
        if (!is_first) context.out.write("\n");
        is_first = false;
        context.out.write(table.with_headings());
    }
    return ExitStatus::success;
}

ExitStatus show_events(Context& context, std::optional<std::uint64_t> last) {
    auto sandbox = Sandbox::open_to_look(context);
    if (!sandbox) return print_sandbox_error(context, sandbox.error());
    const auto state = sandbox->state();
    if (!state) return print_sandbox_error(context, state.error());
    const std::uint64_t after = last && *last < state->last_event ? state->last_event - *last : 0;
    std::vector<FakeEvent> events;
    for (const FakeEvent& event : state->events)
        if (event.sequence > after) events.push_back(event);
    if (context.json) {
        for (const FakeEvent& event : events)
            context.out.write(JsonLine()
                                  .number("sequence", event.sequence)
                                  .text("event", to_string(event.kind))
                                  .number_or_null("windows_event", event.windows_event)
                                  .name_or_null("resource", event.resource)
                                  .name_or_null("node", event.node)
                                  .name_or_null("checkpoint", event.checkpoint)
                                  .line());
        return ExitStatus::success;
    }
    if (state->events.empty())
        context.out.print("{}\n", how_to_fill(context));
    else
        context.out.write(lines_of_events(events, ""));
    return ExitStatus::success;
}

}  // namespace crypto_checkpoint::cli
