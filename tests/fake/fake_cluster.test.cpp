// SPDX-License-Identifier: BSL-1.0
#include "events_of.hpp"
#include "support/described_state.hpp"
#include "support/small_cluster.hpp"
#include <crypto_checkpoint/fake/fake_cluster.hpp>
#include <crypto_checkpoint/testing/catch2.hpp>

#include <string>
#include <vector>

using namespace test_support;
using namespace fake_tests;

TEST_CASE("FakeClusterConnection: access Read allows listing only", "[fake]") {
    SmallCluster cluster;
    REQUIRE(cluster.add("SQL", key));
    FakeClusterConnection reader = cluster.connect_read_only();
    CHECK((names(reader, "SQL") == Lines{R"(1\\Key)"}));
    for (const auto& denied : {reader.add("SQL", other_key), reader.remove("SQL", key)}) {
        CHECK_THAT(denied, FailsWith<void>(Errc::access_denied));
        CHECK((denied.error().native == NativeCode{NativeDomain::win32, 5}));
    }
    CHECK((names(cluster, "SQL") == Lines{R"(1\\Key)"}));
    CHECK_THAT(reader.list("Nobody"), FailsWith<CheckpointList>(Errc::resource_not_found));
}

TEST_CASE("FakeClusterConnection: a change is visible through every node", "[fake]") {
    SmallCluster cluster;
    FakeClusterConnection first = cluster.connect_through("NODE1");
    FakeClusterConnection second = cluster.connect_through("node2");
    CHECK(second.add("SQL", key));
    CHECK((names(first, "SQL") == Lines{R"(1\\Key)"}));
    CHECK((names(second, "SQL") == Lines{R"(1\\Key)"}));
    CHECK(first.remove("SQL", key));
    CHECK(names(second, "SQL").empty());
}

TEST_CASE("FakeClusterConnection: a node that is down is unreachable", "[fake]") {
    SmallCluster cluster;
    FakeClusterConnection first = cluster.connect_through("NODE1");
    FakeClusterConnection second = cluster.connect_through("NODE2");
    FakeClusterConnection nowhere = cluster.connect_through("NODE3");
    REQUIRE(first.add("SQL", key));
    REQUIRE(cluster.crash_node("NODE1"));
    CHECK_THAT(first.add("SQL", other_key), FailsWith<void>(Errc::cluster_unreachable));
    CHECK_THAT(first.remove("SQL", key), FailsWith<void>(Errc::cluster_unreachable));
    CHECK_THAT(first.list("SQL"), FailsWith<CheckpointList>(Errc::cluster_unreachable));
    CHECK_THAT(nowhere.list("SQL"), FailsWith<CheckpointList>(Errc::cluster_unreachable));
    CHECK(first.list("SQL").error().detail == "node 'NODE1'");
    CHECK((names(second, "SQL") == Lines{R"(1\\Key)"}));
    REQUIRE(cluster.start_node("NODE1"));
    CHECK((names(first, "SQL") == Lines{R"(1\\Key)"}));
}

TEST_CASE("FakeCluster::calls: records every call with its result", "[fake]") {
    SmallCluster cluster;
    CHECK(cluster.calls().empty());
    FakeClusterConnection connection = cluster.connect_through("NODE2");
    FakeClusterConnection reader = cluster.connect_read_only();
    CHECK(cluster.add("SQL", key));
    CHECK_FALSE(connection.add("SQL", fixed_key));
    CHECK_FALSE(reader.remove("SQL", key));
    CHECK(cluster.list("sql"));
    CHECK_FALSE(cluster.remove("Nobody", key));
    CHECK((cluster.calls() ==
           std::vector<RecordedCall>{
               {{Operation::add, "SQL", R"(1\\Key)"}, std::nullopt},
               {{Operation::add, "SQL", R"(1\\Fixed Key)"}, Errc::key_not_exportable},
               {{Operation::remove, "SQL", R"(1\\Key)"}, Errc::access_denied},
               {{Operation::list, "sql", ""}, std::nullopt},
               {{Operation::remove, "Nobody", R"(1\\Key)"}, Errc::resource_not_found}}));

    const RecordedCall rejected{{Operation::add, "SQL", R"(1\\Key)"}, Errc::access_denied};
    CHECK_FALSE((rejected == RecordedCall{{Operation::add, "Web", R"(1\\Key)"}, rejected.error}));
    CHECK_FALSE((rejected == RecordedCall{rejected.call, std::nullopt}));
    CHECK_FALSE((rejected == RecordedCall{rejected.call, Errc::timed_out}));
}

