// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_FAKE_DETAIL_SQLITE_HPP
#define CRYPTO_CHECKPOINT_FAKE_DETAIL_SQLITE_HPP

#include <crypto_checkpoint/detail/transcode.hpp>  // IWYU pragma: keep
#include <crypto_checkpoint/error/errc.hpp>
#include <crypto_checkpoint/error/error.hpp>

#include <sqlite3.h>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <memory>
#include <new>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail {

inline Error sqlite_error(int code, const char* message) {
    // SQLITE_ERROR: the statements are correct, the tables in the file are not. SQLITE_TOOBIG: what is
    // written is within the limits.
    const int kind = code & 0xFF;
    const bool damaged = kind == SQLITE_NOTADB || kind == SQLITE_CORRUPT || kind == SQLITE_ERROR ||
                         kind == SQLITE_TOOBIG;
    return Error(damaged ? Errc::storage_damaged : Errc::storage_failed,
                 NativeCode{NativeDomain::sqlite, static_cast<std::uint32_t>(code)}, message);
}

inline Error sqlite_error(sqlite3* database) {
    return sqlite_error(sqlite3_extended_errcode(database), sqlite3_errmsg(database));
}

/// Whether another process holds a lock, so that nothing was written.
inline bool is_busy(const Error& error) noexcept {
    return error.native && (error.native->value & 0xFFU) == SQLITE_BUSY;
}

/// A prepared statement while it runs.
/// @pre  The database neither moves nor runs the same text a second time until the end of its scope.
class SqliteStatement {
public:
    explicit SqliteStatement(sqlite3_stmt* statement) : statement_(statement) {}

    /// Binds the next parameter. The text must live until the statement has run.
    void bind(std::string_view text) {
        // A null pointer would be NULL.
        bound(sqlite3_bind_text64(statement_.get(), ++parameter_, text.data() ? text.data() : "",
                                  text.size(), SQLITE_STATIC, SQLITE_UTF8));
    }
    void bind(std::int64_t number) {
        bound(sqlite3_bind_int64(statement_.get(), ++parameter_, number));
    }

    /// Advances to the next row; false at the end.
    /// @par Errors  also those of bind()
    Result<bool> step() {
        sqlite3* const database = sqlite3_db_handle(statement_.get());
        if (failed_bind_ != SQLITE_OK)
            return std::unexpected(sqlite_error(failed_bind_, sqlite3_errstr(failed_bind_)));
        const int code = step_without_error();
        if (code == SQLITE_ROW) return true;
        if (code == SQLITE_DONE) return false;
        return std::unexpected(sqlite_error(database));
    }

    /// As step(), with SQLite's code. Needs no memory for an Error.
    int step_without_error() noexcept { return sqlite3_step(statement_.get()); }

    [[nodiscard]] std::int64_t number(int column) const {
        return sqlite3_column_int64(statement_.get(), column);
    }
    [[nodiscard]] std::string text(int column) const {
        const auto* const data =
            reinterpret_cast<const char*>(sqlite3_column_text(statement_.get(), column));
        const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column));
        if (data) return {data, size};
        if (sqlite3_errcode(sqlite3_db_handle(statement_.get())) == SQLITE_NOMEM)
            throw std::bad_alloc();
        return {};
    }

private:
    struct Reset {
        void operator()(sqlite3_stmt* statement) const noexcept {
            // The result of a reset is that of the last step; bindings are cleared without one.
            (void)sqlite3_reset(statement);
            (void)sqlite3_clear_bindings(statement);
        }
    };

    void bound(int code) noexcept {
        if (failed_bind_ == SQLITE_OK) failed_bind_ = code;
    }

    std::unique_ptr<sqlite3_stmt, Reset> statement_;
    int parameter_ = 0;
    int failed_bind_ = SQLITE_OK;
};

/// A file of SQLite whose content is not trusted. The caller serializes all uses: the connection has no
/// mutex of its own.
class SqliteDatabase {
public:
    enum class Access {
        create,      ///< creates a missing file
        create_new,  ///< a file that is there is object_already_exists
        read,        ///< also where nothing can be written; a missing file is storage_failed
    };

    /// @par Errors  invalid_value: not the name of a file; storage_failed: it cannot be opened, or is
    ///              not a regular file
    static Result<SqliteDatabase> open(const std::string& path,
                                       std::chrono::milliseconds busy_timeout,
                                       Access access = Access::create) {
        if (auto named = check_path(path, access); !named)
            return std::unexpected(std::move(named.error()));
        const int create = access == Access::read ? 0 : SQLITE_OPEN_CREATE;
        auto database = open(path, busy_timeout, SQLITE_OPEN_READWRITE | create);
        if (!database || access != Access::read) return database;
        // SQLite reads a file with WAL only if it can make two others beside it.
        if (const auto read = database->number("PRAGMA schema_version");
            read || !is_write_refused(read.error()))
            return database;
        std::error_code error;
        const auto wal = std::filesystem::file_size(path_of(path + "-wal"), error);
        // Without the changes in there it would be an older cluster.
        if (!error && wal != 0)
            return std::unexpected(
                Error(Errc::storage_failed, "its changes in '" + path +
                                                "-wal' cannot be read where nothing can be "
                                                "written: copy both elsewhere"));
        return open(as_immutable(path), busy_timeout, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI);
    }

