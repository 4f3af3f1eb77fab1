// SPDX-License-Identifier: BSL-1.0
// The library without any component: needs Boost's headers alone.
#include <crypto_checkpoint/crypto_checkpoint.hpp>

#include <cstdio>

using namespace crypto_checkpoint;

int main() {
    FakeCluster cluster;
    (void)cluster.add_node("NODE1");
    (void)cluster.add_resource("Service", "NODE1");
    (void)cluster.create_key("NODE1", R"(1\\MyKey)"_csp);
    ClusterResource service{cluster, "Service"};
    const bool is_added = service.add_crypto_checkpoint(R"(1\\MyKey)").has_value();
    std::puts(is_added ? "added" : "not added");
    return is_added ? 0 : 1;
}