TEST_CASE("FakeCluster::calls: does not record calls through a node that is down", "[fake]") {
    SmallCluster cluster;
    FakeClusterConnection connection = cluster.connect_through("NODE2");
    REQUIRE(cluster.crash_node("NODE2"));
    CHECK_FALSE(connection.list("SQL"));
    CHECK(cluster.calls().empty());
}

TEST_CASE("FakeCluster::calls: keeps the newest calls", "[fake]") {
    SmallCluster cluster;
    for (std::size_t i = 0; i != max_recorded_calls + 3; ++i)
        (void)cluster.list("R" + std::to_string(i));
    const auto calls = cluster.calls();
    REQUIRE(calls.size() == max_recorded_calls);
    CHECK(calls.front().call.resource == "R3");
    CHECK(calls.back().call.resource == "R" + std::to_string(max_recorded_calls + 2));
}

TEST_CASE("FakeCluster::state: keeps the newest events and their numbering", "[fake]") {
    SmallCluster cluster;
    const std::uint64_t before = cluster.state().last_event;
    std::size_t added = 0;
    for (; added <= max_fake_events; added += 3) {  // added, saved, removed
        REQUIRE(cluster.add("SQL", key));
        REQUIRE(cluster.remove("SQL", key));
    }
    const FakeClusterState state = cluster.state();
    CHECK(state.events.size() == max_fake_events);
    CHECK(state.last_event == before + added);
    CHECK(state.events.back().sequence == state.last_event);
    for (std::size_t i = 1; i < state.events.size(); ++i)
        if (state.events[i].sequence != state.events[i - 1].sequence + 1)
            FAIL("event " << i << " is out of order");
}

TEST_CASE("FakeCluster::state: is a copy, in the order of names", "[fake]") {
    SmallCluster cluster;
    const FakeClusterState before = cluster.state();
    REQUIRE(cluster.add("SQL", key));
    REQUIRE(cluster.add_node("node0"));
    CHECK(before.resources.at("SQL").checkpoints.empty());
    CHECK_FALSE(before.nodes.contains("NODE0"));
    Lines nodes;
    for (const auto& node : cluster.state().nodes) nodes.push_back(node.first);
    CHECK((nodes == Lines{"node0", "NODE1", "NODE2"}));
    FakeClusterState mine = cluster.state();
    mine.resources.clear();
    CHECK((names(cluster, "SQL") == Lines{R"(1\\Key)"}));
}

TEST_CASE("FakeCluster::set_state: changes on a copy do not affect the original", "[fake]") {
    SmallCluster cluster;
    FakeCluster trial;
    trial.set_state(cluster.state());
    CHECK(trial.add("SQL", key));
    CHECK(trial.crash_node("NODE1"));
    CHECK((names(trial, "SQL") == Lines{R"(1\\Key)"}));
    CHECK(names(cluster, "SQL").empty());
    CHECK(cluster.state().nodes.at("NODE1").up);
    CHECK(trial.revision() > cluster.revision());
}

TEST_CASE("FakeClusterControls: reject names of missing objects", "[fake]") {
    SmallCluster cluster;
    const auto is_missing = FailsWith<void>(Errc::object_not_found);
    CHECK_THAT(cluster.crash_node("NODE3"), is_missing);
    CHECK_THAT(cluster.start_node("NODE3"), is_missing);
    CHECK_THAT(cluster.install_provider("NODE3", ProviderType(1), "P"), is_missing);
    CHECK_THAT(cluster.remove_provider("NODE3", "P"), is_missing);
    CHECK_THAT(cluster.remove_provider("NODE1", "P"), is_missing);
    CHECK_THAT(cluster.set_default_provider("NODE3", ProviderType(1), "P"), is_missing);
    CHECK_THAT(cluster.set_default_provider("NODE1", ProviderType(1), "P"), is_missing);
    CHECK_THAT(cluster.create_key("NODE3", key), is_missing);
    CHECK_THAT(cluster.change_key("NODE3", R"(1\\Key)"), is_missing);
    CHECK_THAT(cluster.delete_key("NODE3", R"(1\\Key)"), is_missing);
    CHECK_THAT(cluster.add_resource("New", "NODE3"), is_missing);
    CHECK_THAT(cluster.move_resource("SQL", "NODE3"), is_missing);
    CHECK_THAT(cluster.key_in("NODE3", key), FailsWith<FakeKey>(Errc::object_not_found));
    const auto no_resource = FailsWith<void>(Errc::resource_not_found);
    CHECK_THAT(cluster.bring_online("Nobody"), no_resource);
    CHECK_THAT(cluster.take_offline("Nobody"), no_resource);
    CHECK_THAT(cluster.move_resource("Nobody", "NODE2"), no_resource);
    CHECK_THAT(cluster.delete_resource("Nobody"), no_resource);
    const auto no_container = FailsWith<void>(Errc::key_container_not_found);
    CHECK_THAT(cluster.change_key("NODE1", R"(1\\Missing Key)"), no_container);
    CHECK_THAT(cluster.delete_key("NODE1", R"(1\\Missing Key)"), no_container);
}

