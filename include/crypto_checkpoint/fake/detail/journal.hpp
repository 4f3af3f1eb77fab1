// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_FAKE_DETAIL_JOURNAL_HPP
#define CRYPTO_CHECKPOINT_FAKE_DETAIL_JOURNAL_HPP

#include <crypto_checkpoint/error/errc.hpp>
#include <crypto_checkpoint/error/error.hpp>
#include <crypto_checkpoint/fake/commands.hpp>
#include <crypto_checkpoint/fake/detail/command_codec.hpp>
#include <crypto_checkpoint/fake/detail/model.hpp>
#include <crypto_checkpoint/fake/detail/replay.hpp>
#include <crypto_checkpoint/fake/detail/snapshot.hpp>
#include <crypto_checkpoint/fake/detail/sqlite.hpp>
#include <crypto_checkpoint/fake/state.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <limits>
#include <string>
#include <string_view>
#include <utility>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail {

/// A journal in an open file, and the cluster to which it leads. The caller serializes all uses.
class Journal {
public:
    static constexpr std::int64_t application_id = 0x43435054;  // "CCPT"

    explicit Journal(SqliteDatabase database) : database_(std::move(database)) {}

    [[nodiscard]] const FakeClusterModel& model() const noexcept { return replay_.model; }

    /// Creates the table in an empty file, replaces that of an older version, and reads the rows.
    /// @par Errors  storage_failed, storage_damaged; nothing has changed
    Result<void> open() {
        if (auto set = database_.run("PRAGMA synchronous=EXTRA"); !set) return set;
        if (auto made = make_table(); !made) return made;
        // A command then waits for the disk once instead of four times. The error is ignored: without
        // WAL (the file system lacks it, or another process is opening the file) commands are slower
        // but safe.
        (void)database_.run("PRAGMA journal_mode=WAL");
        return catch_up();
    }

    /// Writes a cluster into an empty file.
    Result<void> create(FakeClusterState state) {
        replay_.model.set_state(std::move(state));
        has_snapshot_ = false;
        return open();
    }

    /// Reads the rows of a file that is not open for writing, of any version that is known.
    Result<void> load() {
        // One snapshot: another process may be creating the table.
        auto snapshot = SqliteTransaction::begin(database_, SqliteTransaction::Kind::read);
        if (!snapshot) return std::unexpected(std::move(snapshot.error()));
        const auto format = read_format();
        if (!format) return std::unexpected(format.error());
        return *format == no_format ? Result<void>() : catch_up();
    }

    /// The rows that can be read and applied, whatever is between them.
    struct Salvage {
        std::uint64_t saved = 0;
        std::uint64_t lost = 0;       ///< rows that are there and were passed over
        std::int64_t first_lost = 0;  ///< a row; 0: none
        std::string ended_by{};       ///< why the rest cannot be read; empty: there is no rest
    };
    Result<Salvage> salvage() {
        auto snapshot = SqliteTransaction::begin(database_, SqliteTransaction::Kind::read);
        if (!snapshot) return std::unexpected(std::move(snapshot.error()));
        if (const auto format = read_format(); !format) return std::unexpected(format.error());
        Salvage result;
        const auto lose = [&](std::int64_t sequence) {
            if (result.first_lost == 0) result.first_lost = sequence;
        };
        std::int64_t next = 1;
        const auto read = for_each_row(1, [&](const JournalRow& row) -> Result<void> {
            // SQLite may report rows of a damaged file without end, but not in order.
            if (row.sequence < next || row.sequence > JournalReplay::max_sequence)
                return damaged("its rows are out of order");
            if (row.sequence != next && row.text.name != snapshot_begin) lose(next);
            next = row.sequence + 1;
            if (replay_.apply_or_skip(row)) {
                ++result.saved;
                return Result<void>();
            }
            ++result.lost;
            lose(row.sequence);
            return {};
        });
        if (!read) {
            result.ended_by = read.error().detail;
            lose(next);
        }
        return result;
    }

