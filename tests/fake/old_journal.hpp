// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "raw_database.hpp"

#include <string>

namespace fake_tests {

/// Makes a closed journal that was never compacted one of version 1, as older programs wrote it.
inline void make_old(const std::string& path) {
    RawDatabase raw(path);
    raw.run("BEGIN");
    raw.run("ALTER TABLE journal RENAME TO newer");
    raw.run("CREATE TABLE journal(sequence INTEGER PRIMARY KEY, command TEXT NOT NULL,"
            " arguments TEXT NOT NULL) STRICT");
    raw.run("INSERT INTO journal SELECT sequence, command, arguments FROM newer");
    raw.run("DROP TABLE newer");
    raw.run("PRAGMA user_version=1");
    raw.run("COMMIT");
}

}  // namespace fake_tests
