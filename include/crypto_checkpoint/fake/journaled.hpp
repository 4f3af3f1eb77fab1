// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_FAKE_JOURNALED_HPP
#define CRYPTO_CHECKPOINT_FAKE_JOURNALED_HPP

#include <crypto_checkpoint/cluster/backend.hpp>
#include <crypto_checkpoint/cluster/detail/other_text_calls.hpp>
#include <crypto_checkpoint/cluster/reported_resource.hpp>
#include <crypto_checkpoint/cluster/resource_name.hpp>
#include <crypto_checkpoint/detail/text.hpp>
#include <crypto_checkpoint/detail/transcode.hpp>
#include <crypto_checkpoint/error/errc.hpp>
#include <crypto_checkpoint/error/error.hpp>
#include <crypto_checkpoint/fake/commands.hpp>
#include <crypto_checkpoint/fake/controls.hpp>
#include <crypto_checkpoint/fake/detail/journal.hpp>
#include <crypto_checkpoint/fake/detail/model.hpp>
#include <crypto_checkpoint/fake/detail/name_limit.hpp>
#include <crypto_checkpoint/fake/detail/node.hpp>
#include <crypto_checkpoint/fake/detail/sqlite.hpp>
#include <crypto_checkpoint/fake/state.hpp>
#include <crypto_checkpoint/name/csp_spec.hpp>

#include <chrono>
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

/// What JournaledFakeCluster::salvage() found in a damaged file.
/// @par Units and encoding  numbers of rows, which count from 1
struct SalvagedJournal {
    std::uint64_t saved_rows = 0;  ///< rows that are readable and were executed
    std::uint64_t lost_rows =
        0;  ///< rows that are damaged or cannot be checked, or that need one of those
    std::int64_t first_lost = 0;  ///< the first row that is damaged or missing; 0: none
    std::string ended_by;  ///< why the rows after those could not be read; empty: there are none
    friend bool operator==(const SalvagedJournal&, const SalvagedJournal&) = default;
};

