// SPDX-License-Identifier: BSL-1.0
#include "checkpoints/cluster_list.hpp"

#include "checkpoints/connection_hints.hpp"
#include "checkpoints/listing_report.hpp"
#include "checkpoints/run_on_clusters.hpp"
#include "console/table.hpp"
#include "console/text.hpp"
#include <crypto_checkpoint/text/diagnostic.hpp>

namespace crypto_checkpoint::cli {
namespace {

/// A resource by its name is asked for directly; for a pattern all are.
Task<ClusterOutcome> look(const WsmanClient& client, MessageSlot& exchange, std::string pattern) {
    ClusterOutcome outcome;
    if (has_wildcard(pattern)) {
        auto enumerating = client.resources(exchange);
        outcome.listing = co_await enumerating;
        if (outcome.listing)
            std::erase_if(*outcome.listing, [&](const ReportedResource& resource) {
                return !matches_wildcard(resource.name, pattern);
            });
        co_return outcome;
    }
    auto listing = client.list(exchange, pattern);
    Result<CheckpointList> found = co_await listing;
    if (!found) {
        outcome.listing = std::unexpected(std::move(found.error()));
        co_return outcome;
    }
    ReportedResource resource;
    resource.name = std::move(pattern);
    resource.crypto_checkpoints = *std::move(found);
    outcome.listing->push_back(std::move(resource));
    co_return outcome;
}

void write_summary(Session& session, const Clusters& clusters,
                   const std::vector<Result<Found>>& found) {
    using enum Table::Align;
    Table table({{"Cluster"}, {"Resources", right}, {"Checkpoints", right}, {"Error"}});
    for (std::size_t i = 0; i != found.size(); ++i) {
        const std::string& url = clusters.addresses[i].url;
        if (found[i])
            table.add({url, std::to_string(found[i]->resources),
                       std::to_string(found[i]->checkpoints), ""});
        else
            table.add({url, "", "", std::string(to_string(found[i].error().code))});
    }
    session.out.write("\n");
    session.out.write(table.with_headings());
}

}  // namespace

ExitStatus list_on_clusters(Session& session, const Clusters& clusters, std::string_view pattern) {
    const bool are_several = clusters.addresses.size() > 1;
    ExitStatus status = ExitStatus::well;
    bool is_first = true;
    std::vector<Result<Found>> all(clusters.addresses.size());
    ask_clusters(
        session, clusters,
        [&](const WsmanClient& client, MessageSlot& exchange) {
            return look(client, exchange, std::string(pattern));
        },
        [&](std::size_t index, ClusterOutcome outcome) {
            const std::string& url = clusters.addresses[index].url;
            ListedCluster cluster{url, printable(url)};
            if (are_several)
                cluster.heading = fmt::format("{}{}:\n", is_first ? "" : "\n", cluster.shown);
            if (!outcome.listing)
                cluster.hints =
                    connection_hints(outcome.listing.error(), clusters.addresses[index]);
            all[index] =
                tell_listing(session, cluster, pattern, std::move(outcome.listing), status);
            if (all[index]) is_first = false;
        });
    if (are_several && !session.json) write_summary(session, clusters, all);
    return status;
}

}  // namespace crypto_checkpoint::cli
