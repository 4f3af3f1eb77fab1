// SPDX-License-Identifier: BSL-1.0
#include "require.hpp"
#include "support/described_state.hpp"
#include <crypto_checkpoint/fake/detail/command_codec.hpp>
#include <crypto_checkpoint/fake/detail/model.hpp>
#include <crypto_checkpoint/fake/detail/snapshot.hpp>

using namespace crypto_checkpoint;
using fuzz_tests::require;

// A damaged or forged journal: a line for each command, its name and members separated by tabs.
// Decoded commands can be executed, and survive a round trip. Rows of a snapshot make a cluster on which they
// can be executed, too; a snapshot of either cluster leads to the same one.

namespace {

std::vector<std::string> split(std::string_view text, char separator) {
    std::vector<std::string> parts;
    for (;;) {
        const std::size_t end = text.find(separator);
        parts.emplace_back(text.substr(0, end));
        if (end == text.npos) return parts;
        text.remove_prefix(end + 1);
    }
}

std::string described(const detail::FakeClusterModel& model) {
    return test_support::described(model.state());
}

void require_same_after_snapshot(const detail::FakeClusterModel& model) {
    detail::FakeClusterModel again;
    std::optional<std::uint64_t> missing;
    (void)detail::write_snapshot(
        model.state(), [&](const detail::WrittenCommand& row) -> Result<void> {
            if (missing) {
                require(detail::SnapshotReader(again.state_to_load()).add(row));
                --*missing;
            } else {
                missing = detail::SnapshotReader::begin(row, again.state_to_load());
                require(missing.has_value());
            }
            return {};
        });
    require(missing == 0U);
    require(described(again) == described(model));
    require(again.state().revision == model.state().revision);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    detail::FakeClusterModel model;
    detail::FakeClusterModel repeated;
    detail::FakeClusterModel forged;
    for (const std::string& line : split({reinterpret_cast<const char*>(data), size}, '\n')) {
        std::vector<std::string> fields = split(line, '\t');
        detail::WrittenCommand text;
        text.name = fields.front();
        text.arguments.assign(fields.begin() + 1, fields.end());
        const auto command = detail::read_command(text);
        if (!command) {
            (void)detail::SnapshotReader(forged.state_to_load()).add(text);
            continue;
        }
        (void)forged.execute(*command);
        const detail::WrittenCommand canonical = detail::write_command(*command);
        require(canonical.name == text.name);
        const auto again = detail::read_command(canonical);
        require(again.has_value() && detail::write_command(*again) == canonical);
        const auto result = model.execute(*command).outcome;
        require(repeated.execute(*again).outcome == result);
    }
    require(model.state().revision == repeated.state().revision);
    require(described(model) == described(repeated));
    require_same_after_snapshot(model);
    require_same_after_snapshot(forged);
    return 0;
}
