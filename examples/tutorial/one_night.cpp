// SPDX-License-Identifier: BSL-1.0
//! [program]
#include "protect.hpp"
#include <crypto_checkpoint/fake/fake_cluster.hpp>
#include <crypto_checkpoint/text/fmt.hpp>

/// Two nodes. The service runs on the first, and so far its key is there alone.
void populate(FakeCluster& cluster) {
    cluster.add_node("NODE1").value();
    cluster.add_node("NODE2").value();
    cluster.create_key("NODE1", my_key).value();
    cluster.add_resource("SQL Server", "NODE1").value();
    cluster.bring_online("SQL Server").value();
}

/// NODE1 fails. What does the service find where it is started again?
void one_night(FakeCluster& cluster) {
    cluster.crash_node("NODE1").value();
    const ReportedResource service = cluster.resources().value().front();
    const bool has_key = cluster.key_in(service.owner_node, my_key).has_value();
    fmt::print("{} is {} on {}, {}\n", service.name, to_string(service.state), service.owner_node,
               has_key ? "and so is its key" : "without its key");
}

int main() {
    FakeCluster careless;
    populate(careless);
    one_night(careless);

    FakeCluster careful;
    populate(careful);
    if (const auto done = protect(careful); !done) fmt::print("{}\n", done.error());
    one_night(careful);
}
//! [program]
