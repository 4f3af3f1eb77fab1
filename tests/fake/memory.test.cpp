// SPDX-License-Identifier: BSL-1.0
// Fake clusters, in memory and in a file, when there is no memory: each allocation fails once.
#include "faulty_vfs.hpp"
#include "journal_state.hpp"
#include "old_journal.hpp"
#include "support/failing_allocations.hpp"
#include "support/sanitizers.hpp"
#include <crypto_checkpoint/fake/fake_cluster.hpp>
#include <crypto_checkpoint/fake/journaled.hpp>

#include <filesystem>
#include <new>
#include <optional>
#include <string>
#include <vector>

using namespace test_support;
using namespace fake_tests;

namespace {

sqlite3_mem_methods sqlite_memory;

/// Whether the operator new fails now. Counts as an allocation.
bool is_out_of_memory() {
    void* const memory = ::operator new(1, std::nothrow);
    ::operator delete(memory);
    return memory == nullptr;
}

/// SQLite's allocations fail as those of operator new do, and count with them.
const bool counts_sqlite = [] {
    sqlite3_shutdown();
    sqlite3_config(SQLITE_CONFIG_GETMALLOC, &sqlite_memory);
    sqlite3_mem_methods counted = sqlite_memory;
    counted.xMalloc = [](int size) {
        return is_out_of_memory() ? nullptr : sqlite_memory.xMalloc(size);
    };
    counted.xRealloc = [](void* memory, int size) {
        return is_out_of_memory() ? nullptr : sqlite_memory.xRealloc(memory, size);
    };
    return sqlite3_config(SQLITE_CONFIG_MALLOC, &counted) == SQLITE_OK &&
           sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0) == SQLITE_OK;
}();

/// A command of each kind, each of which changes what is there after those before it.
const std::vector<FakeClusterCommand> commands{
    fake::AddCheckpoint{"SQL", key.to_owned()},
    fake::AddNode{"NODE3"},
    fake::InstallProvider{"NODE3", ProviderType(75), "A provider with a long name"},
    fake::InstallProvider{"NODE3", ProviderType(75), "Another provider with a long name"},
    fake::SetDefaultProvider{"NODE3", ProviderType(75), "Another provider with a long name"},
    fake::CreateKey{"NODE3", R"(75\\A key with a name that is long)"_csp.to_owned()},
    fake::AddResource{"A resource with a long name", "A group with a long name", "NODE3"},
    fake::AddResource{"Another resource with a name", "A group with a long name", "NODE3"},
    fake::AddCheckpoint{"A resource with a long name",
                        R"(75\\A key with a name that is long)"_csp.to_owned()},
    fake::BringOnline{"A resource with a long name"},
    fake::ChangeKey{"NODE3", R"(75\\A key with a name that is long)"_csp.to_owned()},
    fake::BringOnline{"SQL"},
    fake::MoveResource{"SQL", "NODE2"},
    fake::MoveResource{"A resource with a long name", "NODE1"},  // a restore that fails
    fake::CrashNode{"NODE2"},
    fake::StartNode{"NODE2"},
    fake::TakeOffline{"SQL"},
    fake::RemoveCheckpoint{"SQL", key.to_owned()},
    fake::DeleteKey{"NODE1", key.to_owned()},
    fake::DeleteResource{"SQL"},
    fake::RemoveProvider{"NODE3", "Another provider with a long name"},
    fake::ChangeSetting{"save_changed_keys", false},
    fake::Configure{FakeClusterSettings{}},
};

bool are_equal(const FakeClusterState& left, const FakeClusterState& right) {
    return described(left) == described(right) && left.revision == right.revision &&
           left.last_event == right.last_event && left.last_key == right.last_key;
}

/// Executes a command while the allocation @p number fails. Sets @p has_failed to whether there is one.
/// @return  nullopt: it threw
template <class Cluster>
std::optional<ExecutionResult> execute_without_memory(Cluster& cluster,
                                                      const FakeClusterCommand& command,
                                                      long number, bool and_all_later,
                                                      bool& has_failed) {
    std::optional<ExecutionResult> result;
    const FailingAllocation failing(number, and_all_later);
    try {
        result = cluster.execute(command);
    } catch (const std::bad_alloc&) {
        result.reset();
    }
    has_failed = failing.has_occurred();
    return result;
}

