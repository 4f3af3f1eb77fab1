// SPDX-License-Identifier: BSL-1.0
#include "journal_state.hpp"
#include "raw_database.hpp"
#include <crypto_checkpoint/fake/fake_cluster.hpp>
#include <crypto_checkpoint/fake/journaled.hpp>
#include <crypto_checkpoint/testing/catch2.hpp>

#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

using namespace test_support;
using namespace fake_tests;

namespace {

Journal opened(const std::string& path) {
    auto journal = Journal::open(path);
    if (!journal) FAIL(path << ": " << journal.error().detail);
    return std::move(*journal);
}

std::string rows_of(const std::string& path) {
    return RawDatabase(path).text("SELECT count(*) FROM journal");
}

/// All kinds of commands, and a restore that fails.
void execute_all_kinds(Journal& journal) {
    REQUIRE(populate(journal));
    REQUIRE(journal.configure({.answer_bad_key_state = true}));
    REQUIRE(journal.change_setting("refuse_unknown_remove", false));
    REQUIRE(journal.install_provider("NODE1", ProviderType(75), "Own CSP"));
    REQUIRE(journal.install_provider("NODE1", ProviderType(75), "Second CSP"));
    REQUIRE(journal.set_default_provider("NODE1", ProviderType(75), "Second CSP"));
    REQUIRE(journal.remove_provider("NODE1", "Own CSP"));
    REQUIRE(journal.create_key("NODE1", R"(75\\Own)"));
    REQUIRE(journal.create_key("NODE1", R"(1\\User's)", {.machine_level = false}));
    REQUIRE(journal.add_resource("Agent", "SQL", "NODE1"));
    REQUIRE(journal.add("SQL", key));
    REQUIRE(journal.add("SQL", R"(75\\Own)"_csp));
    REQUIRE(journal.add("Agent", other_key));
    REQUIRE(journal.bring_online("SQL"));
    REQUIRE(journal.bring_online("Agent"));
    REQUIRE(journal.change_key("NODE1", R"(1\\Key)"));
    CHECK_THAT(journal.move_resource("SQL", "NODE2"), FailsWith<void>(Errc::restore_failed));
    REQUIRE(journal.crash_node("NODE2"));
    REQUIRE(journal.start_node("NODE2"));
    REQUIRE(journal.take_offline("Agent"));
    REQUIRE(journal.remove("SQL", R"(75\\Own)"_csp));
    REQUIRE(journal.delete_key("NODE1", R"(1\\Fixed Key)"));
    REQUIRE(journal.delete_resource("Web"));
}

}  // namespace

TEST_CASE_METHOD(InFolder, "JournaledFakeCluster: has the same state after reopening",
                 "[journaled]") {
    std::string before;
    std::uint64_t revision = 0;
    {
        Journal journal = opened(path);
        CHECK(state_of(journal) == test_support::described(FakeCluster().state()));
        execute_all_kinds(journal);
        before = state_of(journal);
        revision = journal.state()->revision;
    }
    Journal journal = opened(path);
    CHECK(state_of(journal) == before);
    CHECK(journal.state()->revision == revision);
    CHECK(rows_of(path) == std::to_string(revision));
    // and continues
    CHECK(journal.add("SQL", R"(1\\Key)"_csp) == journal.add("SQL", R"(1\\Key)"_csp));
    CHECK(journal.key_in("NODE1", key)->exportable);
}

TEST_CASE_METHOD(InFolder, "JournaledFakeCluster: replays a failed restore", "[journaled]") {
    {
        Journal journal = *populated(path);
        REQUIRE(journal.install_provider("NODE1", ProviderType(75), "Own CSP"));
        REQUIRE(journal.create_key("NODE1", R"(75\\Own)"));
        REQUIRE(journal.add("SQL", R"(75\\Own)"_csp));
        REQUIRE(journal.bring_online("SQL"));
        REQUIRE_FALSE(journal.move_resource("SQL", "NODE2"));
    }
    const auto state = opened(path).state();
    REQUIRE(state);
    CHECK((state->resources.at("SQL").state == ResourceState::failed));
    CHECK(state->groups.at("SQL").owner_node == "NODE2");
    CHECK((state->events.back().kind == FakeEventKind::resource_failed));
}

