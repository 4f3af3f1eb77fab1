// SPDX-License-Identifier: BSL-1.0
#include "journal_state.hpp"
#include "raw_database.hpp"
#include <crypto_checkpoint/fake/journaled.hpp>
#include <crypto_checkpoint/testing/catch2.hpp>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#ifdef _WIN32
#    include <crypto_checkpoint/detail/windows.hpp>
#else
#    include <sys/resource.h>
#    include <sys/stat.h>
#    include <sys/wait.h>
#    include <unistd.h>
#endif

using namespace std::chrono_literals;
using namespace test_support;
using namespace fake_tests;

#ifdef _WIN32

TEST_CASE_METHOD(InFolder, "JournaledFakeCluster: a locked file is storage_failed", "[journaled]") {
    std::string before;
    {
        auto journal = populated(path);
        before = state_of(*journal);
    }
    constexpr DWORD share_nothing = 0;
    const HANDLE keeper = ::CreateFileW(std::filesystem::path(path).c_str(), GENERIC_READ,
                                        share_nothing, nullptr, OPEN_EXISTING, 0, nullptr);
    REQUIRE(keeper != INVALID_HANDLE_VALUE);
    CHECK_THAT(Journal::open(path, 100ms), FailsWith<Journal>(Errc::storage_failed));
    REQUIRE(::CloseHandle(keeper));
    CHECK(read_state(path) == before);
}

#else

namespace {

/// Simulates a full disk in its scope: no file of this process grows beyond a size.
class FullDisk {
public:
    explicit FullDisk(rlim_t size) {
        old_action_ = std::signal(SIGXFSZ, SIG_IGN);
        REQUIRE(::getrlimit(RLIMIT_FSIZE, &old_limit_) == 0);
        const rlimit limit{size, old_limit_.rlim_max};
        REQUIRE(::setrlimit(RLIMIT_FSIZE, &limit) == 0);
    }
    FullDisk(const FullDisk&) = delete;
    FullDisk& operator=(const FullDisk&) = delete;
    ~FullDisk() {
        (void)::setrlimit(RLIMIT_FSIZE, &old_limit_);
        (void)std::signal(SIGXFSZ, old_action_);
    }

private:
    rlimit old_limit_{};
    void (*old_action_)(int) = nullptr;
};

/// Runs a function in its own process without the rights of root.
int as_nobody(const std::function<int()>& action) {
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        constexpr uid_t nobody = 65534;
        const bool is_nobody = ::geteuid() != 0 || ::setuid(nobody) == 0;
        ::_exit(is_nobody ? action() : 99);
    }
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    REQUIRE(WIFEXITED(status));
    return WEXITSTATUS(status);
}

/// Opens and changes a file. Returns 0 or the number of the Errc.
int change(const std::string& path) {
    auto journal = Journal::open(path, 100ms);
    if (!journal) return static_cast<int>(journal.error().code) % 200;
    const auto added = journal->add("SQL", key);
    return added ? 0 : static_cast<int>(added.error().code) % 200;
}
constexpr int storage_failed = static_cast<int>(Errc::storage_failed) % 200;

}  // namespace

