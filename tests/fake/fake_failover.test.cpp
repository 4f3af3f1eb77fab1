// SPDX-License-Identifier: BSL-1.0
#include "events_of.hpp"
#include "support/small_cluster.hpp"
#include <crypto_checkpoint/fake/fake_cluster.hpp>
#include <crypto_checkpoint/testing/catch2.hpp>

using namespace test_support;
using namespace fake_tests;

// Keys while resources start, stop and move: the rows of the table in
// fake_cluster.hpp about restoring and saving and about nodes.

namespace {

constexpr auto own = R"(1\Own CSP\Own Key)"_csp;

ResourceState state_of(const FakeCluster& cluster, const char* resource) {
    return cluster.state().resources.at(resource).state;
}
std::string owner_of(const FakeCluster& cluster, const char* group) {
    return cluster.state().groups.at(group).owner_node;
}

/// SQL is online on NODE1 and has a checkpoint of `key`.
struct SqlOnline : SmallCluster {
    SqlOnline() { REQUIRE((add("SQL", key) && bring_online("SQL"))); }
};

/// SQL is online on NODE1 and has a checkpoint of `key`, one of `own` whose CSP only NODE1 has, and
/// one of `other_key`, in this order.
struct UnmovableKey : SmallCluster {
    UnmovableKey() {
        REQUIRE(install_provider("NODE1", ProviderType(1), "Own CSP"));
        REQUIRE(create_key("NODE1", own));
        for (const auto& spec : {key, own, other_key}) REQUIRE(add("SQL", spec));
        REQUIRE(bring_online("SQL"));
    }
};

}  // namespace

TEST_CASE("FakeCluster: restores keys on the owner before the resource is online", "[fake]") {
    SmallCluster cluster;
    REQUIRE(cluster.add("SQL", key));
    REQUIRE(cluster.add("SQL", other_key));
    CHECK((events_of(cluster, [&] { return cluster.bring_online("SQL"); }) ==
           Lines{R"(key_restored SQL on NODE1: 1\\Key)",
                 R"(key_restored SQL on NODE1: 24\\Other Key)", "resource_online SQL on NODE1"}));
    CHECK((state_of(cluster, "SQL") == ResourceState::online));
    // no second event
    CHECK(events_of(cluster, [&] { return cluster.bring_online("SQL"); }).empty());
}

TEST_CASE("FakeCluster::move_resource: restores the keys before the resource is online", "[fake]") {
    SqlOnline cluster;
    CHECK((events_of(cluster, [&] { return cluster.move_resource("SQL", "NODE2"); }) ==
           Lines{"resource_offline SQL on NODE1", "group_moved SQL on NODE2",
                 R"(key_restored SQL on NODE2: 1\\Key)", "resource_online SQL on NODE2"}));
    CHECK(cluster.key_in("NODE2", key) == cluster.key_in("NODE1", key));
    CHECK(cluster.key_in("NODE2", key)->exportable);
    CHECK_THAT(cluster.key_in("NODE2", other_key),
               FailsWith<FakeKey>(Errc::key_container_not_found));
    CHECK(events_of(cluster, [&] { return cluster.move_resource("SQL", "NODE2"); }).empty());
}

TEST_CASE("FakeCluster::move_resource: an offline resource moves without its keys", "[fake]") {
    SmallCluster cluster;
    REQUIRE(cluster.add("SQL", key));
    CHECK((events_of(cluster, [&] { return cluster.move_resource("SQL", "NODE2"); }) ==
           Lines{"group_moved SQL on NODE2"}));
    CHECK_FALSE(cluster.key_in("NODE2", key));
    CHECK(cluster.bring_online("SQL"));
    CHECK(cluster.key_in("NODE2", key) == cluster.key_in("NODE1", key));
}

TEST_CASE("FakeCluster::move_resource: moves the whole group and no other", "[fake]") {
    SmallCluster cluster;
    REQUIRE(cluster.add_resource("Agent", "SQL", "NODE1"));
    REQUIRE(cluster.add_resource("Asleep", "SQL", "NODE1"));
    REQUIRE(cluster.add("Agent", other_key));
    for (const char* resource : {"SQL", "Agent", "Web"}) REQUIRE(cluster.bring_online(resource));
    REQUIRE(cluster.move_resource("Agent", "NODE2"));
    CHECK(owner_of(cluster, "SQL") == "NODE2");
    CHECK(owner_of(cluster, "Web") == "NODE1");
    CHECK((state_of(cluster, "SQL") == ResourceState::online));
    CHECK((state_of(cluster, "Agent") == ResourceState::online));
    CHECK((state_of(cluster, "Asleep") == ResourceState::offline));
    CHECK(cluster.key_in("NODE2", other_key));
}

