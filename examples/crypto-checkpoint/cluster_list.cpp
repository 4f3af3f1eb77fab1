// SPDX-License-Identifier: BSL-1.0
#include "cluster_list.hpp"

#include "checkpoint_row.hpp"
#include "cluster_talks.hpp"
#include "text.hpp"
#include <crypto_checkpoint/diagnostic.hpp>

namespace crypto_checkpoint::cli {
namespace {

/// A resource by its name is asked for directly; for a pattern all are.
Conversation<ClusterOutcome> look(const WsmanClient& client, Exchange& exchange, std::string pattern) {
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

void tell_of_nothing(Session& session, std::string_view pattern, bool has_resources) {
    if (has_resources)
        session.out.write("no checkpoints\n");
    else
        session.out.print("no resource matches {}\n", shell_quoted(pattern));
}

}  // namespace

ExitStatus list_on_clusters(Session& session, const Clusters& clusters, std::string_view pattern) {
    const bool are_several = clusters.addresses.size() > 1;
    ExitStatus status = ExitStatus::well;
    bool is_first = true;
    ask_clusters(
        session, clusters,
        [&](const WsmanClient& client, Exchange& exchange) {
            return look(client, exchange, std::string(pattern));
        },
        [&](std::size_t index, ClusterOutcome outcome) {
            const std::string& url = clusters.addresses[index].url;
            if (!outcome.listing) {
                status = worst(status, complain(session,
                                                fmt::format("cannot list {} of {}",
                                                            shell_quoted(pattern), printable(url)),
                                                outcome.listing.error()));
                return;
            }
            std::vector<CheckpointRow> rows;
            for (ReportedResource& resource : *outcome.listing)
                for (ReportedCheckpoint& checkpoint : resource.crypto_checkpoints)
                    rows.push_back({resource.name, std::move(checkpoint), url});
            if (are_several && !session.json)
                session.out.print("{}{}:\n", is_first ? "" : "\n", printable(url));
            is_first = false;
            if (!rows.empty())
                write_rows(session, rows);
            else if (!session.json)
                tell_of_nothing(session, pattern, !outcome.listing->empty());
        });
    return status;
}

}  // namespace crypto_checkpoint::cli
