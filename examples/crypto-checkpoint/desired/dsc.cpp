// SPDX-License-Identifier: BSL-1.0
#include "desired/dsc.hpp"

#include "checkpoints/backend_choice.hpp"
#include "cli/usage_error.hpp"
#include "console/json_line.hpp"
#include "console/standard_streams.hpp"
#include "console/text.hpp"
#include "desired/open_desired.hpp"
#include "desired/plan_report.hpp"
#include <crypto_checkpoint/detail/ascii.hpp>

#include <fmt/format.h>

#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace crypto_checkpoint::cli {
namespace {

constexpr const char* dsc_footer =
    R"(Reads an instance, one JSON object, from standard input, such as

  {"resource": "SQL Server", "checkpoints": ["1\\\\MyKey"], "exact": true}

and prints the actual state in the same form. cluster has a URL, as --cluster;
without both the instance is of the sandbox. test prints false as
_inDesiredState also where the state is unclear: see plan. export takes an
instance, too: its cluster, and its resource alone; without input it prints all.
dsc schema prints what an instance may have. DSC itself calls the command;
docs/how-to/desired-state.md has the manifest.
)";

constexpr const char* schema = R"({
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "title": "Cryptographic checkpoints of a cluster resource",
  "type": "object",
  "additionalProperties": false,
  "required": ["resource"],
  "dependentRequired": {"exact": ["checkpoints"]},
  "properties": {
    "cluster": {"type": "string", "description": "The URL of the cluster, such as https://node1.example:5986/wsman."},
    "resource": {"type": "string", "minLength": 1, "description": "The name of the resource."},
    "checkpoints": {
      "type": "array",
      "description": "Checkpoint names: Type\\Name\\Key or Type\\\\Key.",
      "items": {"type": "string"}
    },
    "exact": {"type": "boolean", "default": false, "description": "Whether other checkpoints are removed."},
    "_inDesiredState": {"type": "boolean", "readOnly": true}
  }
}
)";

/// An instance and the cluster it is of.
struct Instance {
    DesiredInstance wanted;
    Fleet fleet;
};

/// The command line with the cluster of an instance.
std::expected<ParsedArgs, UsageError> args_for(const ParsedArgs& args,
                                               const DesiredInstance& wanted) {
    const std::vector<std::string> urls = args.get_all("--cluster");
    if (urls.size() > 1) return usage_error("an instance is of one cluster: give one --cluster");
    if (wanted.cluster.empty()) return args;
    if (!urls.empty() && comparable_url(urls.front()) != comparable_url(wanted.cluster))
        return usage_error("the instance has another cluster than --cluster",
                           {"leave --cluster out"});
    return args.with("--cluster", wanted.cluster);
}

std::expected<Instance, ExitStatus> open_instance(Context& context, const ParsedArgs& args,
                                                  bool needs_checkpoints, bool to_change) {
    const auto text = read_file("-");
    if (!text) return std::unexpected(print_error(context, text.error(), Errc::storage_failed));
    auto wanted = parse_desired_instance(*text);
    if (!wanted) return std::unexpected(print_file_error(context, "-", wanted.error()));
    if (!wanted->has_checkpoints && (needs_checkpoints || wanted->desired.exact))
        return std::unexpected(print_file_error(context, "-",
                                                {"\"checkpoints\" is missing here",
                                                 place_at(*text, 0, {}),
                                                 {"[] means that none is wanted"}}));
    const auto chosen = args_for(args, *wanted);
    if (!chosen) return std::unexpected(print_error(context, chosen.error()));
    auto target = open_target(context, *chosen, to_change ? Purpose::change : Purpose::read);
    if (!target) return std::unexpected(target.error());
    return Instance{*std::move(wanted), Fleet(*std::move(target))};
}

/// The resource that the instance names.
std::expected<ReportedResource, ExitStatus> read_resource(Context& context, Instance& instance) {
    const std::string& name = instance.wanted.desired.name;
    const auto resources = std::move(instance.fleet.read(context, {name}).front());
    if (resources)
        for (const ReportedResource& resource : *resources)
            if (detail::equals_ignoring_ascii_case(resource.name, name)) return resource;
    const Error error = resources ? Error(Errc::resource_not_found) : resources.error();
    return std::unexpected(print_error(context, fmt::format("cannot read {}", quoted_name(name)),
                                       error, instance.fleet.hints(0, error)));
}

JsonLine state_json(const std::string& cluster, const ReportedResource& resource, bool exact) {
    JsonLine json;
    if (!cluster.empty()) json.text("cluster", cluster);
    std::vector<std::string> names;
    for (const ReportedCheckpoint& entry : resource.crypto_checkpoints) names.push_back(entry.text);
    json.text("resource", resource.name).texts("checkpoints", names).boolean("exact", exact);
    return json;
}

Plan plan_for(const Instance& instance, const ReportedResource& resource) {
    return plan({instance.wanted.desired}, std::span(&resource, 1));
}

