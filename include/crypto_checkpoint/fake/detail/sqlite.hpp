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
    // SQLITE_ERROR: the statements are our own, so what they meet in the file is not.
    const int kind = code & 0xFF;
    const bool damaged = kind == SQLITE_NOTADB || kind == SQLITE_CORRUPT || kind == SQLITE_ERROR;
    return Error(damaged ? Errc::storage_damaged : Errc::storage_failed,
                 NativeCode{NativeDomain::sqlite, static_cast<std::uint32_t>(code)}, message);
}

/// A prepared statement that is being carried out.
class SqliteStatement {
public:
    explicit SqliteStatement(sqlite3_stmt* statement) : statement_(statement) {}

    /// Binds text to the next parameter. The text must live until the statement has been run.
    void bind(std::string_view text) {
        sqlite3_bind_text(statement_.get(), ++bound_, text.data(), static_cast<int>(text.size()),
                          SQLITE_STATIC);
    }
    void bind(std::int64_t number) { sqlite3_bind_int64(statement_.get(), ++bound_, number); }

    /// Goes on to the next row; false at the end.
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

/// A connection to a database file.
class SqliteDatabase {
public:
    /// What becomes of a file that does not exist.
    enum class Missing { make, fail };

    /// @param patience  how long to wait for other processes that are writing
    static Result<SqliteDatabase> open(const std::string& path, std::chrono::milliseconds patience,
                                       Missing missing = Missing::make) {
        // To SQLite these are a file that goes away, a database in memory, and another file.
        if (path.empty() || path == ":memory:" || path.find('\0') != path.npos)
            return std::unexpected(Error(Errc::invalid_value, "this is the name of no file"));
        sqlite3* opened = nullptr;
        const int create = missing == Missing::make ? SQLITE_OPEN_CREATE : 0;
        const int code = sqlite3_open_v2(
            path.c_str(), &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_FULLMUTEX | create, nullptr);
        SqliteDatabase database(opened, patience);
        if (code != SQLITE_OK)
            return std::unexpected(
                sqlite_error(code, opened ? sqlite3_errmsg(opened) : "out of memory"));
        sqlite3_busy_handler(opened, &wait_a_little, database.patience_.get());
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

    /// Runs a statement for its effect.
    Result<void> run(std::string_view sql) {
        auto statement = prepare(sql);
        if (!statement) return std::unexpected(std::move(statement.error()));
        const auto done = statement->step();
        if (!done) return std::unexpected(done.error());
        return {};
    }

    /// The number a statement yields.
    Result<std::int64_t> number(std::string_view sql) {
        auto statement = prepare(sql);
        if (!statement) return std::unexpected(std::move(statement.error()));
        const auto row = statement->step();
        if (!row) return std::unexpected(row.error());
        return *row ? statement->number(0) : 0;
    }

    /// Whether the file is no longer where it was opened: what is written now, nobody finds again. A
    /// system that keeps a file in its place while it is open has no answer to that, and needs none.
    [[nodiscard]] bool has_moved() const noexcept {
        int moved = 0;
        return sqlite3_file_control(handle_.get(), "main", SQLITE_FCNTL_HAS_MOVED, &moved) ==
                   SQLITE_OK &&
               moved != 0;
    }

private:
    /// How long a statement may wait, and since when the one does that waits now.
    struct Patience {
        std::chrono::milliseconds most;
        std::chrono::steady_clock::time_point since{};
    };

    SqliteDatabase(sqlite3* handle, std::chrono::milliseconds patience)
        : patience_(std::make_unique<Patience>(patience)), handle_(handle) {}

    /// SQLite's own handler waits up to 100 ms at a time, and then hardly ever meets the moment in
    /// which a process that writes without pause lets go. Short waits do; but how short they are is for
    /// the system to say, so the clock counts them. Under Wine, mingw-w64 does not sleep at all for
    /// less than a millisecond.
    static int wait_a_little(void* patience, int waits_before) {
        constexpr std::chrono::microseconds wait(200);
        Patience& waiting = *static_cast<Patience*>(patience);
        const auto now = std::chrono::steady_clock::now();
        if (waits_before == 0) waiting.since = now;
        if (now - waiting.since >= waiting.most) return 0;
        std::this_thread::sleep_for(wait);
        return 1;
    }

    std::unique_ptr<Patience> patience_;  // outlives the handle: closing it may wait as well
    std::unique_ptr<sqlite3, SqliteDeleter> handle_;
};

/// A transaction; undone unless committed.
class SqliteTransaction {
public:
    /// One that holds the only right to write.
    static Result<SqliteTransaction> begin(SqliteDatabase& database) {
        return begin(database, "BEGIN IMMEDIATE");
    }
    /// One that sees the file as it is when it first reads.
    static Result<SqliteTransaction> begin_reading(SqliteDatabase& database) {
        return begin(database, "BEGIN DEFERRED");
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

    static Result<SqliteTransaction> begin(SqliteDatabase& database, std::string_view sql) {
        if (auto begun = database.run(sql); !begun)
            return std::unexpected(std::move(begun.error()));
        return SqliteTransaction(database);
    }

    SqliteDatabase* database_;
};

}  // namespace detail
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