    /// Replays the rows that were written since the last call.
    Result<void> catch_up() {
        if (!in_step_) replay_ = {};
        in_step_ = false;  // while a row is half applied
        auto read = replay_new_rows();
        in_step_ = replay_.at.missing == 0;  // the rest of a snapshot may be replaced
        return read;
    }

    /// Executes one command and writes it to the file.
    ExecutionResult execute(const FakeClusterCommand& command) {
        const auto failed = [](Error error) {
            return ExecutionResult{std::unexpected(std::move(error)), false};
        };
        auto transaction = SqliteTransaction::begin(database_, SqliteTransaction::Kind::write);
        if (!transaction) return failed(std::move(transaction.error()));
        if (auto in_place = check_in_place(); !in_place) return failed(std::move(in_place.error()));
        if (auto read = catch_up(); !read) return failed(std::move(read.error()));
        in_step_ = false;  // until the row is in the file
        ExecutionResult result = replay_.model.execute(command);
        if (result.changed) {
            if (auto written = append(write_command(command)); !written)
                return failed(std::move(written.error()));
            if (auto committed = transaction->commit(); !committed) {
                // With WAL the commit frame may be in the file, and recovery after a crash replays it.
                if (!is_busy(committed.error())) committed.error().code = Errc::outcome_unknown;
                return failed(std::move(committed.error()));
            }
        }
        in_step_ = true;
        if (result.changed) attempt([this] { compact(); });
        return result;
    }

    /// Writes to an unlinked file succeed and are lost when the last handle closes.
    [[nodiscard]] Result<void> check_in_place() const {
        if (!database_.has_moved()) return {};
        return std::unexpected(Error(Errc::storage_failed,
                                     "its file was deleted or moved: it has to be opened again"));
    }

private:
    static constexpr std::int64_t no_format = 0;  // the file is empty
    static constexpr std::int64_t without_checksums = 1;
    static constexpr std::int64_t current_format = 2;
    static constexpr std::array<std::string_view, current_format + 1> tables = {
        "",
        "CREATE TABLE journal(sequence INTEGER PRIMARY KEY, command TEXT NOT NULL,"
        " arguments TEXT NOT NULL) STRICT",
        "CREATE TABLE journal(sequence INTEGER PRIMARY KEY, command TEXT NOT NULL,"
        " arguments TEXT NOT NULL, checksum INTEGER NOT NULL) STRICT",
    };
    static constexpr std::int64_t lowest = (std::numeric_limits<std::int64_t>::min)();

    static std::unexpected<Error> unexpected_damage(std::string detail) {
        return std::unexpected(Error(Errc::storage_damaged, std::move(detail)));
    }
    static Result<void> damaged(std::string detail) { return unexpected_damage(std::move(detail)); }
    static Result<void> changed_by_others() {
        return damaged("another program changed its rows; it has to be opened again");
    }
    [[nodiscard]] Result<void> damaged_row(std::int64_t sequence) const {
        const std::string row = "row " + std::to_string(sequence) + " of its journal is damaged; ";
        if (replay_.at.last == 0) return damaged(row + "it is the first one");
        return damaged(row + "rows " + std::to_string(replay_.at.first) + " to " +
                       std::to_string(replay_.at.last) + " before it are not");
    }

    /// The version of the file's format. Rejects a file that is not a journal.
    Result<std::int64_t> read_format() {
        const auto id = database_.number("PRAGMA application_id");
        if (!id) return id;
        const auto entries = database_.number("SELECT count(*) FROM sqlite_schema");
        if (!entries) return entries;
        const auto version = database_.number("PRAGMA user_version");
        if (!version) return version;
        if (*id == 0 && *entries == 0) return format_ = no_format;
        if (*id != application_id)
            return unexpected_damage("the file is a database of another program");
        if (*version > current_format)
            return unexpected_damage("its format is version " + std::to_string(*version) +
                                     " of a newer program; this one reads versions 1 to " +
                                     std::to_string(current_format));
        if (*version < without_checksums)
            return unexpected_damage("its format is version " + std::to_string(*version) +
                                     ", which no program writes");
        auto same = database_.prepare("SELECT sql = ? FROM sqlite_schema");
        if (!same) return std::unexpected(std::move(same.error()));
        same->bind(tables[static_cast<std::size_t>(*version)]);
        const auto entry = same->step();
        if (!entry) return std::unexpected(entry.error());
        if (*entries != 1 || !*entry || same->number(0) != 1)
            return unexpected_damage("it has to have the table journal and nothing else");
        return format_ = *version;
    }