TEST_CASE_METHOD(InFolder, "JournaledFakeCluster: writes changes only", "[journaled]") {
    Journal journal = *populated(path);
    const std::string rows = rows_of(path);
    CHECK_THAT(journal.add("SQL", missing_key), FailsWith<void>(Errc::key_container_not_found));
    CHECK_THAT(journal.add("SQL", fixed_key), FailsWith<void>(Errc::key_not_exportable));
    CHECK_THAT(journal.remove("SQL", key), FailsWith<void>(Errc::checkpoint_not_found));
    CHECK_THAT(journal.add_node("node1"), FailsWith<void>(Errc::object_already_exists));
    CHECK(journal.start_node("NODE1"));
    CHECK(journal.configure({}));
    CHECK(journal.list("SQL"));
    CHECK(rows_of(path) == rows);
    CHECK(journal.add("SQL", key));
    CHECK(rows_of(path) != rows);
}

TEST_CASE_METHOD(InFolder, "JournaledFakeCluster: a name that is too long is limit_exceeded",
                 "[journaled]") {
    const std::string longest(max_fake_name_bytes, '\x01');  // in JSON six times as long
    {
        Journal journal = *populated(path);
        const std::string rows = rows_of(path);
        const std::string huge(std::size_t{64} << 20, 'x');
        const CspSpec spec(unchecked, ProviderType(1), std::nullopt, longest + 'x');
        const auto is_too_long = FailsWith<void>(Errc::limit_exceeded);
        CHECK_THAT(journal.add_node(huge), is_too_long);
        CHECK_THAT(journal.add_resource("New", huge, "NODE1"), is_too_long);
        CHECK_THAT(journal.add("SQL", spec), is_too_long);
        CHECK_THAT(journal.remove("SQL", spec), is_too_long);
        CHECK_THAT(journal.add(huge, key), is_too_long);
        CHECK_THAT(journal.list(huge), FailsWith<CheckpointList>(Errc::limit_exceeded));
        CHECK(rows_of(path) == rows);
        REQUIRE(journal.add_node(longest));
        REQUIRE(journal.add_resource(longest, longest, longest));
        REQUIRE(journal.create_key(longest, R"(1\\)" + longest));
    }
    Journal journal = opened(path);
    CHECK(journal.state()->groups.at(longest).owner_node == longest);
    CHECK(journal.add(longest, CspSpec(unchecked, ProviderType(1), std::nullopt, longest)));
}

TEST_CASE_METHOD(InFolder, "JournaledFakeCluster: keeps names unchanged", "[journaled]") {
    const std::string node = "N\"1'\\ \xC3\xA9\n\x01";
    const std::string resource = "[\"x\", 1]";
    {
        Journal journal = opened(path);
        REQUIRE(journal.add_node(node));
        REQUIRE(journal.add_resource(resource, "null", node));
        REQUIRE(journal.create_key(node, "1\\\\\xF0\x9F\x94\x91 \"k\" \t"));
        REQUIRE(journal.add(resource, *check_checkpoint_name("1\\\\\xF0\x9F\x94\x91 \"k\" \t")));
    }
    Journal journal = opened(path);
    CHECK(journal.state()->nodes.contains(node));
    CHECK(journal.state()->groups.contains("null"));
    CHECK_THAT(*journal.list(resource), HasCheckpoint("1\\\\\xF0\x9F\x94\x91 \"k\" \t"));
}

