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
#include <crypto_checkpoint/fake/detail/sqlite.hpp>
#include <crypto_checkpoint/fake/fake_cluster.hpp>
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

/// A fake cluster that is kept in a file.
///
/// Every command that changes the cluster is one row of a SQLite table, written in one transaction
/// before it is acknowledged; opening the file carries them out again. So whatever was acknowledged
/// survives the end of the process at any instant, and nothing survives by halves. A commit is
/// forced to the disk (`synchronous=EXTRA`). While the file is open, SQLite keeps two more beside it,
/// `-wal` and `-shm`; after a crash they belong to it.
///
/// Several processes may have the same file open: each command first catches up with the others'.
/// The file holds names only, no key material; `SELECT * FROM journal` shows its history. It grows
/// with each change and is never compacted.
///
/// @tparam Cluster   FakeCluster, or what offers its `apply`, `execute`, `list`, `resources`,
///                   `state`, `key_in`, `revision`
/// @par Errors       Those of the cluster, and the two below. Error::context names the file where it is
///                   opened, Error::native is SQLite's code.
///  * storage_failed: the file could not be read or written; the command was not carried out
///  * storage_damaged: the file is no journal, or of another version
/// @par Complexity   opening is linear in the changes that the file holds; a change waits for the disk
/// @par Thread safety  safe
/// @par Example
/// @snippet reference/journal.cpp journal
template <class Cluster>
class Journaled : public FakeClusterControls<Journaled<Cluster>> {
public:
    /// Opens a journal, or makes one.
    /// @param path      UTF-8; its folder must exist
    /// @param patience  how long each command waits for other processes that are writing
    /// @par Errors      storage_failed, storage_damaged: as the class
    static Result<Journaled> open(const std::string& path,
                                  std::chrono::milliseconds patience = std::chrono::seconds(10)) {
        auto database = detail::SqliteDatabase::open(path, patience);
        if (!database) return in_file(path, std::move(database.error()));
        Journaled journal(std::move(*database));
        if (auto ready = journal.prepare(); !ready) return in_file(path, std::move(ready.error()));
        journal.enable_wal();
        if (auto read = journal.catch_up(); !read) return in_file(path, std::move(read.error()));
        return journal;
    }

    /// The cluster in a file as it is now. Writes nothing: a file that is empty stays empty, and
    /// holds an empty cluster.
    /// @param path      as of open(); the file must exist
    /// @param patience  as of open()
    /// @par Errors      storage_failed, storage_damaged: as the class
    /// @par Example
    /// @snippet reference/journal.cpp look
    static Result<FakeClusterState> read_state(
        const std::string& path, std::chrono::milliseconds patience = std::chrono::seconds(10)) {
        auto database =
            detail::SqliteDatabase::open(path, patience, detail::SqliteDatabase::Missing::fail);
        if (!database) return in_file(path, std::move(database.error()));
        Journaled journal(std::move(*database));
        // One snapshot, so that a file is seen before or after another process makes it.
        auto snapshot = detail::SqliteTransaction::begin_reading(journal.database_);
        if (!snapshot) return in_file(path, std::move(snapshot.error()));
        const auto is_new = journal.is_new();
        if (!is_new) return in_file(path, is_new.error());
        if (*is_new) return journal.cluster_->state();
        if (auto read = journal.catch_up(); !read) return in_file(path, std::move(read.error()));
        return journal.cluster_->state();
    }

    /// Carries out one command and writes it down. Once it has succeeded, it stays.
    /// @par Errors  as the class
    [[nodiscard]] Result<void> apply(const FakeClusterCommand& command) {
        return execute(command).outcome;
    }

    /// Likewise, and tells what came of it.
    /// @par Errors  as the class, in ExecutionResult::outcome
    [[nodiscard]] ExecutionResult execute(const FakeClusterCommand& command) {
        const auto failed = [](Error error) {
            return ExecutionResult{std::unexpected(std::move(error)), false};
        };
        const std::lock_guard lock(*mutex_);
        auto transaction = detail::SqliteTransaction::begin(database_);
        if (!transaction) return failed(std::move(transaction.error()));
        if (auto there = is_there(); !there) return failed(std::move(there.error()));
        if (auto read = catch_up(); !read) return failed(std::move(read.error()));
        ExecutionResult done = cluster_->execute(command);
        if (!done.changed) return done;
        Result<void> kept = write(command);
        if (kept) kept = transaction->commit();
        if (kept) return done;
        // The cluster in memory is ahead of the file: forget it, the file is what counts.
        forget();
        return failed(std::move(kept.error()));
    }