TEST_CASE("FakeCluster::change_key: a change while offline is overwritten", "[fake]") {
    SmallCluster cluster;
    REQUIRE(cluster.add("SQL", key));
    const auto saved = cluster.key_in("NODE1", key);
    REQUIRE(cluster.change_key("NODE1", R"(1\\Key)"));
    CHECK(cluster.key_in("NODE1", key) != saved);
    REQUIRE(cluster.bring_online("SQL"));
    CHECK(cluster.key_in("NODE1", key) == saved);
}

TEST_CASE("FakeCluster::change_key: a change while the resource is online is saved", "[fake]") {
    SqlOnline cluster;
    CHECK((events_of(cluster, [&] { return cluster.change_key("NODE1", R"(1\\Key)"); }) ==
           Lines{R"(key_saved SQL on NODE1: 1\\Key)"}));
    const auto changed = cluster.key_in("NODE1", key);
    REQUIRE(cluster.move_resource("SQL", "NODE2"));
    CHECK(cluster.key_in("NODE2", key) == changed);
    // a change on a node that does not own the resource is not saved
    CHECK(events_of(cluster, [&] { return cluster.change_key("NODE1", R"(1\\Key)"); }).empty());
    REQUIRE(cluster.take_offline("SQL"));
    REQUIRE(cluster.bring_online("SQL"));
    CHECK(cluster.key_in("NODE2", key) == changed);
}

TEST_CASE("FakeCluster::change_key: saves the key for every name of the container", "[fake]") {
    SmallCluster cluster;
    REQUIRE(cluster.add("SQL", key));
    REQUIRE(cluster.add("SQL", R"(1\Microsoft Strong Cryptographic Provider\KEY)"_csp));
    REQUIRE(cluster.add("SQL", other_key));
    REQUIRE(cluster.bring_online("SQL"));
    CHECK((events_of(cluster, [&] { return cluster.change_key("node1", R"(1\\kEy)"); }) ==
           Lines{R"(key_saved SQL on NODE1: 1\\Key)",
                 R"(key_saved SQL on NODE1: 1\Microsoft Strong Cryptographic Provider\KEY)"}));
}

TEST_CASE("FakeCluster::change_key: saves the key despite another checkpoint without provider",
          "[fake]") {
    SmallCluster cluster;
    const auto own_key = R"(1\Own CSP\Own Key)"_csp;
    REQUIRE(cluster.install_provider("NODE1", ProviderType(1), "Own CSP"));
    REQUIRE(cluster.create_key("NODE1", own_key));
    REQUIRE(cluster.add("SQL", own_key));
    REQUIRE(cluster.add("SQL", key));
    REQUIRE(cluster.bring_online("SQL"));
    REQUIRE(cluster.remove_provider("NODE1", "Own CSP"));
    CHECK((events_of(cluster, [&] { return cluster.change_key("NODE1", R"(1\\Key)"); }) ==
           Lines{R"(key_saved SQL on NODE1: 1\\Key)"}));
}

TEST_CASE("FakeCluster::bring_online: restores a deleted key", "[fake]") {
    SmallCluster cluster;
    REQUIRE(cluster.add("SQL", key));
    const auto saved = cluster.key_in("NODE1", key);
    REQUIRE(cluster.delete_key("NODE1", R"(1\\Key)"));
    CHECK_THAT(cluster.key_in("NODE1", key), FailsWith<FakeKey>(Errc::key_container_not_found));
    REQUIRE(cluster.bring_online("SQL"));
    CHECK(cluster.key_in("NODE1", key) == saved);
}