    /// Does nothing if the file has it.
    Result<void> make_table() {
        auto transaction = SqliteTransaction::begin(database_, SqliteTransaction::Kind::write);
        if (!transaction) return std::unexpected(std::move(transaction.error()));
        const auto format = read_format();
        if (!format) return std::unexpected(format.error());
        if (*format == current_format) return {};
        if (*format == without_checksums) {
            if (auto read = catch_up(); !read) return read;
            if (auto dropped = database_.run("DROP TABLE journal"); !dropped) return dropped;
            has_snapshot_ = false;
        }
        for (const std::string& sql : {"PRAGMA application_id=" + std::to_string(application_id),
                                       "PRAGMA user_version=" + std::to_string(current_format),
                                       std::string(tables[current_format])})
            if (auto made = database_.run(sql); !made) return made;
        format_ = current_format;
        if (!std::exchange(has_snapshot_, true))
            if (auto written = append_snapshot(); !written) return written;
        auto committed = transaction->commit();
        if (committed) attempt([this] { shrink(); });
        return committed;
    }

    /// Calls @p visit with the rows from @p sequence on until it fails.
    template <class Visit>
    Result<void> for_each_row(std::int64_t sequence, Visit visit) {
        constexpr std::size_t max_arguments = 16;  // no row has as many
        // json_each walks an array in its order. To ask for that order would sort all rows first.
        auto rows = database_.prepare(
            format_ == current_format
                ? "SELECT sequence, command, value, checksum FROM journal LEFT JOIN"
                  " json_each(iif(json_valid(arguments), arguments, '[]'))"
                  " WHERE sequence >= ? ORDER BY sequence"
                : "SELECT sequence, command, value FROM journal LEFT JOIN"
                  " json_each(iif(json_valid(arguments), arguments, '[]'))"
                  " WHERE sequence >= ? ORDER BY sequence");
        if (!rows) return std::unexpected(std::move(rows.error()));
        rows->bind(sequence);
        JournalRow row;
        for (bool is_first = true;; is_first = false) {
            const auto next = rows->step();
            if (!next) return std::unexpected(next.error());
            if (!is_first && (!*next || rows->number(0) != row.sequence))
                if (auto visited = visit(row); !visited) return visited;
            if (!*next) return {};
            if (is_first || rows->number(0) != row.sequence) {
                row = {rows->number(0), {rows->text(1), {}}, {}};
                if (format_ == current_format) row.checksum = rows->number(3);
            }
            if (row.text.arguments.size() != max_arguments)
                row.text.arguments.push_back(rows->text(2));
        }
    }

    Result<void> replay_new_rows() {
        bool is_first = true;
        const bool is_new = replay_.at.last == 0;
        const auto read =
            for_each_row(is_new ? lowest : replay_.at.last, [&](const JournalRow& row) {
                const bool was_first = std::exchange(is_first, false);
                // The last row is read again: another program may have changed or deleted it.
                if (!is_new && was_first && row.text.name != snapshot_begin)
                    return row.sequence == replay_.at.last &&
                                   row.checksum.value_or(0) == replay_.at.checksum
                               ? Result<void>()
                               : changed_by_others();
                if (!is_new && was_first && row.sequence == replay_.at.last) return Result<void>();
                return replay_.apply(row, was_first) ? Result<void>() : damaged_row(row.sequence);
            });
        if (!read) return read;
        if (is_first && !is_new) return changed_by_others();
        return replay_.at.missing == 0 ? Result<void>() : damaged("its last row is missing");
    }