TEST_CASE("FakeCluster: a name that is too long is limit_exceeded, and nothing is done", "[fake]") {
    SmallCluster cluster;
    const std::string longest(max_fake_name_bytes, 'x');
    const std::string name = longest + 'x';
    const std::string container = R"(1\\)" + name;
    const CspSpec spec(unchecked, ProviderType(1), std::nullopt, name);
    const CspSpec spec_in_two_parts(unchecked, ProviderType(1), longest, "K");
    const auto before = described(cluster.state());
    const auto is_too_long = FailsWith<void>(Errc::limit_exceeded);
    CHECK_THAT(cluster.add_node(name), is_too_long);
    CHECK_THAT(cluster.crash_node(name), is_too_long);
    CHECK_THAT(cluster.start_node(name), is_too_long);
    CHECK_THAT(cluster.install_provider("NODE1", ProviderType(1), name), is_too_long);
    CHECK_THAT(cluster.remove_provider("NODE1", name), is_too_long);
    CHECK_THAT(cluster.set_default_provider("NODE1", ProviderType(1), name), is_too_long);
    CHECK_THAT(cluster.create_key("NODE1", container), is_too_long);
    CHECK_THAT(cluster.create_key("NODE1", spec_in_two_parts), is_too_long);
    CHECK_THAT(cluster.change_key("NODE1", container), is_too_long);
    CHECK_THAT(cluster.delete_key("NODE1", container), is_too_long);
    CHECK_THAT(cluster.add_resource(name, "NODE1"), is_too_long);
    CHECK_THAT(cluster.add_resource("New", name, "NODE1"), is_too_long);
    CHECK_THAT(cluster.delete_resource(name), is_too_long);
    CHECK_THAT(cluster.bring_online(name), is_too_long);
    CHECK_THAT(cluster.take_offline(name), is_too_long);
    CHECK_THAT(cluster.move_resource("SQL", name), is_too_long);
    CHECK_THAT(cluster.change_setting(name, true), is_too_long);
    CHECK_THAT(cluster.add("SQL", spec), is_too_long);
    CHECK_THAT(cluster.add(name, key), is_too_long);
    CHECK_THAT(cluster.remove("SQL", spec), is_too_long);
    CHECK_THAT(cluster.list(name), FailsWith<CheckpointList>(Errc::limit_exceeded));
    CHECK_THAT(cluster.connect_through("NODE1").add("SQL", spec), is_too_long);
    CHECK(cluster.add("SQL", spec).error().detail == "a name is longer than 4096 bytes");
    CHECK(described(cluster.state()) == before);
    CHECK(cluster.calls().empty());  // nor does the record of calls keep them

    CHECK(cluster.create_key("NODE1", R"(1\\)" + longest));
    CHECK(cluster.add("SQL", CspSpec(unchecked, ProviderType(1), std::nullopt, longest)));
    CHECK(cluster.add_resource(longest, "NODE1"));
}

