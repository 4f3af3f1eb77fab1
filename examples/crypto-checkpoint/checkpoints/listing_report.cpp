// SPDX-License-Identifier: BSL-1.0
#include "checkpoints/listing_report.hpp"

#include "checkpoints/checkpoint_row.hpp"
#include "console/json_line.hpp"
#include "console/text.hpp"

namespace crypto_checkpoint::cli {
namespace {

void tell_of_nothing(Session& session, std::string_view pattern, bool has_resources) {
    if (has_resources)
        session.out.write("no checkpoints\n");
    else
        session.out.write(pattern == "*"
                              ? "no resources\n"
                              : fmt::format("no resource matches {}\n", shell_quoted(pattern)));
}

/// With --json each cluster ends with an object, so that one without checkpoints and one without an
/// answer are told apart.
std::string as_json(const std::string& cluster, const Result<Found>& found) {
    JsonLine json;
    json.text("cluster", cluster).boolean("ok", found.has_value());
    if (found)
        return json.number("resources", found->resources)
            .number("checkpoints", found->checkpoints)
            .line();
    std::string message(meaning(found.error().code));
    if (!found.error().detail.empty()) message += ": " + found.error().detail;
    return json.text("error", to_string(found.error().code)).text("message", message).line();
}

}  // namespace

Result<Found> tell_listing(Session& session, const ListedCluster& cluster, std::string_view pattern,
                           Result<std::vector<ReportedResource>> listing, ExitStatus& status) {
    if (!listing) {
        const Result<Found> failed = std::unexpected(std::move(listing.error()));
        if (session.json) session.out.write(as_json(cluster.name, failed));
        const std::string what = pattern == "*" ? "the checkpoints" : shell_quoted(pattern);
        status = worst(
            status, print_error(session, fmt::format("cannot list {} of {}", what, cluster.shown),
                                failed.error(), cluster.hints));
        return failed;
    }
    std::vector<CheckpointRow> rows;
    for (ReportedResource& resource : *listing)
        for (ReportedCheckpoint& checkpoint : resource.crypto_checkpoints)
            rows.push_back({resource.name, std::move(checkpoint), cluster.name});
    const Found found{listing->size(), rows.size()};
    if (!session.json) session.out.write(cluster.heading);
    if (!rows.empty())
        write_rows(session, rows);
    else if (!session.json)
        tell_of_nothing(session, pattern, !listing->empty());
    if (session.json) session.out.write(as_json(cluster.name, found));
    return found;
}

}  // namespace crypto_checkpoint::cli
