// SPDX-License-Identifier: BSL-1.0
#include "raw_database.hpp"
#include "support/temporary_folder.hpp"
#include <crypto_checkpoint/error/native_error.hpp>
#include <crypto_checkpoint/fake/detail/sqlite.hpp>

#include <chrono>
#include <filesystem>
#include <future>
#include <string>

using namespace crypto_checkpoint;
using namespace std::chrono_literals;
using detail::SqliteDatabase;
using detail::SqliteTransaction;
using fake_tests::RawDatabase;
using test_support::TemporaryFolder;

TEST_CASE("native_name: a code of SQLite has the name of its primary code", "[fake]") {
    const auto name = [](int code) {
        return native_name({NativeDomain::sqlite, static_cast<std::uint32_t>(code)});
    };
    CHECK(name(SQLITE_ERROR) == "SQLITE_ERROR");
    CHECK(name(SQLITE_BUSY) == "SQLITE_BUSY");
    CHECK(name(SQLITE_IOERR_READ) == "SQLITE_IOERR");
    CHECK(name(SQLITE_FULL) == "SQLITE_FULL");
    CHECK(name(SQLITE_CANTOPEN_ISDIR) == "SQLITE_CANTOPEN");
    CHECK(name(SQLITE_RANGE) == "SQLITE_RANGE");
    CHECK(name(SQLITE_NOTADB) == "SQLITE_NOTADB");
    CHECK(name(SQLITE_OK).empty());
    CHECK(name(SQLITE_NOTICE).empty());
}

TEST_CASE("sqlite_error: distinguishes damage from failed access", "[journaled]") {
    for (const int code :
         {SQLITE_ERROR, SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_CORRUPT_VTAB, SQLITE_TOOBIG}) {
        INFO(code);
        CHECK(to_string(detail::sqlite_error(code, "").code) == "storage_damaged");
    }
    for (const int code : {SQLITE_BUSY, SQLITE_FULL, SQLITE_CANTOPEN, SQLITE_CONSTRAINT,
                           SQLITE_IOERR_READ, SQLITE_READONLY_DBMOVED}) {
        INFO(code);
        CHECK(to_string(detail::sqlite_error(code, "").code) == "storage_failed");
    }
    const Error error = detail::sqlite_error(SQLITE_IOERR_READ, "said");
    CHECK((error.native == NativeCode{NativeDomain::sqlite, SQLITE_IOERR_READ}));
    CHECK(error.detail == "said");
}

TEST_CASE("SqliteDatabase::open: creates or requires a file, rejects other names", "[journaled]") {
    const TemporaryFolder folder;
    const std::string path = folder.file("one");
    const auto missing = SqliteDatabase::open(path, 1s, SqliteDatabase::Access::read);
    REQUIRE_FALSE(missing);
    CHECK((missing.error().code == Errc::storage_failed));
    CHECK_FALSE(std::filesystem::exists(path));
    REQUIRE(SqliteDatabase::open(path, 1s)->run("CREATE TABLE t(a, b)"));
    CHECK(SqliteDatabase::open(path, 1s, SqliteDatabase::Access::read));
    CHECK((SqliteDatabase::open(path, 1s, SqliteDatabase::Access::create_new).error().code ==
           Errc::object_already_exists));
    CHECK(SqliteDatabase::open(folder.file("two"), 1s, SqliteDatabase::Access::create_new));
    for (const std::string& none :
         {std::string(), std::string(":memory:"), std::string("file:one"), path + '\0' + "db"})
        CHECK((SqliteDatabase::open(none, 1s).error().code == Errc::invalid_value));
}

TEST_CASE("SqliteStatement: reads the bound values", "[journaled]") {
    const TemporaryFolder folder;
    auto database = SqliteDatabase::open(folder.file("one"), 1s);
    REQUIRE(database);
    REQUIRE(database->run("CREATE TABLE t(a, b)"));
    auto insert = database->prepare("INSERT INTO t VALUES(?, ?)");
    REQUIRE(insert);
    insert->bind("text");
    insert->bind(std::int64_t{7});
    REQUIRE(insert->step() == false);
    auto select = database->prepare("SELECT a, b FROM t");
    REQUIRE(select);
    REQUIRE(select->step() == true);
    CHECK(select->text(0) == "text");
    CHECK(select->number(1) == 7);
    REQUIRE(select->step() == false);
    CHECK(database->number("SELECT b FROM t") == 7);
    CHECK(database->number("SELECT b FROM t WHERE b = 8") == 0);
    CHECK((database->number("SELECT c FROM t").error().code == Errc::storage_damaged));
    // Preparation succeeds, execution fails.
    CHECK((database->number("SELECT abs(-9223372036854775808)").error().native ==
           NativeCode{NativeDomain::sqlite, SQLITE_ERROR}));
    CHECK_FALSE(database->run("SELECT abs(-9223372036854775808)"));
}

