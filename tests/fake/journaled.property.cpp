// SPDX-License-Identifier: BSL-1.0
#include "random_commands.hpp"
#include "support/catch.hpp"
#include "support/described_state.hpp"
#include "support/property.hpp"
#include "support/sanitizers.hpp"
#include "support/temporary_folder.hpp"
#include <crypto_checkpoint/fake/detail/replay.hpp>
#include <crypto_checkpoint/fake/fake_cluster.hpp>
#include <crypto_checkpoint/fake/journaled.hpp>

#include <rapidcheck.h>

#include <string>

using namespace fake_tests;
using test_support::described;
using test_support::TemporaryFolder;

// A cluster in a file behaves as the cluster in memory, with several instances and reopening. Fewer
// histories than usual: every command waits for the disk.

TEST_CASE("write_snapshot: any cluster survives it", "[journaled][property]") {
    test_support::holds("snapshot", [] {
        FakeCluster cluster;
        const auto history = *any_history();
        const std::size_t half = history.size() / 2;
        for (std::size_t i = 0; i != half; ++i) (void)cluster.execute(history[i]);
        detail::JournalReplay replay;
        (void)detail::write_snapshot(
            cluster.state(), [&](const detail::WrittenCommand& text) -> Result<void> {
                detail::JournalRow row{replay.at.last + 1, text, {}};
                row.checksum = detail::checksum_of(replay.at.checksum, row.sequence, text);
                RC_ASSERT(replay.apply(row, true));
                return {};
            });
        RC_ASSERT(replay.at.missing == 0U);
        // and is the same cluster from then on
        for (std::size_t i = half; i != history.size(); ++i)
            RC_ASSERT(detail::about_resource_of(history[i], [&] {
                          return replay.model.execute(history[i]);
                      }).outcome == cluster.execute(history[i]).outcome);
        RC_ASSERT(described(replay.model.state()) == described(cluster.state()));
        RC_ASSERT(replay.model.state().revision == cluster.revision());
    });
}

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
