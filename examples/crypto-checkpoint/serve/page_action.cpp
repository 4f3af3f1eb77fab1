// SPDX-License-Identifier: BSL-1.0
#include "serve/page_action.hpp"

#include "console/json_tree.hpp"
#include "console/text.hpp"
#include "explain/explained_name.hpp"
#include "sandbox/step.hpp"
#include <crypto_checkpoint/name/advice.hpp>
#include <crypto_checkpoint/name/parse.hpp>
#include <crypto_checkpoint/text/diagnostic.hpp>

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <span>

namespace crypto_checkpoint::cli {
namespace {

using Members = std::map<std::string, std::string, std::less<>>;

/// The members of an action, which are those of its command.
struct Request {
    std::string resource;
    std::string node;
    std::string name;               ///< of a container or a checkpoint
    std::optional<CspSpec> spec{};  ///< the name, parsed
};

struct Action {
    std::string_view command;
    std::array<std::string_view, 2> members;  ///< the second may be empty
    Step (*step)(const Request& request);
};

Step add_step(const Request& request) {
    return {.command = fake::AddCheckpoint{request.resource, *request.spec},
            .verb = {"add", "added"},
            .object =
                fmt::format("{} to {}", shell_quoted(request.name), quoted_name(request.resource))};
}

Step remove_step(const Request& request) {
    return {.command = fake::RemoveCheckpoint{request.resource, *request.spec},
            .verb = {"remove", "removed"},
            .object = fmt::format("{} from {}", shell_quoted(request.name),
                                  quoted_name(request.resource))};
}

constexpr Action actions[] = {
    {fake::CrashNode::name, {"node"}, [](const Request& one) { return crash_step(one.node); }},
    {fake::StartNode::name, {"node"}, [](const Request& one) { return start_step(one.node); }},
    {fake::CreateKey::name,
     {"node", "container"},
     [](const Request& one) { return create_key_step(one.node, one.name, *one.spec); }},
    {fake::ChangeKey::name,
     {"node", "container"},
     [](const Request& one) { return change_key_step(one.node, one.name, *one.spec); }},
    {fake::MoveResource::name,
     {"resource", "node"},
     [](const Request& one) { return move_step(one.resource, one.node); }},
    {fake::BringOnline::name,
     {"resource"},
     [](const Request& one) { return online_step(one.resource); }},
    {fake::TakeOffline::name,
     {"resource"},
     [](const Request& one) { return offline_step(one.resource); }},
    {fake::AddCheckpoint::name, {"resource", "checkpoint"}, add_step},
    {fake::RemoveCheckpoint::name, {"resource", "checkpoint"}, remove_step},
};

WsmanLogEntry entry_of(std::optional<Errc> error) { return {{}, {}, {}, error}; }

PageAction not_understood(std::string what, std::vector<std::string> lines = {}) {
    return {400, error_text(what, lines), entry_of(Errc::invalid_value)};
}

/// A JSON object of texts.
std::expected<Members, std::string> members_in(std::string_view json) {
    auto tree = parse_json(json);
    if (!tree) return std::unexpected(tree.error().what);
    auto* const object = std::get_if<JsonNode::Object>(&tree->value);
    if (!object) return std::unexpected(std::string("it is not an object"));
    Members members;
    for (auto& [name, node] : *object) {
        auto* const text = std::get_if<std::string>(&node.value);
        if (!text) return std::unexpected(quoted_name(name) + " is not a text");
        members.emplace(name, std::move(*text));
    }
    return members;
}

bool has_members(const Action& action, const Members& members) {
    std::size_t count = 1;  // the command
    for (const std::string_view name : action.members) {
        if (name.empty()) continue;
        if (!members.contains(name)) return false;
        ++count;
    }
    return members.size() == count;
}

std::string take(Members& members, std::string_view name) {
    const auto found = members.find(name);
    return found == members.end() ? std::string() : std::move(found->second);
}

/// What the program prints for a step.
PageAction perform_for_page(const Context& context, Sandbox& sandbox, const Step& step) {
    const StepReport report = execute(context, sandbox, step);
    if (report.error) return {409, error_text(report.what, report.lines), entry_of(report.error)};
    return {200, report.what + '\n', {}};
}

PageAction fill(const Context& context, Sandbox& sandbox) {
    PageAction all;
    const auto state = sandbox.state();
    if (!state)
        return {409, error_text("cannot read the sandbox", reasons(state.error())),
                entry_of(state.error().code)};
    for (const Step& step : steps_to_fill(sandbox, *state)) {
        PageAction one = perform_for_page(context, sandbox, step);
        one.text.insert(0, all.text);
        all = std::move(one);
        if (all.status != 200) break;
    }
    if (all.text.empty()) all.text = "unchanged: there is nothing to create\n";
    return all;
}

PageAction perform_action(const Context& context, Sandbox& sandbox, const Action& action,
                          Request& request) {
    if (action.members[1] == "container" || action.members[1] == "checkpoint") {
        // As the commands of the program: what is removed may be spelled as an old release stored it.
        const auto spec = parse_checkpoint_name(std::string_view(request.name),
                                                action.command == fake::RemoveCheckpoint::name
                                                    ? Dialect::tolerant
                                                    : Dialect::documented);
        if (!spec)
            return {400, render_diagnostic(request.name, spec.error()),
                    entry_of(spec.error().code)};
        request.spec = spec->to_owned();
    }
    const auto before = sandbox.state();
    PageAction done = perform_for_page(context, sandbox, action.step(request));
    if (done.status != 200) return done;
    if (action.command == fake::AddCheckpoint::name)
        for (const Advice& advice : advise(*request.spec))
            done.text += fmt::format("  advice: {}\n", explain(advice));
    if (action.command != fake::MoveResource::name || !before) return done;
    if (const auto after = sandbox.state())
        if (const auto note = note_on_keys_left_behind(request.resource, *before, *after);
            !note.empty())
            done.text += fmt::format("  note: {}\n", note);
    return done;
}

}  // namespace

PageAction execute_page_action(const Context& context, Sandbox& sandbox, std::string_view json) {
    auto members = members_in(json);
    if (!members)
        return not_understood("the body is no action: " + members.error(),
                              {R"(write {"command": "crash_node", "node": "NODE1"})"});
    const std::string command = take(*members, "command");
    if (command == "create" && members->size() == 1) {
        PageAction filled = fill(context, sandbox);
        filled.log_entry.operation = command;
        return filled;
    }
    const auto* const action = std::ranges::find(actions, command, &Action::command);
    if (action == std::end(actions)) {
        std::string known = "create";
        for (const Action& one : actions) known.append(", ").append(one.command);
        return not_understood(command.empty() ? "there is no command in the body"
                                              : "unknown command " + quoted_name(command),
                              {"commands: " + known});
    }
    if (!has_members(*action, *members))
        return not_understood(
            fmt::format("{} takes {}{}{} and nothing else", action->command, action->members[0],
                        action->members[1].empty() ? "" : " and ", action->members[1]));
    Request request{take(*members, "resource"), take(*members, "node"), {}};
    request.name = take(*members, "container") + take(*members, "checkpoint");
    PageAction done = perform_action(context, sandbox, *action, request);
    done.log_entry.operation = command;
    done.log_entry.resource = request.resource;
    done.log_entry.argument = request.name.empty() ? request.node : request.name;
    return done;
}

PageAction explain_for_page(std::string_view json) {
    const auto members = members_in(json);
    if (!members || members->size() != 1 || !members->contains("name"))
        return not_understood("the body has no name" + (members ? "" : ": " + members.error()),
                              {R"(write {"name": "1\\\\MyKey"})"});
    const std::string& name = members->find("name")->second;
    return {200, as_json({name, parse_checkpoint_name(name)}), {}};
}

}  // namespace crypto_checkpoint::cli
