// SPDX-License-Identifier: BSL-1.0
#include "cli/usage_error.hpp"
#include "console/environment.hpp"
#include "console/text.hpp"
#include "sandbox/commands.hpp"
#include "sandbox/step.hpp"
#include <crypto_checkpoint/text/diagnostic.hpp>

#include <filesystem>
#include <optional>
#include <set>

namespace crypto_checkpoint::cli {
namespace {

constexpr const char* create_footer =
    R"(Makes nodes, an exportable key container on the first of them, and a resource
there, online. What is there already stays as it is, so this is safe to repeat.
Only this command makes a file that --sandbox names, and its folders: for the
others a name of no file is a mistake. Without --sandbox each command works, in
a sandbox that is empty until something is added.

examples:
  crypto-checkpoint sandbox create
  crypto-checkpoint sandbox create --node EAST --node WEST --resource Web
)";

constexpr const char* reset_footer =
    R"(Deletes the file, if it says that it is a sandbox. No other program should be
using it.

examples:
  crypto-checkpoint sandbox reset --force
)";

constexpr const char* salvage_footer =
    R"(The damaged file stays as it is. What is saved may be a cluster that never was:
rows that are damaged are left out, and so are those that need them.

examples:
  crypto-checkpoint sandbox create
  crypto-checkpoint sandbox salvage saved.db
)";

struct NewSandbox {
    std::vector<std::string> nodes{"NODE1", "NODE2"};
    std::string resource = "SQL Server";
    std::string key = R"(1\\MyKey)";
};

/// The steps that are left: nodes, a key container and a resource may exist.
std::vector<Step> missing_steps(const NewSandbox& wanted, const CspSpec& key, Sandbox& sandbox,
                                const FakeClusterState& state) {
    std::vector<Step> steps;
    for (const std::string& node : wanted.nodes)
        if (!state.nodes.contains(node))
            steps.push_back({.command = fake::AddNode{node},
                             .verb = {"add", "added"},
                             .object = "the node " + shell_quoted(node),
                             .already = shell_quoted(node) + " is there",
                             .may_exist = true});
    if (state.resources.contains(wanted.resource)) return steps;

    const std::string& first = wanted.nodes.front();
    if (!sandbox.key_in(first, key))
        steps.push_back({.command = fake::CreateKey{first, key},
                         .verb = {"create", "created"},
                         .object = fmt::format("the key container {} on {}",
                                               shell_quoted(wanted.key), shell_quoted(first)),
                         .outcome = ", exportable",
                         .already = fmt::format("{} has the key container {}", shell_quoted(first),
                                                shell_quoted(wanted.key)),
                         .may_exist = true});
    steps.push_back({.command = fake::AddResource{wanted.resource, wanted.resource, first},
                     .verb = {"add", "added"},
                     .object = fmt::format("the resource {} on {}", shell_quoted(wanted.resource),
                                           shell_quoted(first)),
                     .already = shell_quoted(wanted.resource) + " is there",
                     .may_exist = true});
    steps.push_back({.command = fake::BringOnline{wanted.resource},
                     .verb = {"bring", "brought"},
                     .object = shell_quoted(wanted.resource) + " online",
                     .already = shell_quoted(wanted.resource) + " is online"});
    return steps;
}

std::optional<std::string> check_names(const NewSandbox& wanted) {
    std::set<std::string_view, detail::LessIgnoringAsciiCase> nodes;
    for (const std::string& node : wanted.nodes) {
        if (auto error = check_new_name(node)) return error;
        if (!nodes.insert(node).second)
            return fmt::format("the node {} is named twice", shell_quoted(node));
    }
    return check_new_name(wanted.resource);
}

