// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <crypto_checkpoint/fake/fake_cluster.hpp>
#include <crypto_checkpoint/name/literals.hpp>

namespace failure_tests {

using namespace crypto_checkpoint;
using namespace crypto_checkpoint::literals;

/// A cluster with a key and its checkpoint, and one call.
struct Cluster : FakeCluster {
    Cluster() {
        add_node("NODE1").value();
        add_resource("SQL", "NODE1").value();
        create_key("NODE1", R"(1\\K)").value();
        bring_online("SQL").value();
        add("SQL", R"(1\\K)"_csp).value();
    }
};

/// As a service over a real cluster returns it.
inline Error refused() {
    Error error(Errc::access_denied, {NativeDomain::win32, 5}, "ask an administrator");
    error.resource = "SQL";
    return error;
}

/// A backend that acknowledges and does nothing.
struct Idle {
    Result<void> add(std::string_view, CspSpecView) { return {}; }
    Result<void> remove(std::string_view, CspSpecView) { return {}; }
    Result<CheckpointList> list(std::string_view) { return std::unexpected(refused()); }
};

}  // namespace failure_tests
