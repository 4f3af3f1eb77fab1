// SPDX-License-Identifier: BSL-1.0
#include "desired/audit.hpp"

#include "checkpoints/backend_choice.hpp"
#include "console/json_line.hpp"
#include "console/text.hpp"
#include "console/wrapped.hpp"
#include "desired/fleet.hpp"
#include "desired/plan_report.hpp"
#include <crypto_checkpoint/detail/ascii.hpp>
#include <crypto_checkpoint/text/diagnostic.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace crypto_checkpoint::cli {
namespace {

constexpr const char* audit_footer =
    R"(Reads every checkpoint of every cluster and prints what may hurt at the next
failover: advice on its name, an entry that is not a name, a key container under
two names (also on resources of one name in two clusters), and one that is
missing where the resource of the same name in another cluster has it. Findings
do not change the exit status. In a pattern * stands for any text and ? for one
character.
)";

constexpr const char* members =
    R"(
members of --json, one object for each finding, and at the end of each cluster:
  cluster (except for the sandbox), resource, checkpoint, finding (advice,
  not_a_name, similar or missing), advice (a code or null), other (the similar
  name, the other cluster, or null), message
  cluster, ok, and either resources, checkpoints, findings (how many) or error,
  resource (or null), place, native_domain, native_code, native_name, message,
  hints

examples:
  crypto-checkpoint sandbox create
  crypto-checkpoint ensure 'SQL Server' '1\\MyKey'
  crypto-checkpoint audit
)";

std::string_view name_of(Finding::Kind kind) {
    switch (kind) {
        case Finding::Kind::advice: return "advice";
        case Finding::Kind::not_a_name: return "not_a_name";
        case Finding::Kind::similar: return "similar";
        case Finding::Kind::missing: return "missing";
    }
    return "unknown";
}

std::string sentence_of(const Finding& finding) {
    switch (finding.kind) {
        case Finding::Kind::advice: return explain(*finding.advice);
        case Finding::Kind::not_a_name:
            return "this is not a checkpoint name: only the cluster knows what it saves";
        case Finding::Kind::similar:
            return fmt::format("{} may be the same key container: use one name everywhere",
                               shell_quoted(finding.other));
        case Finding::Kind::missing:
            return fmt::format("it is missing here: the resource of this name in {} has it",
                               printable(finding.other));
    }
    return {};
}

/// Finds what concerns one resource.
void audit_resource(std::vector<Finding>& findings, std::size_t cluster,
                    const ReportedResource& resource) {
    for (const ReportedCheckpoint& entry : resource.crypto_checkpoints) {
        const auto found = [&](Finding::Kind kind) -> Finding& {
            return findings.emplace_back(kind, cluster, resource.name, entry.text);
        };
        if (!entry.spec) {
            found(Finding::Kind::not_a_name);
            continue;
        }
        for (const Advice& advice : advise(*entry.spec))
            found(Finding::Kind::advice).advice = advice;
        for (const ReportedCheckpoint& other : resource.crypto_checkpoints)
            if (&other != &entry && other.spec && are_similar(*entry.spec, *other.spec))
                found(Finding::Kind::similar).other = other.text;
    }
}

/// A resource of one name in one of several clusters.
struct Twin {
    std::size_t cluster;
    const ReportedResource* resource;
};

/// Finds what one of several resources of the same name lacks, or has under another name.
void compare_twins(std::vector<Finding>& findings, const std::vector<Twin>& twins,
                   const std::vector<std::string>& names) {
    std::map<CspSpecView, std::size_t> first_cluster_with;
    for (const Twin& twin : twins)
        for (const ReportedCheckpoint& entry : twin.resource->crypto_checkpoints)
            if (entry.spec) first_cluster_with.emplace(*entry.spec, twin.cluster);
    for (const Twin& twin : twins) {
        const CheckpointList& listed = twin.resource->crypto_checkpoints;
        for (const auto& [spec, cluster] : first_cluster_with) {
            const Presence presence = presence_in(listed, spec);
            if (presence == Presence::present) continue;
            Finding finding{.cluster = twin.cluster, .resource = twin.resource->name};
            if (presence == Presence::absent) {
                finding.kind = Finding::Kind::missing;
                finding.checkpoint = to_checkpoint_name(spec);
                finding.other = names[cluster];
            } else {
                finding.kind = Finding::Kind::similar;
                finding.checkpoint =
                    std::ranges::find_if(listed, [&](const ReportedCheckpoint& entry) {
                        return entry.spec && are_similar(*entry.spec, spec);
                    })->text;
                finding.other = to_checkpoint_name(spec);
            }
            findings.push_back(std::move(finding));
        }
    }
}

}  // namespace