    /// AddCryptoCheckpoint: see CheckpointBackend.
    /// @par Errors  as the class
    [[nodiscard]] Result<void> add(std::string_view resource, CspSpecView spec) {
        return apply(fake::AddCheckpoint{std::string(resource), spec.to_owned()});
    }
    /// RemoveCryptoCheckpoint: see CheckpointBackend.
    /// @par Errors  as the class
    [[nodiscard]] Result<void> remove(std::string_view resource, CspSpecView spec) {
        return apply(fake::RemoveCheckpoint{std::string(resource), spec.to_owned()});
    }
    /// The property CryptoCheckpoints: see CheckpointBackend.
    /// @par Errors  as the class
    [[nodiscard]] Result<CheckpointList> list(std::string_view resource) {
        return current([&] { return cluster_->list(resource); });
    }
    /// All resources, in the order of their names.
    /// @par Errors  as the class
    [[nodiscard]] Result<std::vector<ReportedResource>> resources() {
        return current([&] { return cluster_->resources(); });
    }

    /// The whole cluster as it is now, what other processes did included.
    /// @par Errors  storage_failed, storage_damaged: as the class
    [[nodiscard]] Result<FakeClusterState> state() {
        return current([&]() -> Result<FakeClusterState> { return cluster_->state(); });
    }

    /// The key in a machine-level container of a node, as FakeCluster::key_in().
    /// @par Errors  as FakeCluster::key_in(); storage_failed, storage_damaged
    [[nodiscard]] Result<FakeKey> key_in(std::string_view node, CspSpecView container) {
        return current([&] { return cluster_->key_in(node, container); });
    }

private:
    static constexpr std::int64_t application_id = 0x43435054;  // "CCPT"
    static constexpr std::int64_t format_version = 1;

    explicit Journaled(detail::SqliteDatabase database) : database_(std::move(database)) {}

    static std::unexpected<Error> in_file(const std::string& path, Error error) {
        error.context = "'" + path + "'";
        return std::unexpected(std::move(error));
    }

    /// Whether the file has nothing in it yet; refuses one that is something else.
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
                                                 ", this program reads version 1"));
        if (*id != 0 || *tables != 0)
            return std::unexpected(
                Error(Errc::storage_damaged, "the file is a database of another program"));
        return true;
    }

    /// Makes the table in a new file.
    Result<void> prepare() {
        if (auto set = database_.run("PRAGMA synchronous=EXTRA"); !set) return set;
        auto transaction = detail::SqliteTransaction::begin(database_);
        if (!transaction) return std::unexpected(std::move(transaction.error()));
        const auto fresh = is_new();
        if (!fresh) return std::unexpected(fresh.error());
        if (!*fresh) return {};
        for (const char* sql :
             {"PRAGMA application_id=0x43435054", "PRAGMA user_version=1",
              "CREATE TABLE journal(sequence INTEGER PRIMARY KEY, command TEXT NOT NULL,"
              " arguments TEXT NOT NULL) STRICT"})
            if (auto made = database_.run(sql); !made) return made;
        return transaction->commit();
    }

    /// One wait for the disk a command instead of four. Where the file system cannot do it, or another
    /// process is just opening the file, the slower way is as safe.
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
        if (const auto done = statement->step(); !done) return std::unexpected(done.error());
        ++applied_;
        return {};
    }

    /// Carries out what the file has and this cluster has not.
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
        const std::uint64_t before = cluster_->revision();
        // It may fail as it failed then: a restore that fails is a change too.
        if (command && sequence == applied_ + 1) (void)cluster_->apply(*command);
        if (cluster_->revision() == before)
            return std::unexpected(Error(Errc::storage_damaged,
                                         "row " + std::to_string(sequence) + " of its journal"));
        applied_ = sequence;
        return {};
    }

    template <class Ask>
    std::invoke_result_t<Ask> current(Ask ask) {
        const std::lock_guard lock(*mutex_);
        if (auto there = is_there(); !there) return std::unexpected(std::move(there.error()));
        if (auto read = catch_up(); !read) return std::unexpected(std::move(read.error()));
        return ask();
    }

    /// A file that was deleted or moved still takes what is written, and loses it with the last that has
    /// it open.
    [[nodiscard]] Result<void> is_there() const {
        if (!database_.has_moved()) return {};
        return std::unexpected(Error(Errc::storage_failed,
                                     "its file was deleted or moved: it has to be opened again"));
    }

    void forget() {
        cluster_ = std::make_unique<Cluster>();
        applied_ = 0;
    }

    std::unique_ptr<std::mutex> mutex_ = std::make_unique<std::mutex>();
    detail::SqliteDatabase database_;
    std::unique_ptr<Cluster> cluster_ = std::make_unique<Cluster>();
    std::int64_t applied_ = 0;  // the sequence of the last row that the cluster knows
};

static_assert(EnumeratingBackend<Journaled<FakeCluster>>);

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
