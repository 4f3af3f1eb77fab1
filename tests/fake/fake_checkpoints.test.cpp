// SPDX-License-Identifier: BSL-1.0
#include "events_of.hpp"
#include "support/small_cluster.hpp"
#include <crypto_checkpoint/fake/fake_cluster.hpp>
#include <crypto_checkpoint/testing/catch2.hpp>

#include <cstdint>
#include <string>

using namespace test_support;
using namespace fake_tests;

// Adding, removing and listing: the rows of the table in fake_cluster.hpp about ADD, DELETE and names.

namespace {

constexpr std::string_view strong = "Microsoft Strong Cryptographic Provider";
constexpr std::string_view base = "Microsoft Base Cryptographic Provider v1.0";

NativeCode hresult(std::uint32_t value) { return {NativeDomain::hresult, value}; }
NativeCode win32(std::uint32_t value) { return {NativeDomain::win32, value}; }

/// Whether a call failed with a code and the native code that Windows has for it.
template <class T>
bool fails(const Result<T>& outcome, Errc code, NativeCode native) {
    return !outcome && outcome.error().code == code && outcome.error().native == native;
}

}  // namespace

TEST_CASE("FakeCluster: adds, lists and removes a checkpoint of an exportable key", "[fake]") {
    SmallCluster cluster;
    CHECK(names(cluster, "SQL").empty());
    CHECK((events_of(cluster, [&] { return cluster.add("SQL", key); }) ==
           Lines{R"(checkpoint_added SQL on NODE1: 1\\Key)", R"(key_saved SQL on NODE1: 1\\Key)"}));
    CHECK(cluster.add("SQL", other_key));
    CHECK((names(cluster, "SQL") == Lines{R"(1\\Key)", R"(24\\Other Key)"}));
    CHECK(names(cluster, "Web").empty());
    CHECK((events_of(cluster, [&] { return cluster.remove("SQL", key); }) ==
           Lines{R"(checkpoint_removed SQL on NODE1: 1\\Key)"}));
    CHECK((names(cluster, "SQL") == Lines{R"(24\\Other Key)"}));
}

TEST_CASE("FakeCluster::add: a missing container is NTE_BAD_KEYSET", "[fake]") {
    SmallCluster cluster;
    CHECK(
        fails(cluster.add("SQL", missing_key), Errc::key_container_not_found, hresult(0x80090016)));
    CHECK(names(cluster, "SQL").empty());
    CHECK(cluster.create_key("NODE1", missing_key));
    CHECK(cluster.add("SQL", missing_key));
    CHECK(cluster.delete_key("NODE1", R"(1\\Key)"));
    CHECK_THAT(cluster.add("SQL", key), FailsWith<void>(Errc::key_container_not_found));
}

TEST_CASE("FakeCluster::add: a key that is not exportable is NTE_BAD_KEY", "[fake]") {
    SmallCluster cluster;
    CHECK(fails(cluster.add("SQL", fixed_key), Errc::key_not_exportable, hresult(0x80090003)));
    CHECK(names(cluster, "SQL").empty());
}

TEST_CASE("FakeCluster::add: does not find the container of a user", "[fake]") {
    SmallCluster cluster;
    REQUIRE(cluster.create_key("NODE1", missing_key, {.machine_level = false}));
    CHECK(
        fails(cluster.add("SQL", missing_key), Errc::key_container_not_found, hresult(0x80090016)));
    CHECK_THAT(cluster.key_in("NODE1", missing_key),
               FailsWith<FakeKey>(Errc::key_container_not_found));
    CHECK_THAT(cluster.change_key("NODE1", R"(1\\Missing Key)"),
               FailsWith<void>(Errc::key_container_not_found));
    // a container of the machine with the same name is another one
    CHECK(cluster.create_key("NODE1", missing_key));
    CHECK(cluster.add("SQL", missing_key));
}

TEST_CASE("FakeCluster::add: looks for the container on the owner of the resource", "[fake]") {
    SmallCluster cluster;
    REQUIRE(cluster.create_key("NODE2", R"(1\\Only on NODE2)"_csp));
    CHECK_THAT(cluster.add("SQL", R"(1\\Only on NODE2)"_csp),
               FailsWith<void>(Errc::key_container_not_found));
    REQUIRE(cluster.move_resource("SQL", "NODE2"));
    CHECK(cluster.add("SQL", R"(1\\Only on NODE2)"_csp));
    CHECK_THAT(cluster.add("SQL", key), FailsWith<void>(Errc::key_container_not_found));
}

