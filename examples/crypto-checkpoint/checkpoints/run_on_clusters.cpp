// SPDX-License-Identifier: BSL-1.0
// The only file that talks to clusters by libcurl.
#include "checkpoints/run_on_clusters.hpp"

#include "console/environment.hpp"
#include "console/interrupt.hpp"
#include "console/progress_bar.hpp"
#include <crypto_checkpoint/transport/for_each_cluster.hpp>
#include <crypto_checkpoint/transport/libcurl_transport.hpp>

#include <algorithm>
#include <deque>

namespace crypto_checkpoint::cli {
namespace {

/// How many clusters to ask at once. Where the system allows too few open files, one that is well would
/// be told as one that cannot be reached.
std::size_t max_in_flight(const Clusters& clusters) {
    constexpr std::size_t own = 32;  // streams, files of certificates, what libraries keep open
    constexpr std::size_t each = 8;  // connections by IPv4 and IPv6, and what looks up its name
    const std::size_t most = std::min(clusters.max_in_flight, clusters.addresses.size());
    const std::size_t room = make_room_for_files(own + each * most);
    return std::max<std::size_t>(1, room > own ? (room - own) / each : 0);
}

}  // namespace

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
        [&](std::size_t index, MessageSlot& exchange) { return ask(clients[index], exchange); },
        [&](std::size_t index, ClusterOutcome outcome) {
            ++done;
            bar.erase();
            tell(index, std::move(outcome));
            session.out.flush();
        },
        {.max_in_flight = max_in_flight(clusters), .tick = [&] {
             if (bar.is_due()) draw();
             return !guard.is_interrupted();
         }});
    bar.erase();
    session.out.before_flush({});
}

}  // namespace crypto_checkpoint::cli
