// SPDX-License-Identifier: BSL-1.0
// Journals that are damaged, forged, or of another version.
#include "journal_state.hpp"
#include "old_journal.hpp"
#include "raw_database.hpp"
#include <crypto_checkpoint/fake/detail/replay.hpp>
#include <crypto_checkpoint/fake/journaled.hpp>
#include <crypto_checkpoint/testing/catch2.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>

using namespace test_support;
using namespace fake_tests;

namespace {

void write_file(const std::string& path, const std::string& content) {
    std::ofstream(path, std::ios::binary) << content;
}

/// Opening fails so, and changes nothing.
void check_refused(const std::string& path, const std::string& detail) {
    const std::string before = content_of(path);
    const auto journal = Journal::open(path);
    REQUIRE_FALSE(journal);
    CHECK(to_string(journal.error().code) == "storage_damaged");
    CHECK(journal.error().context == "'" + path + "'");
    INFO(journal.error().detail);
    CHECK(journal.error().detail.find(detail) != std::string::npos);
    const auto state = Journal::read_state(path);
    REQUIRE_FALSE(state);
    CHECK(state.error().detail == journal.error().detail);
    CHECK(content_of(path) == before);
}

/// A closed journal of eight rows.
void make_journal(const std::string& path) {
    auto journal = populated(path);
    REQUIRE(journal->add("SQL", key));
}

struct Row {
    const char* sql;
    const char* detail;
};

/// Damage that a journal of any version finds.
constexpr Row damage_to_rows[] = {
    {"DELETE FROM journal WHERE sequence=1", "row 2 of its journal is damaged; it is the first"},
    {"DELETE FROM journal WHERE sequence=4",
     "row 5 of its journal is damaged; rows 1 to 3 before it are not"},
    {"UPDATE journal SET sequence=99 WHERE sequence=8", "row 99 of its journal"},
    {"UPDATE journal SET sequence=0 WHERE sequence=1", "row 0 of its journal"},
    {"UPDATE journal SET sequence=-9223372036854775807-1 WHERE sequence=1",
     "row -9223372036854775808 of its journal"},
    {"UPDATE journal SET sequence=9223372036854775807 WHERE sequence=8", "row 9223372036854775807"},
    {"UPDATE journal SET command='drop_table' WHERE sequence=3", "row 3"},
    {"UPDATE journal SET arguments='[]' WHERE sequence=3", "row 3"},
    {"UPDATE journal SET arguments='[]' WHERE sequence=8", "row 8"},
    {"UPDATE journal SET arguments='[\"SQL\"]' WHERE sequence=8", "row 8"},
    {"UPDATE journal SET arguments='[\"SQL\", \"1\\\\\\\\Key\", \"x\"]' WHERE sequence=8", "row 8"},
    {R"(UPDATE journal SET arguments='["SQL", "no name"]' WHERE sequence=8)", "row 8"},
    {"UPDATE journal SET arguments='[\"SQL\"' WHERE sequence=8", "row 8"},
    {"UPDATE journal SET arguments='' WHERE sequence=8", "row 8"},
    {"UPDATE journal SET arguments='null' WHERE sequence=8", "row 8"},
    // a command that changes nothing is never written
    {"UPDATE journal SET arguments='[\"NODE1\"]' WHERE sequence=2", "row 2"},
    {"UPDATE journal SET command='state_node' WHERE sequence=1", "row 1"},
    {"UPDATE journal SET command='snapshot' WHERE sequence=3", "row 3"},
};

}  // namespace

TEST_CASE("JournaledFakeCluster::open: reports a damaged row", "[journaled]") {
    for (const bool is_old : {false, true})
        for (const Row& row : damage_to_rows) {
            INFO(row.sql);
            const InFolder in;
            make_journal(in.path);
            if (is_old) make_old(in.path);
            RawDatabase(in.path).run(row.sql);
            check_refused(in.path, row.detail);
        }
}

TEST_CASE("JournaledFakeCluster::open: reports damage in a text", "[journaled]") {
    // Each of these would be another valid cluster.
    for (const Row& row : {
             Row{"UPDATE journal SET arguments='[\"NODE9\"]' WHERE sequence=2", "row 2"},
             Row{"UPDATE journal SET arguments='[\"WEB\",\"Web\",\"NODE1\"]' WHERE sequence=4",
                 "row 4"},
             Row{"UPDATE journal SET arguments=replace(arguments, 'true', 'false') WHERE "
                 "sequence=5",
                 "row 5"},
             Row{"UPDATE journal SET checksum=checksum+1 WHERE sequence=8", "row 8"},
             Row{"UPDATE journal SET checksum=0 WHERE sequence=5", "row 5"},
             Row{"DELETE FROM journal WHERE sequence=7;"
                 "UPDATE journal SET sequence=7 WHERE sequence=8",
                 "row 7"},
         }) {
        INFO(row.sql);
        const InFolder in;
        make_journal(in.path);
        RawDatabase(in.path).run(row.sql);
        check_refused(in.path, row.detail);
    }
}

