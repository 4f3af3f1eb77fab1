// SPDX-License-Identifier: BSL-1.0
// The durability of the journal on a file system that fails at each step.
#include "faulty_vfs.hpp"
#include "journal_state.hpp"
#include "old_journal.hpp"
#include "support/sanitizers.hpp"
#include <crypto_checkpoint/fake/fake_cluster.hpp>
#include <crypto_checkpoint/fake/journaled.hpp>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

using namespace test_support;
using namespace fake_tests;

namespace {

/// The states that the acknowledgements allow after a crash: the one that the program sees, and one more
/// for each unknown outcome since the last change that was acknowledged.
class Acknowledged {
public:
    explicit Acknowledged(FakeClusterState state) : possible_{std::move(state)} {}

    void executed(const FakeClusterCommand& command, const ExecutionResult& result) {
        const bool is_unknown =
            !result.outcome && result.outcome.error().code == Errc::outcome_unknown;
        if (!result.changed && !is_unknown) return;
        FakeCluster cluster;
        cluster.set_state(possible_.front());
        CHECK(cluster.execute(command).changed);
        if (!is_unknown) possible_.clear();
        possible_.push_back(cluster.state());
    }

    void opened(const FakeClusterState& state) {
        REQUIRE(allows(state));
        possible_ = {state};
    }

    [[nodiscard]] const FakeClusterState& seen() const { return possible_.front(); }

    [[nodiscard]] bool allows(const FakeClusterState& state) const {
        return std::ranges::any_of(possible_, [&](const FakeClusterState& possible) {
            return described(possible) == described(state) && possible.revision == state.revision;
        });
    }

private:
    std::vector<FakeClusterState> possible_;
};

/// Executes commands on a file, which is opened twice, whatever fails.
void work_on(const std::string& path, Acknowledged& acknowledged,
             const std::vector<FakeClusterCommand>& commands) {
    for (const bool in_second_half : {false, true}) {
        auto journal = Journal::open(path);
        for (int i = 0; !journal && i != 2; ++i) {
            CHECK(to_string(journal.error().code) == "storage_failed");
            journal = Journal::open(path);
        }
        if (!journal) return;
        // Closing and opening again is no crash, but brings the same changes back.
        if (const auto state = journal->state()) acknowledged.opened(*state);
        const auto middle = commands.begin() + std::ptrdiff_t(commands.size() / 2);
        for (auto command = in_second_half ? middle : commands.begin();
             command != (in_second_half ? commands.end() : middle); ++command) {
            const ExecutionResult result = journal->execute(*command);
            if (!result.outcome) CHECK((result.outcome.error().code != Errc::storage_damaged));
            acknowledged.executed(*command, result);
            if (const auto state = journal->state())
                CHECK(described(*state) == described(acknowledged.seen()));
        }
    }
}

/// Does the work once for each step at which a fault can strike.
void survive(Fault fault, const std::string& path, const std::function<void()>& prepare,
             const FakeClusterState& before, const std::vector<FakeClusterCommand>& commands) {
#ifdef _WIN32
    constexpr int stride = 7;  // Wine is slow
#else
    constexpr int stride = is_sanitized ? 7 : 1;
#endif
    FaultyVfs vfs;
    for (int step = 1;; step += stride) {
        INFO("fault " << static_cast<int>(fault) << " at step " << step);
        for (const char* ending : {"", "-wal", "-shm", "-journal"})
            std::filesystem::remove(path + ending);
        prepare();
        Acknowledged acknowledged(before);
        vfs.inject(fault, step);
        work_on(path, acknowledged, commands);
        const bool has_struck = vfs.has_struck();
        vfs.restart();
        std::filesystem::remove(path + "-shm");  // memory
        {
            auto journal = Journal::open(path);
            if (!journal) INFO(journal.error().detail);
            REQUIRE(journal);
            const auto state = journal->state();
            REQUIRE(state);
            REQUIRE(acknowledged.allows(*state));
            // and goes on
            REQUIRE(journal->add_node("AFTER"));
        }
        REQUIRE(Journal::read_state(path)->nodes.contains("AFTER"));
        if (!has_struck) {
            CHECK(step > 20);  // otherwise the test would prove nothing
            return;
        }
    }
}

const std::vector<FakeClusterCommand> few_commands{
    fake::AddNode{"NODE3"},
    fake::AddResource{"Mail", "Mail", "NODE3"},
    fake::CreateKey{"NODE3", key.to_owned()},
    fake::AddCheckpoint{"Mail", key.to_owned()},
    fake::BringOnline{"Mail"},
    fake::ChangeKey{"NODE3", key.to_owned()},
};

constexpr Fault faults[] = {Fault::error, Fault::torn, Fault::power_cut, Fault::reordering};

}  // namespace

