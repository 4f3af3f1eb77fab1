// SPDX-License-Identifier: BSL-1.0
// Tests of a program that manages checkpoints, without a cluster.

// NOLINTBEGIN(misc-use-internal-linkage): it stands for one that a header declares
//! [test]
#include <crypto_checkpoint/crypto_checkpoint.hpp>
#include <crypto_checkpoint/testing/catch2.hpp>
#include <crypto_checkpoint/testing/fault_injection.hpp>

using namespace crypto_checkpoint;

/// The function under test: any function that takes a backend.
template <CheckpointBackend Backend>
Result<Ensured> protect_service_key(Backend& backend) {
    Retrying retrying{backend, RetryPolicy{.first_delay = std::chrono::milliseconds(0)}};
    ClusterResource service{retrying, "Service"};
    return service.ensure_crypto_checkpoint(R"(1\\ServiceKey)");
}

TEST_CASE("protect_service_key: adds the key despite lost responses") {
    FakeCluster cluster;
    REQUIRE(cluster.add_node("NODE1"));
    REQUIRE(cluster.add_resource("Service", "NODE1"));
    REQUIRE(cluster.create_key("NODE1", R"(1\\ServiceKey)"_csp));
    FaultInjecting faulty{cluster};
    faulty.inject({.strikes = every(Operation::add), .lose_response = true});

    CHECK(protect_service_key(faulty) == Ensured::changed);
    CHECK_THAT(cluster.list("Service"), HasCheckpoint(R"(1\\ServiceKey)"));
}
//! [test]
// NOLINTEND(misc-use-internal-linkage)

TEST_CASE("protect_service_key: rejects a key that is not exportable") {
    FakeCluster cluster;
    REQUIRE(cluster.add_node("NODE1"));
    REQUIRE(cluster.add_resource("Service", "NODE1"));
    REQUIRE(cluster.create_key("NODE1", R"(1\\ServiceKey)"_csp, {.exportable = false}));

    CHECK_THAT(protect_service_key(cluster), FailsWith(Errc::key_not_exportable));
}

TEST_CASE("protect_service_key: the key is restored before the service is online") {
    FakeCluster cluster;
    for (const char* node : {"NODE1", "NODE2"}) REQUIRE(cluster.add_node(node));
    REQUIRE(cluster.add_resource("Service", "NODE1"));
    REQUIRE(cluster.create_key("NODE1", R"(1\\ServiceKey)"_csp));
    REQUIRE(cluster.bring_online("Service"));
    REQUIRE(protect_service_key(cluster));

    REQUIRE(cluster.move_resource("Service", "NODE2"));

    const auto key = cluster.key_in("NODE2", R"(1\\ServiceKey)"_csp);
    REQUIRE(key);
    CHECK(key == cluster.key_in("NODE1", R"(1\\ServiceKey)"_csp));
    const auto events = cluster.state().events;
    CHECK(events.back().kind == FakeEventKind::resource_online);
    CHECK(events[events.size() - 2].kind == FakeEventKind::key_restored);
}
