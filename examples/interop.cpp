// SPDX-License-Identifier: BSL-1.0
// Streams, std::error_code, maps and sets.
// NOLINTBEGIN(misc-use-anonymous-namespace): `static` takes no lines of its own
//! [program]
#include <crypto_checkpoint/error/error_code.hpp>
#include <crypto_checkpoint/fake/fake_cluster.hpp>
#include <crypto_checkpoint/name/literals.hpp>
#include <crypto_checkpoint/text/ostream.hpp>

#include <iostream>
#include <map>
#include <system_error>
#include <unordered_set>

using namespace crypto_checkpoint;
using namespace crypto_checkpoint::literals;

/// A function that returns std::error_code.
static std::error_code protect(FakeCluster& cluster, CspSpecView key) {
    const auto added = cluster.add("SQL Server", key);
    if (!added) std::cout << added.error() << '\n';
    return added ? std::error_code() : make_error_code(added.error());
}

int main() {
    FakeCluster cluster;
    if (!cluster.add_node("NODE1") || !cluster.add_resource("SQL Server", "NODE1") ||
        !cluster.create_key("NODE1", R"(1\\MyKey)"_csp))
        return 1;

    const std::unordered_set<CspSpecView> keys{R"(1\\MyKey)"_csp, R"(1\\OtherKey)"_csp};
    std::map<CspSpecView, std::error_code> outcomes;
    for (const CspSpecView& key : keys) outcomes[key] = protect(cluster, key);
    for (const auto& [key, code] : outcomes)
        std::cout << key << ": "
                  << (!code                          ? "protected"
                      : code == Condition::not_found ? "make the key first"
                                                     : code.message())
                  << '\n';
    std::cout << *cluster.list("SQL Server") << ' ' << cluster.state() << '\n';
}
//! [program]
// NOLINTEND(misc-use-anonymous-namespace)
