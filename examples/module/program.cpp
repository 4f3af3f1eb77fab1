// SPDX-License-Identifier: BSL-1.0
//! [program]
#include <cstdio>
#include <string>

import crypto_checkpoint;

int main() {
    crypto_checkpoint::FakeCluster cluster;
    cluster.add_node("NODE1").value();
    cluster.add_resource("SQL Server", "NODE1").value();
    cluster.create_key("NODE1", R"(1\\MyKey)").value();

    crypto_checkpoint::ClusterResource sql_server{cluster, "SQL Server"};
    const auto added = sql_server.add_crypto_checkpoint(R"(1\MyKey)");
    std::puts(added ? "added" : to_text(added.error()).c_str());
}
//! [program]
