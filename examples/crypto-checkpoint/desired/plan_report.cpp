// SPDX-License-Identifier: BSL-1.0
#include "desired/plan_report.hpp"

#include "console/json_line.hpp"
#include "console/standard_streams.hpp"
#include "console/text.hpp"
#include "console/wrapped.hpp"
#include <crypto_checkpoint/cluster/resource_pattern.hpp>
#include <crypto_checkpoint/text/diagnostic.hpp>

#include <fmt/format.h>

namespace crypto_checkpoint::cli {
namespace {

JsonLine json_for(const ClusterLabel& cluster) {
    JsonLine json;
    if (!cluster.name.empty()) json.text("cluster", cluster.name);
    return json;
}

/// `+`, `-`, `~`, in colour on a terminal.
std::string sign_of(PlannedAction action) {
    const auto coloured = [](char sign, int colour) {
        return has_colours() ? fmt::format("\x1b[{}m{}\x1b[0m", colour, sign)
                             : std::string(1, sign);
    };
    constexpr int red = 31;
    constexpr int green = 32;
    constexpr int yellow = 33;
    switch (action) {
        case PlannedAction::add: return coloured('+', green);
        case PlannedAction::remove: return coloured('-', red);
        case PlannedAction::unclear: return coloured('~', yellow);
        case PlannedAction::keep: break;
    }
    return "=";
}

std::string note_on(const PlannedCheckpoint& checkpoint) {
    if (checkpoint.action != PlannedAction::unclear) return {};
    if (!checkpoint.spec) return "not a checkpoint name: it stays";
    return fmt::format(
        "may be the same as {}, which is wanted: only the cluster knows, so nothing is done. Write "
        "it so in the file, or remove it first.",
        shell_quoted(checkpoint.similar_to));
}

/// To people: what is as it should be is only counted.
bool is_shown(const PlannedCheckpoint& checkpoint) {
    return checkpoint.action != PlannedAction::keep;
}

void print_checkpoints(Context& context, const ResourcePlan& resource,
                       std::set<AdviceCode>& advised) {
    if (std::ranges::none_of(resource.checkpoints, is_shown)) return;
    context.out.print("  {}\n", quoted_name(resource.resource));
    for (const PlannedCheckpoint& checkpoint : resource.checkpoints) {
        if (!is_shown(checkpoint)) continue;
        context.out.print("    {} {}\n", sign_of(checkpoint.action), shell_quoted(checkpoint.text));
        if (const std::string note = note_on(checkpoint); !note.empty())
            context.out.write(wrapped("      ", note));
        if (checkpoint.action == PlannedAction::add)
            for (const Advice& advice : checkpoint.advice)
                if (advised.insert(advice.code).second)
                    context.out.write(wrapped("      advice: ", explain(advice)));
    }
}

void print_json(Context& context, const ClusterLabel& cluster, const ResourcePlan& resource) {
    for (const PlannedCheckpoint& checkpoint : resource.checkpoints)
        context.out.write(json_for(cluster)
                              .text("resource", resource.resource)
                              .text("action", to_string(checkpoint.action))
                              .text("checkpoint", checkpoint.text)
                              .name_or_null("similar_to", checkpoint.similar_to)
                              .texts("advice", codes_of(checkpoint.advice))
                              .line());
}

void print_missing(Context& context, const ClusterLabel& cluster, const DesiredResource& missing,
                   const Resources& resources) {
    std::vector<std::string> names;
    for (const ReportedResource& resource : resources) names.push_back(resource.name);
    const std::string similar = missing.is_pattern ? "" : nearest(missing.name, names);
    if (context.json) {
        context.out.write(json_for(cluster)
                              .text("resource", missing.name)
                              .text("action", "missing")
                              .boolean("is_pattern", missing.is_pattern)
                              .name_or_null("similar_to", similar)
                              .line());
        return;
    }
    context.out.print(
        "  {}: {}\n", quoted_name(missing.name),
        missing.is_pattern ? "no resource matches this" : "there is no such resource");
    if (!similar.empty())
        context.out.print("    did you mean {}?\n", quoted_name(similar));
    else if (!missing.is_pattern && has_wildcard(missing.name))
        context.out.write("    for a pattern, write \"pattern\" instead of \"resource\"\n");
}

}  // namespace

std::vector<std::string_view> codes_of(const AdviceList& advice) {
    std::vector<std::string_view> codes;
    for (const Advice& piece : advice) codes.push_back(to_string(piece.code));
    return codes;
}

void print_missing(Context& context, const ClusterLabel& cluster, const Plan& plan,
                   const Resources& resources) {
    for (const DesiredResource& missing : plan.missing)
        print_missing(context, cluster, missing, resources);
}

ExitStatus status_left_by(const Plan& plan) {
    const bool is_named_missing = !std::ranges::all_of(plan.missing, &DesiredResource::is_pattern);
    if (is_named_missing) return ExitStatus::refused;
    const bool is_clear = count(plan).unclear == 0 && plan.missing.empty();
    return is_clear ? ExitStatus::success : ExitStatus::to_do;
}

void print_plan(Context& context, const ClusterLabel& cluster, const Plan& plan,
                const Resources& resources, std::set<AdviceCode>& advised) {
    const bool is_empty = plan.missing.empty() &&
                          std::ranges::none_of(plan.resources, [](const ResourcePlan& resource) {
                              return std::ranges::any_of(resource.checkpoints, is_shown);
                          });
    if (!context.json && !is_empty) context.out.write(cluster.heading);
    for (const ResourcePlan& resource : plan.resources)
        context.json ? print_json(context, cluster, resource)
                     : print_checkpoints(context, resource, advised);
    print_missing(context, cluster, plan, resources);
    if (!context.json) return;
    const PlanCount counts = count(plan);
    context.out.write(json_for(cluster)
                          .boolean("ok", true)
                          .number("add", counts.add)
                          .number("remove", counts.remove)
                          .number("keep", counts.keep)
                          .number("unclear", counts.unclear)
                          .number("missing", plan.missing.size())
                          .line());
}

ExitStatus print_unread(Context& context, const ClusterLabel& cluster, const Error& error,
                        const std::vector<std::string>& hints) {
    if (!context.json)
        return print_error(context,
                           cluster.shown.empty()
                               ? "cannot read the state of the sandbox"
                               : fmt::format("cannot read the state of {}", cluster.shown),
                           error, hints);
    JsonLine json = json_for(cluster);
    json.boolean("ok", false)
        .text("error", to_string(error.code))
        .name_or_null("resource", error.resource);
    context.out.write(add_error(json, error, message_of(error), hints).line());
    return exit_status_of(error.code);
}

std::string summary_of(const PlanCount& count) {
    std::string text = fmt::format("{} to add, {} to remove, {} as {} should be", count.add,
                                   count.remove, count.keep, count.keep == 1 ? "it" : "they");
    if (count.unclear != 0) text += fmt::format(", {} unclear", count.unclear);
    return text;
}

std::string summary_of(const Applied& applied) {
    std::string text = fmt::format("{} changed", applied.changed);
    const auto add = [&](std::size_t number, std::string_view what) {
        if (number != 0) text += fmt::format(", {} {}", number, what);
    };
    add(applied.unchanged, "unchanged");
    add(applied.failed, "failed");
    add(applied.unknown, "unknown");
    add(applied.not_tried, "not tried");
    return text;
}

std::string change_line(const Context& context, const ClusterLabel& cluster,
                        const std::string& resource, const PlannedCheckpoint& checkpoint,
                        const Result<Ensured>& result) {
    if (!context.json) {
        std::string text = fmt::format("  {}: {} {}{}\n", quoted_name(resource),
                                       sign_of(checkpoint.action), shell_quoted(checkpoint.text),
                                       result == Ensured::unchanged ? " was so already" : "");
        if (!result)
            for (const std::string& line : reasons(result.error()))
                text += wrapped(
                    result.error().code == Errc::outcome_unknown ? "    unknown: " : "    failed: ",
                    line);
        return text;
    }
    JsonLine json = json_for(cluster);
    json.text("resource", resource)
        .text("action", to_string(checkpoint.action))
        .text("checkpoint", checkpoint.text)
        .boolean("ok", result.has_value());
    if (result) return json.boolean("changed", *result == Ensured::changed).line();
    json.text("error", to_string(result.error().code));
    return add_error(json, result.error(), message_of(result.error()), {}).line();
}

std::string applied_json(const ClusterLabel& cluster, const Plan& plan, const Applied& applied) {
    return json_for(cluster)
        .boolean("ok", applied.failed + applied.unknown + applied.not_tried == 0)
        .number("changed", applied.changed)
        .number("unchanged", applied.unchanged)
        .number("failed", applied.failed)
        .number("unknown", applied.unknown)
        .number("not_tried", applied.not_tried)
        .number("unclear", count(plan).unclear)
        .number("missing", plan.missing.size())
        .line();
}

}  // namespace crypto_checkpoint::cli