/// A fake cluster stored in a file.
///
/// Every command that changes the cluster is one row of a SQLite table, written in one transaction
/// before the command returns; opening the file replays the rows. An acknowledged change survives a
/// crash of the process at any instant, and changes are atomic. A commit is forced to the disk
/// (`synchronous=EXTRA`). While the file is open, SQLite keeps two more beside it, `-wal` and `-shm`;
/// after a crash they belong to it.
///
/// Several processes may open the same file: each command first replays what the others have written.
/// The file holds names only, no key material; `SELECT * FROM journal` shows what is in it.
///
/// Its size is proportional to the cluster: from time to time a snapshot, the current state with its
/// events as rows of the same table, replaces the rows before it. A checksum in each row covers that
/// row and all before it, and finds damage. It does not find malice, but whatever is in a file, no row
/// of it is executed that a fake cluster would not have written: nothing but the table is accepted, and
/// no trigger or view runs.
///
/// | format | what it is                               | opened               | read_state() |
/// |--------|------------------------------------------|----------------------|--------------|
/// | 1      | rows without checksums, never compacted  | replaced by format 2 | read         |
/// | 2      | this one                                 | yes                  | read         |
/// | newer  |                                          | storage_damaged      | the same     |
///
/// @par Errors       Those of FakeCluster, and the three below. Error::context names the file if opening
///                   failed, Error::native is SQLite's code.
///  * storage_failed: the file could not be read or written; the command was not executed. Also: this
///    object was moved from
///  * outcome_unknown: the commit failed; a crash may still bring the change back
///  * storage_damaged: the file is not a journal, has a newer format, or a row of it is damaged, which
///    Error::detail names. salvage() saves the others.
///
/// Also throws std::bad_alloc: the command was not executed, or as outcome_unknown.
/// @par Complexity   opening is linear in the cluster's state, its newest #max_fake_events events included,
///                   however many commands there were; a change waits for the disk
/// @par Thread safety  safe
/// @par Source       chosen: the format, and a limit of 1 MiB for a row
/// @par Example
/// @snippet reference/journal.cpp journal
class JournaledFakeCluster : public FakeClusterControls<JournaledFakeCluster>,
                             public detail::OtherTextCalls<JournaledFakeCluster> {
public:
    using Calls = detail::OtherTextCalls<
        JournaledFakeCluster>;  ///< calls with texts of other character types
    using Calls::add;
    using Calls::list;
    using Calls::remove;
    using FakeClusterControls::key_in;

    /// Opens a journal, or creates one.
    /// @param path          a text of any CodeUnit or a std::filesystem::path; its folder must exist. A name with a meaning of its own for SQLite,
    ///                      `:memory:` or `file:x`, is written `./:memory:`, `./file:x`.
    /// @param busy_timeout  how long each command waits for other processes that are writing
    /// @par Errors          storage_failed, storage_damaged: as the class; invalid_value: @p path is
    ///                      not the name of a file
    static Result<JournaledFakeCluster> open(
        detail::Utf8Argument path,
        std::chrono::milliseconds busy_timeout = std::chrono::seconds(10)) {
        const std::string name = path.take();
        return in_file<JournaledFakeCluster>(
            name, detail::SqliteDatabase::open(name, busy_timeout),
            [](detail::Journal& journal) { return journal.open(); },
            [](detail::Journal& journal) { return JournaledFakeCluster(std::move(journal)); });
    }

    /// The current state of the cluster in a file. Writes nothing: an empty file stays empty, and
    /// holds an empty cluster. Also reads where nothing can be written, on a read-only file system.
    /// @param path          as of open(); the file must exist
    /// @param busy_timeout  as of open()
    /// @par Errors          as of open()
    /// @par Example
    /// @snippet reference/journal.cpp look
    static Result<FakeClusterState> read_state(
        detail::Utf8Argument path,
        std::chrono::milliseconds busy_timeout = std::chrono::seconds(10)) {
        const std::string name = path.take();
        return in_file<FakeClusterState>(
            name,
            detail::SqliteDatabase::open(name, busy_timeout, detail::SqliteDatabase::Access::read),
            [](detail::Journal& journal) { return journal.load(); },
            [](detail::Journal& journal) { return journal.model().state(); });
    }

    /// Copies what can be read of a damaged journal to a new one: every row that is undamaged and can
    /// be executed without those that are not. A row's checksum covers the row before it: the first one
    /// after a missing row cannot be checked, and counts as damaged. The cluster may be one that never
    /// was; what is missing is in the result. Writes nothing to the damaged file.
    /// @param damaged_path  as of open(); the file must exist
    /// @param saved_path    as of open(); no such file must exist
    /// @param busy_timeout  as of open()
    /// @par Errors
    ///  * storage_damaged: it is not a journal, or no row of it can be saved; no file is created
    ///  * object_already_exists: there is a file @p saved_path
    ///  * storage_failed, invalid_value: as of open()
    /// @par Example
    /// @snippet reference/journal.cpp salvage
    static Result<SalvagedJournal> salvage(
        detail::Utf8Argument damaged_path, detail::Utf8Argument saved_path,
        std::chrono::milliseconds busy_timeout = std::chrono::seconds(10)) {
        const std::string damaged = damaged_path.take();
        const std::string saved = saved_path.take();
        detail::Journal::Salvage found;
        const auto state = in_file<FakeClusterState>(
            damaged,
            detail::SqliteDatabase::open(damaged, busy_timeout,
                                         detail::SqliteDatabase::Access::read),
            [&](detail::Journal& journal) -> Result<void> {
                auto read = journal.salvage();
                if (!read) return std::unexpected(std::move(read.error()));
                found = *std::move(read);
                if (found.saved != 0) return {};
                return std::unexpected(Error(Errc::storage_damaged, "no row of it can be saved"));
            },
            [](detail::Journal& journal) { return journal.model().state(); });
        if (!state) return std::unexpected(state.error());
        return in_file<SalvagedJournal>(
            saved,
            detail::SqliteDatabase::open(saved, busy_timeout,
                                         detail::SqliteDatabase::Access::create_new),
            [&](detail::Journal& journal) { return journal.create(*state); },
            [&](detail::Journal&) {
                return SalvagedJournal{found.saved, found.lost, found.first_lost, found.ended_by};
            });
    }

    /// Whether a regular file says that it is a journal, of any version, damaged or not. Reads its first
    /// bytes only. False if it cannot be read.
    /// @param path  as of open()
    /// @par Example
    /// @snippet reference/journal.cpp salvage
    [[nodiscard]] static bool is_journal(detail::Utf8Argument path) {
        return detail::SqliteDatabase::has_application_id(path.take(),
                                                          detail::Journal::application_id);
    }

    /// Executes one command and writes it to the file.
    /// @par Errors  as the class, in ExecutionResult::outcome
    [[nodiscard]] ExecutionResult execute(const FakeClusterCommand& command) {
        return detail::about_resource_of(command, [&] { return executed(command); });
    }

    /// AddCryptoCheckpoint: see CheckpointBackend.
    /// @par Errors  as the class
    [[nodiscard]] Result<void> add(std::string_view resource, CspSpecView spec) {
        if (auto valid = detail::check_call(resource, spec); !valid) return valid;
        return execute(fake::AddCheckpoint{std::string(resource), spec.to_owned()}).outcome;
    }
    /// RemoveCryptoCheckpoint: see CheckpointBackend.
    /// @par Errors  as the class
    [[nodiscard]] Result<void> remove(std::string_view resource, CspSpecView spec) {
        if (auto valid = detail::check_call(resource, spec); !valid) return valid;
        return execute(fake::RemoveCheckpoint{std::string(resource), spec.to_owned()}).outcome;
    }
    /// The property CryptoCheckpoints: see CheckpointBackend.
    /// @par Errors  as the class
    [[nodiscard]] Result<CheckpointList> list(std::string_view resource) {
        if (auto valid = detail::check_call(resource); !valid)
            return std::unexpected(std::move(valid.error()));
        return detail::about_resource(
            resource, read_current([&](const auto& model) { return model.list(resource); }));
    }
    /// All resources, in the order of their names.
    /// @par Errors  as the class
    [[nodiscard]] Result<std::vector<ReportedResource>> resources() {
        return read_current([](const auto& model) { return model.resources(); });
    }

    /// The current state, the changes of other processes included.
    /// @par Errors  storage_failed, storage_damaged: as the class
    [[nodiscard]] Result<FakeClusterState> state() {
        return read_current(
            [](const auto& model) -> Result<FakeClusterState> { return model.state(); });
    }

    /// The key in a machine-level container of a node, as FakeCluster::key_in().
    /// @par Errors  as FakeCluster::key_in(); storage_failed, storage_damaged
    [[nodiscard]] Result<FakeKey> key_in(detail::Utf8Argument node, CspSpecView container) {
        const std::string name = node.take();
        return read_current(
            [&](const auto& model) { return detail::find_key(model.state(), name, container); });
    }

private:
    struct Open {
        std::mutex mutex;
        detail::Journal journal;
    };

    explicit JournaledFakeCluster(detail::Journal journal)
        : open_(new Open{{}, std::move(journal)}) {}

    /// Reads a journal, and names its file in an error.
    template <class Value, class Read, class Get>
    static Result<Value> in_file(const std::string& path, Result<detail::SqliteDatabase> database,
                                 Read read, Get get) {
        const auto failed = [&](Error error) {
            error.context = "'" + path + "'";
            return std::unexpected(std::move(error));
        };
        if (!database) return failed(std::move(database.error()));
        detail::Journal journal(*std::move(database));
        if (Result<void> done = read(journal); !done) return failed(std::move(done.error()));
        return get(journal);
    }

    ExecutionResult executed(const FakeClusterCommand& command) {
        if (!open_) return {std::unexpected(moved_from())};
        if (auto short_enough = detail::check_name_sizes_of(command); !short_enough)
            return {std::move(short_enough)};
        const std::lock_guard lock(open_->mutex);
        return open_->journal.execute(command);
    }

    static Error moved_from() {
        return {Errc::storage_failed, "it was moved to another object, which has it open"};
    }

    template <class Read>
    std::invoke_result_t<Read, const detail::FakeClusterModel&> read_current(Read read) {
        if (!open_) return std::unexpected(moved_from());
        const std::lock_guard lock(open_->mutex);
        if (auto in_place = open_->journal.check_in_place(); !in_place)
            return std::unexpected(std::move(in_place.error()));
        if (auto replayed = open_->journal.catch_up(); !replayed)
            return std::unexpected(std::move(replayed.error()));
        return read(open_->journal.model());
    }

    std::unique_ptr<Open> open_;  // null after a move
};

static_assert(EnumeratingBackend<JournaledFakeCluster>);

/// @cond
namespace detail {

inline void append_text(Text& text, const SalvagedJournal& salvaged) {
    text.count(salvaged.saved_rows, "row") << " saved, " << salvaged.lost_rows << " lost";
    if (salvaged.first_lost != 0) text << ", the first at " << salvaged.first_lost;
    if (!salvaged.ended_by.empty()) text << ", ended by: " << salvaged.ended_by;
}

}  // namespace detail
/// @endcond

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
