// SPDX-License-Identifier: BSL-1.0
#include "events_of.hpp"
#include "support/small_cluster.hpp"
#include <crypto_checkpoint/fake/fake_cluster.hpp>
#include <crypto_checkpoint/testing/catch2.hpp>

using namespace test_support;
using namespace fake_tests;

namespace {

constexpr auto in_another_case = R"(1\\KEY)"_csp;
constexpr auto named = R"(1\Microsoft Strong Cryptographic Provider\Key)"_csp;
constexpr auto named_in_another_case = R"(1\MICROSOFT Strong Cryptographic Provider\Key)"_csp;

}  // namespace

TEST_CASE("FakeClusterSettings: have the documented defaults", "[fake]") {
    constexpr FakeClusterSettings settings;
    static_assert(settings.refuse_duplicate_add);
    static_assert(settings.refuse_unknown_remove);
    static_assert(!settings.compare_names_ignoring_case);
    static_assert(!settings.resolve_provider_name_on_add);
    static_assert(!settings.require_online_to_change);
    static_assert(settings.save_changed_keys);
    static_assert(!settings.answer_bad_key_state);
    CHECK((FakeCluster().state().settings == settings));
    CHECK((FakeCluster({.save_changed_keys = false}).state().settings ==
           FakeClusterSettings{.save_changed_keys = false}));
}

TEST_CASE("refuse_duplicate_add: a second add is ERROR_ALREADY_EXISTS", "[fake]") {
    SmallCluster cluster({.refuse_duplicate_add = true});
    REQUIRE(cluster.add("SQL", key));
    const auto again = cluster.add("SQL", key);
    CHECK_THAT(again, FailsWith<void>(Errc::checkpoint_already_exists));
    CHECK((again.error().native == NativeCode{NativeDomain::win32, 183}));
    CHECK((names(cluster, "SQL") == Lines{R"(1\\Key)"}));
    // another resource can have it too
    CHECK(cluster.add("Web", key));
}

TEST_CASE("refuse_duplicate_add: otherwise a second add saves the key again", "[fake]") {
    SmallCluster cluster({.refuse_duplicate_add = false});
    REQUIRE(cluster.add("SQL", key));
    REQUIRE(cluster.add("SQL", other_key));
    REQUIRE(cluster.change_key("NODE1", R"(1\\Key)"));
    CHECK((events_of(cluster, [&] { return cluster.add("SQL", key); }) ==
           Lines{R"(key_saved SQL on NODE1: 1\\Key)"}));
    CHECK((names(cluster, "SQL") == Lines{R"(1\\Key)", R"(24\\Other Key)"}));
    const auto changed = cluster.key_in("NODE1", key);
    REQUIRE(cluster.bring_online("SQL"));
    CHECK(cluster.key_in("NODE1", key) == changed);
    CHECK(cluster.remove("SQL", key));
    CHECK((names(cluster, "SQL") == Lines{R"(24\\Other Key)"}));
    // a rejected add can be rejected again
    REQUIRE(cluster.add("Web", key));
    REQUIRE(cluster.delete_key("NODE1", R"(1\\Key)"));
    CHECK_THAT(cluster.add("Web", key), FailsWith<void>(Errc::key_container_not_found));
    REQUIRE(cluster.create_key("NODE1", key, {.exportable = false}));
    CHECK_THAT(cluster.add("Web", key), FailsWith<void>(Errc::key_not_exportable));
}

TEST_CASE("refuse_unknown_remove: an unknown checkpoint is ERROR_FILE_NOT_FOUND", "[fake]") {
    SmallCluster cluster({.refuse_unknown_remove = true});
    const auto removed = cluster.remove("SQL", key);
    CHECK_THAT(removed, FailsWith<void>(Errc::checkpoint_not_found));
    CHECK((removed.error().native == NativeCode{NativeDomain::win32, 2}));
}

