// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_FAKE_DETAIL_SQLITE_HPP
#define CRYPTO_CHECKPOINT_FAKE_DETAIL_SQLITE_HPP

#include <crypto_checkpoint/error/errc.hpp>
#include <crypto_checkpoint/error/error.hpp>

#include <sqlite3.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail {

struct SqliteDeleter {
    void operator()(sqlite3* database) const noexcept { sqlite3_close_v2(database); }
    void operator()(sqlite3_stmt* statement) const noexcept { sqlite3_finalize(statement); }
};

inline Error sqlite_error(int code, const char* message) {
    // SQLITE_ERROR: the statements are correct, the tables in the file are not.
    const int kind = code & 0xFF;
    const bool damaged = kind == SQLITE_NOTADB || kind == SQLITE_CORRUPT || kind == SQLITE_ERROR;
    return Error(damaged ? Errc::storage_damaged : Errc::storage_failed,
                 NativeCode{NativeDomain::sqlite, static_cast<std::uint32_t>(code)}, message);
}

/// Whether another process holds a lock, so that nothing was written.
inline bool is_busy(const Error& error) noexcept {
    return error.native && (error.native->value & 0xFFU) == SQLITE_BUSY;
}

/// A prepared statement while it runs.
class SqliteStatement {
public:
    explicit SqliteStatement(sqlite3_stmt* statement) : statement_(statement) {}

    /// Binds the next parameter. The text must live until the statement has run.
    void bind(std::string_view text) {
        sqlite3_bind_text(statement_.get(), ++bound_, text.data(), static_cast<int>(text.size()),
                          SQLITE_STATIC);
    }
    void bind(std::int64_t number) { sqlite3_bind_int64(statement_.get(), ++bound_, number); }

    /// Advances to the next row; false at the end.
    Result<bool> step() {
        const int code = sqlite3_step(statement_.get());
        if (code == SQLITE_ROW) return true;
        if (code == SQLITE_DONE) return false;
        sqlite3* const database = sqlite3_db_handle(statement_.get());
        return std::unexpected(
            sqlite_error(sqlite3_extended_errcode(database), sqlite3_errmsg(database)));
    }

    [[nodiscard]] std::int64_t number(int column) const {
        return sqlite3_column_int64(statement_.get(), column);
    }
    [[nodiscard]] std::string text(int column) const {
        const auto* const data =
            reinterpret_cast<const char*>(sqlite3_column_text(statement_.get(), column));
        const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column));
        return data ? std::string(data, size) : std::string();
    }

private:
    std::unique_ptr<sqlite3_stmt, SqliteDeleter> statement_;
    int bound_ = 0;
};

/// The caller serializes all uses: the connection has no mutex of its own.
class SqliteDatabase {
public:
    enum class Missing { create, fail };

    static Result<SqliteDatabase> open(const std::string& path,
                                       std::chrono::milliseconds busy_timeout,
                                       Missing missing = Missing::create) {
        // SQLite would take these for a temporary file, an in-memory database and a truncated path.
        if (path.empty() || path == ":memory:" || path.find('\0') != path.npos)
            return std::unexpected(Error(Errc::invalid_value, "this is not the name of a file"));
        sqlite3* opened = nullptr;
        const int create = missing == Missing::create ? SQLITE_OPEN_CREATE : 0;
        const int code = sqlite3_open_v2(
            path.c_str(), &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | create, nullptr);
        SqliteDatabase database(opened, busy_timeout);
        if (code != SQLITE_OK)
            return std::unexpected(
                sqlite_error(code, opened ? sqlite3_errmsg(opened) : "out of memory"));
        sqlite3_busy_handler(opened, &wait_while_busy, database.busy_.get());
        return database;
    }

    Result<SqliteStatement> prepare(std::string_view sql) {
        sqlite3_stmt* prepared = nullptr;
        if (sqlite3_prepare_v2(handle_.get(), sql.data(), static_cast<int>(sql.size()), &prepared,
                               nullptr) != SQLITE_OK)
            return std::unexpected(sqlite_error(sqlite3_extended_errcode(handle_.get()),
                                                sqlite3_errmsg(handle_.get())));
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

    /// Whether the file was deleted or moved after it was opened. False on systems that prevent both
    /// while the file is open.
    [[nodiscard]] bool has_moved() const noexcept {
        int moved = 0;
        return sqlite3_file_control(handle_.get(), "main", SQLITE_FCNTL_HAS_MOVED, &moved) ==
                   SQLITE_OK &&
               moved != 0;
    }

private:
    struct BusyTimeout {
        std::chrono::milliseconds limit;
        std::chrono::steady_clock::time_point waiting_since{};
    };

    SqliteDatabase(sqlite3* handle, std::chrono::milliseconds busy_timeout)
        : busy_(std::make_unique<BusyTimeout>(busy_timeout)), handle_(handle) {}

    /// SQLite's own handler waits up to 100 ms at a time and starves beside a process that writes without
    /// pause. Waits are counted by the clock, not by their nominal length: under Wine, mingw-w64 does
    /// not sleep at all for less than a millisecond.
    static int wait_while_busy(void* busy_timeout, int waits_before) {
        constexpr std::chrono::microseconds wait(200);
        BusyTimeout& busy = *static_cast<BusyTimeout*>(busy_timeout);
        const auto now = std::chrono::steady_clock::now();
        if (waits_before == 0) busy.waiting_since = now;
        if (now - busy.waiting_since >= busy.limit) return 0;
        std::this_thread::sleep_for(wait);
        return 1;
    }

    std::unique_ptr<BusyTimeout> busy_;  // outlives the handle: closing it may wait as well
    std::unique_ptr<sqlite3, SqliteDeleter> handle_;
};

/// A transaction, rolled back unless committed.
class SqliteTransaction {
public:
    enum class Kind {
        read,   ///< sees a snapshot as of the first read
        write,  ///< takes the write lock
    };

    static Result<SqliteTransaction> begin(SqliteDatabase& database, Kind kind) {
        if (auto begun = database.run(kind == Kind::read ? "BEGIN DEFERRED" : "BEGIN IMMEDIATE");
            !begun)
            return std::unexpected(std::move(begun.error()));
        return SqliteTransaction(database);
    }
    SqliteTransaction(SqliteTransaction&& other) noexcept
        : database_(std::exchange(other.database_, nullptr)) {}
    SqliteTransaction& operator=(SqliteTransaction&&) = delete;
    ~SqliteTransaction() {
        if (database_) (void)database_->run("ROLLBACK");
    }

    Result<void> commit() {
        auto committed = database_->run("COMMIT");
        if (committed) database_ = nullptr;
        return committed;
    }

private:
    explicit SqliteTransaction(SqliteDatabase& database) : database_(&database) {}

    SqliteDatabase* database_;
};

}  // namespace detail
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
