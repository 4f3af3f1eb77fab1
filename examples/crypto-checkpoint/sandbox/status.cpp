// SPDX-License-Identifier: BSL-1.0
#include "cli/option_value.hpp"
#include "console/json_line.hpp"
#include "console/table.hpp"
#include "sandbox/commands.hpp"
#include "sandbox/hints.hpp"
#include "sandbox/step.hpp"

namespace crypto_checkpoint::cli {
namespace {

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
  its group), node, checkpoint; each may be null

examples:
  crypto-checkpoint sandbox create
  crypto-checkpoint sandbox events --last 5
)";

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

ExitStatus status(Context& context, const ParsedArgs&) {
    const auto state = Sandbox::read_state(context);
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

ExitStatus events(Context& context, const ParsedArgs& args) {
    const auto state = Sandbox::read_state(context);
    if (!state) return print_sandbox_error(context, state.error());
    std::uint64_t after = 0;
    if (args.has("--last"))
        after = state->last_event -
                std::min<std::uint64_t>(number_of(args, "--last", 0), state->last_event);
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

}  // namespace

Command status_command() {
    return {.name = "status",
            .description = "nodes, resources, checkpoints and keys",
            .options = {json_option()},
            .footer = status_footer,
            .act = status};
}

Command events_command() {
    constexpr unsigned max_events = 1'000'000'000;
    return {.name = "events",
            .description = "what happened, in order",
            .options = {{"--last", "only the newest events", "COUNT", whole_number(0, max_events)},
                        json_option()},
            .footer = events_footer,
            .act = events};
}

}  // namespace crypto_checkpoint::cli