TEST_CASE("FakeCluster::remove: an unknown checkpoint is ERROR_FILE_NOT_FOUND", "[fake]") {
    SmallCluster cluster;
    CHECK(fails(cluster.remove("SQL", key), Errc::checkpoint_not_found, win32(2)));
    REQUIRE(cluster.add("SQL", key));
    CHECK_FALSE(cluster.remove("Web", key));
    CHECK(cluster.remove("SQL", key));
    CHECK(fails(cluster.remove("SQL", key), Errc::checkpoint_not_found, win32(2)));
}

TEST_CASE("FakeCluster::remove: does not need the container", "[fake]") {
    SmallCluster cluster;
    REQUIRE(cluster.add("SQL", key));
    REQUIRE(cluster.delete_key("NODE1", R"(1\\Key)"));
    CHECK(cluster.remove("SQL", key));
}

TEST_CASE("FakeCluster: an unknown resource is ERROR_RESOURCE_NOT_FOUND", "[fake]") {
    SmallCluster cluster;
    CHECK(fails(cluster.add("Nobody", key), Errc::resource_not_found, win32(5007)));
    CHECK(fails(cluster.remove("Nobody", key), Errc::resource_not_found, win32(5007)));
    CHECK(fails(cluster.list("Nobody"), Errc::resource_not_found, win32(5007)));
}

TEST_CASE("FakeCluster: an owner that is down is ERROR_HOST_NODE_NOT_AVAILABLE", "[fake]") {
    SmallCluster cluster;
    REQUIRE(cluster.crash_node("NODE2"));
    // The only way to an owner that is down while another node is up.
    REQUIRE(cluster.add_resource("Down", "NODE2"));
    CHECK(fails(cluster.add("Down", key), Errc::node_unavailable, win32(5005)));
    CHECK(fails(cluster.remove("Down", key), Errc::node_unavailable, win32(5005)));
    CHECK(fails(cluster.bring_online("Down"), Errc::node_unavailable, win32(5005)));
    CHECK(names(cluster, "Down").empty());
}

TEST_CASE("FakeCluster: is unreachable if all nodes are down", "[fake]") {
    FakeCluster empty;
    CHECK_THAT(empty.list("SQL"), FailsWith<CheckpointList>(Errc::cluster_unreachable));
    SmallCluster cluster;
    REQUIRE(cluster.crash_node("NODE2"));
    REQUIRE(cluster.crash_node("NODE1"));
    for (const char* resource : {"SQL", "Nobody"}) {
        CHECK_THAT(cluster.add(resource, key), FailsWith<void>(Errc::cluster_unreachable));
        CHECK_THAT(cluster.remove(resource, key), FailsWith<void>(Errc::cluster_unreachable));
        CHECK_THAT(cluster.list(resource), FailsWith<CheckpointList>(Errc::cluster_unreachable));
    }
    CHECK(cluster.list("SQL").error().detail == "no node is up");
    CHECK(cluster.resources().error().detail == "no node is up");
    CHECK(cluster.add("SQL", key).error().detail == "no node is up");
}

TEST_CASE("FakeCluster::add: a CSP that is not installed is NTE_KEYSET_NOT_DEF", "[fake]") {
    SmallCluster cluster;
    CHECK(fails(cluster.add("SQL", R"(1\Nobody's CSP\Key)"_csp), Errc::provider_not_found,
                hresult(0x80090019)));
    CHECK(fails(cluster.create_key("NODE1", R"(1\Nobody's CSP\Key)"), Errc::provider_not_found,
                hresult(0x80090019)));
}

TEST_CASE("FakeCluster::add: a CSP of another type is NTE_PROV_TYPE_NO_MATCH", "[fake]") {
    SmallCluster cluster;
    CHECK(fails(cluster.add("SQL", R"(24\Microsoft Strong Cryptographic Provider\Key)"_csp),
                Errc::provider_type_mismatch, hresult(0x8009001B)));
}

