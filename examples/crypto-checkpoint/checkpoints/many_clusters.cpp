// SPDX-License-Identifier: BSL-1.0
// The only file that sends requests to clusters by libcurl.
#include "checkpoints/many_clusters.hpp"

#include "checkpoints/change_report.hpp"
#include "checkpoints/cluster_hints.hpp"
#include "checkpoints/connection_hints.hpp"
#include "checkpoints/listing_report.hpp"
#include "console/environment.hpp"
#include "console/interrupt.hpp"
#include "console/progress_bar.hpp"
#include "console/table.hpp"
#include "console/text.hpp"
#include <crypto_checkpoint/cluster/resource_pattern.hpp>
#include <crypto_checkpoint/text/diagnostic.hpp>
#include <crypto_checkpoint/transport/for_each_cluster.hpp>
#include <crypto_checkpoint/wsman/wsman_apply.hpp>
#include <crypto_checkpoint/wsman/wsman_client.hpp>

#include <algorithm>
#include <deque>

namespace crypto_checkpoint::cli {
namespace {

/// Fewer clusters than requested where the system allows too few open files: a healthy one would be
/// reported as unreachable.
std::size_t max_in_flight(const Clusters& clusters) {
    constexpr std::size_t own_files = 32;  // streams, certificates, what libraries keep open
    constexpr std::size_t files_each = 8;  // connections by IPv4 and IPv6, name resolution
    const std::size_t wanted = std::min(clusters.max_in_flight, clusters.addresses.size());
    const std::size_t files = make_room_for_files(own_files + files_each * wanted);
    return std::max<std::size_t>(1, files > own_files ? (files - own_files) / files_each : 0);
}

/// Runs a task for each cluster, many at once, with a progress bar where there are several.
/// @param start   `start(index, client, slot)` returns the task
/// @param report  `report(address, index, result)`
template <class Start, class Report>
void run(Context& context, const Clusters& clusters, Start start, Report report) {
    const std::size_t all = clusters.addresses.size();
    std::deque<WsmanClient> clients;
    for (const ClusterAddress& address : clusters.addresses)
        // The service's own timeout should arrive as a SOAP fault before the transport times out.
        clients.emplace_back(address.url,
                             WsmanOptions{.dialect = clusters.dialect,
                                          .operation_timeout = address.total_timeout * 3 / 4});

    ProgressBar bar(context.out, all > 1);
    std::size_t done = 0;
    const InterruptGuard guard;
    for_each_cluster(
        clusters.addresses,
        [&](std::size_t index, MessageSlot& slot) { return start(index, clients[index], slot); },
        [&](std::size_t index, auto result) {
            ++done;
            bar.erase();
            report(clusters.addresses[index], index, std::move(result));
            context.out.flush();
        },
        {.max_in_flight = max_in_flight(clusters), .tick = [&] {
             if (bar.is_due())
                 bar.draw(static_cast<double>(done) / static_cast<double>(all),
                          fmt::format("{} of {} clusters", done, all));
             return !guard.is_interrupted();
         }});
}

void print_summary(Context& context, const Table& table) {
    context.out.write("\n");
    context.out.write(table.with_headings());
}

Task<Result<Ensured>> change_one(const WsmanClient& client, MessageSlot& slot,
                                 const ChangeRequest& request, bool is_dry_run) {
    const std::string& resource = request.resource;
    if (is_dry_run) {
        auto listing = client.list(slot, resource);
        const Result<CheckpointList> found = co_await listing;
        co_return predict_change(request, found);
    }
    const bool to_add = adds(request.change);
    if (request.change == Change::ensure || request.change == Change::ensure_absent) {
        auto ensuring = client.ensure(slot, resource, *request.spec,
                                      to_add ? Presence::present : Presence::absent);
        Result<Ensured> ensured = co_await ensuring;
        co_return ensured;
    }
    auto changing = to_add ? client.add(slot, resource, *request.spec)
                           : client.remove(slot, resource, *request.spec);
    const Result<void> done = co_await changing;
    if (!done) co_return std::unexpected(done.error());
    co_return Ensured::changed;
}

/// The results for a cluster, and what the hints about its errors need.
struct Changes {
    std::vector<Result<Ensured>> results;  ///< one for each request
    Resources resources{};
};

Task<Changes> change_all(const WsmanClient& client, MessageSlot& slot,
                         const std::vector<ChangeRequest>& requests, bool is_dry_run) {
    Changes changes;
    std::optional<Error> skip_reason;
    bool needs_them = false;
    for (const ChangeRequest& request : requests) {
        if (skip_reason) {
            changes.results.emplace_back(std::unexpected(*skip_reason));
            continue;
        }
        auto changing = change_one(client, slot, request, is_dry_run);
        Result<Ensured> result = co_await changing;
        if (!result) {
            skip_reason = skip_reason_after(result.error());
            needs_them = needs_them || needs_resources(result.error());
        }
        changes.results.push_back(std::move(result));
    }
    if (needs_them && !skip_reason) {
        auto enumerating = client.resources(slot);
        Result<Resources> found = co_await enumerating;
        if (found) changes.resources = *std::move(found);
    }
    co_return changes;
}

std::vector<std::string> hints_for(const Error& error, const ClusterAddress& address,
                                   std::string_view resource, const CspSpec* checkpoint,
                                   const Resources& resources) {
    std::vector<std::string> hints = connection_hints(error, address);
    return hints.empty() ? cluster_hints(error, resource, checkpoint, resources) : hints;
}

/// A listing, and what the hints about its error need.
struct Listing {
    Result<Resources> resources;
    Resources existing{};
};

/// Reads a resource that is named, and enumerates for a pattern.
Task<Listing> list_one(const WsmanClient& client, MessageSlot& slot, std::string pattern) {
    if (has_wildcard(pattern)) {
        auto enumerating = client.resources(slot);
        Result<Resources> all = co_await enumerating;
        co_return Listing{matching(std::move(all), pattern)};
    }
    auto reading = client.list(slot, pattern);
    Result<CheckpointList> checkpoints = co_await reading;
    Listing listing{listing_of(pattern, std::move(checkpoints))};
    if (!listing.resources && needs_resources(listing.resources.error())) {
        auto enumerating = client.resources(slot);
        Result<Resources> all = co_await enumerating;
        if (all) listing.existing = *std::move(all);
    }
    co_return listing;
}

struct ChangeCount {
    std::size_t changed = 0;
    std::size_t unchanged = 0;
    std::size_t failed = 0;
};

}  // namespace

ExitStatus change_checkpoints(Context& context, const Clusters& clusters, Change change,
                              const std::string& resource, const std::vector<std::string>& names) {
    ExitStatus status = ExitStatus::success;
    std::vector<ChangeRequest> requests;
    for (ChangeRequest& request : change_requests(change, resource, names)) {
        if (request.spec)
            requests.push_back(std::move(request));
        else
            status = worst(status, print_change(context, request,
                                                std::unexpected(Error(request.spec.error()))));
    }
    if (requests.empty()) return status;

    const bool are_several = clusters.addresses.size() > 1;
    std::vector<ChangeCount> counts(clusters.addresses.size());
    run(
        context, clusters,
        [&](std::size_t, const WsmanClient& client, MessageSlot& slot) {
            return change_all(client, slot, requests, context.dry_run);
        },
        [&](const ClusterAddress& address, std::size_t index, const Changes& changes) {
            for (std::size_t i = 0; i != changes.results.size(); ++i) {
                const Result<Ensured>& result = changes.results[i];
                std::vector<std::string> hints;
                if (!result)
                    hints = hints_for(result.error(), address, resource, &*requests[i].spec,
                                      changes.resources);
                ++(!result                       ? counts[index].failed
                   : *result == Ensured::changed ? counts[index].changed
                                                 : counts[index].unchanged);
                ChangeRequest request = requests[i];
                request.cluster = address.url;
                status = worst(status, print_change(context, request, result, hints, are_several));
            }
        });
    if (context.dry_run && std::ranges::any_of(counts, &ChangeCount::changed))
        print_unchecked(context, change);
    if (are_several && !context.json) {
        using enum Table::Align;
        Table table({{"Cluster"},
                     {context.dry_run ? "Would change" : "Changed", right},
                     {"Unchanged", right},
                     {"Failed", right}});
        for (std::size_t i = 0; i != counts.size(); ++i)
            table.add({clusters.addresses[i].url, std::to_string(counts[i].changed),
                       std::to_string(counts[i].unchanged), std::to_string(counts[i].failed)});
        print_summary(context, table);
    }
    return status;
}

void read_resources(Context& context, const Clusters& clusters,
                    const std::function<void(std::size_t index, Result<Resources>)>& report) {
    run(
        context, clusters,
        [](std::size_t, const WsmanClient& client, MessageSlot& slot) {
            return client.resources(slot);
        },
        [&](const ClusterAddress&, std::size_t index, Result<Resources> resources) {
            report(index, std::move(resources));
        });
}

void apply_plans(
    Context& context, const Clusters& clusters, const std::vector<Plan>& plans,
    OnFailure on_failure,
    const std::function<void(std::size_t index, const std::string& resource,
                             const PlannedCheckpoint&, const Result<Ensured>&)>& on_change,
    const std::function<void(std::size_t index, const Applied&)>& on_end) {
    run(
        context, clusters,
        [&](std::size_t index, const WsmanClient& client, MessageSlot& slot) {
            return apply(client, slot, plans[index], on_failure,
                         [&on_change, index](const std::string& resource,
                                             const PlannedCheckpoint& checkpoint,
                                             const Result<Ensured>& result) {
                             on_change(index, resource, checkpoint, result);
                         });
        },
        [&](const ClusterAddress&, std::size_t index, const Applied& applied) {
            on_end(index, applied);
        });
}

ExitStatus list_checkpoints(Context& context, const Clusters& clusters, std::string_view pattern) {
    const bool are_several = clusters.addresses.size() > 1;
    ExitStatus status = ExitStatus::success;
    bool is_first = true;
    std::vector<Result<ListingCount>> counts(clusters.addresses.size());
    run(
        context, clusters,
        [&](std::size_t, const WsmanClient& client, MessageSlot& slot) {
            return list_one(client, slot, std::string(pattern));
        },
        [&](const ClusterAddress& address, std::size_t index, Listing listing) {
            ClusterLabel label{address.url, printable(address.url)};
            if (are_several)
                label.heading = fmt::format("{}{}:\n", is_first ? "" : "\n", label.shown);
            std::vector<std::string> hints;
            if (!listing.resources)
                hints = hints_for(listing.resources.error(), address, pattern, nullptr,
                                  listing.existing);
            counts[index] =
                print_listing(context, label, pattern, std::move(listing.resources), status, hints);
            if (counts[index]) is_first = false;
        });
    if (are_several && !context.json) {
        using enum Table::Align;
        Table table({{"Cluster"}, {"Resources", right}, {"Checkpoints", right}, {"Error"}});
        for (std::size_t i = 0; i != counts.size(); ++i) {
            const Result<ListingCount>& count = counts[i];
            table.add({clusters.addresses[i].url, count ? std::to_string(count->resources) : "",
                       count ? std::to_string(count->checkpoints) : "",
                       std::string(count ? "" : to_string(count.error().code))});
        }
        print_summary(context, table);
    }
    return status;
}

}  // namespace crypto_checkpoint::cli
