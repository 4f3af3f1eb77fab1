// SPDX-License-Identifier: BSL-1.0
#include "support/catch.hpp"
#include "support/described_state.hpp"
#include "support/small_cluster.hpp"
#include <crypto_checkpoint/fake/detail/checksum.hpp>
#include <crypto_checkpoint/fake/detail/replay.hpp>
#include <crypto_checkpoint/fake/detail/snapshot.hpp>

#include <string>
#include <vector>

using namespace crypto_checkpoint;
using namespace test_support;
using detail::SnapshotReader;
using detail::WrittenCommand;

namespace {

std::vector<WrittenCommand> rows_of(const FakeClusterState& state) {
    std::vector<WrittenCommand> rows;
    REQUIRE(detail::write_snapshot(state, [&](const WrittenCommand& row) -> Result<void> {
        rows.push_back(row);
        return {};
    }));
    return rows;
}

/// A cluster with something of everything.
FakeClusterState full_state() {
    SmallCluster cluster({.save_changed_keys = false, .answer_bad_key_state = true});
    REQUIRE(cluster.install_provider("NODE1", ProviderType(75), "A\\B"));
    REQUIRE(cluster.create_key("NODE1", R"(75\\Own)"));
    REQUIRE(cluster.create_key("NODE1", R"(1\\User's)", {.machine_level = false}));
    REQUIRE(cluster.change_setting("resolve_provider_name_on_add", true));
    REQUIRE(cluster.add("SQL", R"(75\\Own)"_csp));  // its text could be read in two ways
    REQUIRE(cluster.add("Web", other_key));
    REQUIRE(cluster.bring_online("SQL"));
    REQUIRE(cluster.bring_online("Web"));
    REQUIRE_FALSE(cluster.move_resource("SQL", "NODE2"));
    REQUIRE(cluster.crash_node("NODE2"));
    REQUIRE(cluster.remove_provider("NODE1", "Microsoft DH SChannel Cryptographic Provider"));
    return cluster.state();
}

}  // namespace

TEST_CASE("write_snapshot: is the inverse of SnapshotReader", "[journaled]") {
    const FakeClusterState state = full_state();
    const auto rows = rows_of(state);
    CHECK(rows.size() == detail::snapshot_rows(state) + 1);
    FakeClusterState again;
    CHECK(SnapshotReader::begin(rows.front(), again) == rows.size() - 1);
    for (auto row = rows.begin() + 1; row != rows.end(); ++row) {
        INFO(row->name);
        CHECK(SnapshotReader(again).add(*row));
    }
    CHECK(described(again) == described(state));
    CHECK(again.revision == state.revision);
    // The parts of a name are stored, not its text.
    CHECK(again.resources.at("SQL").checkpoints.front().spec.provider_name() == "A\\B");
    CHECK(rows_of(again) == rows);
}

TEST_CASE("write_snapshot: stops when a row cannot be written", "[journaled]") {
    int written = 0;
    const auto outcome =
        detail::write_snapshot(full_state(), [&](const WrittenCommand&) -> Result<void> {
            if (++written == 5) return std::unexpected(Error(Errc::storage_failed));
            return {};
        });
    CHECK_FALSE(outcome);
    CHECK(written == 5);
}

TEST_CASE("write_snapshot: its rows are stable", "[journaled]") {
    FakeClusterState state;
    state.revision = 9;
    state.last_event = 1;
    state.last_key = 4;
    FakeNode& node = state.nodes["N"];
    node.providers.emplace("P", 1);
    node.default_providers.emplace(1, "P");
    node.containers[{ProviderType(1), "P", "K"}] = {4, false};
    state.groups["G"].owner_node = "N";
    FakeResource& resource = state.resources["R"];
    resource.group = "G";
    resource.checkpoints.push_back({R"(1\\K)"_csp.to_owned(), R"(1\\K)", {3}});
    state.events.push_back({1, FakeEventKind::key_saved, {}, "R", "N", R"(1\\K)"});
    const auto rows = rows_of(state);
    REQUIRE(rows.size() == 16);
    CHECK(rows[0] == WrittenCommand{"snapshot", {"15", "9", "1", "4"}});
    CHECK(rows[1] == WrittenCommand{"state_setting", {"refuse_duplicate_add", "true"}});
    CHECK(rows[8] == WrittenCommand{"state_node", {"N", "true"}});
    CHECK(rows[9] == WrittenCommand{"state_provider", {"N", "P", "1"}});
    CHECK(rows[10] == WrittenCommand{"state_default_provider", {"N", "1", "P"}});
    CHECK(rows[11] ==
          WrittenCommand{"state_container", {"N", "1", "P", "K", "true", "4", "false"}});
    CHECK(rows[12] == WrittenCommand{"state_group", {"G", "N"}});
    CHECK(rows[13] == WrittenCommand{"state_resource", {"R", "G", "offline", "false"}});
    CHECK(rows[14] == WrittenCommand{"state_checkpoint", {"R", "1", "", "K", "3", "true"}});
    CHECK(rows[15] == WrittenCommand{"state_event", {"1", "key_saved", "R", "N", R"(1\\K)"}});
}

