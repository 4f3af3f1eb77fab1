// SPDX-License-Identifier: BSL-1.0
#include "desired/export.hpp"

#include "checkpoints/backend_choice.hpp"
#include "console/json_line.hpp"
#include "console/text.hpp"
#include "desired/desired_file.hpp"
#include "desired/fleet.hpp"
#include "desired/plan_report.hpp"
#include <crypto_checkpoint/cluster/resource_pattern.hpp>
#include <crypto_checkpoint/text/diagnostic.hpp>

#include <fmt/format.h>

#include <array>
#include <optional>

namespace crypto_checkpoint::cli {
namespace {

constexpr const char* export_footer =
    R"(Prints the state as JSON that plan and apply read: plan changes nothing for it.
Entries that are not checkpoint names become comments, and their resource is not
exact. Of the options, the file gets those that say how to reach a cluster, and
never a password. In a pattern * stands for any text and ? for one character.
)";

constexpr const char* examples =
    R"(
examples:
  crypto-checkpoint sandbox create
  crypto-checkpoint ensure 'SQL Server' '1\\MyKey'
  crypto-checkpoint export > wanted.json
)";

/// `"resources": [...]`, each line after @p indent.
std::string resources_json(const Resources& resources, const std::string& indent) {
    const DesiredState desired = desired_state_of(resources);
    std::string text = indent + "\"resources\": [";
    for (std::size_t i = 0; i != desired.size(); ++i) {
        const DesiredResource& resource = desired[i];
        text += fmt::format("{}\n{}  {{\"resource\": {}, \"exact\": {}, \"checkpoints\": [",
                            i == 0 ? "" : ",", indent, json_quoted(resource.name), resource.exact);
        for (std::size_t k = 0; k != resource.checkpoints.size(); ++k)
            text += fmt::format("{}\n{}    {}", k == 0 ? "" : ",", indent,
                                json_quoted(to_checkpoint_name(resource.checkpoints[k])));
        for (const ReportedCheckpoint& entry : resources[i].crypto_checkpoints)
            if (!entry.spec || !detail::is_documented(*entry.spec))
                text += fmt::format("\n{}    // not a checkpoint name: {}", indent,
                                    json_quoted(entry.text));
        text += resources[i].crypto_checkpoints.empty() ? "]}" : "\n" + indent + "  ]}";
    }
    return text + (desired.empty() ? "]" : "\n" + indent + "]");
}

std::string cluster_json(const ParsedArgs& args, const std::string& url,
                         const Resources& resources) {
    std::string text = fmt::format("    {{\"url\": {},\n", json_quoted(url));
    for (const auto& [member, option] : cluster_members) {
        if (!args.has(option) || std::string_view(option) == "--cluster") continue;
        const std::string value = args.get(option);
        text += fmt::format("     \"{}\": {},\n", member,
                            std::string_view(option) == "--timeout" ? value : json_quoted(value));
    }
    return text + resources_json(resources, "     ") + "}";
}

ExitStatus export_state(Context& context, const ParsedArgs& args) {
    const std::string pattern = args.get("RESOURCE-PATTERN", "*");
    auto target = open_target(context, args, Purpose::enumerate);
    if (!target) return target.error();
    const bool has_urls = std::holds_alternative<Clusters>(*target);
    Fleet fleet(*std::move(target));
    auto states = fleet.read(context, {});
    ExitStatus status = ExitStatus::success;
    std::string clusters;
    std::string comments;
    for (std::size_t i = 0; i != states.size(); ++i) {
        const auto found = matching(std::move(states[i]), pattern);
        if (!found) {
            status = worst(status, print_unread(context, fleet.label(i), found.error(),
                                                fleet.hints(i, found.error())));
            comments += fmt::format("// {} was not read: {}\n", fleet.label(i).shown,
                                    to_string(found.error().code));
        } else if (has_urls) {
            if (!clusters.empty()) clusters += ",\n";
            clusters += cluster_json(args, fleet.label(i).name, *found);
        } else {
            context.out.print("{{\n{}\n}}\n", resources_json(*found, "  "));
        }
    }
    if (has_urls && !clusters.empty())
        context.out.print("{}{{\n  \"clusters\": [\n{}\n  ]\n}}\n", comments, clusters);
    return status;
}

}  // namespace

Command export_command() {
    return {.name = "export",
            .description = "the state as it is, as a file for plan and apply",
            .arguments = {{"RESOURCE-PATTERN", "which resources, such as 'SQL*'; else all", false}},
            .options = backend_options(),
            .footer = export_footer + std::string(about_backends()) + examples,
            .act = export_state};
}

}  // namespace crypto_checkpoint::cli