    /// Prepares a statement, or takes it from those that have run.
    Result<SqliteStatement> prepare(std::string_view sql) {
        const auto known = statements_.find(sql);
        if (known != statements_.end()) return SqliteStatement(known->second.get());
        sqlite3_stmt* prepared = nullptr;
        std::string text(sql);
        // -1: up to the NUL, without the length as an int
        if (sqlite3_prepare_v3(handle_.get(), text.c_str(), -1, SQLITE_PREPARE_PERSISTENT,
                               &prepared, nullptr) != SQLITE_OK)
            return std::unexpected(sqlite_error(handle_.get()));
        std::unique_ptr<sqlite3_stmt, Close> owned(prepared);
        statements_.emplace(std::move(text), std::move(owned));
        return SqliteStatement(prepared);
    }

    Result<void> run(std::string_view sql) {
        auto statement = prepare(sql);
        if (!statement) return std::unexpected(std::move(statement.error()));
        const auto stepped = statement->step();
        if (!stepped) return std::unexpected(stepped.error());
        return {};
    }

    /// The first number of the first row, or 0.
    Result<std::int64_t> number(std::string_view sql) {
        auto statement = prepare(sql);
        if (!statement) return std::unexpected(std::move(statement.error()));
        const auto row = statement->step();
        if (!row) return std::unexpected(row.error());
        return *row ? statement->number(0) : 0;
    }

    /// Whether a regular file begins as a database of SQLite with this `PRAGMA application_id`, damaged
    /// or not. Runs nothing of SQLite.
    /// @par Source  sqlite.org/fileformat2.html, 1.3: the magic text, and the number at offset 68
    static bool has_application_id(const std::string& path, std::int64_t id) {
        constexpr std::string_view magic("SQLite format 3\0", 16);
        constexpr std::size_t offset = 68;
        std::error_code error;
        // Others may block, or have no end.
        if (!std::filesystem::is_regular_file(path_of(path), error)) return false;
        std::array<char, offset + 4> header{};
        std::ifstream file(path_of(path), std::ios::binary);
        if (!file.read(header.data(), header.size())) return false;
        std::int64_t found = 0;
        for (const char byte : std::span(header).subspan(offset))
            found = found << 8 | static_cast<unsigned char>(byte);
        return std::string_view(header.data(), magic.size()) == magic && found == id;
    }

    /// Whether the file was deleted or moved after it was opened. False on systems that prevent both
    /// while the file is open.
    [[nodiscard]] bool has_moved() const noexcept {
        int moved = 0;
        return sqlite3_file_control(handle_.get(), "main", SQLITE_FCNTL_HAS_MOVED, &moved) ==
                   SQLITE_OK &&
               moved != 0;
    }

    /// The number of rows that the last INSERT, UPDATE or DELETE changed.
    [[nodiscard]] std::int64_t changes() const noexcept { return sqlite3_changes(handle_.get()); }

private:
    struct Close {
        void operator()(sqlite3* database) const noexcept { sqlite3_close_v2(database); }
        void operator()(sqlite3_stmt* statement) const noexcept { sqlite3_finalize(statement); }
    };

    static std::filesystem::path path_of(const std::string& path) {
#if defined(_WIN32)
        return to_wide(path);
#else
        return path;
#endif
    }

    /// A path is a path: not what SQLite would take for a database in memory, a URI or a truncated name.
    static Result<void> check_path(const std::string& path, Access access) {
        if (path.empty() || path.find('\0') != path.npos)
            return std::unexpected(Error(Errc::invalid_value, "this is not the name of a file"));
        if (path.starts_with(':') || path.starts_with("file:"))
            return std::unexpected(Error(
                Errc::invalid_value, "this is a name with a meaning of its own for SQLite; if a "
                                     "file has this name, write ./ before it"));
        std::error_code ignored;  // if the check fails, opening the file reports why
        const auto status = std::filesystem::status(path_of(path), ignored);
        if (!std::filesystem::exists(status)) return {};
        if (access == Access::create_new)
            return std::unexpected(Error(Errc::object_already_exists, "there is such a file"));
        if (!std::filesystem::is_regular_file(status))
            return std::unexpected(Error(Errc::storage_failed, "it is not a regular file"));
        return {};
    }

    static bool is_write_refused(const Error& error) noexcept {
        const std::uint32_t kind = error.native ? error.native->value & 0xFFU : SQLITE_OK;
        return kind == SQLITE_CANTOPEN || kind == SQLITE_READONLY;
    }

    /// A URI, for a file that nobody changes while it is read.
    static std::string as_immutable(const std::string& path) {
        constexpr std::string_view plain =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
        constexpr std::string_view digits = "0123456789ABCDEF";
        std::string uri = "file:";
        for (const char character : path) {
            const auto unit = static_cast<unsigned char>(character);
            if (plain.find(character) != plain.npos)
                uri += character;
            else
                uri.append({'%', digits[unit >> 4U], digits[unit & 0xFU]});
        }
        return uri + "?immutable=1";
    }

