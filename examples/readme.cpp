// SPDX-License-Identifier: BSL-1.0
// The program of the README.

//! [program]
#include <crypto_checkpoint/crypto_checkpoint.hpp>
#include <crypto_checkpoint/text/diagnostic.hpp>

int main() {
    crypto_checkpoint::FakeCluster cluster;  // a real cluster has another backend
    cluster.add_node("NODE1").value();
    cluster.add_resource("SQL Server", "NODE1").value();
    cluster.create_key("NODE1", R"(1\\MyKey)").value();

    crypto_checkpoint::ClusterResource sql_server{cluster, "SQL Server"};
    sql_server.add_crypto_checkpoint(R"(1\\MyKey)").value();
    if (const auto added = sql_server.add_crypto_checkpoint(R"(1\MyKey)"); !added)
        fmt::print("{}", render_diagnostic(R"(1\MyKey)", added.error()));
}
//! [program]
