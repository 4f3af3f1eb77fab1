// SPDX-License-Identifier: BSL-1.0
// The size of a journal, and the work to open it, are proportional to the cluster.
#include "faulty_vfs.hpp"
#include "journal_state.hpp"
#include "raw_database.hpp"
#include "support/sanitizers.hpp"
#include <crypto_checkpoint/fake/fake_cluster.hpp>
#include <crypto_checkpoint/fake/journaled.hpp>

#include <ctime>
#include <filesystem>
#include <string>

using namespace test_support;
using namespace fake_tests;

namespace {

std::uint64_t rows_in(const std::string& path) {
    return std::stoull(RawDatabase(path).text("SELECT count(*) FROM journal"));
}

#ifdef _WIN32
constexpr bool is_slow = true;  // under Wine
#else
constexpr bool is_slow = is_sanitized;
#endif

/// What the documentation promises, for a cluster that has not become smaller.
std::uint64_t max_rows(const FakeClusterState& state) {
    return 2 * detail::snapshot_rows(state) + 2 * 1024 + 1;
}

/// Adds and removes a checkpoint, in turn.
void change(Journal& journal, std::uint64_t times) {
    for (std::uint64_t i = 0; i != times; ++i)
        if (!(i % 2 == 0 ? journal.add("SQL", key) : journal.remove("SQL", key)))
            FAIL("change " << i);
}

}  // namespace

TEST_CASE_METHOD(InFolder, "JournaledFakeCluster: is as small after a million commands",
                 "[journaled]") {
    constexpr std::uint64_t commands = is_slow ? 50'000 : 1'000'000;
    FaultyVfs vfs(FaultyVfs::Use::alone);  // and does not wait for the disk
    std::string before;
    {
        auto journal = populated(path);
        change(*journal, commands);
        before = state_of(*journal);
    }
    // The events that a cluster remembers are most of it.
    const std::uint64_t rows = rows_in(path);
    const auto size = std::filesystem::file_size(path);
    vfs.inject(Fault::none, 0);
    const std::clock_t start = std::clock();
    auto journal = Journal::open(path);
    const std::clock_t end = std::clock();
    REQUIRE(journal);
    const auto state = journal->state();
    CHECK(described(*state) == before);
    CHECK(state->revision == commands + 7);
    CHECK(state->events.size() == max_fake_events);
    CHECK(rows <= max_rows(*state));
    CHECK(size < std::uintmax_t{8} << 20);
    // The work: each row is read once, and no page without a row.
    CHECK(vfs.reads() < 2 * size / 4096);
    WARN(commands << " commands: " << rows << " rows in " << size << " bytes, opened in "
                  << 1000 * (end - start) / CLOCKS_PER_SEC << " ms of processor time");
}

TEST_CASE_METHOD(InFolder, "JournaledFakeCluster: instances see each other's compactions",
                 "[journaled]") {
    const FaultyVfs fast;
    auto writer = populated(path);
    auto reader = Journal::open(path);
    auto other = Journal::open(path);
    FakeCluster in_memory;
    REQUIRE(populate(in_memory));
    const std::uint64_t limit = max_rows(in_memory.state());
    bool value = false;
    for (int i = 0; i != 10'000; ++i, value = !value) {
        auto& chosen = i % 7 == 0 ? *other : *writer;
        REQUIRE(chosen.change_setting("save_changed_keys", value));
        REQUIRE(in_memory.change_setting("save_changed_keys", value));
        // one that is far behind, and one that is near
        if (i % 4999 == 0) CHECK(state_of(*reader) == described(in_memory.state()));
    }
    CHECK(rows_in(path) <= limit);
    for (auto* journal : {&*writer, &*reader, &*other}) {
        CHECK(state_of(*journal) == described(in_memory.state()));
        CHECK(journal->state()->revision == in_memory.revision());
    }
    CHECK(read_state(path) == described(in_memory.state()));
    CHECK(RawDatabase(path).text("PRAGMA integrity_check") == "ok");
}

TEST_CASE_METHOD(InFolder, "JournaledFakeCluster: an event of long ago is still there",
                 "[journaled]") {
    const FaultyVfs fast;
    auto journal = populated(path);
    for (bool value = false; journal->state()->revision < 5000; value = !value)
        REQUIRE(journal->change_setting("save_changed_keys", value));
    const auto state = Journal::read_state(path);
    REQUIRE(state);
    REQUIRE(state->events.size() == 2);
    CHECK((state->events.front().kind == FakeEventKind::node_started));
    CHECK(state->events.front().node == "NODE1");
}

TEST_CASE_METHOD(InFolder, "JournaledFakeCluster: becomes smaller with its cluster",
                 "[journaled]") {
    const FaultyVfs fast;
    constexpr int count = 9000;
    auto journal = populated(path);
    for (int i = 0; i != count; ++i)
        REQUIRE(journal->add_resource("Resource " + std::to_string(i) + std::string(200, 'x'),
                                      "Group", "NODE1"));
    const auto full = rows_in(path);
    CHECK(full > count);
    for (int i = 0; i != count; ++i)
        REQUIRE(journal->delete_resource("Resource " + std::to_string(i) + std::string(200, 'x')));
    change(*journal, 30'000);  // until the events of that are forgotten
    const auto state = journal->state();
    CHECK(rows_in(path) <= max_rows(*state));
    journal = std::unexpected(Error(Errc::storage_failed));  // closes
    CHECK(std::filesystem::file_size(path) < std::uintmax_t{8} << 20);
    CHECK(described(*Journal::read_state(path)) == described(*state));
}

TEST_CASE_METHOD(InFolder, "JournaledFakeCluster: a compaction that fails fails no command",
                 "[journaled]") {
    FaultyVfs vfs;
    auto journal = populated(path);
    bool value = false;
    const auto change_until = [&](std::uint64_t revision) {
        for (; journal->state()->revision < revision; value = !value)
            REQUIRE(journal->change_setting("save_changed_keys", value));
    };
    change_until(2047);
    {
        // A reader keeps the write-ahead log; without that, only a compaction writes so much.
        RawDatabase raw(path);
        raw.run("BEGIN IMMEDIATE");
        raw.run("ROLLBACK");
    }
    // The command is the first transaction, two syncs at most; all after it fail.
    int step = 1;
    for (; step != 200; ++step) {
        vfs.inject(Fault::power_cut, step);
        const bool done = journal->change_setting("save_changed_keys", value).has_value();
        const bool struck = vfs.has_struck();
        vfs.inject(Fault::none, 0);
        if (!done) continue;
        value = !value;
        REQUIRE(struck);  // otherwise the compaction did not fail
        break;
    }
    CHECK(journal->state()->revision == 2048);
    CHECK(rows_in(path) == 2048);
    const std::string now = state_of(*journal);
    CHECK(read_state(path) == now);
    change_until(3073);  // the next attempt
    CHECK(rows_in(path) < 1024);
    CHECK(read_state(path) == state_of(*journal));
}
