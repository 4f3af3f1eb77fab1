// SPDX-License-Identifier: BSL-1.0
// expected error: ignoring return value
#include <crypto_checkpoint/fake/fake_cluster.hpp>

void ignore(crypto_checkpoint::FakeCluster& cluster) { cluster.add_node("NODE1"); }