TEST_CASE_METHOD(InFolder, "JournaledFakeCluster: a full disk fails commands and loses nothing",
                 "[journaled]") {
    auto journal = Journal::open(path);
    auto neighbour = Journal::open(path);
    REQUIRE(journal);
    REQUIRE(neighbour);
    REQUIRE(populate(*journal));

    int acknowledged = 0;
    std::optional<Error> failure;
    std::string before;
    {
        const auto wal = std::filesystem::path(path + "-wal");
        const FullDisk full((std::filesystem::exists(wal) ? std::filesystem::file_size(wal)
                                                          : std::filesystem::file_size(path)) +
                            10'000);
        for (int i = 0; i != 1000 && !failure; ++i) {
            before = state_of(*journal);
            const auto created = journal->create_key("NODE1", R"(1\\Key )" + std::to_string(i));
            if (created)
                ++acknowledged;
            else
                failure = created.error();
        }
        REQUIRE(failure.has_value());
        INFO(failure->detail);
        // The commit failed, and a part of it may be in the file.
        CHECK((failure->code == Errc::outcome_unknown));
        CHECK_FALSE(is_retryable(failure->code));
        CHECK(failure->native.has_value());
        // this instance and others agree with the file while the disk is full
        CHECK(state_of(*journal) == before);
        CHECK(state_of(*neighbour) == before);
        CHECK_THAT(journal->delete_resource("Web"), FailsWith<void>(Errc::outcome_unknown));
        CHECK(state_of(*journal) == before);
    }
    CHECK(acknowledged > 0);
    CHECK(state_of(*journal) == before);
    CHECK(read_state(path) == before);
    CHECK(journal->create_key("NODE1", R"(1\\Key )" + std::to_string(acknowledged)));
    CHECK(state_of(*journal) != before);
    CHECK(read_state(path) == state_of(*journal));
    CHECK(state_of(*neighbour) == state_of(*journal));
}

TEST_CASE_METHOD(InFolder, "JournaledFakeCluster::open: creates no partial file on a full disk",
                 "[journaled]") {
    {
        const FullDisk full(5000);
        CHECK_THAT(Journal::open(path), FailsWith<Journal>(Errc::storage_failed));
    }
    auto journal = Journal::open(path);
    REQUIRE(journal);
    CHECK(populate(*journal));
}

TEST_CASE("JournaledFakeCluster: a read-only file or folder is storage_failed", "[journaled]") {
    const TemporaryFolder folder;
    std::filesystem::create_directory(folder.path() / "inside");
    const std::string path = folder.file("inside/cluster");
    std::string before;
    {
        auto journal = populated(path);
        before = state_of(*journal);
    }
    const auto allow = [](const std::string& what, ::mode_t mode) {
        REQUIRE(::chmod(what.c_str(), mode) == 0);
    };
    allow(folder.path().string(), 0755);
    allow(folder.file("inside"), 0777);
    allow(path, 0444);
    CHECK(as_nobody([&] { return change(path); }) == storage_failed);
    allow(path, 0000);
    CHECK(as_nobody([&] { return change(path); }) == storage_failed);
    allow(path, 0666);
    allow(folder.file("inside"), 0555);
    CHECK(as_nobody([&] { return change(path); }) == storage_failed);
    CHECK(as_nobody([&] { return change(folder.file("inside/new")); }) == storage_failed);
    allow(folder.file("inside"), 0777);
    CHECK(read_state(path) == before);
    CHECK(as_nobody([&] { return change(path); }) == 0);
    CHECK(read_state(path) != before);
}

#endif

TEST_CASE_METHOD(InFolder, "JournaledFakeCluster: is as safe without WAL", "[journaled]") {
    // Write-ahead logging is optional.
    { auto journal = populated(path); }
    RawDatabase reader(path);
    REQUIRE(reader.text("PRAGMA journal_mode=DELETE") == "delete");
    reader.close_statement();
    reader.run("BEGIN");
    CHECK(reader.text("SELECT count(*) FROM journal") == "7");
    // without WAL a reader blocks a writer, which fails
    auto stopped = Journal::open(path, 50ms);
    REQUIRE(stopped);  // the journal mode cannot change now
    const std::string before = state_of(*stopped);
    CHECK_THAT(stopped->add("SQL", key), FailsWith<void>(Errc::storage_failed));
    CHECK(state_of(*stopped) == before);
    reader.close_statement();
    reader.run("COMMIT");
    CHECK(stopped->add("SQL", key));
    CHECK(read_state(path) == state_of(*stopped));
}

TEST_CASE_METHOD(InFolder, "JournaledFakeCluster: what others put into the file does not run",
                 "[journaled]") {
    auto journal = populated(path);
    RawDatabase raw(path);
    std::string sql;
    SECTION("a row that is ignored") {
        sql = "CREATE TRIGGER t BEFORE INSERT ON journal BEGIN SELECT RAISE(IGNORE); END";
    }
    SECTION("a row that is deleted") {
        sql = "CREATE TRIGGER t AFTER INSERT ON journal BEGIN DELETE FROM journal; END";
    }
    SECTION("a view without end") {
        sql = "CREATE VIEW v AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x FROM c)"
              " SELECT x FROM c";
    }
    raw.run(sql);
    CHECK(journal->add("SQL", key));
    CHECK(contains(*journal->list("SQL"), key));
    CHECK(raw.text("SELECT count(*) FROM journal") == "8");
    raw.close_statement();
    // It is refused before it is used again.
    for (const auto& refused : {Journal::open(path).error(), Journal::read_state(path).error()}) {
        CHECK((refused.code == Errc::storage_damaged));
        CHECK(refused.detail == "it has to have the table journal and nothing else");
    }
    raw.run(sql.find("TRIGGER") != sql.npos ? "DROP TRIGGER t" : "DROP VIEW v");
    CHECK(read_state(path) == state_of(*journal));
}

TEST_CASE_METHOD(InFolder, "JournaledFakeCluster: one that was moved from fails", "[journaled]") {
    auto journal = populated(path);
    const Journal other = std::move(*journal);
    // NOLINTBEGIN(bugprone-use-after-move): this is the subject
    CHECK_THAT(journal->add("SQL", key), FailsWith<void>(Errc::storage_failed));
    CHECK_THAT(journal->remove("SQL", key), FailsWith<void>(Errc::storage_failed));
    CHECK_THAT(journal->list("SQL"), FailsWith<CheckpointList>(Errc::storage_failed));
    CHECK_THAT(journal->state(), FailsWith<FakeClusterState>(Errc::storage_failed));
    CHECK_THAT(journal->key_in("NODE1", key), FailsWith<FakeKey>(Errc::storage_failed));
    CHECK_FALSE(journal->resources());
    CHECK(journal->add_node("NODE3").error().detail.find("moved") != std::string::npos);
    // NOLINTEND(bugprone-use-after-move)
}

#ifndef _WIN32
TEST_CASE("JournaledFakeCluster::read_state: reads where nothing can be written", "[journaled]") {
    const TemporaryFolder folder;
    std::filesystem::create_directory(folder.path() / "inside ?%");
    const std::string path = folder.file("inside ?%/cluster");
    std::string before;
    {
        auto journal = populated(path);
        before = test_support::described(*journal->state());
    }
    const auto allow = [](const std::string& what, ::mode_t mode) {
        REQUIRE(::chmod(what.c_str(), mode) == 0);
    };
    allow(folder.path().string(), 0755);
    allow(folder.file("inside ?%"), 0555);
    allow(path, 0444);
    const auto read_by_nobody = [&] {
        return as_nobody([&] {
            const auto state = Journal::read_state(path);
            if (state) return test_support::described(*state) == before ? 0 : 1;
            return static_cast<int>(state.error().code) % 200;
        });
    };
    CHECK(read_by_nobody() == 0);
    // Changes that are not in the file yet are not passed over.
    auto journal = Journal::open(path);
    REQUIRE(journal->add_node("NODE3"));
    std::filesystem::copy(path + "-wal", path + "-kept");
    journal = std::unexpected(Error(Errc::storage_failed));
    std::filesystem::rename(path + "-kept", path + "-wal");
    allow(path + "-wal", 0444);
    CHECK(read_by_nobody() == storage_failed);
    allow(folder.file("inside ?%"), 0777);
}
#endif

TEST_CASE_METHOD(InFolder, "JournaledFakeCluster: acknowledges nothing after its file was deleted",
                 "[journaled]") {
    auto journal = populated(path);
    std::error_code kept;
    SECTION("deleted") { std::filesystem::remove(path, kept); }
    SECTION("moved") { std::filesystem::rename(path, folder.file("elsewhere"), kept); }
    SECTION("another one in its place") {
        std::filesystem::remove(path, kept);
        if (!kept) REQUIRE(JournaledFakeCluster::open(path));
    }
    if (kept) return;  // a system that does not move open files
    const auto added = journal->add("SQL", key);
    CHECK_THAT(added, FailsWith<void>(Errc::storage_failed));
    CHECK(added.error().detail.find("opened again") != std::string::npos);
    CHECK_THAT(journal->list("SQL"), FailsWith<CheckpointList>(Errc::storage_failed));
}
