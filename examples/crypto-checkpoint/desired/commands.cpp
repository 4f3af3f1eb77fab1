// SPDX-License-Identifier: BSL-1.0
// The commands that work on desired state.
#include "desired/commands.hpp"

#include "checkpoints/backend_choice.hpp"
#include "console/standard_streams.hpp"
#include "console/text.hpp"
#include "desired/audit.hpp"
#include "desired/dsc.hpp"
#include "desired/export.hpp"
#include "desired/open_desired.hpp"
#include "desired/plan_report.hpp"
#include <crypto_checkpoint/detail/ascii.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <utility>

namespace crypto_checkpoint::cli {
namespace {

constexpr const char* about_files =
    R"(FILE is JSON, in which comments are allowed; - is standard input:

  {"resources": [
    {"resource": "SQL Server", "checkpoints": ["1\\\\MyKey"], "exact": true},
    {"pattern": "Web*", "checkpoints": [{"type": 1, "key": "WebKey"}]}],
   "clusters": [
     {"url": "https://node1.example:5986/wsman", "auth": "negotiate",
      "resources": [{"resource": "Print", "checkpoints": ["1\\\\Spool"]}]}]}

In JSON each backslash of a name is written twice. exact removes all checkpoints
that the file does not name; without it they stay. Resources outside of clusters
are meant on each of them. --cluster chooses a cluster of the file, or another.
Without clusters in it, and with --backend, the command works on what the
command line says. An entry that the cluster may take for a wanted one, and
under exact one that is not a checkpoint name, is unclear and stays as it is.
)";

constexpr const char* plan_members =
    R"(
exit status: 0 nothing to do, 5 there is something to do or to decide (unclear,
or a pattern that matches nothing), 3 a resource is missing, 4 the state of a
cluster is unknown

members of --json, one object for each checkpoint, each missing resource and at
the end of each cluster:
  cluster (except for the sandbox), resource, action (add, remove, keep,
  unclear), checkpoint, similar_to (of unclear; else null), advice (codes)
  cluster, resource, action (missing), is_pattern, similar_to (a name or null)
  cluster, ok, and either add, remove, keep, unclear, missing (how many) or
  error, resource (or null), place, native_domain, native_code, native_name,
  message, hints

examples:
  crypto-checkpoint sandbox create
  crypto-checkpoint export > wanted.json
  crypto-checkpoint plan wanted.json
)";

constexpr const char* apply_footer =
    R"(Shows the plan, asks, and makes the changes: on each cluster all additions, then
all removals. The first failure ends the changes of its cluster; with
--keep-going others are tried, but a resource keeps its checkpoints while one of
its additions fails. Interrupted, it can be run again.

)";

constexpr const char* apply_members =
    R"(
members of --json, one object for each change and at the end of each cluster:
  cluster (except for the sandbox), resource, action, checkpoint, ok, and either
  changed or error, place, native_domain, native_code, native_name, message,
  hints
  cluster, resource, action (missing), is_pattern, similar_to (a name or null)
  cluster, ok, and either changed, unchanged, failed, unknown, not_tried,
  unclear, missing (how many) or error, resource (or null), place,
  native_domain, native_code, native_name, message, hints

examples:
  crypto-checkpoint sandbox create
  crypto-checkpoint export > wanted.json
  crypto-checkpoint apply wanted.json --yes
)";

/// The plans for the clusters that could be read.
struct Plans {
    std::vector<Fleet::PlanFor> plans;
    PlanCount total{};
    ExitStatus status = ExitStatus::success;  ///< when all changes are made
};

std::vector<std::string> names_in(const std::vector<DesiredState>& desired) {
    std::vector<std::string> names;
    for (const DesiredState& state : desired)
        for (const DesiredResource& resource : state)
            if (!resource.is_pattern) names.push_back(resource.name);
    return names;
}

bool has_changes(const PlanCount& count) { return count.add + count.remove != 0; }

/// Reads all clusters, plans, and prints the plans.
/// @param prints_json  whether --json prints the plans, or only what is missing
Plans make_plans(Context& context, DesiredFleet& wanted, bool prints_json) {
    const auto states = wanted.fleet.read(context, names_in(wanted.desired));
    Plans made;
    std::set<AdviceCode> advised;
    std::size_t missing = 0;
    for (std::size_t i = 0; i != states.size(); ++i) {
        const ClusterLabel& label = wanted.fleet.label(i);
        if (!states[i]) {
            const Error& error = states[i].error();
            made.status = worst(made.status,
                                print_unread(context, label, error, wanted.fleet.hints(i, error)));
            continue;
        }
        Plan planned = plan(wanted.desired[i], *states[i]);
        const PlanCount counts = count(planned);
        made.total.add += counts.add;
        made.total.remove += counts.remove;
        made.total.keep += counts.keep;
        made.total.unclear += counts.unclear;
        missing += planned.missing.size();
        made.status = worst(made.status, status_left_by(planned));
        if (!context.json || prints_json)
            print_plan(context, label, planned, *states[i], advised);
        else
            print_missing(context, label, planned, *states[i]);
        made.plans.push_back({i, std::move(planned)});
    }
    if (!context.json) {
        std::string summary = summary_of(made.total);
        if (missing != 0) summary += fmt::format(", {} missing", missing);
        if (states.size() > 1) summary += fmt::format("; {} clusters", states.size());
        if (const std::size_t unread = states.size() - made.plans.size(); unread != 0)
            summary +=
                fmt::format("; the state of {} of {} clusters is unknown", unread, states.size());
        context.out.print("{}\n", summary);
    }
    context.out.flush();
    return made;
}

