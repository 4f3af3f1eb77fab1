// SPDX-License-Identifier: BSL-1.0
// The only file that includes libcurl.
#include "cluster_talks.hpp"

#include "interrupt.hpp"
#include "progress_bar.hpp"
#include <crypto_checkpoint/transport/for_each_cluster.hpp>
#include <crypto_checkpoint/transport/libcurl.hpp>

#include <deque>

namespace crypto_checkpoint::cli {
bool negotiate_takes_user() {
    ClusterAddress address;
    address.url = "https://localhost/";
    address.authentication = Authentication::negotiate;
    address.user = "somebody";
    return LibcurlTransport::check(address).has_value();
}

void ask_clusters(Session& session, const Clusters& clusters, const Ask& ask, const Tell& tell) {
    const std::size_t all = clusters.addresses.size();
    std::deque<WsmanClient> clients;
    for (const ClusterAddress& address : clusters.addresses) {
        // A fault that says "too late" should arrive before the connection is given up.
        const auto operation_timeout = address.total_timeout * 3 / 4;
        clients.emplace_back(address.url, WsmanOptions{.dialect = clusters.dialect,
                                                       .operation_timeout = operation_timeout});
    }

    ProgressBar bar(all > 1);
    std::size_t done = 0;
    const auto draw = [&] {
        bar.draw(static_cast<double>(done) / static_cast<double>(all),
                 fmt::format("{} of {} clusters", done, all));
    };
    session.out.before_flush([&] { bar.erase(); });
    const InterruptGuard guard;
    for_each_cluster(
        clusters.addresses,
        [&](std::size_t index, Exchange& exchange) { return ask(clients[index], exchange); },
        [&](std::size_t index, ClusterOutcome outcome) {
            ++done;
            bar.erase();
            tell(index, std::move(outcome));
            session.out.flush();
        },
        {.most_at_once = clusters.most_at_once, .tick = [&] {
             if (bar.is_due()) draw();
             return !guard.is_interrupted();
         }});
    bar.erase();
    session.out.before_flush({});
}

}  // namespace crypto_checkpoint::cli
