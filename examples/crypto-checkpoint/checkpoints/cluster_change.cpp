// SPDX-License-Identifier: BSL-1.0
#include "checkpoints/cluster_change.hpp"

#include "checkpoints/change_report.hpp"
#include "checkpoints/connection_hints.hpp"
#include "checkpoints/run_on_clusters.hpp"
#include "checkpoints/skip_after_failure.hpp"
#include "console/table.hpp"

namespace crypto_checkpoint::cli {
namespace {

Task<Result<Ensured>> change_one(const WsmanClient& client, MessageSlot& exchange, Change change,
                                 std::string resource, CspSpec spec, bool is_dry_run) {
    if (is_dry_run) {
        auto listing = client.list(exchange, resource);
        const Result<CheckpointList> found = co_await listing;
        co_return predict_change(change, found, spec);
    }
    if (change == Change::ensure || change == Change::ensure_absent) {
        const Presence wanted = adds(change) ? Presence::present : Presence::absent;
        auto ensuring = client.ensure(exchange, resource, spec, wanted);
        Result<Ensured> ensured = co_await ensuring;
        co_return ensured;
    }
    auto changing = adds(change) ? client.add(exchange, resource, spec)
                                 : client.remove(exchange, resource, spec);
    const Result<void> done = co_await changing;
    if (!done) co_return std::unexpected(done.error());
    co_return Ensured::changed;
}

Task<ClusterOutcome> change_all(const WsmanClient& client, MessageSlot& exchange, Change change,
                                std::string resource, std::vector<CspSpec> specs, bool is_dry_run) {
    ClusterOutcome outcome;
    std::optional<Error> fate;
    for (const CspSpec& spec : specs) {
        if (fate) {
            outcome.changes.emplace_back(std::unexpected(*fate));
            continue;
        }
        auto changing = change_one(client, exchange, change, resource, spec, is_dry_run);
        Result<Ensured> changed = co_await changing;
        if (!changed) fate = skip_reason_after(changed.error());
        outcome.changes.push_back(std::move(changed));
    }
    co_return outcome;
}

/// How many changes of each kind a cluster saw.
struct Count {
    std::size_t changed = 0;
    std::size_t unchanged = 0;
    std::size_t failed = 0;
};

void write_summary(Session& session, const Clusters& clusters, const std::vector<Count>& counts) {
    using enum Table::Align;
    Table table({{"Cluster"},
                 {session.dry_run ? "Would change" : "Changed", right},
                 {"Unchanged", right},
                 {"Failed", right}});
    for (std::size_t i = 0; i != counts.size(); ++i)
        table.add({clusters.addresses[i].url, std::to_string(counts[i].changed),
                   std::to_string(counts[i].unchanged), std::to_string(counts[i].failed)});
    session.out.write("\n");
    session.out.write(table.with_headings());
}

}  // namespace

ExitStatus change_on_clusters(Session& session, const Clusters& clusters, Change change,
                              const std::string& resource, const std::vector<std::string>& names) {
    ExitStatus status = ExitStatus::well;
    std::vector<std::string> good;
    std::vector<CspSpec> specs;
    for (const std::string& name : names) {
        const auto spec = check_checkpoint_name(std::string_view(name), dialect_of(change));
        if (!spec) {
            status = worst(status, tell(session, {change, resource, name},
                                        std::unexpected(Error(spec.error()))));
            continue;
        }
        good.push_back(name);
        specs.push_back(spec->to_owned());
    }
    if (specs.empty()) return status;

    const bool are_several = clusters.addresses.size() > 1;
    std::vector<Count> counts(clusters.addresses.size());
    ask_clusters(
        session, clusters,
        [&](const WsmanClient& client, MessageSlot& exchange) {
            return change_all(client, exchange, change, resource, specs, session.dry_run);
        },
        [&](std::size_t index, const ClusterOutcome& outcome) {
            for (std::size_t i = 0; i != outcome.changes.size(); ++i) {
                const Result<Ensured>& changed = outcome.changes[i];
                Count& count = counts[index];
                ++(!changed                       ? count.failed
                   : *changed == Ensured::changed ? count.changed
                                                  : count.unchanged);
                const ClusterAddress& address = clusters.addresses[index];
                status =
                    worst(status, tell(session, {change, resource, good[i], address.url}, changed,
                                       changed ? std::vector<std::string>()
                                               : connection_hints(changed.error(), address),
                                       are_several));
            }
        });
    if (std::ranges::any_of(counts, [](const Count& count) { return count.changed != 0; }))
        tell_what_was_not_asked(session, change);
    if (are_several && !session.json) write_summary(session, clusters, counts);
    return status;
}

}  // namespace crypto_checkpoint::cli
