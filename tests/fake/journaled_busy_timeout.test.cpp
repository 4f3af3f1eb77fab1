// SPDX-License-Identifier: BSL-1.0
#include "journal_state.hpp"
#include "raw_database.hpp"
#include <crypto_checkpoint/fake/journaled.hpp>
#include <crypto_checkpoint/testing/catch2.hpp>

#include <atomic>
#include <chrono>
#include <string>
#include <thread>

using namespace std::chrono_literals;
using namespace test_support;
using namespace fake_tests;

TEST_CASE_METHOD(
    InFolder,
    "JournaledFakeCluster: a writer that takes longer than busy_timeout is storage_failed",
    "[journaled]") {
    auto journal = populated(path, 50ms);
    const std::string before = state_of(*journal);
    RawDatabase writer(path);
    writer.run("BEGIN IMMEDIATE");
    const auto start = std::chrono::steady_clock::now();
    const auto added = journal->add("SQL", key);
    CHECK((std::chrono::steady_clock::now() - start >= 50ms));
    CHECK_THAT(added, FailsWith<void>(Errc::storage_failed));
    CHECK(added.error().detail == "database is locked");
    // reading does not wait
    CHECK(state_of(*journal) == before);
    CHECK(journal->list("SQL")->empty());
    CHECK_THAT(Journal::open(path, 50ms), FailsWith<Journal>(Errc::storage_failed));
    writer.run("ROLLBACK");
    CHECK(journal->add("SQL", key));
    CHECK(read_state(path) == state_of(*journal));
}

TEST_CASE_METHOD(InFolder, "JournaledFakeCluster: waits for a writer within busy_timeout",
                 "[journaled]") {
    REQUIRE(populated(path));
    // The largest number is no limit.
    for (const std::chrono::milliseconds timeout :
         {std::chrono::milliseconds(60s), std::chrono::milliseconds(std::chrono::years(300)),
          std::chrono::milliseconds::max()}) {
        auto journal = Journal::open(path, timeout);
        REQUIRE(journal);
        RawDatabase writer(path);
        writer.run("BEGIN IMMEDIATE");
        std::thread release([&] {
            std::this_thread::sleep_for(50ms);
            writer.run("COMMIT");
        });
        const auto added = journal->add("SQL", key);
        release.join();
        CHECK(added);
        CHECK(journal->remove("SQL", key));
    }
}

TEST_CASE_METHOD(InFolder, "JournaledFakeCluster: a long read does not block writers",
                 "[journaled]") {
    auto journal = populated(path, 50ms);
    RawDatabase reader(path);
    reader.run("BEGIN");
    CHECK(reader.text("SELECT count(*) FROM journal") == "7");
    CHECK(journal->add("SQL", key));
    CHECK(contains(*journal->list("SQL"), key));
    reader.close_statement();
    reader.run("COMMIT");
    CHECK(read_state(path) == state_of(*journal));
}

TEST_CASE_METHOD(InFolder, "JournaledFakeCluster: two writers without pause both succeed",
                 "[journaled]") {
    auto one = Journal::open(path, 60s);
    auto two = Journal::open(path, 60s);
    REQUIRE(one);
    REQUIRE(two);
    REQUIRE(populate(*one));
    std::atomic<int> failures = 0;
    const auto work = [&](Journal& journal, const char* resource) {
        for (int i = 0; i != 20; ++i) {
            if (!journal.add(resource, key)) ++failures;
            if (!journal.remove(resource, key)) ++failures;
        }
    };
    std::thread other([&] { work(*two, "Web"); });
    work(*one, "SQL");
    other.join();
    CHECK(failures == 0);
    CHECK(state_of(*one) == state_of(*two));
}
