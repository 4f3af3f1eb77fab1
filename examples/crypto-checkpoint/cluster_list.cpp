// SPDX-License-Identifier: BSL-1.0
#include "cluster_list.hpp"

#include "checkpoint_row.hpp"
#include "cluster_talks.hpp"
#include "json_line.hpp"
#include "table.hpp"
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

/// What a listing of a cluster came to: nothing where it failed.
struct Found {
    std::size_t resources = 0;
    std::size_t checkpoints = 0;
};

/// With --json each cluster ends with an object, so that one without checkpoints and one without an
/// answer are told apart.
std::string as_json(const std::string& url, const Result<Found>& found) {
    JsonLine json;
    json.text("cluster", url).boolean("ok", found.has_value());
    if (found)
        return json.number("resources", found->resources)
            .number("checkpoints", found->checkpoints)
            .line();
    std::string message(meaning(found.error().code));
    if (!found.error().detail.empty()) message += ": " + found.error().detail;
    return json.text("error", to_string(found.error().code)).text("message", message).line();
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
        [&](const WsmanClient& client, Exchange& exchange) {
            return look(client, exchange, std::string(pattern));
        },
        [&](std::size_t index, ClusterOutcome outcome) {
            const std::string& url = clusters.addresses[index].url;
            if (!outcome.listing) {
                all[index] = std::unexpected(outcome.listing.error());
                if (session.json) session.out.write(as_json(url, all[index]));
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
            all[index] = Found{outcome.listing->size(), rows.size()};
            if (are_several && !session.json)
                session.out.print("{}{}:\n", is_first ? "" : "\n", printable(url));
            is_first = false;
            if (!rows.empty())
                write_rows(session, rows);
            else if (!session.json)
                tell_of_nothing(session, pattern, !outcome.listing->empty());
            if (session.json) session.out.write(as_json(url, all[index]));
        });
    if (are_several && !session.json) write_summary(session, clusters, all);
    return status;
}

}  // namespace crypto_checkpoint::cli
