// SPDX-License-Identifier: BSL-1.0
#include "checkpoints/listing_report.hpp"

#include "console/json_line.hpp"
#include "console/table.hpp"
#include "console/text.hpp"
#include <crypto_checkpoint/cluster/resource_pattern.hpp>

namespace crypto_checkpoint::cli {
namespace {

std::string json_of(const std::string& cluster, const std::string& resource,
                    const ReportedCheckpoint& checkpoint) {
    JsonLine json;
    if (!cluster.empty()) json.text("cluster", cluster);
    json.text("resource", resource).text("checkpoint", checkpoint.text);
    const auto& spec = checkpoint.spec;
    return json
        .number_or_null("provider_type",
                        spec ? std::optional(spec->provider_type().value()) : std::nullopt)
        .text_or_null("provider_name", spec ? spec->provider_name() : std::nullopt)
        .text_or_null("key_container", spec ? std::optional(spec->key_container()) : std::nullopt)
        .text_or_null("error", spec ? std::nullopt : std::optional(to_string(spec.error().code)))
        .line();
}

// Both end a cluster, which distinguishes one without checkpoints from one without a response.

std::string json_of(const std::string& cluster, ListingCount count) {
    return JsonLine()
        .text("cluster", cluster)
        .boolean("ok", true)
        .number("resources", count.resources)
        .number("checkpoints", count.checkpoints)
        .line();
}

std::string json_of(const std::string& cluster, const Error& error,
                    const std::vector<std::string>& hints) {
    JsonLine json;
    json.text("cluster", cluster)
        .boolean("ok", false)
        .text("error", to_string(error.code))
        .name_or_null("resource", error.resource);
    return add_error(json, error, message_of(error), hints).line();
}

/// A checkpoint that cannot be parsed is shown whole in the column of the key.
std::vector<std::string> cells_of(const std::string& resource,
                                  const ReportedCheckpoint& checkpoint) {
    const auto& spec = checkpoint.spec;
    if (!spec) return {resource, "?", "", checkpoint.text};
    return {resource, std::to_string(spec->provider_type().value()),
            std::string(spec->provider_name().value_or("")), std::string(spec->key_container())};
}

}  // namespace

Result<Resources> listing_of(std::string_view resource, Result<CheckpointList> checkpoints) {
    if (!checkpoints) return std::unexpected(std::move(checkpoints.error()));
    ReportedResource reported;
    reported.name = resource;
    reported.crypto_checkpoints = *std::move(checkpoints);
    return Resources{std::move(reported)};
}

Result<Resources> matching(Result<Resources> resources, std::string_view pattern) {
    if (resources)
        std::erase_if(*resources, [&](const ReportedResource& resource) {
            return !matches_pattern(resource.name, pattern);
        });
    return resources;
}

Result<ListingCount> print_listing(
    Context& context, const ClusterLabel& cluster, std::string_view pattern,
    Result<Resources> listing, ExitStatus& status, const std::vector<std::string>& hints,
    const std::function<std::string(std::string_view resource)>& how_to_add) {
    const bool has_json_end = context.json && !cluster.name.empty();
    if (!listing) {
        const Error& error = listing.error();
        std::string what = "cannot list ";
        what += pattern == "*" ? "the checkpoints" : quoted_name(pattern);
        if (!cluster.shown.empty()) what += " of " + cluster.shown;
        status = worst(status, exit_status_of(error.code));
        if (has_json_end)
            context.out.write(json_of(cluster.name, error, hints));
        else
            print_error(context, what, error, hints);
        return std::unexpected(error);
    }
    if (!context.json) context.out.write(cluster.heading);
    ListingCount count{.resources = listing->size()};
    Table table({{"Resource"}, {"Type"}, {"Name"}, {"Key"}});
    for (const ReportedResource& resource : *listing)
        for (const ReportedCheckpoint& checkpoint : resource.crypto_checkpoints) {
            ++count.checkpoints;
            if (context.json)
                context.out.write(json_of(cluster.name, resource.name, checkpoint));
            else
                table.add(cells_of(resource.name, checkpoint));
        }
    if (has_json_end) context.out.write(json_of(cluster.name, count));
    if (context.json) return count;
    if (count.checkpoints != 0)
        context.out.write(table.with_headings());
    else if (listing->empty())
        context.out.write(pattern == "*"
                              ? "no resources\n"
                              : fmt::format("no resource matches {}\n", quoted_name(pattern)));
    else if (const auto command = how_to_add ? how_to_add(listing->front().name) : std::string();
             !command.empty())
        context.out.print("no checkpoints; to add one: {}\n", command);
    else
        context.out.write("no checkpoints\n");
    return count;
}

}  // namespace crypto_checkpoint::cli