TEST_CASE_METHOD(InFolder, "JournaledFakeCluster: no changed byte makes it another cluster",
                 "[journaled]") {
    make_journal(path);
    const std::string intact = described(*Journal::read_state(path));
    const std::string content = content_of(path);
    int found = 0;
    for (std::size_t i = 0; i != content.size(); ++i) {
        if (content[i] == '\0') continue;
        for (const int change : {0x01, 0x80}) {
            std::string damaged = content;
            damaged[i] = static_cast<char>(damaged[i] ^ change);
            write_file(path, damaged);
            const auto state = Journal::read_state(path);
            if (!state) {
                ++found;
                continue;
            }
            INFO("byte " << i << " changed by " << change);
            REQUIRE(described(*state) == intact);
        }
    }
    CHECK(found > 500);
}

TEST_CASE("JournaledFakeCluster::open: rejects another format or schema", "[journaled]") {
    for (const Row& row : {
             Row{"PRAGMA user_version=3",
                 "its format is version 3 of a newer program; this one reads versions 1 to 2"},
             Row{"PRAGMA user_version=0", "its format is version 0, which no program writes"},
             Row{"PRAGMA user_version=-1", "version -1"},
             Row{"PRAGMA user_version=1", "the table journal and nothing else"},
             Row{"DROP TABLE journal", "the table journal and nothing else"},
             Row{"ALTER TABLE journal ADD COLUMN more TEXT", "the table journal and nothing else"},
             Row{"CREATE TABLE another(a)", "the table journal and nothing else"},
             Row{"CREATE INDEX slow ON journal(command)", "the table journal and nothing else"},
             Row{"ALTER TABLE journal RENAME TO other; CREATE VIEW journal AS WITH RECURSIVE"
                 " endless(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM endless) SELECT x AS"
                 " sequence, 'add_node' AS command, json_array(x) AS arguments, 0 AS checksum"
                 " FROM endless",
                 "the table journal and nothing else"},
             Row{"PRAGMA application_id=42", "another program"},
         }) {
        INFO(row.sql);
        const InFolder in;
        make_journal(in.path);
        RawDatabase(in.path).run(row.sql);
        check_refused(in.path, row.detail);
    }
}

TEST_CASE("JournaledFakeCluster::open: a row of 1 MiB or of many arguments takes no memory",
          "[journaled]") {
    for (const char* arguments :
         {"json_array(CAST(zeroblob(2000000) AS TEXT))",
          "(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<400000)"
          " SELECT json_group_array(1) FROM n)"}) {
        const InFolder in;
        make_journal(in.path);
        RawDatabase(in.path).run(std::string("UPDATE journal SET arguments=") + arguments +
                                 " WHERE sequence=3");
        const auto state = Journal::read_state(in.path);
        REQUIRE_FALSE(state);
        CHECK((state.error().code == Errc::storage_damaged));
    }
}

TEST_CASE_METHOD(InFolder,
                 "JournaledFakeCluster: reports damage to an open file and acknowledges nothing",
                 "[journaled]") {
    auto journal = populated(path);
    RawDatabase raw(path);
    std::string repair;
    SECTION("a row that is not the next one") {
        raw.run("INSERT INTO journal VALUES(9, 'add_node', '[\"NODE9\"]', 0)");
        repair = "DELETE FROM journal WHERE sequence=9";
    }
    SECTION("a row without its checksum") {
        raw.run("INSERT INTO journal VALUES(8, 'add_node', '[\"NODE9\"]', 0)");
        repair = "DELETE FROM journal WHERE sequence=8";
    }
    SECTION("the last row is another one") {
        raw.run("UPDATE journal SET checksum=checksum+1 WHERE sequence=7");
        repair = "UPDATE journal SET checksum=checksum-1 WHERE sequence=7";
    }
    SECTION("the last row is gone") {
        // A row after it would be lost: the file could not be opened again.
        raw.run("UPDATE journal SET sequence=-7 WHERE sequence=7");
        repair = "UPDATE journal SET sequence=7 WHERE sequence=-7";
    }
    const std::string rows = raw.text("SELECT count(*) FROM journal");
    raw.close_statement();
    for (int i = 0; i != 2; ++i) {
        CHECK_THAT(journal->add("SQL", key), FailsWith<void>(Errc::storage_damaged));
        CHECK_THAT(journal->list("SQL"), FailsWith<CheckpointList>(Errc::storage_damaged));
        CHECK_THAT(journal->state(), FailsWith<FakeClusterState>(Errc::storage_damaged));
    }
    CHECK(raw.text("SELECT count(*) FROM journal") == rows);
    raw.close_statement();
    raw.run(repair);
    CHECK(journal->add("SQL", key));
    CHECK(read_state(path) == state_of(*journal));
}