TEST_CASE("SqliteStatement: reports what cannot be bound", "[journaled]") {
    const TemporaryFolder folder;
    auto database = SqliteDatabase::open(folder.file("one"), 1s);
    REQUIRE(database);
    REQUIRE(database->run("CREATE TABLE t(a)"));
    const std::string too_long((std::size_t{1} << 20) + 1, 'x');
    {
        auto insert = database->prepare("INSERT INTO t VALUES(?)");
        insert->bind(too_long);
        CHECK((insert->step().error().native == NativeCode{NativeDomain::sqlite, SQLITE_TOOBIG}));
    }
    {
        auto insert = database->prepare("INSERT INTO t VALUES(?)");
        insert->bind("a");
        insert->bind("no such parameter");
        CHECK((insert->step().error().native == NativeCode{NativeDomain::sqlite, SQLITE_RANGE}));
    }
    CHECK(database->number("SELECT count(*) FROM t") == 0);
    {
        auto insert = database->prepare("INSERT INTO t VALUES(?)");
        insert->bind(std::string_view());
        REQUIRE(insert->step() == false);
        CHECK(database->changes() == 1);
    }
    CHECK(database->number("SELECT count(*) FROM t WHERE a = ''") == 1);
    // of a file that another program wrote
    RawDatabase(folder.file("one")).run("UPDATE t SET a = zeroblob(2000000)");
    CHECK((database->run("SELECT a FROM t").error().code == Errc::storage_damaged));
}

TEST_CASE("SqliteTransaction: rolls back unless committed", "[journaled]") {
    const TemporaryFolder folder;
    auto database = SqliteDatabase::open(folder.file("one"), 1s);
    REQUIRE(database);
    REQUIRE(database->run("CREATE TABLE t(a)"));
    for (const bool commits : {false, true}) {
        {
            auto transaction = SqliteTransaction::begin(*database, SqliteTransaction::Kind::write);
            REQUIRE(transaction);
            CHECK_FALSE(SqliteTransaction::begin(*database, SqliteTransaction::Kind::read));
            REQUIRE(database->run("INSERT INTO t VALUES(1)"));
            if (commits) REQUIRE(transaction->commit());
        }
        CHECK(database->number("SELECT count(*) FROM t") == (commits ? 1 : 0));
    }
}

TEST_CASE("SqliteDatabase: waits for another writer up to the timeout", "[journaled]") {
    const TemporaryFolder folder;
    auto database = SqliteDatabase::open(folder.file("one"), 50ms);
    REQUIRE(database);
    RawDatabase writer(folder.file("one"));
    writer.run("BEGIN IMMEDIATE");
    for (int i = 0; i != 2; ++i) {
        const auto start = std::chrono::steady_clock::now();
        auto begun =
            std::async(std::launch::async, [&] { return database->run("BEGIN IMMEDIATE"); });
        const bool ends = begun.wait_for(20s) == std::future_status::ready;
        if (!ends) writer.run("ROLLBACK");
        REQUIRE(ends);
        CHECK((std::chrono::steady_clock::now() - start >= 50ms));
        CHECK((begun.get().error().code == Errc::storage_failed));
    }
}

TEST_CASE("SqliteDatabase::has_moved: is true after the file was deleted", "[journaled]") {
    const TemporaryFolder folder;
    const std::string path = folder.file("one");
    auto database = SqliteDatabase::open(path, 1s);
    REQUIRE(database);
    REQUIRE(database->run("CREATE TABLE t(a)"));
    CHECK_FALSE(database->has_moved());
    std::error_code kept;
    std::filesystem::remove(path, kept);
    if (!kept) CHECK(database->has_moved());
}

TEST_CASE("SqliteTransaction: only writing takes the write lock", "[journaled]") {
    const TemporaryFolder folder;
    auto one = SqliteDatabase::open(folder.file("one"), 1ms);
    auto other = SqliteDatabase::open(folder.file("one"), 1ms);
    REQUIRE(one);
    REQUIRE(other);
    {
        auto reading = SqliteTransaction::begin(*one, SqliteTransaction::Kind::read);
        REQUIRE(reading);
        CHECK(SqliteTransaction::begin(*other, SqliteTransaction::Kind::write));
    }
    auto writing = SqliteTransaction::begin(*one, SqliteTransaction::Kind::write);
    REQUIRE(writing);
    const auto second = SqliteTransaction::begin(*other, SqliteTransaction::Kind::write);
    REQUIRE_FALSE(second);
    CHECK(detail::is_busy(second.error()));
}

TEST_CASE("is_busy: is true for every code of SQLITE_BUSY and for no other", "[journaled]") {
    for (const int code : {SQLITE_BUSY, SQLITE_BUSY_RECOVERY, SQLITE_BUSY_SNAPSHOT})
        CHECK(detail::is_busy(detail::sqlite_error(code, "")));
    for (const int code : {SQLITE_LOCKED, SQLITE_FULL, SQLITE_IOERR_FSYNC})
        CHECK_FALSE(detail::is_busy(detail::sqlite_error(code, "")));
    CHECK_FALSE(detail::is_busy(Error(Errc::storage_failed)));
}
