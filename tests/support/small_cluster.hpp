// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <crypto_checkpoint/fake/fake_cluster.hpp>
#include <crypto_checkpoint/name/literals.hpp>

#include <stdexcept>

namespace test_support {

using namespace crypto_checkpoint::literals;

inline constexpr auto key = R"(1\\Key)"_csp;
inline constexpr auto other_key = R"(24\\Other Key)"_csp;
inline constexpr auto fixed_key = R"(1\\Fixed Key)"_csp;      ///< not exportable
inline constexpr auto missing_key = R"(1\\Missing Key)"_csp;  ///< on no node

/// NODE1 owns everything: the resources SQL and Web, offline, each in a group of its own, and the
/// keys. NODE2 has nothing.
template <class Cluster>
bool populate(Cluster& cluster) {
    return cluster.add_node("NODE1") && cluster.add_node("NODE2") &&
           cluster.add_resource("SQL", "NODE1") && cluster.add_resource("Web", "NODE1") &&
           cluster.create_key("NODE1", key) && cluster.create_key("NODE1", other_key) &&
           cluster.create_key("NODE1", fixed_key, {.exportable = false});
}

/// A populated cluster.
struct SmallCluster : crypto_checkpoint::FakeCluster {
    explicit SmallCluster(crypto_checkpoint::FakeClusterSettings settings = {})
        : FakeCluster(settings) {
        if (!populate(*this)) throw std::logic_error("a new cluster cannot be populated");
    }
};

}  // namespace test_support