ExitStatus create(Context& context, const ParsedArgs& args) {
    NewSandbox wanted;
    if (args.has("--node")) wanted.nodes = args.get_all("--node");
    wanted.resource = args.get("--resource", wanted.resource);
    wanted.key = args.get("--key", wanted.key);
    if (const auto error = check_names(wanted)) return print_error(context, UsageError{*error});
    const auto key = parse_checkpoint_name(wanted.key);
    if (!key) {
        write_to_standard_error(render_diagnostic(wanted.key, key.error()));
        return ExitStatus::invalid_name;
    }
    auto sandbox = Sandbox::open_to_change(context);
    if (!sandbox) return print_sandbox_error(context, sandbox.error());
    const auto state = sandbox->state();
    if (!state) return print_sandbox_error(context, state.error());
    if (args.has("--empty")) {
        if (state->revision != 0)
            context.out.print("unchanged: the sandbox is there, and not empty\n");
        else
            context.out.print("{} an empty sandbox; next: {}\n",
                              context.dry_run ? "would create" : "created",
                              context.command("sandbox node add NODE1"));
        return ExitStatus::success;
    }
    const auto steps = missing_steps(wanted, key->to_owned(), *sandbox, *state);
    if (steps.empty()) {
        context.out.print("unchanged: the sandbox has {} and {}\n",
                          fmt::join(names_of(state->nodes), ", "), shell_quoted(wanted.resource));
        return ExitStatus::success;
    }
    for (const Step& step : steps)
        if (const ExitStatus status = perform(context, *sandbox, step);
            status != ExitStatus::success)
            return status;
    if (!context.dry_run && !state->resources.contains(wanted.resource))
        context.out.print("next: {}\n", context.command("add", {wanted.resource, wanted.key}));
    return ExitStatus::success;
}

ExitStatus reset(Context& context, const ParsedArgs& args) {
    const auto file = Sandbox::path(context);
    if (!file) return print_sandbox_error(context, file.error());
    if (!args.has("--force") && !context.dry_run)
        return print_error(context,
                           UsageError{"this deletes the sandbox " + shell_quoted(*file),
                                      {"to do that: " + context.command("sandbox reset --force")}});
    const auto removed = Sandbox::remove(context);
    if (!removed) return print_sandbox_error(context, removed.error());
    if (!*removed)
        context.out.print("unchanged: there is no sandbox\n");
    else
        context.out.print("{} the sandbox\n", context.dry_run ? "would delete" : "deleted");
    return ExitStatus::success;
}

ExitStatus salvage(Context& context, const ParsedArgs& args) {
    const auto file = Sandbox::path(context);
    if (!file) return print_sandbox_error(context, file.error());
    const std::string saved = args.get("FILE");
    std::error_code ignored;
    if (!std::filesystem::exists(path_of(*file), ignored))
        return print_sandbox_error(context, Error(Errc::object_not_found));
    // Absolute, as the path of the sandbox.
    const std::string target = text_of(std::filesystem::absolute(path_of(saved), ignored));
    const auto found = JournaledFakeCluster::salvage(*file, target);
    if (!found)
        return print_error(context,
                           "cannot save " + shell_quoted(*file) + " to " + shell_quoted(saved),
                           found.error());
    context.out.print("saved {} rows to {}\n", grouped(found->saved_rows), shell_quoted(saved));
    if (found->first_lost != 0)
        context.out.print("row {} is the first that is lost; of those that are there, {} {}\n",
                          found->first_lost, grouped(found->lost_rows),
                          found->lost_rows == 1 ? "is" : "are");
    if (!found->ended_by.empty())
        context.out.print("the rest could not be read: {}\n", printable(found->ended_by));
    context.out.print("next: {} --sandbox {} sandbox status\n", program_name(),
                      shell_quoted(saved));
    return ExitStatus::success;
}

}  // namespace

std::vector<Step> steps_to_fill(Sandbox& sandbox, const FakeClusterState& state) {
    const NewSandbox usual;
    return missing_steps(usual, parse_checkpoint_name(usual.key)->to_owned(), sandbox, state);
}

Command salvage_command() {
    return {.name = "salvage",
            .description = "copy what can be read of a damaged sandbox to a new file",
            .arguments = {{"FILE", "the new file"}},
            .footer = salvage_footer,
            .act = salvage};
}

Command create_command() {
    return {.name = "create",
            .description = "create a sandbox, or what is missing in it",
            .options = {{"--node", "a node, once for each; default: NODE1 and NODE2", "NODE"},
                        {"--resource", "the resource; default: 'SQL Server'", "RESOURCE"},
                        {"--key", R"(the key container; default: '1\\MyKey')", "NAME"},
                        {"--empty", "create a sandbox with nothing in it"},
                        dry_run_option()},
            .footer = create_footer,
            .act = create};
}

Command reset_command() {
    return {.name = "reset",
            .description = "delete the sandbox",
            .options = {{"--force", "really do it"}, dry_run_option()},
            .footer = reset_footer,
            .act = reset};
}

}  // namespace crypto_checkpoint::cli