ExitStatus print_state(Context& context, const ParsedArgs& args, bool is_test) {
    auto instance = open_instance(context, args, is_test, false);
    if (!instance) return instance.error();
    const auto resource = read_resource(context, *instance);
    if (!resource) return resource.error();
    const DesiredInstance& wanted = instance->wanted;
    JsonLine json = state_json(wanted.cluster, *resource, wanted.desired.exact);
    if (is_test) {
        const PlanCount counts = count(plan_for(*instance, *resource));
        json.boolean("_inDesiredState", counts.add + counts.remove + counts.unclear == 0);
    }
    context.out.write(json.line());
    return ExitStatus::success;
}

ExitStatus get(Context& context, const ParsedArgs& args) {
    return print_state(context, args, false);
}

ExitStatus test(Context& context, const ParsedArgs& args) {
    return print_state(context, args, true);
}

ExitStatus set(Context& context, const ParsedArgs& args) {
    auto instance = open_instance(context, args, true, true);
    if (!instance) return instance.error();
    const auto before = read_resource(context, *instance);
    if (!before) return before.error();
    ExitStatus status = ExitStatus::success;
    instance->fleet.apply(
        context, {{0, plan_for(*instance, *before)}}, OnFailure::stop,
        [&](std::size_t, const std::string& resource, const PlannedCheckpoint& checkpoint,
            const Result<Ensured>& result) {
            if (result) return;
            const std::string_view verb =
                checkpoint.action == PlannedAction::add ? "add" : "remove";
            status = worst(status, print_error(context,
                                               fmt::format("cannot {} {} of {}", verb,
                                                           shell_quoted(checkpoint.text),
                                                           quoted_name(resource)),
                                               result.error()));
        },
        [](std::size_t, const Applied&) {});
    const auto after = read_resource(context, *instance);
    if (!after) return worst(status, after.error());
    const DesiredInstance& wanted = instance->wanted;
    context.out.write(state_json(wanted.cluster, *after, wanted.desired.exact).line());
    return status;
}

/// An instance without what cannot be wanted of it.
std::string exported_json(const std::string& cluster, const ReportedResource& resource) {
    const DesiredResource desired = std::move(desired_state_of(std::span(&resource, 1)).front());
    JsonLine json;
    if (!cluster.empty()) json.text("cluster", cluster);
    std::vector<std::string> names;
    for (const CspSpec& spec : desired.checkpoints) names.push_back(to_checkpoint_name(spec));
    return json.text("resource", resource.name)
        .texts("checkpoints", names)
        .boolean("exact", desired.exact)
        .line();
}

ExitStatus export_all(Context& context, const ParsedArgs& args) {
    DesiredInstance filter;
    if (!is_terminal(Stream::input)) {
        const auto text = read_file("-");
        if (!text) return print_error(context, text.error(), Errc::storage_failed);
        if (!detail::trim(*text).empty()) {
            auto wanted = parse_desired_filter(*text);
            if (!wanted) return print_file_error(context, "-", wanted.error());
            filter = *std::move(wanted);
        }
    }
    ParsedArgs chosen = args;
    if (!filter.cluster.empty()) {
        auto one = args_for(args, filter);
        if (!one) return print_error(context, one.error());
        chosen = *std::move(one);
    }
    auto target = open_target(context, chosen, Purpose::enumerate);
    if (!target) return target.error();
    Fleet fleet(*std::move(target));
    const auto states = fleet.read(context, {});
    const std::string& name = filter.desired.name;
    ExitStatus status = ExitStatus::success;
    for (std::size_t i = 0; i != states.size(); ++i) {
        if (!states[i]) {
            status = worst(status, print_unread(context, fleet.label(i), states[i].error(),
                                                fleet.hints(i, states[i].error())));
            continue;
        }
        for (const ReportedResource& resource : *states[i])
            if (name.empty() || detail::equals_ignoring_ascii_case(resource.name, name))
                context.out.write(exported_json(fleet.label(i).name, resource));
    }
    return status;
}

ExitStatus print_schema(Context& context, const ParsedArgs&) {
    context.out.write(schema);
    return ExitStatus::success;
}

}  // namespace

Command dsc_command() {
    const auto examples = [](std::string_view text, std::string_view words) {
        return fmt::format(
            "{}\nexamples:\n  crypto-checkpoint sandbox create\n  crypto-checkpoint dsc {}\n", text,
            words);
    };
    const auto command = [&](std::string name, const char* description, auto act) {
        std::string words = name;
        if (name != "export") words += R"( <<< '{"resource": "SQL Server", "checkpoints": []}')";
        return Command{.name = std::move(name),
                       .description = description,
                       .options = backend_options(),
                       .footer = examples(dsc_footer, words),
                       .act = act};
    };
    return {.name = "dsc",
            .description = "a resource of PowerShell DSC 3",
            .footer = examples("", "export"),
            .commands = {command("get", "print the state of an instance", get),
                         command("set", "change an instance to the state that is wanted", set),
                         command("test", "print whether an instance is in the state", test),
                         command("export", "print all instances", export_all),
                         {.name = "schema",
                          .description = "print the JSON Schema of an instance",
                          .footer = examples("", "schema"),
                          .act = print_schema,
                          .takes_sandbox = false}}};
}

}  // namespace crypto_checkpoint::cli
