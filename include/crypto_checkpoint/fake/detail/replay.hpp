// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_FAKE_DETAIL_REPLAY_HPP
#define CRYPTO_CHECKPOINT_FAKE_DETAIL_REPLAY_HPP

#include <crypto_checkpoint/fake/detail/checksum.hpp>
#include <crypto_checkpoint/fake/detail/command_codec.hpp>
#include <crypto_checkpoint/fake/detail/model.hpp>
#include <crypto_checkpoint/fake/detail/snapshot.hpp>

#include <bit>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail {

/// A row of a journal.
struct JournalRow {
    std::int64_t sequence = 0;
    WrittenCommand text;
    std::optional<std::int64_t> checksum;  ///< version 1 has none
};

/// The checksum of a row, and with it of all before it.
/// @param previous  that of the row before it; 0 for the first row of a journal or a snapshot
inline std::int64_t checksum_of(std::int64_t previous, std::int64_t sequence,
                                const WrittenCommand& text) {
    Checksum checksum;
    checksum.add(std::bit_cast<std::uint64_t>(previous));
    checksum.add(std::bit_cast<std::uint64_t>(sequence));
    checksum.add(text.name);
    for (const std::string& argument : text.arguments) checksum.add(argument);
    return std::bit_cast<std::int64_t>(checksum.value());
}

/// A place in a journal.
struct JournalPosition {
    std::int64_t first = 1;     ///< the sequence of the first row
    std::int64_t last = 0;      ///< that of the last row; 0: none
    std::int64_t checksum = 0;  ///< of the last row
    std::uint64_t missing = 0;  ///< rows of the snapshot that are still to come
    friend bool operator==(const JournalPosition&, const JournalPosition&) = default;
};

/// The cluster to which the rows of a journal lead.
struct JournalReplay {
    /// So that there is always a next one.
    static constexpr std::int64_t max_sequence = std::int64_t{1} << 62;

    FakeClusterModel model;
    JournalPosition at;

    /// Applies the next row.
    /// @param may_follow_gap  whether a snapshot may begin without the rows before it
    /// @return  false if the row is damaged, or not the next one; nothing has changed
    bool apply(const JournalRow& row, bool may_follow_gap) {
        const bool begins = row.text.name == snapshot_begin;
        if (row.sequence <= at.last || row.sequence > max_sequence ||
            (row.sequence != at.last + 1 && !(begins && may_follow_gap)) ||
            (begins && at.missing != 0))
            return false;
        if (row.checksum &&
            *row.checksum != checksum_of(begins ? 0 : at.checksum, row.sequence, row.text))
            return false;
        if (begins) {
            const auto rows = SnapshotReader::begin(row.text, model.state_to_load());
            if (!rows) return false;
            at.first = row.sequence;
            at.missing = *rows;
        } else if (at.missing != 0) {
            if (!SnapshotReader(model.state_to_load()).add(row.text)) return false;
            --at.missing;
        } else {
            // Its outcome may be an error: a restore that fails is a change too.
            const auto command = read_command(row.text);
            if (!command || !model.execute(*command).changed) return false;
        }
        at.last = row.sequence;
        at.checksum = row.checksum.value_or(0);
        return true;
    }

    /// Applies the next row of a damaged journal, or passes over it.
    /// @return  whether it was applied
    bool apply_or_skip(const JournalRow& row) {
        at.last = row.sequence - 1;
        // By its name, not by its place: rows of a snapshot may be gone.
        at.missing = row.text.name.starts_with("state_") ? 1 : 0;
        if (apply(row, true)) return true;
        at.last = row.sequence;
        at.checksum = row.checksum.value_or(0);
        return false;
    }
};

}  // namespace detail
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