TEST_CASE(
    "refuse_unknown_remove: otherwise removing an unknown checkpoint succeeds without a change",
    "[fake]") {
    SmallCluster cluster({.refuse_unknown_remove = false});
    REQUIRE(cluster.add("SQL", other_key));
    const auto revision = cluster.revision();
    CHECK(cluster.remove("SQL", key));
    CHECK(cluster.revision() == revision);
    CHECK((names(cluster, "SQL") == Lines{R"(24\\Other Key)"}));
    CHECK_THAT(cluster.remove("Nobody", key), FailsWith<void>(Errc::resource_not_found));
}

TEST_CASE("compare_names_ignoring_case: by default case distinguishes checkpoints", "[fake]") {
    SmallCluster cluster({.compare_names_ignoring_case = false});
    CHECK(cluster.add("SQL", key));
    CHECK_THAT(cluster.remove("SQL", in_another_case), FailsWith<void>(Errc::checkpoint_not_found));
    CHECK(cluster.add("SQL", in_another_case));
    CHECK((names(cluster, "SQL") == Lines{R"(1\\Key)", R"(1\\KEY)"}));
    CHECK(cluster.remove("SQL", in_another_case));
    CHECK((names(cluster, "SQL") == Lines{R"(1\\Key)"}));
}

TEST_CASE("compare_names_ignoring_case: one checkpoint for names that differ in case", "[fake]") {
    SmallCluster cluster({.compare_names_ignoring_case = true});
    CHECK(cluster.add("SQL", key));
    CHECK_THAT(cluster.add("SQL", in_another_case),
               FailsWith<void>(Errc::checkpoint_already_exists));
    CHECK((names(cluster, "SQL") == Lines{R"(1\\Key)"}));
    CHECK(cluster.remove("SQL", in_another_case));
    CHECK(names(cluster, "SQL").empty());
    // so is the CSP's name, and an omitted one is not resolved
    CHECK(cluster.add("SQL", named));
    CHECK(cluster.add("SQL", key));
    CHECK_THAT(cluster.add("SQL", named_in_another_case),
               FailsWith<void>(Errc::checkpoint_already_exists));
}

TEST_CASE("resolve_provider_name_on_add: by default an omitted CSP stays omitted", "[fake]") {
    SmallCluster cluster({.resolve_provider_name_on_add = false});
    CHECK(cluster.add("SQL", key));
    CHECK((names(cluster, "SQL") == Lines{R"(1\\Key)"}));
    CHECK_FALSE((*cluster.list("SQL"))[0].spec->provider_name().has_value());
    CHECK_THAT(cluster.remove("SQL", named), FailsWith<void>(Errc::checkpoint_not_found));
}

TEST_CASE("resolve_provider_name_on_add: lists the owner's default CSP", "[fake]") {
    SmallCluster cluster({.resolve_provider_name_on_add = true});
    CHECK(cluster.add("SQL", key));
    CHECK((names(cluster, "SQL") == Lines{R"(1\Microsoft Strong Cryptographic Provider\Key)"}));
    CHECK_THAT(cluster.add("SQL", named), FailsWith<void>(Errc::checkpoint_already_exists));
    // an explicit name is kept
    CHECK(cluster.add("SQL", named_in_another_case));
    CHECK(cluster.remove("SQL", named_in_another_case));
    CHECK(cluster.remove("SQL", named));
    CHECK(names(cluster, "SQL").empty());
}

TEST_CASE("resolve_provider_name_on_add: the resolved CSP is the same on every node", "[fake]") {
    for (const bool resolve : {false, true}) {
        SmallCluster cluster({.resolve_provider_name_on_add = resolve});
        REQUIRE(cluster.set_default_provider("NODE2", ProviderType(1),
                                             "Microsoft Base Cryptographic Provider v1.0"));
        REQUIRE(cluster.add("SQL", key));
        REQUIRE(cluster.bring_online("SQL"));
        REQUIRE(cluster.move_resource("SQL", "NODE2"));
        CHECK(cluster.key_in("NODE2", named).has_value() == resolve);
    }
}