/// Executes each command on a file while each allocation fails, and on that file again.
void survive(const std::string& path, const std::string& original,
             const std::vector<FakeClusterCommand>& executed, bool and_all_later) {
    constexpr long stride = is_sanitized ? 11 : 1;
    FakeCluster expected;
    expected.set_state(*Journal::read_state(original));
    const std::string before = original + ".before";
    std::filesystem::copy(original, before);
    for (const FakeClusterCommand& command : executed) {
        const FakeClusterState old_state = expected.state();
        CHECK(expected.execute(command).changed);
        long number = 1;
        for (bool has_failed = true; has_failed; number += stride) {
            INFO("command " << command.index() << ", allocation " << number << and_all_later);
            for (const char* ending : {"", "-wal", "-shm", "-journal"})
                std::filesystem::remove(path + ending);
            std::filesystem::copy(before, path);
            auto journal = Journal::open(path);
            REQUIRE(journal);
            const auto result =
                execute_without_memory(*journal, command, number, and_all_later, has_failed);
            const bool is_acknowledged = result && result->changed;
            if (result && !result->changed)
                CHECK((result->outcome.error().code == Errc::storage_failed ||
                       result->outcome.error().code == Errc::outcome_unknown));
            // What the object says is in the file, and it goes on.
            const auto state = journal->state();
            REQUIRE(state);
            REQUIRE(are_equal(*state, is_acknowledged ? expected.state() : old_state));
            REQUIRE(are_equal(*Journal::read_state(path), *state));
            REQUIRE(journal->add_node("AFTER"));
            const auto again = Journal::open(path);
            REQUIRE(again);
            REQUIRE(Journal::read_state(path)->nodes.contains("AFTER"));
        }
        CHECK(number > 20);
        auto journal = Journal::open(before);
        REQUIRE(journal->execute(command).changed);
    }
    std::filesystem::remove(before);
}

}  // namespace

TEST_CASE("FakeCluster: a failed allocation changes nothing", "[fake]") {
    SmallCluster cluster;
    for (const FakeClusterCommand& command : commands) {
        const FakeClusterState before = cluster.state();
        for (long number = 1;; ++number) {
            INFO(command.index() << ", allocation " << number);
            bool has_failed = false;
            const auto result = execute_without_memory(cluster, command, number, false, has_failed);
            REQUIRE(result.has_value() != has_failed);
            if (!has_failed) {
                CHECK(result->changed);
                break;
            }
            REQUIRE(are_equal(cluster.state(), before));
            REQUIRE(cluster.state() == before);
            REQUIRE(cluster.resources());
        }
    }
}

TEST_CASE("FakeCluster: a call that runs out of memory is not recorded", "[fake]") {
    SmallCluster cluster;
    const auto before = cluster.state();
    const std::size_t calls = cluster.calls().size();
    for (long number = 1;; ++number) {
        bool threw = false;
        {
            const FailingAllocation failing(number);
            try {
                (void)cluster.add("SQL", key);
            } catch (const std::bad_alloc&) {
                threw = true;
            }
        }
        if (!threw) break;
        REQUIRE(cluster.state() == before);
        REQUIRE(cluster.calls().size() == calls);
    }
    CHECK(cluster.calls().size() == calls + 1);
    CHECK(contains(*cluster.list("SQL"), key));
}

TEST_CASE_METHOD(InFolder,
                 "JournaledFakeCluster: what is acknowledged survives each failed allocation",
                 "[journaled]") {
    REQUIRE(counts_sqlite);
    const FaultyVfs fast;
    const std::string original = folder.file("original");
    REQUIRE(populated(original));
    for (const bool and_all_later : {false, true}) survive(path, original, commands, and_all_later);
}

TEST_CASE_METHOD(InFolder, "JournaledFakeCluster: a compaction survives each failed allocation",
                 "[journaled]") {
    const FaultyVfs fast;
    const std::string original = folder.file("original");
    {
        auto journal = populated(original);
        for (bool value = false; journal->state()->revision != 2047; value = !value)
            REQUIRE(journal->change_setting("save_changed_keys", value));
    }
    for (const bool and_all_later : {false, true})
        survive(path, original, {fake::AddCheckpoint{"SQL", key.to_owned()}}, and_all_later);
}

TEST_CASE_METHOD(InFolder, "JournaledFakeCluster::open: survives each failed allocation",
                 "[journaled]") {
    const FaultyVfs fast;
    const std::string original = folder.file("original");
    { REQUIRE(populated(original)->add("SQL", key)); }
    const auto before = Journal::read_state(original);
    const bool is_old = GENERATE(false, true);
    if (is_old) make_old(original);
    const bool and_all_later = GENERATE(false, true);
    long number = 1;
    for (bool has_failed = true; has_failed; number += is_sanitized ? 11 : 1) {
        INFO("allocation " << number);
        for (const char* ending : {"", "-wal", "-shm", "-journal"})
            std::filesystem::remove(path + ending);
        std::filesystem::copy(original, path);
        {
            const FailingAllocation failing(number, and_all_later);
            try {
                (void)Journal::open(path);
            } catch (const std::bad_alloc&) {}
            has_failed = failing.has_occurred();
        }
        const auto state = Journal::read_state(path);
        REQUIRE(state);
        REQUIRE(are_equal(*state, *before));
        auto journal = Journal::open(path);
        REQUIRE(journal);
        REQUIRE(journal->add_node("AFTER"));
    }
    CHECK(number > 50);
}