    static Result<SqliteDatabase> open(const std::string& name,
                                       std::chrono::milliseconds busy_timeout, int flags) {
        SqliteDatabase database(busy_timeout);
        sqlite3* opened = nullptr;
        const int code =
            sqlite3_open_v2(name.c_str(), &opened, flags | SQLITE_OPEN_NOMUTEX, nullptr);
        database.handle_.reset(opened);
        if (code != SQLITE_OK)
            return std::unexpected(
                sqlite_error(code, opened ? sqlite3_errmsg(opened) : "out of memory"));
        if (auto guarded = database.distrust(); !guarded)
            return std::unexpected(std::move(guarded.error()));
        if (sqlite3_busy_handler(opened, &wait_while_busy, database.busy_.get()) != SQLITE_OK)
            return std::unexpected(sqlite_error(opened));
        return database;
    }

    /// What a file says, such as a trigger, does not run.
    Result<void> distrust() {
        struct Switch {
            int option;
            int value;
        };
        for (const auto [option, value] :
             {Switch{SQLITE_DBCONFIG_DEFENSIVE, 1}, Switch{SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
              Switch{SQLITE_DBCONFIG_ENABLE_TRIGGER, 0}, Switch{SQLITE_DBCONFIG_ENABLE_VIEW, 0}}) {
            int now = -1;
            if (sqlite3_db_config(handle_.get(), option, value, &now) != SQLITE_OK || now != value)
                return std::unexpected(
                    Error(Errc::storage_failed, "this SQLite cannot distrust a file"));
        }
        sqlite3_limit(handle_.get(), SQLITE_LIMIT_LENGTH, max_row_bytes);
        return run("PRAGMA cell_size_check=ON");
    }

    /// Chosen: a row of a journal has at most eight names, each of max_fake_name_bytes, and six bytes
    /// of JSON for one of a name.
    static constexpr int max_row_bytes = 1 << 20;

    struct BusyTimeout {
        std::chrono::milliseconds limit;
        std::chrono::steady_clock::time_point waiting_since{};
    };

    explicit SqliteDatabase(std::chrono::milliseconds busy_timeout)
        : busy_(std::make_unique<BusyTimeout>(busy_timeout)) {}

    /// SQLite's own handler waits up to 100 ms at a time and starves beside a process that writes without
    /// pause. Waits are counted by the clock, not by their nominal length: under Wine, mingw-w64 does
    /// not sleep at all for less than a millisecond.
    static int wait_while_busy(void* busy_timeout, int waits_before) {
        constexpr std::chrono::microseconds wait(200);
        BusyTimeout& busy = *static_cast<BusyTimeout*>(busy_timeout);
        const auto now = std::chrono::steady_clock::now();
        if (waits_before == 0) busy.waiting_since = now;
        // In milliseconds: in a finer unit the largest limit would overflow.
        if (std::chrono::floor<std::chrono::milliseconds>(now - busy.waiting_since) >= busy.limit)
            return 0;
        std::this_thread::sleep_for(wait);
        return 1;
    }

    std::unique_ptr<BusyTimeout> busy_;  // outlives the handle: closing it may wait as well
    std::unique_ptr<sqlite3, Close> handle_;
    std::map<std::string, std::unique_ptr<sqlite3_stmt, Close>, std::less<>> statements_;
};

/// A transaction, rolled back unless committed.
class SqliteTransaction {
public:
    enum class Kind {
        read,   ///< sees a snapshot as of the first read
        write,  ///< takes the write lock
    };

    static Result<SqliteTransaction> begin(SqliteDatabase& database, Kind kind) {
        // Before it is needed: perhaps for want of memory.
        auto roll_back = database.prepare("ROLLBACK");
        if (!roll_back) return std::unexpected(std::move(roll_back.error()));
        if (auto begun = database.run(kind == Kind::read ? "BEGIN DEFERRED" : "BEGIN IMMEDIATE");
            !begun)
            return std::unexpected(std::move(begun.error()));
        return SqliteTransaction(database, *std::move(roll_back));
    }
    SqliteTransaction(SqliteTransaction&& other) noexcept
        : database_(std::exchange(other.database_, nullptr)),
          roll_back_(std::move(other.roll_back_)) {}
    SqliteTransaction& operator=(SqliteTransaction&&) = delete;
    ~SqliteTransaction() {
        // It fails if SQLite has rolled back already.
        if (database_) (void)roll_back_.step_without_error();
    }

    Result<void> commit() {
        auto committed = database_->run("COMMIT");
        if (committed) database_ = nullptr;
        return committed;
    }

private:
    SqliteTransaction(SqliteDatabase& database, SqliteStatement roll_back)
        : database_(&database), roll_back_(std::move(roll_back)) {}

    SqliteDatabase* database_;
    SqliteStatement roll_back_;
};

}  // namespace detail
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