TEST_CASE("require_online_to_change: rejects changes of an offline resource", "[fake]") {
    SmallCluster cluster({.require_online_to_change = true});
    const auto added = cluster.add("SQL", key);
    CHECK_THAT(added, FailsWith<void>(Errc::invalid_resource_state));
    CHECK((added.error().native == NativeCode{NativeDomain::win32, 5023}));
    REQUIRE(cluster.bring_online("SQL"));
    CHECK(cluster.add("SQL", key));
    REQUIRE(cluster.take_offline("SQL"));
    CHECK_THAT(cluster.remove("SQL", key), FailsWith<void>(Errc::invalid_resource_state));
    CHECK((names(cluster, "SQL") == Lines{R"(1\\Key)"}));
    CHECK_THAT(cluster.add("Nobody", key), FailsWith<void>(Errc::resource_not_found));
}

TEST_CASE("require_online_to_change: by default an offline resource can change", "[fake]") {
    SmallCluster cluster({.require_online_to_change = false});
    CHECK(cluster.add("SQL", key));
    CHECK(cluster.remove("SQL", key));
}

TEST_CASE("save_changed_keys: saves a key that changes while online, or not", "[fake]") {
    for (const bool save : {false, true}) {
        SmallCluster cluster({.save_changed_keys = save});
        REQUIRE(cluster.add("SQL", key));
        REQUIRE(cluster.bring_online("SQL"));
        const auto saved_first = cluster.key_in("NODE1", key);
        const Lines lines =
            events_of(cluster, [&] { return cluster.change_key("NODE1", R"(1\\Key)"); });
        CHECK(lines.size() == (save ? 1 : 0));
        const auto changed = cluster.key_in("NODE1", key);
        REQUIRE(cluster.move_resource("SQL", "NODE2"));
        CHECK(cluster.key_in("NODE2", key) == (save ? changed : saved_first));
    }
}

TEST_CASE("answer_bad_key_state: selects NTE_BAD_KEY or NTE_BAD_KEY_STATE", "[fake]") {
    for (const bool bad_key_state : {false, true}) {
        SmallCluster cluster({.answer_bad_key_state = bad_key_state});
        const auto added = cluster.add("SQL", fixed_key);
        CHECK_THAT(added, FailsWith<void>(Errc::key_not_exportable));
        CHECK((added.error().native ==
               NativeCode{NativeDomain::hresult, bad_key_state ? 0x8009000B : 0x80090003}));
    }
}

TEST_CASE("FakeClusterControls::change_setting: changes one setting only", "[fake]") {
    FakeCluster cluster({.save_changed_keys = false});
    FakeClusterSettings expected{.save_changed_keys = false};
    for (const FakeClusterSetting& setting : fake_cluster_settings) {
        INFO(setting.name);
        bool& value = expected.*setting.value;
        value = !value;
        REQUIRE(cluster.change_setting(std::string(setting.name), value));
        CHECK((cluster.state().settings == expected));
        const auto revision = cluster.revision();
        REQUIRE(cluster.change_setting(std::string(setting.name), value));
        CHECK(cluster.revision() == revision);
    }
    CHECK_THAT(cluster.change_setting("no_such_setting", true),
               FailsWith<void>(Errc::object_not_found));
}

TEST_CASE("FakeClusterControls::configure: applies to a running cluster", "[fake]") {
    SmallCluster cluster;
    REQUIRE(cluster.configure({.refuse_unknown_remove = false}));
    CHECK(cluster.remove("SQL", key));
    REQUIRE(cluster.configure({}));
    CHECK_FALSE(cluster.remove("SQL", key));
    const auto revision = cluster.revision();
    REQUIRE(cluster.configure({}));
    CHECK(cluster.revision() == revision);
}