TEST_CASE("FakeCluster: two resources with one key overwrite each other", "[fake]") {
    SmallCluster cluster;
    REQUIRE(cluster.move_resource("Web", "NODE2"));
    REQUIRE(cluster.create_key("NODE2", key));
    const auto of_sql = cluster.key_in("NODE1", key);
    const auto of_web = cluster.key_in("NODE2", key);
    REQUIRE(of_sql != of_web);
    for (const char* resource : {"SQL", "Web"}) {
        REQUIRE(cluster.add(resource, key));
        REQUIRE(cluster.bring_online(resource));
    }
    REQUIRE(cluster.move_resource("SQL", "NODE2"));
    CHECK(cluster.key_in("NODE2", key) == of_sql);
    REQUIRE(cluster.take_offline("Web"));
    REQUIRE(cluster.bring_online("Web"));
    CHECK(cluster.key_in("NODE2", key) == of_web);
    // online on one node, a change is saved for both
    REQUIRE(cluster.change_key("NODE2", R"(1\\Key)"));
    const auto changed = cluster.key_in("NODE2", key);
    for (const char* resource : {"SQL", "Web"}) {
        REQUIRE(cluster.move_resource(resource, "NODE1"));
        CHECK(cluster.key_in("NODE1", key) == changed);
    }
}

TEST_CASE("FakeCluster::crash_node: starts the resources on the first node by name", "[fake]") {
    SmallCluster cluster;
    REQUIRE(cluster.add_node("NODE0"));
    REQUIRE(cluster.add("SQL", key));
    REQUIRE(cluster.bring_online("SQL"));
    REQUIRE(cluster.crash_node("NODE0"));
    CHECK((events_of(cluster, [&] { return cluster.crash_node("NODE1"); }) ==
           Lines{"node_stopped on NODE1", "resource_offline SQL on NODE1",
                 "group_moved SQL on NODE2", R"(key_restored SQL on NODE2: 1\\Key)",
                 "resource_online SQL on NODE2", "group_moved Web on NODE2"}));
    CHECK((state_of(cluster, "Web") == ResourceState::offline));
    REQUIRE(cluster.start_node("NODE0"));
    REQUIRE(cluster.start_node("NODE1"));
    CHECK(owner_of(cluster, "SQL") == "NODE2");
    REQUIRE(cluster.crash_node("NODE2"));
    CHECK(owner_of(cluster, "SQL") == "NODE0");
    CHECK(cluster.key_in("NODE0", key));
}

TEST_CASE("FakeCluster::start_node: the first node to start takes over", "[fake]") {
    SqlOnline cluster;
    REQUIRE(cluster.crash_node("NODE2"));
    CHECK((events_of(cluster, [&] { return cluster.crash_node("NODE1"); }) ==
           Lines{"node_stopped on NODE1", "resource_offline SQL on NODE1"}));
    CHECK((events_of(cluster, [&] { return cluster.start_node("NODE2"); }) ==
           Lines{"node_started on NODE2", "group_moved SQL on NODE2",
                 R"(key_restored SQL on NODE2: 1\\Key)", "resource_online SQL on NODE2",
                 "group_moved Web on NODE2"}));
    CHECK((events_of(cluster, [&] { return cluster.start_node("NODE1"); }) ==
           Lines{"node_started on NODE1"}));
}

TEST_CASE("FakeCluster::start_node: the last node to crash starts its own resources", "[fake]") {
    SqlOnline cluster;
    REQUIRE(cluster.crash_node("NODE2"));
    REQUIRE(cluster.crash_node("NODE1"));
    // a change while the resource was offline is overwritten
    const auto saved = cluster.key_in("NODE1", key);
    REQUIRE(cluster.change_key("NODE1", R"(1\\Key)"));
    CHECK((events_of(cluster, [&] { return cluster.start_node("NODE1"); }) ==
           Lines{"node_started on NODE1", R"(key_restored SQL on NODE1: 1\\Key)",
                 "resource_online SQL on NODE1"}));
    CHECK(cluster.key_in("NODE1", key) == saved);
}

TEST_CASE("FakeCluster: crashing or starting a node twice changes nothing", "[fake]") {
    SmallCluster cluster;
    CHECK(events_of(cluster, [&] { return cluster.start_node("NODE1"); }).empty());
    REQUIRE(cluster.crash_node("NODE2"));
    const auto revision = cluster.revision();
    CHECK(events_of(cluster, [&] { return cluster.crash_node("NODE2"); }).empty());
    CHECK(cluster.revision() == revision);
}

