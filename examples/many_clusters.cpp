// SPDX-License-Identifier: BSL-1.0
// Puts a key on the list of a resource of many clusters, on one thread.
//
// usage: example_many_clusters URL...

// NOLINTBEGIN(misc-use-internal-linkage): it stands for one that a header declares
//! [many]
#include <crypto_checkpoint/name/literals.hpp>
#include <crypto_checkpoint/transport/for_each_cluster.hpp>
#include <crypto_checkpoint/wsman/wsman_backend.hpp>

#include <fmt/format.h>

#include <vector>

using namespace crypto_checkpoint;
using namespace crypto_checkpoint::literals;

constexpr auto key = R"(1\\MyKey)"_csp;

void protect_all(const std::vector<ClusterAddress>& addresses) {
    std::vector<WsmanClient> clients;
    clients.reserve(addresses.size());
    for (const ClusterAddress& address : addresses) clients.emplace_back(address.url);
    for_each_cluster(
        addresses,
        [&](std::size_t index, MessageSlot& slot) {
            return clients[index].ensure(slot, "SQL Server", CspSpecView(key).to_owned(),
                                         Presence::present);
        },
        [&](std::size_t index, const Result<Ensured>& ensured) {
            fmt::print("{}: {}\n", addresses[index].url,
                       ensured ? "protected" : meaning(ensured.error().code));
        });
}

int main(int argc, char** argv) {
    std::vector<ClusterAddress> addresses;
    for (int i = 1; i < argc; ++i) addresses.push_back({.url = argv[i]});
    if (addresses.empty()) addresses.push_back({.url = "http://127.0.0.1:1/wsman"});
    protect_all(addresses);
}
//! [many]
// NOLINTEND(misc-use-internal-linkage)
