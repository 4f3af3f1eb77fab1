// SPDX-License-Identifier: BSL-1.0
#include "sandbox/step.hpp"

#include "console/table.hpp"
#include "console/text.hpp"
#include "sandbox/hints.hpp"
#include <crypto_checkpoint/cluster/detail/object_name.hpp>

namespace crypto_checkpoint::cli {
namespace {

template <class Command>
std::vector<std::string> hints_for(const Context& context, const Error& error,
                                   const Command& command, const FakeClusterState& state) {
    // NOLINTNEXTLINE(misc-const-correctness): it changes if a command names a resource
    std::string owner;
    if constexpr (requires { command.resource; }) {
        if (error.code == Errc::resource_not_found)
            return hints_for_missing_resource(context, command.resource, state);
        if (error.code == Errc::restore_failed)
            return hints_for_failed_resource(context, command.resource, state);
        if (const std::string* const found = owner_of(command.resource, state)) owner = *found;
    }
    if constexpr (requires { command.node; }) {
        if (error.code == Errc::object_not_found && !state.nodes.contains(command.node))
            return hints_for_missing_node(context, command.node, state, owner);
        if (error.code == Errc::node_unavailable)
            return hints_for_stopped_node(context, command.node);
        if constexpr (requires { command.container; }) {
            if (error.code == Errc::provider_not_found)
                return hints_for_missing_provider(context, command.node, command.container, state);
            if (error.code == Errc::key_container_not_found)
                return hints_for_missing_container(context, command.node, command.container, state);
        }
        if constexpr (requires { command.group; }) {
            const auto group = state.groups.find(command.group);
            if (error.code == Errc::invalid_value && group != state.groups.end())
                return {fmt::format("write {} instead of {}, or another --group",
                                    shell_quoted(group->second.owner_node),
                                    shell_quoted(command.node))};
        }
        if constexpr (requires { command.provider; })
            if (error.code == Errc::object_not_found)
                return {"try: " +
                        context.command("sandbox provider list " + shell_quoted(command.node))};
    } else if (error.code == Errc::node_unavailable && !owner.empty()) {
        return hints_for_stopped_node(context, owner);
    }
    return {};
}

/// Why a command failed, where the library's message for the error is about checkpoints.
template <class Command>
std::optional<std::string> reason_for(const Error& error, const Command& command) {
    if constexpr (requires { command.container; }) {
        if (error.code == Errc::key_container_not_found)
            return "the node has no such key container at machine level";
        if (error.code == Errc::provider_type_mismatch)
            return "the provider has another type than the name";
    } else if constexpr (requires { command.provider; }) {
        if (error.code == Errc::provider_type_mismatch) return "the provider has another type";
    } else if constexpr (requires { command.node; }) {
        if (error.code == Errc::node_unavailable) return "the node is down";
    }
    return std::nullopt;
}

ExitStatus print_step_error(Context& context, Sandbox& sandbox, const Step& step,
                            const ExecutionResult& done) {
    const Error& error = done.outcome.error();
    std::vector<std::string> lines = reasons(error);
    const auto state = sandbox.state();
    std::visit(
        [&](const auto& command) {
            if (auto reason = reason_for(error, command)) lines.front() = std::move(*reason);
            if (!state) return;
            for (std::string& hint : hints_for(context, error, command, *state))
                lines.push_back(std::move(hint));
        },
        step.command);
    const std::string goal = fmt::format("{} {}", step.verb.plain, step.object);
    std::string what = "cannot " + goal;
    if (done.changed && context.dry_run)
        what = "would fail to " + goal;
    else if (done.changed && !step.failure_text.empty())
        what = step.failure_text;
    print_error(context, what, lines);
    return exit_status_of(error.code);
}

}  // namespace

std::optional<std::string> check_new_name(std::string_view name) {
    if (name.empty()) return "the name is empty";
    if (name.size() > detail::max_object_name_bytes)
        return fmt::format("the name {} is longer than {} bytes", quoted_name(name),
                           grouped(detail::max_object_name_bytes));
    if (name.find_first_not_of(' ') == name.npos)
        return fmt::format("the name {} is made of blanks only", quoted_name(name));
    for (const char* at = name.data(); at != name.data() + name.size();) {
        const auto character = detail::scan_character(at, name.data() + name.size());
        if (is_control(character.value))
            return fmt::format("the name {} has a control character in it", quoted_name(name));
        at += character.length;
    }
    return std::nullopt;
}

ExitStatus perform(Context& context, Sandbox& sandbox, const Step& step) {
    const ExecutionResult done = sandbox.execute(step.command);
    ExitStatus status = ExitStatus::success;
    const bool is_there = !done.outcome && done.outcome.error().code == Errc::object_already_exists;
    if (!done.outcome && !(is_there && step.may_exist)) {
        status = print_step_error(context, sandbox, step, done);
    } else if (!done.changed) {
        context.out.print("unchanged: {}\n", step.already);
    } else {
        context.out.print("{}{} {}{}\n", context.dry_run ? "would " : "",
                          context.dry_run ? step.verb.plain : step.verb.past, step.object,
                          step.outcome);
    }
    if (done.changed && step.prints_events) context.out.write(lines_of_events(done.events, "  "));
    return status;
}

ExitStatus perform(Context& context, const Step& step) {
    // Adding a node may create the sandbox.
    const bool may_create = std::holds_alternative<fake::AddNode>(step.command);
    auto sandbox = may_create ? Sandbox::open_to_change(context) : Sandbox::open_existing(context);
    if (!sandbox) return print_sandbox_error(context, sandbox.error());
    return perform(context, *sandbox, step);
}

std::string lines_of_events(const std::vector<FakeEvent>& events, std::string_view indent) {
    Table table({{"Event", Table::Align::right}, {"What"}, {"Resource"}, {"Node"}, {"Checkpoint"}});
    for (const FakeEvent& event : events) {
        std::string what(to_string(event.kind));
        if (event.windows_event) what += fmt::format(" (event {})", *event.windows_event);
        table.add({std::to_string(event.sequence), std::move(what), event.resource, event.node,
                   event.checkpoint});
    }
    return indent.empty() ? table.with_headings() : table.rows_only(indent);
}

}  // namespace crypto_checkpoint::cli
