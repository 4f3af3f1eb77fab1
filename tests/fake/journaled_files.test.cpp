// SPDX-License-Identifier: BSL-1.0
#include "journal_state.hpp"
#include "raw_database.hpp"
#include <crypto_checkpoint/fake/journaled.hpp>
#include <crypto_checkpoint/testing/catch2.hpp>

#include <filesystem>
#include <fstream>
#include <string>

using namespace test_support;
using namespace fake_tests;

namespace {

/// A journal of eight rows with a manipulation.
std::string journal_after(const TemporaryFolder& folder, const std::string& sql) {
    const std::string path = folder.file("cluster");
    {
        auto journal = populated(path);
        REQUIRE(journal->add("SQL", key));
    }
    RawDatabase(path).run(sql);
    return path;
}

void check_refused(const std::string& path, Errc code, const std::string& detail) {
    const auto journal = Journal::open(path);
    REQUIRE_FALSE(journal);
    CHECK(to_string(journal.error().code) == to_string(code));
    CHECK(journal.error().context == "'" + path + "'");
    INFO(journal.error().detail);
    CHECK(journal.error().detail.find(detail) != std::string::npos);

    const auto looked = Journal::read_state(path);
    REQUIRE_FALSE(looked);
    CHECK(to_string(looked.error().code) == to_string(code));
    CHECK(looked.error().context == journal.error().context);
    INFO(looked.error().detail);
    CHECK(looked.error().detail.find(detail) != std::string::npos);
}

std::string content_of(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

TEST_CASE("JournaledFakeCluster::open: rejects and does not change other files", "[journaled]") {
    const TemporaryFolder folder;
    const std::string path = folder.file("other");
    SECTION("text") {
        std::ofstream(path) << "a text of some length that is certainly no database at all\n"
                            << std::string(8192, 'x');
        const std::string before = content_of(path);
        check_refused(path, Errc::storage_damaged, "not a database");
        CHECK(content_of(path) == before);
    }
    SECTION("a short text") {
        std::ofstream(path) << "notes";
        check_refused(path, Errc::storage_damaged, "not a database");
        CHECK(content_of(path) == "notes");
    }
    SECTION("a database of another program") {
        RawDatabase(path).run("CREATE TABLE journal(sequence, command, arguments)");
        const std::string before = content_of(path);
        check_refused(path, Errc::storage_damaged, "another program");
        CHECK(content_of(path) == before);
    }
    SECTION("an empty database that another program has claimed") {
        RawDatabase(path).run("PRAGMA application_id=42");
        check_refused(path, Errc::storage_damaged, "another program");
    }
    SECTION("a torn database") {
        (void)journal_after(folder, "SELECT 1");
        std::string torn = content_of(folder.file("cluster"));
        REQUIRE(torn.size() > 4096);
        std::fill(torn.begin() + 4096, torn.end(), '\x55');
        std::ofstream(path, std::ios::binary) << torn;
        const auto journal = Journal::open(path);
        REQUIRE_FALSE(journal);
        CHECK((journal.error().code == Errc::storage_damaged));
    }
}

TEST_CASE_METHOD(InFolder, "JournaledFakeCluster::open: rejects another format version",
                 "[journaled]") {
    check_refused(journal_after(folder, "PRAGMA user_version=2"), Errc::storage_damaged,
                  "its format is version 2, this program reads version 1");
}

TEST_CASE_METHOD(InFolder, "JournaledFakeCluster::open: rejects a journal without its table",
                 "[journaled]") {
    check_refused(journal_after(folder, "DROP TABLE journal"), Errc::storage_damaged, "journal");
}

TEST_CASE("JournaledFakeCluster::open: reports a damaged row", "[journaled]") {
    struct Row {
        const char* sql;
        const char* detail;
    };
    for (const Row& row : {
             Row{"DELETE FROM journal WHERE sequence=1", "row 2 of its journal"},
             Row{"DELETE FROM journal WHERE sequence=4", "row 5 of its journal"},
             Row{"UPDATE journal SET sequence=99 WHERE sequence=8", "row 99 of its journal"},
             Row{"UPDATE journal SET command='drop_table' WHERE sequence=3", "row 3"},
             Row{"UPDATE journal SET arguments='[]' WHERE sequence=3", "row 3"},
             Row{"UPDATE journal SET arguments='[]' WHERE sequence=8", "row 8"},
             Row{"UPDATE journal SET arguments='[\"SQL\"]' WHERE sequence=8", "row 8"},
             Row{"UPDATE journal SET arguments='[\"SQL\", \"1\\\\\\\\Key\", \"x\"]' WHERE "
                 "sequence=8",
                 "row 8"},
             Row{R"(UPDATE journal SET arguments='["SQL", "no name"]' WHERE sequence=8)", "row 8"},
             Row{"UPDATE journal SET arguments='[\"SQL\"' WHERE sequence=8", "row 8"},
             Row{"UPDATE journal SET arguments='' WHERE sequence=8", "row 8"},
             Row{"UPDATE journal SET arguments='null' WHERE sequence=8", "row 8"},
             // a command that changes nothing is never written
             Row{"UPDATE journal SET arguments='[\"NODE1\"]' WHERE sequence=2", "row 2"},
         }) {
        INFO(row.sql);
        const TemporaryFolder folder;
        check_refused(journal_after(folder, row.sql), Errc::storage_damaged, row.detail);
    }
}

TEST_CASE_METHOD(InFolder,
                 "JournaledFakeCluster: reports damage to an open file and acknowledges nothing",
                 "[journaled]") {
    auto journal = populated(path);
    RawDatabase raw(path);
    raw.run("INSERT INTO journal VALUES(9, 'add_node', '[\"NODE9\"]')");
    for (int i = 0; i != 2; ++i) {
        CHECK_THAT(journal->add("SQL", key), FailsWith<void>(Errc::storage_damaged));
        CHECK_THAT(journal->list("SQL"), FailsWith<CheckpointList>(Errc::storage_damaged));
        CHECK_THAT(journal->state(), FailsWith<FakeClusterState>(Errc::storage_damaged));
    }
    CHECK(raw.text("SELECT count(*) FROM journal") == "8");
    raw.close_statement();
    // without the gap it is valid
    raw.run("UPDATE journal SET sequence=8 WHERE sequence=9");
    CHECK(journal->add("SQL", key));
    CHECK(journal->state()->nodes.contains("NODE9"));
    CHECK(raw.text("SELECT count(*) FROM journal") == "9");
}

TEST_CASE_METHOD(InFolder, "JournaledFakeCluster::open: accepts an empty file", "[journaled]") {
    std::ofstream(path).close();
    auto journal = Journal::open(path);
    REQUIRE(journal);
    CHECK(populate(*journal));
}

TEST_CASE_METHOD(InFolder, "JournaledFakeCluster::open: failing to create a file is storage_failed",
                 "[journaled]") {
    std::filesystem::create_directory(folder.path() / "folder");
    for (const std::string& file : {folder.file("missing/cluster"), folder.file("folder")}) {
        check_refused(file, Errc::storage_failed, "unable to open database file");
        const auto journal = Journal::open(file);
        REQUIRE(journal.error().native.has_value());
        CHECK((journal.error().native->domain == NativeDomain::sqlite));
    }
}

TEST_CASE("JournaledFakeCluster::open: rejects names that SQLite does not take for files",
          "[journaled]") {
    // SQLite would open an in-memory or a temporary database.
    for (const std::string& path :
         {std::string(), std::string(":memory:"), std::string("cluster\0.db", 11)}) {
        INFO(path);
        CHECK_THAT(Journal::open(path), FailsWith<Journal>(Errc::invalid_value));
    }
}