TEST_CASE("SnapshotReader: rejects what would break the model", "[journaled]") {
    const FakeClusterState state = full_state();
    const std::string nul("\0", 1);
    for (const WrittenCommand& row : std::vector<WrittenCommand>{
             {"state_setting", {"no_such_setting", "true"}},
             {"state_setting", {"save_changed_keys", "yes"}},
             {"state_node", {"", "true"}},
             {"state_node", {"node1", "true"}},  // there is one
             {"state_node", {nul, "true"}},
             {"state_node", {"\xFF", "true"}},
             {"state_node", {"N"}},
             {"state_provider", {"none", "P", "1"}},
             {"state_provider", {"NODE1", "P", "0"}},
             {"state_provider", {"NODE1", "", "1"}},
             {"state_default_provider", {"NODE1", "1", "none"}},
             {"state_default_provider", {"none", "1", "A\\B"}},
             {"state_container", {"none", "1", "P", "K", "true", "1", "true"}},
             {"state_container", {"NODE1", "1", "", "K", "true", "1", "true"}},
             {"state_container", {"NODE1", "1", "P", "", "true", "1", "true"}},
             {"state_container", {"NODE1", "1000", "P", "K", "true", "1", "true"}},
             {"state_container", {"NODE1", "1", "P", "K", "true", "-1", "true"}},
             {"state_group", {"New", "none"}},
             {"state_group", {"New", "node1"}},  // the model compares the spelling
             {"state_group", {"", "NODE1"}},
             {"state_resource", {"New", "none", "online", "true"}},
             {"state_resource", {"New", "SQL", "Online", "true"}},
             {"state_resource", {"sql", "SQL", "online", "true"}},
             {"state_resource", {"", "SQL", "online", "true"}},
             {"state_checkpoint", {"none", "1", "", "K", "1", "true"}},
             {"state_checkpoint", {"SQL", "1", "", "", "1", "true"}},
             {"state_checkpoint", {"SQL", "1", "\xFF", "K", "1", "true"}},
             {"state_event", {"1", "node_started", "", "NODE1", ""}},  // not the newest
             {"state_event", {"1000", "no_such_event", "", "NODE1", ""}},
             {"state_event", {"18446744073709551615", "node_started", "", "NODE1", ""}},
             {"state_container", {"NODE1", "1", "P", "K", "true", "18446744073709551615", "true"}},
             {"state_checkpoint", {"SQL", "1", "", "K", "18446744073709551615", "true"}},
             {"state_more", {}},
             {"add_node", {"New"}},
         }) {
        INFO(row.name << ' ' << (row.arguments.empty() ? "" : row.arguments.front()));
        FakeClusterState changed = state;
        CHECK_FALSE(SnapshotReader(changed).add(row));
        CHECK(described(changed) == described(state));
    }
    FakeClusterState begun;
    for (const WrittenCommand& row :
         std::vector<WrittenCommand>{{"snapshot", {"1", "2", "3"}},
                                     {"snapshot", {"x", "2", "3", "4"}},
                                     {"snapshot", {"1", "18446744073709551615", "3", "4"}},
                                     {"state_node", {"N", "true"}}})
        CHECK_FALSE(SnapshotReader::begin(row, begun));
}

TEST_CASE("SnapshotReader: rejects more events than a cluster remembers", "[journaled]") {
    FakeClusterState state;
    for (std::size_t i = 1; i <= max_fake_events + 1; ++i)
        CHECK(SnapshotReader(state).add(
                  {"state_event", {std::to_string(i), "node_started", "", "N", ""}}) ==
              (i <= max_fake_events));
    CHECK(state.last_event == max_fake_events);
}

TEST_CASE("Checksum: is FNV-1a", "[journaled]") {
    // Calculated by another program from the definition.
    static_assert(detail::Checksum().value() == 0xCBF29CE484222325);
    detail::Checksum checksum;
    checksum.add(std::uint64_t{0x0102030405060708});
    CHECK(checksum.value() == 0xc6d4496e17859d5U);
    checksum.add("NODE1");
    CHECK(checksum.value() == 0x71149efd9bf5bb37U);
}

TEST_CASE("checksum_of: covers every part of a row and the row before", "[journaled]") {
    const WrittenCommand row{"add_resource", {"ab", "c", "NODE1"}};
    // Stable: existing journals contain it.
    CHECK(detail::checksum_of(0, 1, {"add_node", {"NODE1"}}) == -7622160244945014520);
    const std::int64_t checksum = detail::checksum_of(5, 6, row);
    CHECK(checksum != detail::checksum_of(4, 6, row));
    CHECK(checksum != detail::checksum_of(5, 7, row));
    CHECK(checksum != detail::checksum_of(5, 6, {"add_resources", row.arguments}));
    CHECK(checksum != detail::checksum_of(5, 6, {"add_resource", {"a", "bc", "NODE1"}}));
    CHECK(checksum != detail::checksum_of(5, 6, {"add_resource", {"ab", "c"}}));
    CHECK(checksum != detail::checksum_of(5, 6, {"add_resource", {"ab", "c", "NODE2"}}));
}