ExitStatus run_plan(Context& context, const ParsedArgs& args) {
    auto wanted = open_desired(context, args, false);
    if (!wanted) return wanted.error();
    const Plans made = make_plans(context, *wanted, true);
    return has_changes(made.total) ? worst(made.status, ExitStatus::to_do) : made.status;
}

/// Asks on the terminal.
bool is_confirmed(Context& context) {
    context.out.flush();
    write_to_standard_error("apply these changes? [y/N] ");
    std::string answer;
    std::array<char, 64> room{};
    while (answer.find('\n') == answer.npos && answer.size() < room.size()) {
        const auto size = read_input(room);
        if (!size || *size == 0) return false;
        answer.append(room.data(), *size);
    }
    const std::string_view word = detail::trim(answer);
    return word == "y" || word == "yes";
}

ExitStatus apply_plans(Context& context, Fleet& fleet, Plans made, OnFailure on_failure) {
    std::erase_if(made.plans, [&](const Fleet::PlanFor& each) {
        return !context.json && !has_changes(count(each.plan));
    });
    std::vector<std::string> lines(fleet.size());
    Applied total;
    ExitStatus status = ExitStatus::success;
    const bool are_several = fleet.size() > 1;
    fleet.apply(
        context, made.plans, on_failure,
        [&](std::size_t index, const std::string& resource, const PlannedCheckpoint& checkpoint,
            const Result<Ensured>& result) {
            if (!result) status = worst(status, exit_status_of(result.error().code));
            const std::string line =
                change_line(context, fleet.label(index), resource, checkpoint, result);
            lines[index] += line;
            if (are_several) return;
            context.out.write(std::exchange(lines[index], {}));
            context.out.flush();
        },
        [&](std::size_t index, const Applied& applied) {
            if (!context.json && are_several) context.out.write(fleet.label(index).heading);
            context.out.write(lines[index]);
            total.changed += applied.changed;
            total.unchanged += applied.unchanged;
            total.failed += applied.failed;
            total.unknown += applied.unknown;
            total.not_tried += applied.not_tried;
            if (!context.json) return;
            const auto each = std::ranges::find(made.plans, index, &Fleet::PlanFor::index);
            context.out.write(applied_json(fleet.label(index), each->plan, applied));
        });
    if (!context.json) context.out.print("{}\n", summary_of(total));
    return worst(status, made.status);
}

ExitStatus run_apply(Context& context, const ParsedArgs& args) {
    const bool asks = !args.has("--yes");
    if (asks && (context.json || args.get("FILE") == "-" || !is_terminal(Stream::input)))
        return print_error(
            context, UsageError{"apply needs --yes where it cannot ask",
                                {fmt::format("plan shows the changes: {} plan {}", program_name(),
                                             shell_quoted(args.get("FILE")))}});
    auto wanted = open_desired(context, args, true);
    if (!wanted) return wanted.error();
    Plans made = make_plans(context, *wanted, false);
    if (!context.json && !has_changes(made.total)) return made.status;
    if (asks && !is_confirmed(context)) {
        context.out.write("nothing was changed\n");
        return worst(made.status, ExitStatus::to_do);
    }
    return apply_plans(context, wanted->fleet, std::move(made),
                       args.has("--keep-going") ? OnFailure::go_on : OnFailure::stop);
}

Argument file_argument() { return {"FILE", "the desired state; - for standard input"}; }

}  // namespace

std::vector<Command> desired_commands() {
    return {{.name = "plan",
             .description = "what would change to reach a desired state",
             .arguments = {file_argument()},
             .options = with_backend_options({json_option()}),
             .footer = about_files + std::string(about_backends()) + plan_members,
             .act = run_plan},
            {.name = "apply",
             .description = "make the changes that reach a desired state",
             .arguments = {file_argument()},
             .options =
                 with_backend_options({json_option(),
                                       {"--yes", "do not ask"},
                                       {"--keep-going", "try other changes after one has failed"}}),
             .footer = apply_footer + std::string(about_files) + std::string(about_backends()) +
                       apply_members,
             .act = run_apply},
            export_command(),
            audit_command(),
            dsc_command()};
}

}  // namespace crypto_checkpoint::cli
