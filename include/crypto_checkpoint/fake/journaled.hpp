// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_FAKE_JOURNALED_HPP
#define CRYPTO_CHECKPOINT_FAKE_JOURNALED_HPP

#include <crypto_checkpoint/cluster/backend.hpp>
#include <crypto_checkpoint/cluster/reported_resource.hpp>
#include <crypto_checkpoint/error/errc.hpp>
#include <crypto_checkpoint/error/error.hpp>
#include <crypto_checkpoint/fake/commands.hpp>
#include <crypto_checkpoint/fake/controls.hpp>
#include <crypto_checkpoint/fake/detail/command_codec.hpp>
#include <crypto_checkpoint/fake/detail/model.hpp>
#include <crypto_checkpoint/fake/detail/node.hpp>
#include <crypto_checkpoint/fake/detail/sqlite.hpp>
#include <crypto_checkpoint/fake/state.hpp>
#include <crypto_checkpoint/name/csp_spec.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace crypto_checkpoint {
inline namespace v0 {

/// A fake cluster stored in a file.
///
/// Every command that changes the cluster is one row of a SQLite table, written in one transaction
/// before the command returns; opening the file replays the rows. An acknowledged change survives a
/// crash of the process at any instant, and changes are atomic. A commit is forced to the disk
/// (`synchronous=EXTRA`). While the file is open, SQLite keeps two more beside it, `-wal` and `-shm`;
/// after a crash they belong to it.
///
/// Several processes may open the same file: each command first replays what the others have written.
/// The file holds names only, no key material; `SELECT * FROM journal` shows its history. It grows
/// with each change and is never compacted.
///
/// @par Errors       Those of FakeCluster, and the three below. Error::context names the file if opening
///                   failed, Error::native is SQLite's code.
///  * storage_failed: the file could not be read or written; the command was not executed
///  * outcome_unknown: the commit failed; a crash may still bring the change back
///  * storage_damaged: the file is not a journal, or has another version
/// @par Complexity   opening is linear in the changes that the file holds; a change waits for the disk
/// @par Thread safety  safe
/// @par Example
/// @snippet reference/journal.cpp journal
class JournaledFakeCluster : public FakeClusterControls<JournaledFakeCluster> {
public:
    /// Opens a journal, or creates one.
    /// @param path          UTF-8; its folder must exist
    /// @param busy_timeout  how long each command waits for other processes that are writing
    /// @par Errors          storage_failed, storage_damaged: as the class
    static Result<JournaledFakeCluster> open(
        const std::string& path,
        std::chrono::milliseconds busy_timeout = std::chrono::seconds(10)) {
        auto database = detail::SqliteDatabase::open(path, busy_timeout);
        if (!database) return in_file(path, std::move(database.error()));
        JournaledFakeCluster journal(std::move(*database));
        if (auto ready = journal.create_table(); !ready)
            return in_file(path, std::move(ready.error()));
        journal.enable_wal();
        if (auto read = journal.catch_up(); !read) return in_file(path, std::move(read.error()));
        return journal;
    }

    /// The current state of the cluster in a file. Writes nothing: an empty file stays empty, and
    /// holds an empty cluster.
    /// @param path          as of open(); the file must exist
    /// @param busy_timeout  as of open()
    /// @par Errors          storage_failed, storage_damaged: as the class
    /// @par Example
    /// @snippet reference/journal.cpp look
    static Result<FakeClusterState> read_state(
        const std::string& path,
        std::chrono::milliseconds busy_timeout = std::chrono::seconds(10)) {
        auto database =
            detail::SqliteDatabase::open(path, busy_timeout, detail::SqliteDatabase::Missing::fail);
        if (!database) return in_file(path, std::move(database.error()));
        JournaledFakeCluster journal(std::move(*database));
        // One snapshot: another process may be creating the table.
        auto snapshot = detail::SqliteTransaction::begin(journal.database_,
                                                         detail::SqliteTransaction::Kind::read);
        if (!snapshot) return in_file(path, std::move(snapshot.error()));
        const auto is_new = journal.is_new();
        if (!is_new) return in_file(path, is_new.error());
        if (*is_new) return journal.model_.state();
        if (auto read = journal.catch_up(); !read) return in_file(path, std::move(read.error()));
        return journal.model_.state();
    }

    /// Executes one command and writes it to the file.
    /// @par Errors  as the class, in ExecutionResult::outcome
    [[nodiscard]] ExecutionResult execute(const FakeClusterCommand& command) {
        const auto failed = [](Error error) {
            return ExecutionResult{std::unexpected(std::move(error)), false};
        };
        const std::lock_guard lock(*mutex_);
        auto transaction =
            detail::SqliteTransaction::begin(database_, detail::SqliteTransaction::Kind::write);
        if (!transaction) return failed(std::move(transaction.error()));
        if (auto in_place = check_in_place(); !in_place) return failed(std::move(in_place.error()));
        if (auto read = catch_up(); !read) return failed(std::move(read.error()));
        ExecutionResult result = model_.execute(command);
        if (!result.changed) return result;
        Result<void> written = write(command);
        if (written) {
            written = transaction->commit();
            // With WAL the commit frame may be in the file, and recovery after a crash replays it.
            if (!written && !detail::is_busy(written.error()))
                written.error().code = Errc::outcome_unknown;
        }
        if (written) return result;
        // The model is ahead of the file.
        discard_memory();
        return failed(std::move(written.error()));
    }

    /// AddCryptoCheckpoint: see CheckpointBackend.
    /// @par Errors  as the class
    [[nodiscard]] Result<void> add(std::string_view resource, CspSpecView spec) {
        return execute(fake::AddCheckpoint{std::string(resource), spec.to_owned()}).outcome;
    }
    /// RemoveCryptoCheckpoint: see CheckpointBackend.
    /// @par Errors  as the class
    [[nodiscard]] Result<void> remove(std::string_view resource, CspSpecView spec) {
        return execute(fake::RemoveCheckpoint{std::string(resource), spec.to_owned()}).outcome;
    }
    /// The property CryptoCheckpoints: see CheckpointBackend.
    /// @par Errors  as the class
    [[nodiscard]] Result<CheckpointList> list(std::string_view resource) {
        return read_current([&] { return model_.list(resource); });
    }
    /// All resources, in the order of their names.
    /// @par Errors  as the class
    [[nodiscard]] Result<std::vector<ReportedResource>> resources() {
        return read_current([&] { return model_.resources(); });
    }

    /// The current state, the changes of other processes included.
    /// @par Errors  storage_failed, storage_damaged: as the class
    [[nodiscard]] Result<FakeClusterState> state() {
        return read_current([&]() -> Result<FakeClusterState> { return model_.state(); });
    }

    /// The key in a machine-level container of a node, as FakeCluster::key_in().
    /// @par Errors  as FakeCluster::key_in(); storage_failed, storage_damaged
    [[nodiscard]] Result<FakeKey> key_in(std::string_view node, CspSpecView container) {
        return read_current([&] { return detail::find_key(model_.state(), node, container); });
    }

private:
    static constexpr std::int64_t application_id = 0x43435054;  // "CCPT"
    static constexpr std::int64_t format_version = 1;

    explicit JournaledFakeCluster(detail::SqliteDatabase database)
        : database_(std::move(database)) {}

    static std::unexpected<Error> in_file(const std::string& path, Error error) {
        error.context = "'" + path + "'";
        return std::unexpected(std::move(error));
    }

    /// Whether the file is still empty. Rejects a file that is not a journal.
    Result<bool> is_new() {
        const auto id = database_.number("PRAGMA application_id");
        if (!id) return std::unexpected(id.error());
        const auto tables = database_.number("SELECT count(*) FROM sqlite_schema");
        if (!tables) return std::unexpected(tables.error());
        const auto version = database_.number("PRAGMA user_version");
        if (!version) return std::unexpected(version.error());
        if (*id == application_id && *version == format_version) return false;
        if (*id == application_id)
            return std::unexpected(
                Error(Errc::storage_damaged, "its format is version " + std::to_string(*version) +
                                                 ", this program reads version " +
                                                 std::to_string(format_version)));
        if (*id != 0 || *tables != 0)
            return std::unexpected(
                Error(Errc::storage_damaged, "the file is a database of another program"));
        return true;
    }

    /// Does nothing if the file has it.
    Result<void> create_table() {
        if (auto set = database_.run("PRAGMA synchronous=EXTRA"); !set) return set;
        auto transaction =
            detail::SqliteTransaction::begin(database_, detail::SqliteTransaction::Kind::write);
        if (!transaction) return std::unexpected(std::move(transaction.error()));
        const auto is_empty = is_new();
        if (!is_empty) return std::unexpected(is_empty.error());
        if (!*is_empty) return {};
        for (const std::string& sql :
             {"PRAGMA application_id=" + std::to_string(application_id),
              "PRAGMA user_version=" + std::to_string(format_version),
              std::string(
                  "CREATE TABLE journal(sequence INTEGER PRIMARY KEY, command TEXT NOT NULL,"
                  " arguments TEXT NOT NULL) STRICT")})
            if (auto made = database_.run(sql); !made) return made;
        return transaction->commit();
    }

    /// A command then waits for the disk once instead of four times. The error is ignored: without WAL
    /// (the file system lacks it, or another process is opening the file) commands are slower but safe.
    void enable_wal() { (void)database_.run("PRAGMA journal_mode=WAL"); }

    Result<void> write(const FakeClusterCommand& command) {
        const detail::WrittenCommand text = detail::write_command(command);
        std::string sql =
            "INSERT INTO journal(sequence, command, arguments) VALUES(?, ?, json_array(";
        for (std::size_t i = 0; i != text.arguments.size(); ++i) sql += i == 0 ? "?" : ", ?";
        auto statement = database_.prepare(sql + "))");
        if (!statement) return std::unexpected(std::move(statement.error()));
        statement->bind(applied_ + 1);
        statement->bind(text.name);
        for (const std::string& argument : text.arguments) statement->bind(argument);
        if (const auto stepped = statement->step(); !stepped)
            return std::unexpected(stepped.error());
        ++applied_;
        return {};
    }

    /// Replays the rows that were written since the last call.
    Result<void> catch_up() {
        auto rows = database_.prepare("SELECT sequence, command, value FROM journal LEFT JOIN"
                                      " json_each(iif(json_valid(arguments), arguments, '[]'))"
                                      " WHERE sequence > ? ORDER BY sequence, json_each.key");
        if (!rows) return std::unexpected(std::move(rows.error()));
        rows->bind(applied_);
        std::int64_t sequence = 0;
        detail::WrittenCommand text;
        for (;;) {
            const auto row = rows->step();
            if (!row) return std::unexpected(row.error());
            if (sequence != 0 && (!*row || rows->number(0) != sequence))
                if (auto again = replay(sequence, text); !again) return again;
            if (!*row) return {};
            if (rows->number(0) != sequence) text = {rows->text(1), {}};
            sequence = rows->number(0);
            text.arguments.push_back(rows->text(2));
        }
    }

    Result<void> replay(std::int64_t sequence, const detail::WrittenCommand& text) {
        const auto command = detail::read_command(text);
        // Its outcome may be an error: a restore that fails is a change too.
        if (!command || sequence != applied_ + 1 || !model_.execute(*command).changed)
            return std::unexpected(Error(Errc::storage_damaged,
                                         "row " + std::to_string(sequence) + " of its journal"));
        applied_ = sequence;
        return {};
    }

    template <class Read>
    std::invoke_result_t<Read> read_current(Read read) {
        const std::lock_guard lock(*mutex_);
        if (auto in_place = check_in_place(); !in_place)
            return std::unexpected(std::move(in_place.error()));
        if (auto replayed = catch_up(); !replayed)
            return std::unexpected(std::move(replayed.error()));
        return read();
    }

    /// Writes to an unlinked file succeed and are lost when the last handle closes.
    [[nodiscard]] Result<void> check_in_place() const {
        if (!database_.has_moved()) return {};
        return std::unexpected(Error(Errc::storage_failed,
                                     "its file was deleted or moved: it has to be opened again"));
    }

    void discard_memory() {
        model_ = {};
        applied_ = 0;
    }

    std::unique_ptr<std::mutex> mutex_ = std::make_unique<std::mutex>();
    detail::SqliteDatabase database_;
    detail::FakeClusterModel model_;
    std::int64_t applied_ = 0;  // the sequence of the last row in model_
};

static_assert(EnumeratingBackend<JournaledFakeCluster>);

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