TEST_CASE("FakeCluster::add: a type without a default CSP is NTE_PROV_TYPE_NOT_DEF", "[fake]") {
    SmallCluster cluster;
    CHECK(fails(cluster.add("SQL", R"(999\\Key)"_csp), Errc::provider_not_found,
                hresult(0x80090017)));
    CHECK(fails(cluster.create_key("NODE1", R"(999\\Key)"_csp), Errc::provider_not_found,
                hresult(0x80090017)));
}

TEST_CASE("FakeCluster::add: an impossible type is NTE_BAD_PROV_TYPE", "[fake]") {
    SmallCluster cluster;
    const CspSpec spec(unchecked, ProviderType(1000), std::nullopt, "Key");
    CHECK(fails(cluster.add("SQL", spec), Errc::provider_type_out_of_range, hresult(0x80090014)));
}

TEST_CASE("FakeCluster::add: an omitted CSP is the default of the node", "[fake]") {
    SmallCluster cluster;
    CHECK(cluster.key_in("NODE1", R"(1\Microsoft Strong Cryptographic Provider\Key)"_csp) ==
          cluster.key_in("NODE1", key));
    CHECK(
        cluster.key_in(
            "NODE1", R"(24\Microsoft Enhanced RSA and AES Cryptographic Provider\Other Key)"_csp) ==
        cluster.key_in("NODE1", other_key));
    const FakeNode node = cluster.state().nodes.at("NODE1");
    CHECK(node.default_providers.at(ProviderType(1)) == strong);
    CHECK(node.default_providers.at(ProviderType(3)) ==
          "Microsoft Base DSS Cryptographic Provider");
    CHECK(node.providers.size() == known_providers.size());
    for (const KnownProvider& known : known_providers)
        CHECK((node.providers.at(std::string(known.name)) == known.type));
}

TEST_CASE("FakeCluster: each node has its own default CSP", "[fake]") {
    SmallCluster cluster;
    REQUIRE(cluster.set_default_provider("NODE2", ProviderType(1), std::string(base)));
    REQUIRE(cluster.add("SQL", key));
    REQUIRE(cluster.bring_online("SQL"));
    const auto saved = cluster.key_in("NODE1", key);
    REQUIRE(cluster.move_resource("SQL", "NODE2"));
    // The name means another container there.
    CHECK(cluster.key_in("NODE2", key) == saved);
    CHECK(cluster.key_in("NODE2", R"(1\Microsoft Base Cryptographic Provider v1.0\Key)"_csp) ==
          saved);
    CHECK_THAT(cluster.key_in("NODE2", R"(1\Microsoft Strong Cryptographic Provider\Key)"_csp),
               FailsWith<FakeKey>(Errc::key_container_not_found));
}

TEST_CASE("FakeCluster: containers of different CSPs differ", "[fake]") {
    SmallCluster cluster;
    CHECK(cluster.create_key("NODE1", R"(1\Microsoft Base Cryptographic Provider v1.0\Key)"_csp));
    CHECK(cluster.create_key("NODE1", R"(24\\Key)"_csp));
    CHECK_THAT(cluster.create_key("NODE1", R"(1\Microsoft Strong Cryptographic Provider\Key)"_csp),
               FailsWith<void>(Errc::object_already_exists));
    CHECK(cluster.key_in("NODE1", R"(24\\Key)"_csp) != cluster.key_in("NODE1", key));
}

TEST_CASE("FakeCluster: names of containers, CSPs and objects ignore ASCII case", "[fake]") {
    SmallCluster cluster;
    CHECK(cluster.key_in("node1", R"(1\MICROSOFT STRONG CRYPTOGRAPHIC PROVIDER\KEY)"_csp) ==
          cluster.key_in("NODE1", key));
    CHECK_THAT(cluster.add_node("Node1"), FailsWith<void>(Errc::object_already_exists));
    CHECK_THAT(cluster.add_resource("sql", "NODE1"), FailsWith<void>(Errc::object_already_exists));
    CHECK_THAT(cluster.create_key("node1", R"(1\\kEY)"_csp),
               FailsWith<void>(Errc::object_already_exists));
    CHECK_THAT(cluster.install_provider("node1", ProviderType(1),
                                        "MICROSOFT strong cryptographic provider"),
               FailsWith<void>(Errc::object_already_exists));
    CHECK(cluster.add("sql", R"(1\\KEY)"_csp));
    CHECK((names(cluster, "sQL") == Lines{R"(1\\KEY)"}));
    CHECK(cluster.add_resource("Report", "sql", "node1"));
    CHECK(cluster.move_resource("REPORT", "node2"));
    CHECK(cluster.state().groups.at("SQL").owner_node == "NODE2");
    // non-ASCII case is significant
    CHECK(cluster.create_key("NODE1", "1\\\\\xC3\xA9"));
    CHECK(cluster.create_key("NODE1", "1\\\\\xC3\x89"));
}