TEST_CASE_METHOD(InFolder, "JournaledFakeCluster: two instances on a file see each other's changes",
                 "[journaled]") {
    Journal first = opened(path);
    Journal second = opened(path);
    REQUIRE(populate(first));
    CHECK(state_of(first) == state_of(second));
    CHECK(second.add("SQL", key));
    CHECK(contains(*first.list("SQL"), key));
    CHECK_THAT(first.add("SQL", key), FailsWith<void>(Errc::checkpoint_already_exists));
    CHECK(first.remove("SQL", key));
    CHECK_THAT(second.remove("SQL", key), FailsWith<void>(Errc::checkpoint_not_found));
    CHECK(first.bring_online("SQL"));
    CHECK(second.move_resource("SQL", "NODE2"));
    CHECK(first.change_key("NODE1", R"(1\\Key)"));
    CHECK(first.key_in("NODE1", key) == second.key_in("NODE1", key));
    CHECK(state_of(first) == state_of(second));
    Journal third = opened(path);
    CHECK(state_of(third) == state_of(second));
}

TEST_CASE_METHOD(InFolder, "JournaledFakeCluster: two instances can change different settings",
                 "[journaled]") {
    Journal first = opened(path);
    Journal second = opened(path);
    CHECK(first.change_setting("refuse_duplicate_add", false));
    CHECK(second.change_setting("save_changed_keys", false));
    CHECK((first.state()->settings ==
           FakeClusterSettings{.refuse_duplicate_add = false, .save_changed_keys = false}));
}

TEST_CASE_METHOD(InFolder, "JournaledFakeCluster::execute: returns the events of its command only",
                 "[journaled]") {
    Journal first = opened(path);
    Journal second = opened(path);
    REQUIRE(populate(first));
    REQUIRE(second.crash_node("NODE2"));
    const ExecutionResult started = first.execute(fake::StartNode{"NODE1"});
    CHECK(started.outcome);
    CHECK_FALSE(started.changed);
    CHECK(started.events.empty());
    const ExecutionResult added = first.execute(fake::AddCheckpoint{"SQL", key.to_owned()});
    CHECK(added.outcome);
    CHECK(added.changed);
    REQUIRE(added.events.size() == 2);
    CHECK((added.events[0].kind == FakeEventKind::checkpoint_added));
    CHECK((added.events[1].kind == FakeEventKind::key_saved));
    const ExecutionResult rejected = second.execute(fake::AddCheckpoint{"SQL", key.to_owned()});
    CHECK_THAT(rejected.outcome, FailsWith<void>(Errc::checkpoint_already_exists));
    CHECK_FALSE(rejected.changed);
}

TEST_CASE_METHOD(InFolder, "JournaledFakeCluster::read_state: writes nothing", "[journaled]") {
    CHECK_THAT(Journal::read_state(path), FailsWith<FakeClusterState>(Errc::storage_failed));
    CHECK_FALSE(std::filesystem::exists(path));
    std::ofstream(path).close();
    CHECK(Journal::read_state(path)->nodes.empty());
    CHECK(std::filesystem::file_size(path) == 0);
    Journal journal = *populated(path);
    CHECK(test_support::described(*Journal::read_state(path)) == state_of(journal));
}

TEST_CASE_METHOD(InFolder, "JournaledFakeCluster: can be moved", "[journaled]") {
    Journal first = *populated(path);
    Journal second = std::move(first);
    CHECK(second.add("SQL", key));
    first = opened(folder.file("another"));
    CHECK(first.state()->nodes.empty());
    second = std::move(first);
    CHECK(second.state()->nodes.empty());
}

TEST_CASE_METHOD(InFolder, "JournaledFakeCluster: is a single file after closing", "[journaled]") {
    {
        Journal first = opened(path);
        Journal second = opened(path);
        REQUIRE(populate(first));
        REQUIRE(second.add("SQL", key));
    }
    std::vector<std::string> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder.path()))
        files.push_back(entry.path().filename().string());
    CHECK(files == std::vector<std::string>{"cluster"});
}

TEST_CASE_METHOD(InFolder, "JournaledFakeCluster: a copy of a closed file is a copy of the cluster",
                 "[journaled]") {
    std::string before;
    {
        Journal journal = *populated(path);
        before = state_of(journal);
    }
    std::filesystem::copy(path, folder.file("copy"));
    Journal copy = opened(folder.file("copy"));
    CHECK(state_of(copy) == before);
    REQUIRE(copy.add("SQL", key));
    Journal original = opened(path);
    CHECK(state_of(original) == before);
}