TEST_CASE("FakeClusterControls: reject invalid names", "[fake]") {
    SmallCluster cluster;
    for (const std::string& name :
         {std::string(), std::string("A\0B", 3), std::string("\xFF"), std::string(4097, 'x')}) {
        INFO(name);
        CHECK_FALSE(cluster.add_node(name));
        CHECK_FALSE(cluster.add_resource(name, "NODE1"));
        CHECK_FALSE(cluster.add_resource("New", name, "NODE1"));
        CHECK_FALSE(cluster.install_provider("NODE1", ProviderType(1), name));
    }
    CHECK_THAT(cluster.install_provider("NODE1", ProviderType(0), "P"),
               FailsWith<void>(Errc::provider_type_out_of_range));
    CHECK_THAT(cluster.install_provider("NODE1", ProviderType(1000), "P"),
               FailsWith<void>(Errc::provider_type_out_of_range));
    CHECK_THAT(cluster.set_default_provider("NODE1", ProviderType(24),
                                            "Microsoft Strong Cryptographic Provider"),
               FailsWith<void>(Errc::provider_type_mismatch));
    CHECK_THAT(cluster.create_key("NODE1", R"(1\Key)"), FailsWith<void>(Errc::missing_separator));
    CHECK_THAT(cluster.change_key("NODE1", "Key"),
               FailsWith<void>(Errc::provider_type_not_decimal));
    CHECK_THAT(cluster.delete_key("NODE1", R"(1\\A\B)"),
               FailsWith<void>(Errc::separator_in_key_container));
    const CspSpec unheard_of(unchecked, ProviderType(1), std::nullopt, "A\\B");
    CHECK_THAT(cluster.create_key("NODE1", unheard_of),
               FailsWith<void>(Errc::separator_in_key_container));
}

TEST_CASE("FakeClusterControls::add_resource: a group is on one node", "[fake]") {
    SmallCluster cluster;
    CHECK_THAT(cluster.add_resource("Agent", "SQL", "NODE2"), FailsWith<void>(Errc::invalid_value));
    CHECK(cluster.add_resource("Agent", "SQL", "NODE1"));
    CHECK(cluster.state().resources.at("Agent").group == "SQL");
    CHECK((cluster.state().resources.at("Agent").state == ResourceState::offline));
}

TEST_CASE("FakeClusterControls::install_provider: the first CSP of a type becomes its default",
          "[fake]") {
    SmallCluster cluster;
    const auto default_of = [&](std::uint32_t type) {
        const FakeNode node = cluster.state().nodes.at("NODE1");
        const auto found = node.default_providers.find(ProviderType(type));
        return found == node.default_providers.end() ? std::string() : found->second;
    };
    REQUIRE(cluster.install_provider("NODE1", ProviderType(75), "Own CSP"));
    CHECK(default_of(75) == "Own CSP");
    REQUIRE(cluster.install_provider("NODE1", ProviderType(75), "Second CSP"));
    CHECK(default_of(75) == "Own CSP");
    REQUIRE(cluster.set_default_provider("NODE1", ProviderType(75), "second csp"));
    CHECK(default_of(75) == "Second CSP");
    const auto revision = cluster.revision();
    REQUIRE(cluster.set_default_provider("NODE1", ProviderType(75), "SECOND CSP"));
    CHECK(cluster.revision() == revision);
    REQUIRE(cluster.remove_provider("NODE1", "SECOND csp"));
    CHECK(default_of(75).empty());
    CHECK(default_of(1) == "Microsoft Strong Cryptographic Provider");
}

TEST_CASE("FakeEventKind, ResourceState: have stable names", "[fake]") {
    CHECK(static_cast<int>(ResourceState::online) == 2);
    CHECK(static_cast<int>(ResourceState::offline) == 3);
    CHECK(static_cast<int>(ResourceState::failed) == 4);
    CHECK(to_string(ResourceState::online) == "Online");
    CHECK(to_string(ResourceState::offline) == "Offline");
    CHECK(to_string(ResourceState::failed) == "Failed");
    CHECK(to_string(static_cast<ResourceState>(77)) == "Unknown");
    constexpr std::string_view kinds[] = {
        "node_started",       "node_stopped",    "group_moved",      "resource_online",
        "resource_offline",   "resource_failed", "resource_deleted", "checkpoint_added",
        "checkpoint_removed", "key_saved",       "key_restored",     "key_restore_failed"};
    for (std::size_t i = 0; i != std::size(kinds); ++i)
        CHECK(to_string(static_cast<FakeEventKind>(i)) == kinds[i]);
    CHECK(to_string(static_cast<FakeEventKind>(std::size(kinds))) == "unknown");
}
