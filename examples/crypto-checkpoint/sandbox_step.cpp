// SPDX-License-Identifier: BSL-1.0
#include "sandbox_step.hpp"

#include "hints.hpp"
#include "sandbox_commands.hpp"
#include "table.hpp"
#include "text.hpp"

namespace crypto_checkpoint::cli {
namespace {

/// The members of a command that name something, where it has them.
template <class Command>
std::vector<std::string> hints_for(const Session& session, const Error& error,
                                   const Command& command, const FakeClusterState& state) {
    if constexpr (requires { command.resource; }) {
        if (error.code == Errc::resource_not_found)
            return hints_for_missing_resource(session, command.resource, state);
        if (error.code == Errc::restore_failed)
            return hints_for_failed_resource(session, command.resource, state);
    }
    if constexpr (requires { command.node; }) {
        if (error.code == Errc::object_not_found && !state.nodes.contains(command.node))
            return hints_for_missing_node(session, command.node, state);
        if (error.code == Errc::node_unavailable)
            return {shell_quoted(command.node) + " is down; to start it: " +
                    session.command("sandbox start " + shell_quoted(command.node))};
        if constexpr (requires { command.container; })
            if (error.code == Errc::provider_not_found)
                return hints_for_missing_provider(session, command.node, command.container, state);
        if constexpr (requires { command.provider; })
            if (error.code == Errc::object_not_found)
                return {"try: " +
                        session.command("sandbox provider list " + shell_quoted(command.node))};
    }
    return {};
}

}  // namespace

ExitStatus perform(Session& session, Sandbox& sandbox, const Step& step) {
    const auto before = sandbox.state();
    if (!before) return complain_of_sandbox(session, before.error());
    const Result<void> outcome = sandbox.apply(step.command);
    const auto after = sandbox.state();
    if (!after) return complain_of_sandbox(session, after.error());

    const bool changed = after->revision != before->revision;
    ExitStatus status = ExitStatus::well;
    if (!outcome) {
        const auto hints = std::visit(
            [&](const auto& command) {
                return hints_for(session, outcome.error(), command, *after);
            },
            step.command);
        const std::string goal = fmt::format("{} {}", step.verb.plain, step.object);
        status = complain(session,
                          !changed          ? "cannot " + goal
                          : session.dry_run ? "would fail to " + goal
                                            : step.botched,
                          outcome.error(), hints);
    } else if (!changed) {
        session.out.print("unchanged: {}\n", step.already);
    } else {
        session.out.print("{}{} {}\n", session.dry_run ? "would " : "",
                          session.dry_run ? step.verb.plain : step.verb.past, step.object);
    }
    if (changed && step.tells_events)
        session.out.write(lines_of_events(*after, before->last_event, "  "));
    return status;
}

ExitStatus perform(Session& session, const Step& step) {
    auto sandbox = Sandbox::open_to_change(session);
    if (!sandbox) return complain_of_sandbox(session, sandbox.error());
    return perform(session, *sandbox, step);
}

std::string lines_of_events(const FakeClusterState& state, std::uint64_t after,
                            std::string_view indent) {
    Table table({{"Event", Table::Align::right}, {"What"}, {"Resource"}, {"Node"}, {"Checkpoint"}});
    for (const FakeEvent& event : state.events) {
        if (event.sequence <= after) continue;
        std::string what(to_string(event.kind));
        if (event.windows_event) what += fmt::format(" (event {})", *event.windows_event);
        table.add({std::to_string(event.sequence), std::move(what), event.resource, event.node,
                   event.checkpoint});
    }
    return indent.empty() ? table.with_headings() : table.rows_only(indent);
}

}  // namespace crypto_checkpoint::cli