TEST_CASE_METHOD(InFolder, "JournaledFakeCluster: an older file is read, and replaced when opened",
                 "[journaled]") {
    std::string before;
    std::uint64_t revision = 0;
    {
        auto journal = populated(path);
        REQUIRE(journal->add("SQL", key));
        REQUIRE(journal->crash_node("NODE1"));
        before = state_of(*journal);
        revision = journal->state()->revision;
    }
    make_old(path);
    const std::string old = content_of(path);
    CHECK(described(*Journal::read_state(path)) == before);
    CHECK(content_of(path) == old);
    {
        auto journal = Journal::open(path);
        REQUIRE(journal);
        CHECK(state_of(*journal) == before);
        CHECK(journal->state()->revision == revision);
        CHECK(RawDatabase(path).text("PRAGMA user_version") == "2");
        CHECK(RawDatabase(path).text("SELECT command FROM journal LIMIT 1") == "snapshot");
        CHECK(journal->start_node("NODE1"));
        CHECK(read_state(path) == state_of(*journal));
    }
    CHECK(described(*Journal::read_state(path)) != before);
}

TEST_CASE_METHOD(InFolder, "JournaledFakeCluster: an older file keeps names that are too long now",
                 "[journaled]") {
    const std::string long_name = R"(1\\)" + std::string(max_fake_name_bytes + 1, 'x');
    {
        auto journal = populated(path);
        CHECK_THAT(journal->create_key("NODE1", long_name), FailsWith<void>(Errc::limit_exceeded));
    }
    make_old(path);
    RawDatabase(path).run("INSERT INTO journal VALUES(8, 'create_key', json_array('NODE1', '" +
                          long_name + "', 'true', 'true'))");
    for (int i = 0; i != 2; ++i) {
        auto journal = Journal::open(path);
        REQUIRE(journal);
        CHECK(journal->state()->nodes.at("NODE1").containers.size() == 4);
    }
}

TEST_CASE_METHOD(InFolder, "JournaledFakeCluster::salvage: copies a file that is not damaged",
                 "[journaled]") {
    make_journal(path);
    const std::string copy = folder.file("copy");
    for (const bool is_old : {false, true}) {
        if (is_old) make_old(path);
        const std::string before = content_of(path);
        const auto salvaged = Journal::salvage(path, copy);
        REQUIRE(salvaged);
        CHECK(salvaged->saved_rows == 8);
        CHECK(salvaged->lost_rows == 0);
        CHECK(salvaged->first_lost == 0);
        CHECK(salvaged->ended_by.empty());
        CHECK(content_of(path) == before);
        CHECK(read_state(copy) == described(*Journal::read_state(path)));
        CHECK_THAT(Journal::salvage(path, copy),
                   FailsWith<SalvagedJournal>(Errc::object_already_exists));
        std::filesystem::remove(copy);
    }
}

TEST_CASE_METHOD(InFolder, "JournaledFakeCluster::salvage: saves what is not damaged",
                 "[journaled]") {
    struct Case {
        const char* sql;
        std::uint64_t saved;
        std::uint64_t lost;
        std::int64_t first_lost;
    };
    const std::string copy = folder.file("copy");
    for (const Case& one : {
             Case{"UPDATE journal SET arguments='[\"Wob\"]' WHERE sequence=4", 7, 1, 4},
             // without its node a command has no effect
             Case{"UPDATE journal SET arguments='[\"NODE7\"]' WHERE sequence=1", 1, 7, 1},
             Case{"DELETE FROM journal WHERE sequence=8", 7, 0, 0},
             // the row after a gap cannot be checked; here another one needs it
             Case{"DELETE FROM journal WHERE sequence=4", 5, 2, 4},
             Case{"UPDATE journal SET checksum=7 WHERE sequence=6", 6, 2, 6},
         }) {
        INFO(one.sql);
        std::filesystem::remove(path);
        std::filesystem::remove(copy);
        make_journal(path);
        RawDatabase(path).run(one.sql);
        const auto salvaged = Journal::salvage(path, copy);
        REQUIRE(salvaged);
        CHECK(salvaged->saved_rows == one.saved);
        CHECK(salvaged->lost_rows == one.lost);
        CHECK(salvaged->first_lost == one.first_lost);
        auto journal = Journal::open(copy);
        REQUIRE(journal);
        CHECK(journal->add_node("NODE3"));
    }
}

