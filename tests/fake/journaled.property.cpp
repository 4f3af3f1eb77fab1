// SPDX-License-Identifier: BSL-1.0
#include "random_commands.hpp"
#include "support/catch.hpp"
#include "support/described_state.hpp"
#include "support/sanitizers.hpp"
#include "support/temporary_folder.hpp"
#include <crypto_checkpoint/fake/fake_cluster.hpp>
#include <crypto_checkpoint/fake/journaled.hpp>

#include <rapidcheck.h>

#include <string>

using namespace fake_tests;
using test_support::described;
using test_support::TemporaryFolder;

// A cluster in a file behaves as the cluster in memory, with several instances and reopening. Fewer
// histories than usual: every command waits for the disk.

TEST_CASE("JournaledFakeCluster: behaves as FakeCluster", "[journaled][property]") {
    constexpr int histories = test_support::is_sanitized ? 5 : 25;
    const TemporaryFolder folder;
    for (int number = 0; number != histories; ++number) {
        // RapidCheck generates them from a reported seed
        const auto seed = static_cast<std::uint64_t>(number) * 7919 + 1;
        INFO("seed " << seed);
        const auto history = any_history()(rc::Random(seed), 60).value();
        const std::string path = folder.file("cluster" + std::to_string(number));
        FakeCluster in_memory;
        auto first = JournaledFakeCluster::open(path);
        auto second = JournaledFakeCluster::open(path);
        REQUIRE(first);
        REQUIRE(second);
        std::size_t position = 0;
        for (const FakeClusterCommand& command : history) {
            INFO(shown(command));
            auto& cluster = ++position % 3 == 0 ? *second : *first;
            const auto expected = in_memory.execute(command).outcome;
            const auto outcome = cluster.execute(command).outcome;
            CHECK((outcome == expected));
            if (position % 10 == 0) {
                first = JournaledFakeCluster::open(path);
                REQUIRE(first);
            }
        }
        const std::string expected = described(in_memory.state());
        const auto third = JournaledFakeCluster::open(path)->state();
        REQUIRE(third);
        CHECK(described(*third) == expected);
        CHECK(third->revision == in_memory.revision());
        CHECK(described(*first->state()) == expected);
        CHECK(described(*second->state()) == expected);
    }
}