TEST_CASE("FakeCluster::move_resource: rejects a node that is down", "[fake]") {
    SmallCluster cluster;
    REQUIRE(cluster.bring_online("SQL"));
    REQUIRE(cluster.crash_node("NODE2"));
    const auto moved = cluster.move_resource("SQL", "NODE2");
    CHECK_THAT(moved, FailsWith<void>(Errc::node_unavailable));
    CHECK((moved.error().native == NativeCode{NativeDomain::win32, 5005}));
    CHECK(owner_of(cluster, "SQL") == "NODE1");
    CHECK((state_of(cluster, "SQL") == ResourceState::online));
}

TEST_CASE("FakeCluster: a key that cannot be restored is event 1121, the resource fails",
          "[fake]") {
    UnmovableKey cluster;
    Result<void> moved;
    CHECK((events_of(cluster, [&] { return moved = cluster.move_resource("SQL", "NODE2"); }) ==
           Lines{"resource_offline SQL on NODE1", "group_moved SQL on NODE2",
                 R"(key_restored SQL on NODE2: 1\\Key)",
                 R"(key_restore_failed SQL on NODE2: 1\Own CSP\Own Key (1121))",
                 R"(key_restored SQL on NODE2: 24\\Other Key)", "resource_failed SQL on NODE2",
                 "failed with restore_failed"}));
    REQUIRE_FALSE(moved);
    CHECK((moved.error().code == Errc::restore_failed));
    CHECK((moved.error().native == NativeCode{NativeDomain::hresult, 0x80090019}));
    CHECK(moved.error().detail == R"(1\Own CSP\Own Key on the node 'NODE2')");
    CHECK((state_of(cluster, "SQL") == ResourceState::failed));
    // the other keys are there
    CHECK(cluster.key_in("NODE2", key) == cluster.key_in("NODE1", key));
    CHECK(cluster.key_in("NODE2", other_key) == cluster.key_in("NODE1", other_key));
}

TEST_CASE("FakeCluster::bring_online: starts a failed resource once the cause is gone", "[fake]") {
    UnmovableKey cluster;
    REQUIRE_FALSE(cluster.move_resource("SQL", "NODE2"));
    CHECK_THAT(cluster.bring_online("SQL"), FailsWith<void>(Errc::restore_failed));
    SECTION("with the CSP installed") {
        REQUIRE(cluster.install_provider("NODE2", ProviderType(1), "Own CSP"));
        CHECK(cluster.bring_online("SQL"));
        CHECK(cluster.key_in("NODE2", own) == cluster.key_in("NODE1", own));
    }
    SECTION("with the checkpoint removed") {
        REQUIRE(cluster.remove("SQL", own));
        CHECK(cluster.bring_online("SQL"));
    }
    SECTION("back on its node") { CHECK(cluster.move_resource("SQL", "NODE1")); }
    SECTION("when its node crashes") { CHECK(cluster.crash_node("NODE2")); }
    CHECK((state_of(cluster, "SQL") == ResourceState::online));
}

TEST_CASE("FakeCluster::crash_node: reports a failed restore by its event only", "[fake]") {
    UnmovableKey cluster;
    REQUIRE(cluster.bring_online("Web"));
    CHECK(cluster.crash_node("NODE1"));
    CHECK((state_of(cluster, "SQL") == ResourceState::failed));
    CHECK((state_of(cluster, "Web") == ResourceState::online));
}

TEST_CASE("FakeCluster::take_offline: the resource stays offline when its group moves", "[fake]") {
    SmallCluster cluster;
    REQUIRE(cluster.bring_online("SQL"));
    CHECK((events_of(cluster, [&] { return cluster.take_offline("SQL"); }) ==
           Lines{"resource_offline SQL on NODE1"}));
    CHECK(events_of(cluster, [&] { return cluster.take_offline("SQL"); }).empty());
    REQUIRE(cluster.crash_node("NODE1"));
    CHECK(owner_of(cluster, "SQL") == "NODE2");
    CHECK((state_of(cluster, "SQL") == ResourceState::offline));
}

TEST_CASE("FakeCluster::take_offline: accepts a failed resource", "[fake]") {
    UnmovableKey cluster;
    REQUIRE_FALSE(cluster.move_resource("SQL", "NODE2"));
    CHECK(cluster.take_offline("SQL"));
    CHECK((state_of(cluster, "SQL") == ResourceState::offline));
    CHECK(cluster.move_resource("SQL", "NODE1"));
    CHECK((state_of(cluster, "SQL") == ResourceState::offline));
}
