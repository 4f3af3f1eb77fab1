// SPDX-License-Identifier: BSL-1.0
// A cluster in a file of the folder in which this is started.
#include <crypto_checkpoint/fake/journaled.hpp>

#include <cstdio>

using namespace crypto_checkpoint;

int main() {
    const char* const path = "journaled.db";
    std::remove(path);
    auto cluster = JournaledFakeCluster::open(path);
    const bool is_kept = cluster && cluster->add_node("NODE1") &&
                         JournaledFakeCluster::read_state(path)->nodes.size() == 1;
    std::puts(is_kept ? "kept" : "not kept");
    return is_kept ? 0 : 1;
}
