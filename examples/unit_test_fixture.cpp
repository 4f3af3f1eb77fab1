// SPDX-License-Identifier: BSL-1.0
// A fixture with a new cluster for each test, and fault injection.

//! [fixture]
#include <crypto_checkpoint/crypto_checkpoint.hpp>
#include <crypto_checkpoint/testing/catch2.hpp>
#include <crypto_checkpoint/testing/fault_injection.hpp>

using namespace crypto_checkpoint;

/// Two nodes; the service and its keys are on the first. One of the keys is not exportable.
struct TwoNodes {
    TwoNodes() {
        REQUIRE(cluster.add_node("NODE1"));
        REQUIRE(cluster.add_node("NODE2"));
        REQUIRE(cluster.create_key("NODE1", R"(1\\ServiceKey)"_csp));
        REQUIRE(cluster.create_key("NODE1", R"(1\\FixedKey)"_csp, {.exportable = false}));
        REQUIRE(cluster.add_resource("Service", "NODE1"));
        REQUIRE(cluster.bring_online("Service"));
    }

    FakeCluster cluster;
};
//! [fixture]

//! [failover]
TEST_CASE_METHOD(TwoNodes, "failover: the key is on the other node") {
    ClusterResource service{cluster, "Service"};
    REQUIRE(service.add_crypto_checkpoint(R"(1\\ServiceKey)"));

    REQUIRE(cluster.crash_node("NODE1"));

    CHECK(cluster.key_in("NODE2", R"(1\\ServiceKey)"_csp));
    CHECK(cluster.resources()->front().state == ResourceState::online);
}

TEST_CASE_METHOD(TwoNodes, "failover: the service fails without its key") {
    ClusterResource service{cluster, "Service"};
    REQUIRE(service.add_crypto_checkpoint(R"(1\\ServiceKey)"));
    REQUIRE(cluster.remove_provider("NODE2", "Microsoft Strong Cryptographic Provider"));

    CHECK_THAT(cluster.move_resource("Service", "NODE2"), FailsWith(Errc::restore_failed));
}
//! [failover]

//! [refusal]
TEST_CASE_METHOD(TwoNodes, "add_crypto_checkpoint: rejects a key that is not exportable") {
    ClusterResource service{cluster, "Service"};
    CHECK_THAT(service.add_crypto_checkpoint(R"(1\\FixedKey)"),
               FailsWith(Errc::key_not_exportable));
}
//! [refusal]

//! [bad_day]
TEST_CASE_METHOD(TwoNodes,
                 "ensure_crypto_checkpoint: survives a node that crashes during the request") {
    FaultInjecting faulty{cluster};
    faulty.inject({.strikes = nth_call(2),  // ensure lists first, then it adds
                   .after_work = [&] { REQUIRE(cluster.crash_node("NODE1")); },
                   .lose_response = true});
    ClusterResource service{faulty, "Service"};

    CHECK(service.ensure_crypto_checkpoint(R"(1\\ServiceKey)") == Ensured::changed);
    CHECK(cluster.key_in("NODE2", R"(1\\ServiceKey)"_csp));
}
//! [bad_day]

//! [settings]
TEST_CASE("add_crypto_checkpoint: a second add succeeds with another setting") {
    FakeCluster cluster{FakeClusterSettings{.refuse_duplicate_add = false}};
    REQUIRE(cluster.add_node("NODE1"));
    REQUIRE(cluster.add_resource("Service", "NODE1"));
    REQUIRE(cluster.create_key("NODE1", R"(1\\ServiceKey)"_csp));
    ClusterResource service{cluster, "Service"};
    CHECK(service.add_crypto_checkpoint(R"(1\\ServiceKey)"));
    CHECK(service.add_crypto_checkpoint(R"(1\\ServiceKey)"));
}
//! [settings]
