// SPDX-License-Identifier: BSL-1.0
#include "sandbox/step.hpp"

#include "console/table.hpp"
#include "console/text.hpp"
#include "sandbox/hints.hpp"
#include <crypto_checkpoint/cluster/resource_name.hpp>

namespace crypto_checkpoint::cli {
namespace {

/// Why a command failed, where the library's message for the error is about checkpoints.
template <class Command>
std::optional<std::string> reason_for(const Error& error, const Command& command) {
    if constexpr (requires { command.container; }) {
        if (error.code == Errc::key_container_not_found)
            return "the node has no such key container at machine level";
        if (error.code == Errc::provider_type_mismatch)
            return "the provider has another type than the name says";
    } else if constexpr (requires { command.provider; }) {
        if (error.code == Errc::provider_type_mismatch) return "the provider has another type";
    } else if constexpr (requires { command.node; }) {
        if (error.code == Errc::node_unavailable) return "the node is down";
    }
    return std::nullopt;
}

/// The failure of a step: what, why, and what to do about it.
StepReport failure_of(const Context& context, Sandbox& sandbox, const Step& step,
                      ExecutionResult done) {
    const Error& error = done.outcome.error();
    std::vector<std::string> lines = reasons(error);
    const auto state = sandbox.state();
    std::visit(
        [&](const auto& command) {
            if (auto reason = reason_for(error, command)) lines.front() = std::move(*reason);
        },
        step.command);
    if (state)
        for (std::string& hint : hints_for_command(context, error, step.command, *state))
            lines.push_back(std::move(hint));
    const std::string goal = fmt::format("{} {}", step.verb.plain, step.object);
    std::string what = "cannot " + goal;
    if (done.changed && context.dry_run)
        what = "would fail to " + goal;
    else if (done.changed && !step.failure_text.empty())
        what = step.failure_text;
    return {std::move(what), std::move(lines), error.code, std::move(done)};
}

}  // namespace

std::optional<std::string> check_new_name(std::string_view name) {
    if (name.empty()) return "the name is empty";
    if (name.size() > max_resource_name_bytes)
        return fmt::format("the name {} is longer than {} bytes", quoted_name(name),
                           grouped(max_resource_name_bytes));
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

StepReport execute(const Context& context, Sandbox& sandbox, const Step& step) {
    ExecutionResult done = sandbox.execute(step.command);
    const bool is_there = !done.outcome && done.outcome.error().code == Errc::object_already_exists;
    if (!done.outcome && !(is_there && step.may_exist))
        return failure_of(context, sandbox, step, std::move(done));
    std::string what = "unchanged: " + step.already;
    if (done.changed)
        what = fmt::format("{}{} {}{}", context.dry_run ? "would " : "",
                           context.dry_run ? step.verb.plain : step.verb.past, step.object,
                           step.outcome);
    return {.what = std::move(what), .result = std::move(done)};
}

ExitStatus perform(Context& context, Sandbox& sandbox, const Step& step) {
    const StepReport report = execute(context, sandbox, step);
    ExitStatus status = ExitStatus::success;
    if (report.error)
        status = print_error(context, report.what, *report.error, report.lines);
    else
        context.out.print("{}\n", report.what);
    if (report.result.changed && step.prints_events)
        context.out.write(lines_of_events(report.result.events, "  "));
    return status;
}

ExitStatus perform(Context& context, const Step& step) {
    auto sandbox = Sandbox::open_named_or_default(context);
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
