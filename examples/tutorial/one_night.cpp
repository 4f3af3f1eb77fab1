// SPDX-License-Identifier: BSL-1.0
//! [program]
#include "protect.hpp"
#include <crypto_checkpoint/fake/fake_cluster.hpp>
#include <crypto_checkpoint/text/fmt.hpp>

/// Two nodes. The service runs on the first, and only the first has its key.
void populate(FakeCluster& cluster) {
    cluster.add_node("NODE1").value();
    cluster.add_node("NODE2").value();
    cluster.create_key("NODE1", my_key).value();
    cluster.add_resource("SQL Server", "NODE1").value();
    cluster.bring_online("SQL Server").value();
}

/// NODE1 fails. Does the service have its key on the other node?
void one_night(FakeCluster& cluster) {
    cluster.crash_node("NODE1").value();
    const ReportedResource service = cluster.resources().value().front();
    const bool has_key = cluster.key_in(service.owner_node, my_key).has_value();
    fmt::print("{} is {} on {}, {}\n", service.name, to_string(service.state), service.owner_node,
               has_key ? "with its key" : "without its key");
}

int main() {
    FakeCluster unprotected;
    populate(unprotected);
    one_night(unprotected);

    FakeCluster protected_cluster;
    populate(protected_cluster);
    if (const auto done = protect(protected_cluster); !done) fmt::print("{}\n", done.error());
    one_night(protected_cluster);
}
//! [program]
