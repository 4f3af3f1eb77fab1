// SPDX-License-Identifier: BSL-1.0
#include "desired/dsc.hpp"

#include "checkpoints/backend_choice.hpp"
#include "console/json_line.hpp"
#include "console/text.hpp"
#include "desired/fleet.hpp"
#include "desired/plan_report.hpp"
#include <crypto_checkpoint/detail/ascii.hpp>

#include <fmt/format.h>

#include <span>
#include <utility>

namespace crypto_checkpoint::cli {
namespace {

constexpr const char* footer =
    R"(Reads an instance, one JSON object, from standard input, such as

  {"resource": "SQL Server", "checkpoints": ["1\\\\MyKey"], "exact": true}

and prints the actual state in the same form. cluster has a URL, as --cluster;
without both the instance is of the sandbox. dsc schema prints what an instance
may have. DSC itself calls the command; docs/how-to/desired-state.md has the
manifest.
)";

constexpr const char* schema = R"({
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "title": "Cryptographic checkpoints of a cluster resource",
  "type": "object",
  "additionalProperties": false,
  "required": ["resource"],
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

std::expected<Instance, ExitStatus> open_instance(Context& context, const ParsedArgs& args,
                                                  bool to_change) {
    const auto text = read_file("-");
    if (!text) return std::unexpected(print_error(context, text.error(), Errc::storage_failed));
    auto wanted = parse_desired_instance(*text);
    if (!wanted) return std::unexpected(print_file_error(context, "-", wanted.error()));
    auto target = open_target(
        context, wanted->cluster.empty() ? args : args.with("--cluster", wanted->cluster),
        to_change ? Purpose::change : Purpose::read);
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

ExitStatus get(Context& context, const ParsedArgs& args) {
    auto instance = open_instance(context, args, false);
    if (!instance) return instance.error();
    const auto resource = read_resource(context, *instance);
    if (!resource) return resource.error();
    const DesiredInstance& wanted = instance->wanted;
    context.out.write(state_json(wanted.cluster, *resource, wanted.desired.exact).line());
    return ExitStatus::success;
}

ExitStatus test(Context& context, const ParsedArgs& args) {
    auto instance = open_instance(context, args, false);
    if (!instance) return instance.error();
    const auto resource = read_resource(context, *instance);
    if (!resource) return resource.error();
    const PlanCount counts = count(plan_for(*instance, *resource));
    const DesiredInstance& wanted = instance->wanted;
    context.out.write(state_json(wanted.cluster, *resource, wanted.desired.exact)
                          .boolean("_inDesiredState", counts.add + counts.remove == 0)
                          .line());
    return ExitStatus::success;
}

ExitStatus set(Context& context, const ParsedArgs& args) {
    auto instance = open_instance(context, args, true);
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

ExitStatus export_all(Context& context, const ParsedArgs& args) {
    auto target = open_target(context, args, Purpose::enumerate);
    if (!target) return target.error();
    Fleet fleet(*std::move(target));
    const auto states = fleet.read(context, {});
    ExitStatus status = ExitStatus::success;
    for (std::size_t i = 0; i != states.size(); ++i) {
        if (!states[i]) {
            status = worst(status, print_unread(context, fleet.label(i), states[i].error(),
                                                fleet.hints(i, states[i].error())));
            continue;
        }
        for (const ReportedResource& resource : *states[i])
            context.out.write(state_json(fleet.label(i).name, resource, true).line());
    }
    return status;
}

ExitStatus print_schema(Context& context, const ParsedArgs&) {
    context.out.write(schema);
    return ExitStatus::success;
}

}  // namespace

Command dsc_command() {
    const auto command = [](const char* name, const char* description, auto act) {
        return Command{.name = name,
                       .description = description,
                       .options = backend_options(),
                       .footer = footer,
                       .act = act};
    };
    return {.name = "dsc",
            .description = "a resource of PowerShell DSC 3",
            .commands = {command("get", "print the state of an instance", get),
                         command("set", "change an instance to the state that is wanted", set),
                         command("test", "print whether an instance is in the state", test),
                         command("export", "print all instances", export_all),
                         {.name = "schema",
                          .description = "print the JSON Schema of an instance",
                          .act = print_schema,
                          .takes_sandbox = false}}};
}

}  // namespace crypto_checkpoint::cli
