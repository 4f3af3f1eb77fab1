// SPDX-License-Identifier: BSL-1.0
#include "journal_state.hpp"
#include "raw_database.hpp"
#include <crypto_checkpoint/fake/journaled.hpp>
#include <crypto_checkpoint/testing/catch2.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#ifndef _WIN32
#    include <sys/stat.h>
#endif

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

TEST_CASE_METHOD(InFolder, "JournaledFakeCluster::open: accepts an empty file", "[journaled]") {
    std::ofstream(path).close();
    auto journal = Journal::open(path);
    REQUIRE(journal);
    CHECK(populate(*journal));
}

TEST_CASE_METHOD(InFolder, "JournaledFakeCluster::open: failing to create a file is storage_failed",
                 "[journaled]") {
    std::filesystem::create_directory(folder.path() / "folder");
    check_refused(folder.file("folder"), Errc::storage_failed, "not a regular file");
    const std::string file = folder.file("missing/cluster");
    check_refused(file, Errc::storage_failed, "unable to open database file");
    const auto journal = Journal::open(file);
    REQUIRE(journal.error().native.has_value());
    CHECK((journal.error().native->domain == NativeDomain::sqlite));
}

#ifndef _WIN32
TEST_CASE_METHOD(InFolder, "JournaledFakeCluster::open: acknowledges nothing into a device",
                 "[journaled]") {
    check_refused("/dev/null", Errc::storage_failed, "not a regular file");
    REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
    check_refused(path, Errc::storage_failed, "not a regular file");
}
#endif

TEST_CASE("JournaledFakeCluster::open: rejects names that SQLite does not take for files",
          "[journaled]") {
    // SQLite would open an in-memory or a temporary database; which of them, depends on how it was built.
    for (const std::string& path :
         {std::string(), std::string("cluster\0.db", 11), std::string(":memory:"),
          std::string("file::memory:"), std::string("file:x?mode=memory"), std::string("file:x")}) {
        INFO(path);
        CHECK_THAT(Journal::open(path), FailsWith<Journal>(Errc::invalid_value));
        CHECK_THAT(Journal::read_state(path), FailsWith<FakeClusterState>(Errc::invalid_value));
    }
    CHECK(Journal::open("file::memory:").error().detail.find("write ./ before it") !=
          std::string::npos);
}

#ifndef _WIN32
TEST_CASE("JournaledFakeCluster::open: takes a path for a path", "[journaled]") {
    const TemporaryFolder folder;
    const auto before = std::filesystem::current_path();
    std::filesystem::current_path(folder.path());
    for (const std::string& name : {std::string("file::memory:"), std::string(":memory:"),
                                    std::string("a?b#c%41 \xC3\xA9.db")}) {
        INFO(name);
        { CHECK(populated("./" + name)->add("SQL", key)); }
        CHECK(std::filesystem::exists(name));
        CHECK(contains(*Journal::open(folder.file(name))->list("SQL"), key));
    }
    std::filesystem::current_path(before);
}
#endif

TEST_CASE("JournaledFakeCluster::open: takes a path in every form", "[fake]") {
    const TemporaryFolder folder;
    const std::filesystem::path path = std::filesystem::path(folder.file("")) / u8"Gr\u00f6\u00dfe";
    const std::string text = detail::transcode<char>(std::u8string_view(path.u8string()));
    {
        auto cluster = Journal::open(path);
        REQUIRE(cluster);
        REQUIRE(cluster->add_node("NODE1"));
    }
    CHECK(std::filesystem::exists(path));
    CHECK(Journal::is_journal(path));
    CHECK(Journal::open(std::string_view(text))->state()->nodes.size() == 1);
    CHECK(Journal::open(path.u16string())->state()->nodes.size() == 1);
    CHECK(Journal::read_state(path)->nodes.size() == 1);
    CHECK(Journal::salvage(path, path.parent_path() / "saved")->lost_rows == 0);
}