TEST_CASE_METHOD(InFolder, "JournaledFakeCluster::salvage: saves what is around a torn page",
                 "[journaled]") {
    {
        auto journal = populated(path);
        for (int i = 0; i != 300; ++i)
            REQUIRE(journal->create_key("NODE1", R"(1\\Key )" + std::to_string(i)));
    }
    std::string torn = content_of(path);
    REQUIRE(torn.size() > std::size_t{5} * 4096);
    std::fill(torn.begin() + std::ptrdiff_t{4} * 4096, torn.begin() + std::ptrdiff_t{5} * 4096,
              '\x55');
    write_file(path, torn);
    CHECK_FALSE(Journal::open(path));
    const auto salvaged = Journal::salvage(path, folder.file("copy"));
    REQUIRE(salvaged);
    CHECK(salvaged->saved_rows > 50);
    CHECK(salvaged->ended_by == "database disk image is malformed");
    CHECK(salvaged->first_lost > static_cast<std::int64_t>(salvaged->saved_rows));
    CHECK(Journal::open(folder.file("copy")));
}

TEST_CASE_METHOD(InFolder, "JournaledFakeCluster::salvage: saves the undamaged rows of a snapshot",
                 "[journaled]") {
    make_journal(path);
    make_old(path);
    { REQUIRE(Journal::open(path)); }  // has a snapshot now
    const auto damage = GENERATE(as<std::string>(), "command='snapshot'",
                                 "arguments LIKE '%node_started%' AND command='state_event'",
                                 "command='state_setting' AND arguments LIKE '%save_changed%'");
    RawDatabase(path).run("UPDATE journal SET checksum=checksum+1 WHERE sequence="
                          "(SELECT min(sequence) FROM journal WHERE " +
                          damage + ")");
    CHECK_FALSE(Journal::open(path));
    const auto salvaged = Journal::salvage(path, folder.file("copy"));
    REQUIRE(salvaged);
    CHECK(salvaged->lost_rows == 2);
    auto journal = Journal::open(folder.file("copy"));
    REQUIRE(journal);
    CHECK(contains(*journal->list("SQL"), key));
    CHECK(journal->state()->nodes.size() == 2);
    REQUIRE(journal->create_key("NODE2", R"(1\\New)"));
    CHECK(journal->key_in("NODE2", R"(1\\New)"_csp)->key == 4);
}

TEST_CASE_METHOD(InFolder,
                 "JournaledFakeCluster::salvage: saves what follows a snapshot with missing rows",
                 "[journaled]") {
    make_journal(path);
    make_old(path);
    {
        auto journal = Journal::open(path);  // has a snapshot now
        REQUIRE(journal);
        for (const char* node : {"NODE3", "NODE4", "NODE5"}) REQUIRE(journal->add_node(node));
    }
    const auto gone =
        GENERATE(as<std::string>(), "command='state_provider'",
                 "command IN ('state_event', 'state_default_provider')", "command LIKE 'state%'");
    const auto count = GENERATE(as<std::string>(), "2", "1000");
    RawDatabase(path).run("DELETE FROM journal WHERE sequence IN (SELECT sequence FROM journal"
                          " WHERE " +
                          gone + " ORDER BY sequence DESC LIMIT " + count + ")");
    CHECK_FALSE(Journal::open(path));
    REQUIRE(Journal::salvage(path, folder.file("copy")));
    const auto state = Journal::read_state(folder.file("copy"));
    REQUIRE(state);
    INFO(gone << ", " << count);
    // The row after a gap cannot be checked: it is the first of these if the gap ends there.
    CHECK(state->nodes.contains("NODE4"));
    CHECK(state->nodes.contains("NODE5"));
}

TEST_CASE_METHOD(InFolder, "JournaledFakeCluster::salvage: creates no file for nothing",
                 "[journaled]") {
    const std::string copy = folder.file("copy");
    CHECK_THAT(Journal::salvage(path, copy), FailsWith<SalvagedJournal>(Errc::storage_failed));
    write_file(path, "no database, but a text");
    CHECK_THAT(Journal::salvage(path, copy), FailsWith<SalvagedJournal>(Errc::storage_damaged));
    std::filesystem::remove(path);
    make_journal(path);
    RawDatabase(path).run("UPDATE journal SET command='nothing'");
    const auto none = Journal::salvage(path, copy);
    CHECK_THAT(none, FailsWith<SalvagedJournal>(Errc::storage_damaged));
    CHECK(none.error().detail == "no row of it can be saved");
    CHECK(none.error().context == "'" + path + "'");
    RawDatabase(path).run("PRAGMA user_version=3");
    CHECK(Journal::salvage(path, copy).error().detail.find("version 3") != std::string::npos);
    CHECK_FALSE(std::filesystem::exists(copy));
}