std::vector<Finding> audit(std::span<const Resources* const> clusters,
                           const std::vector<std::string>& names) {
    std::vector<Finding> findings;
    std::map<std::string_view, std::vector<Twin>, detail::LessIgnoringAsciiCase> by_name;
    for (std::size_t i = 0; i != clusters.size(); ++i) {
        if (clusters[i] == nullptr) continue;
        for (const ReportedResource& resource : *clusters[i]) {
            audit_resource(findings, i, resource);
            by_name[resource.name].push_back({i, &resource});
        }
    }
    for (const auto& [name, twins] : by_name) compare_twins(findings, twins, names);
    std::ranges::stable_sort(findings, {}, &Finding::cluster);
    return findings;
}

namespace {

void print_finding(Context& context, const ClusterLabel& cluster, const Finding& finding) {
    if (!context.json) {
        context.out.print("  {}: {}\n", quoted_name(finding.resource),
                          shell_quoted(finding.checkpoint));
        context.out.write(wrapped("    ", sentence_of(finding)));
        return;
    }
    JsonLine json;
    if (!cluster.name.empty()) json.text("cluster", cluster.name);
    context.out.write(
        json.text("resource", finding.resource)
            .text("checkpoint", finding.checkpoint)
            .text("finding", name_of(finding.kind))
            .text_or_null("advice", finding.advice ? std::optional(to_string(finding.advice->code))
                                                   : std::nullopt)
            .name_or_null("other", finding.other)
            .text("message", sentence_of(finding))
            .line());
}

ExitStatus audit_clusters(Context& context, const ParsedArgs& args) {
    const std::string pattern = args.get("RESOURCE-PATTERN", "*");
    auto target = open_target(context, args, Purpose::enumerate);
    if (!target) return target.error();
    Fleet fleet(*std::move(target));
    auto states = fleet.read(context, {});
    std::vector<const Resources*> known;
    std::vector<std::string> names;
    for (std::size_t i = 0; i != states.size(); ++i) {
        states[i] = matching(std::move(states[i]), pattern);
        known.push_back(states[i] ? &*states[i] : nullptr);
        names.push_back(fleet.label(i).name);
    }
    const std::vector<Finding> findings = audit(known, names);

    ExitStatus status = ExitStatus::success;
    std::size_t checkpoints = 0;
    std::size_t unread = 0;
    auto next = findings.begin();
    for (std::size_t i = 0; i != states.size(); ++i) {
        const ClusterLabel& label = fleet.label(i);
        if (!states[i]) {
            const Error& error = states[i].error();
            status = worst(status, print_unread(context, label, error, fleet.hints(i, error)));
            ++unread;
            continue;
        }
        std::size_t in_cluster = 0;
        for (const ReportedResource& resource : *states[i])
            in_cluster += resource.crypto_checkpoints.size();
        checkpoints += in_cluster;
        const auto first = next;
        while (next != findings.end() && next->cluster == i) ++next;
        if (!context.json && first != next) context.out.write(label.heading);
        for (auto finding = first; finding != next; ++finding)
            print_finding(context, label, *finding);
        if (!context.json) continue;
        JsonLine json;
        if (!label.name.empty()) json.text("cluster", label.name);
        context.out.write(json.boolean("ok", true)
                              .number("resources", states[i]->size())
                              .number("checkpoints", in_cluster)
                              .number("findings", static_cast<std::uint64_t>(next - first))
                              .line());
    }
    if (!context.json && unread != 0)
        context.out.print("{} of {} clusters: the state is unknown\n", unread, states.size());
    if (!context.json)
        context.out.print("{} checkpoint{}, {} finding{}\n", checkpoints,
                          checkpoints == 1 ? "" : "s", findings.size(),
                          findings.size() == 1 ? "" : "s");
    return status;
}

}  // namespace

Command audit_command() {
    return {.name = "audit",
            .description = "what may hurt at the next failover",
            .arguments = {{"RESOURCE-PATTERN", "which resources, such as 'SQL*'; else all", false}},
            .options = with_backend_options({json_option()}),
            .footer = audit_footer + std::string(about_backends()) + members,
            .act = audit_clusters};
}

}  // namespace crypto_checkpoint::cli