TEST_CASE("FakeCluster: keeps the spelling of checkpoints", "[fake]") {
    SmallCluster cluster;
    CHECK(cluster.add("SQL", key));
    CHECK(cluster.add("SQL", R"(1\\KEY)"_csp));
    CHECK(cluster.add("SQL", R"(1\microsoft strong cryptographic provider\Key)"_csp));
    CHECK((names(cluster, "SQL") ==
           Lines{R"(1\\Key)", R"(1\\KEY)", R"(1\microsoft strong cryptographic provider\Key)"}));
    CHECK(cluster.remove("SQL", R"(1\\KEY)"_csp));
    CHECK_FALSE(cluster.remove("SQL", R"(1\\keY)"_csp));
}

TEST_CASE("FakeCluster: adds and removes in any state of the resource", "[fake]") {
    SmallCluster cluster;
    REQUIRE(cluster.install_provider("NODE1", ProviderType(1), "Own CSP"));
    REQUIRE(cluster.create_key("NODE1", R"(1\Own CSP\Key)"));
    const auto add_and_remove = [&](ResourceState state) {
        CHECK((cluster.state().resources.at("SQL").state == state));
        CHECK(cluster.add("SQL", key));
        CHECK(cluster.remove("SQL", key));
    };
    add_and_remove(ResourceState::offline);
    REQUIRE(cluster.bring_online("SQL"));
    add_and_remove(ResourceState::online);
    REQUIRE(cluster.add("SQL", R"(1\Own CSP\Key)"_csp));
    REQUIRE(cluster.take_offline("SQL"));
    REQUIRE(cluster.remove_provider("NODE1", "Own CSP"));
    REQUIRE_FALSE(cluster.bring_online("SQL"));
    add_and_remove(ResourceState::failed);
}

TEST_CASE("FakeCluster::delete_resource: deletes the checkpoints", "[fake]") {
    SmallCluster cluster;
    REQUIRE(cluster.add("SQL", key));
    REQUIRE(cluster.add("Web", key));
    CHECK((events_of(cluster, [&] { return cluster.delete_resource("SQL"); }) ==
           Lines{"resource_deleted SQL on NODE1"}));
    CHECK_THAT(cluster.list("SQL"), FailsWith<CheckpointList>(Errc::resource_not_found));
    REQUIRE(cluster.add_resource("SQL", "NODE1"));
    CHECK(names(cluster, "SQL").empty());
    CHECK((names(cluster, "Web") == Lines{R"(1\\Key)"}));
    CHECK(cluster.key_in("NODE1", key));
}

TEST_CASE("FakeCluster: finds a checkpoint however it came to its list", "[fake]") {
    SmallCluster cluster;
    REQUIRE(cluster.add("SQL", key));
    SmallCluster other;
    other.set_state(cluster.state());
    CHECK_THAT(other.add("SQL", key), FailsWith<void>(Errc::checkpoint_already_exists));
    CHECK(other.remove("SQL", key));
    CHECK_THAT(other.remove("SQL", key), FailsWith<void>(Errc::checkpoint_not_found));
    CHECK(other.add("SQL", key));
    CHECK(other.delete_resource("SQL"));
    CHECK(other.add_resource("SQL", "NODE1"));
    CHECK_THAT(other.remove("SQL", key), FailsWith<void>(Errc::checkpoint_not_found));
    CHECK(other.add("SQL", key));
    CHECK(other.add("Web", key));
    CHECK(other.remove("SQL", key));
    CHECK(other.remove("Web", key));
}