    Result<void> append(const WrittenCommand& text) {
        std::string sql = "INSERT INTO journal(sequence, command, checksum, arguments)"
                          " VALUES(?, ?, ?, json_array(";
        for (std::size_t i = 0; i != text.arguments.size(); ++i) sql += i == 0 ? "?" : ", ?";
        auto statement = database_.prepare(sql + "))");
        if (!statement) return std::unexpected(std::move(statement.error()));
        const std::int64_t sequence = replay_.at.last + 1;
        const std::int64_t previous = text.name == snapshot_begin ? 0 : replay_.at.checksum;
        const std::int64_t checksum = checksum_of(previous, sequence, text);
        statement->bind(sequence);
        statement->bind(text.name);
        statement->bind(checksum);
        for (const std::string& argument : text.arguments) statement->bind(argument);
        if (const auto stepped = statement->step(); !stepped)
            return std::unexpected(stepped.error());
        if (database_.changes() != 1)
            return std::unexpected(Error(Errc::storage_failed, "its row was not inserted"));
        replay_.at.last = sequence;
        replay_.at.checksum = checksum;
        return {};
    }

    /// Appends the state, and deletes the rows that lead to it.
    Result<void> append_snapshot() {
        replay_.at.first = replay_.at.last + 1;
        if (auto written = write_snapshot(
                replay_.model.state(),
                [this](const WrittenCommand& text) -> Result<void> { return append(text); });
            !written)
            return written;
        auto older = database_.prepare("DELETE FROM journal WHERE sequence < ?");
        if (!older) return std::unexpected(std::move(older.error()));
        older->bind(replay_.at.first);
        if (const auto stepped = older->step(); !stepped) return std::unexpected(stepped.error());
        return {};
    }

    /// Does what follows a change that is in the file. That it runs out of memory is not an error of
    /// the change.
    template <class Action>
    static void attempt(Action action) noexcept {
        try {
            action();
        } catch (...) {
            return;
        }
    }

    /// Keeps the file proportional to the state. In a transaction of its own: its failure, such as for
    /// a full disk, is not that of the command before it, and the next attempt follows.
    void compact() {
        constexpr std::int64_t interval =
            1024;  // chosen: counting the state's rows is no work then
        const auto is_due = [this] {
            const auto rows = static_cast<std::uint64_t>(replay_.at.last - replay_.at.first + 1);
            return rows > 2 * snapshot_rows(replay_.model.state()) + interval;
        };
        if (replay_.at.last % interval != 0 || !is_due()) return;
        auto transaction = SqliteTransaction::begin(database_, SqliteTransaction::Kind::write);
        // Another process may have written, or done the same.
        if (!transaction || !check_in_place() || !catch_up() || !is_due()) return;
        in_step_ = false;  // until the snapshot is in the file
        const JournalPosition before = replay_.at;
        Result<void> written = append_snapshot();
        if (written) written = transaction->commit();
        if (!written) replay_.at = before;  // if the snapshot is there after all, it is read
        in_step_ = true;
        if (written) shrink();
    }

    /// Returns pages to the file system if most of them are unused.
    void shrink() {
        constexpr std::int64_t few = 256;  // chosen: 1 MiB
        const auto pages = database_.number("PRAGMA page_count");
        const auto unused = database_.number("PRAGMA freelist_count");
        if (pages && unused && *pages > few && *unused > *pages / 8 * 7)
            (void)database_.run("VACUUM");  // an attempt: a large file is as good
    }

    SqliteDatabase database_;
    JournalReplay replay_;
    bool in_step_ = true;  // whether replay_ is at a row of the file, with nothing half done
    std::int64_t format_ = current_format;
    bool has_snapshot_ = true;  // or needs none: whether the rows lead to the model
};

}  // namespace detail
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