TEST_CASE_METHOD(InFolder, "JournaledFakeCluster: a new file survives a fault at every step",
                 "[journaled]") {
    for (const Fault fault : faults) survive(fault, path, [] {}, {}, few_commands);
}

TEST_CASE_METHOD(InFolder,
                 "JournaledFakeCluster: what is acknowledged survives a fault at every step of a "
                 "compaction",
                 "[journaled]") {
    const std::string original = folder.file("original");
    FakeClusterState before;
    {
        const FaultyVfs fast;
        auto journal = populated(original);
        // The third of the commands leads to a compaction.
        for (bool value = false; journal->state()->revision != 2045; value = !value)
            REQUIRE(journal->change_setting("save_changed_keys", value));
        before = *journal->state();
    }
    for (const Fault fault : faults)
        survive(fault, path, [&] { std::filesystem::copy(original, path); }, before, few_commands);
    CHECK(Journal::read_state(path)->revision > 2045);
    CHECK(RawDatabase(path).text("SELECT command FROM journal LIMIT 1") == "snapshot");
}

TEST_CASE_METHOD(InFolder, "JournaledFakeCluster: an older file survives a fault at every step",
                 "[journaled]") {
    const std::string original = folder.file("original");
    FakeClusterState before;
    {
        auto journal = populated(original);
        before = *journal->state();
    }
    make_old(original);
    for (const Fault fault : faults)
        survive(fault, path, [&] { std::filesystem::copy(original, path); }, before, few_commands);
}

TEST_CASE_METHOD(InFolder, "FaultyVfs: a power cut undoes what is not synced", "[journaled]") {
    struct Case {
        const char* journal_mode;
        const char* synchronous;
        bool loses;
    };
    const auto one = GENERATE(values<Case>({
        {"PRAGMA journal_mode=DELETE", "PRAGMA synchronous=EXTRA", false},
        {"PRAGMA journal_mode=DELETE", "PRAGMA synchronous=FULL", true},  // not the deletion
        {"PRAGMA journal_mode=TRUNCATE", "PRAGMA synchronous=FULL", false},
        {"PRAGMA journal_mode=TRUNCATE", "PRAGMA synchronous=NORMAL", true},  // not the truncation
        {"PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", false},
        {"PRAGMA journal_mode=WAL", "PRAGMA synchronous=NORMAL", true},  // not the log
    }));
    FaultyVfs vfs;
    bool loses = false;
    bool has_struck = true;
    for (int step = 1; has_struck; ++step) {
        for (const char* ending : {"", "-wal", "-shm", "-journal"})
            std::filesystem::remove(path + ending);
        vfs.inject(Fault::power_cut, step);
        std::int64_t acknowledged = 0;
        if (auto database = detail::SqliteDatabase::open(path, {}))
            if (database->run(one.journal_mode) && database->run(one.synchronous) &&
                database->run("CREATE TABLE t(i)"))
                while (acknowledged != 3 && database->run("INSERT INTO t VALUES(1)"))
                    ++acknowledged;
        has_struck = vfs.has_struck();
        vfs.restart();
        std::filesystem::remove(path + "-shm");
        if (acknowledged == 0) continue;
        auto database = detail::SqliteDatabase::open(path, {});
        REQUIRE(database);
        if (database->number("SELECT count(*) FROM t").value_or(0) < acknowledged) loses = true;
    }
    INFO(one.journal_mode << ", " << one.synchronous);
    CHECK(loses == one.loses);
}
