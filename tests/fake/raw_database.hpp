// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "support/catch.hpp"

#include <sqlite3.h>

#include <memory>
#include <string>

namespace fake_tests {

/// A SQLite file, used by another program.
class RawDatabase {
public:
    explicit RawDatabase(const std::string& path) {
        sqlite3* opened = nullptr;
        REQUIRE(sqlite3_open(path.c_str(), &opened) == SQLITE_OK);
        database_.reset(opened);
    }

    void run(const std::string& sql) {
        INFO(sql);
        const int code = sqlite3_exec(database_.get(), sql.c_str(), nullptr, nullptr, nullptr);
        INFO(sqlite3_errmsg(database_.get()));
        REQUIRE(code == SQLITE_OK);
    }

    /// The first column of the first row. The statement and its snapshot stay open.
    std::string text(const std::string& sql) {
        sqlite3_stmt* prepared = nullptr;
        REQUIRE(sqlite3_prepare_v2(database_.get(), sql.c_str(), -1, &prepared, nullptr) ==
                SQLITE_OK);
        statement_.reset(prepared);
        REQUIRE(sqlite3_step(prepared) == SQLITE_ROW);
        return reinterpret_cast<const char*>(sqlite3_column_text(prepared, 0));
    }
    void close_statement() { statement_.reset(); }

private:
    struct Deleter {
        void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
        void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
    };
    std::unique_ptr<sqlite3, Deleter> database_;
    std::unique_ptr<sqlite3_stmt, Deleter> statement_;
};

}  // namespace fake_tests
