// SPDX-License-Identifier: BSL-1.0
// The program of the README.

//! [program]
#include <crypto_checkpoint/crypto_checkpoint.hpp>
#include <crypto_checkpoint/text/diagnostic.hpp>

using namespace crypto_checkpoint;

int main() {
    FakeCluster cluster;
    for (const Result<void>& made :
         {cluster.add_node("NODE1"), cluster.add_resource("SQL Server", "NODE1"),
          cluster.create_key("NODE1", R"(1\\MyKey)"_csp)})
        if (!made) fmt::print("{}\n", made.error());

    ClusterResource resource{cluster, "SQL Server"};  // or with a real cluster's backend
    for (const char* name : {R"(1\\MyKey)", R"(1\\OtherKey)", R"(PROV_RSA_FULL\\MyKey)"}) {
        const auto added = resource.add_crypto_checkpoint(name);
        fmt::print("{}", added ? "added\n" : render_diagnostic(name, added.error()));
    }
}
//! [program]
