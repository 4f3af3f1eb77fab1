// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "support/catch.hpp"

#include <sqlite3.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <new>
#include <string>
#include <utility>
#include <vector>

namespace fake_tests {

/// What happens at a counted step: creating a file, a write, a truncation, a sync or a deletion.
enum class Fault {
    none,
    error,       ///< this one fails
    torn,        ///< this one fails after half of what it writes
    power_cut,   ///< this one fails and all after it; nothing since the last sync has happened
    reordering,  ///< as power_cut, but every other write or truncation since then has happened
};

/// The file system for every database that is opened while this exists. It does not wait for the disk.
class FaultyVfs {
public:
    enum class Use {
        shared,
        alone,  ///< by one connection at a time, without locks: faster
    };

    explicit FaultyVfs(Use use = Use::shared) : under_(sqlite3_vfs_find(nullptr)), use_(use) {
        vfs_ = *under_;
        vfs_.szOsFile = static_cast<int>(sizeof(File)) + under_->szOsFile;
        vfs_.pNext = nullptr;
        vfs_.zName = "faulty";
        vfs_.pAppData = this;
        vfs_.xOpen = open;
        vfs_.xDelete = remove;
        vfs_.xAccess = [](sqlite3_vfs* vfs, const char* name, int flags, int* result) {
            return of(vfs).under_->xAccess(of(vfs).under_, name, flags, result);
        };
        vfs_.xFullPathname = [](sqlite3_vfs* vfs, const char* name, int size, char* result) {
            return of(vfs).under_->xFullPathname(of(vfs).under_, name, size, result);
        };
        REQUIRE(sqlite3_vfs_register(&vfs_, 1) == SQLITE_OK);
    }
    FaultyVfs(const FaultyVfs&) = delete;
    FaultyVfs& operator=(const FaultyVfs&) = delete;
    ~FaultyVfs() {
        sqlite3_vfs_unregister(&vfs_);
        sqlite3_vfs_register(under_, 1);
    }

    /// Starts to count the steps from 1. At step @p at the fault strikes.
    void inject(Fault fault, int at) {
        fault_ = fault;
        at_ = at;
        steps_ = 0;
        reads_ = 0;
        unsynced_.clear();
        deleted_.clear();
    }
    [[nodiscard]] bool has_struck() const { return fault_ != Fault::none && steps_ >= at_; }
    [[nodiscard]] std::uint64_t reads() const { return reads_; }

    /// The power is back: what was not synced is lost. Every file must be closed.
    void restart() {
        if (has_struck() && is_power_cut()) {
            for (auto& [path, content] : deleted_)
                if (!std::filesystem::exists(path))
                    std::ofstream(path, std::ios::binary)
                        .write(content.data(), static_cast<std::streamsize>(content.size()));
            for (auto& [path, writes] : unsynced_) lose(path, writes);
        }
        inject(Fault::none, 0);
    }

private:
    struct File {
        sqlite3_file base;
        FaultyVfs* vfs;
        bool has_name;
        bool syncs_folder;  ///< with its first sync
        [[nodiscard]] sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
    };
    struct Write {
        sqlite3_int64 offset;
        std::vector<char> before;
        sqlite3_int64 size_before;
    };

    static FaultyVfs& of(sqlite3_vfs* vfs) { return *static_cast<FaultyVfs*>(vfs->pAppData); }
    static File& of(sqlite3_file* file) { return *reinterpret_cast<File*>(file); }
    static sqlite3_file* real(sqlite3_file* file) { return of(file).real(); }
    static const sqlite3_io_methods& under(sqlite3_file* file) { return *real(file)->pMethods; }

    static bool is_alone(sqlite3_file* file) { return of(file).vfs->use_ == Use::alone; }

    [[nodiscard]] bool is_power_cut() const {
        return fault_ == Fault::power_cut || fault_ == Fault::reordering;
    }

    /// Counts a step. Returns whether it fails.
    bool strikes() {
        if (fault_ == Fault::none) return false;
        ++steps_;
        return is_power_cut() ? steps_ >= at_ : steps_ == at_;
    }

    static int open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags,
                    int* out_flags) {
        FaultyVfs& self = of(vfs);
        // As SQLite's own file system for POSIX, so that a new file is there after a power cut.
        const bool is_new_journal = (flags & (SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_WAL)) != 0 &&
                                    name != nullptr && !std::filesystem::exists(name);
        File& opened = *new (file) File{{nullptr}, &self, name != nullptr, is_new_journal};
        // For temporary files SQLite chooses the name and wants the file deleted.
        if ((flags & SQLITE_OPEN_CREATE) != 0 && self.strikes()) return SQLITE_CANTOPEN;
        std::memset(opened.real(), 0, static_cast<std::size_t>(self.under_->szOsFile));
        const int code = self.under_->xOpen(self.under_, name, opened.real(), flags, out_flags);
        if (opened.real()->pMethods == nullptr) return code;
        file->pMethods = &methods();
        if (code == SQLITE_OK && name != nullptr) self.paths_[file] = name;
        return code;
    }

    static int remove(sqlite3_vfs* vfs, const char* name, int sync) {
        FaultyVfs& self = of(vfs);
        if (self.strikes()) return SQLITE_IOERR_DELETE;
        if (sync != 0) {
            self.sync_folder();
            self.unsynced_.erase(name);
        } else if (self.is_power_cut() && std::filesystem::exists(name)) {
            std::ifstream file(name, std::ios::binary);
            self.deleted_[name].assign(std::istreambuf_iterator<char>(file), {});
        }
        return self.under_->xDelete(self.under_, name, sync);
    }

    static int write(sqlite3_file* file, const void* data, int size, sqlite3_int64 offset) {
        FaultyVfs& self = *of(file).vfs;
        const bool fails = self.strikes();
        if (fails && self.fault_ != Fault::torn) return SQLITE_IOERR_WRITE;
        if (fails) size /= 2;
        remember(file, offset, size);
        const int code = under(file).xWrite(real(file), data, size, offset);
        return fails ? SQLITE_IOERR_WRITE : code;
    }

    /// All deletions have happened.
    void sync_folder() {
        for (const auto& [path, content] : deleted_)
            if (!std::filesystem::exists(path)) unsynced_.erase(path);
        deleted_.clear();
    }

    /// Keeps what a power cut brings back.
    static void remember(sqlite3_file* file, sqlite3_int64 offset, sqlite3_int64 size) {
        FaultyVfs& self = *of(file).vfs;
        if (!of(file).has_name || !self.is_power_cut()) return;
        Write undo{offset, std::vector<char>(static_cast<std::size_t>(size)), 0};
        under(file).xFileSize(real(file), &undo.size_before);
        // zeros beyond the end
        under(file).xRead(real(file), undo.before.data(), static_cast<int>(size), offset);
        self.unsynced_[self.paths_[file]].push_back(std::move(undo));
    }

    static int truncate(sqlite3_file* file, sqlite3_int64 size) {
        if (of(file).vfs->strikes()) return SQLITE_IOERR_TRUNCATE;
        sqlite3_int64 before = 0;
        under(file).xFileSize(real(file), &before);
        if (size < before) remember(file, size, before - size);
        return under(file).xTruncate(real(file), size);
    }

    static int sync(sqlite3_file* file, int) {
        FaultyVfs& self = *of(file).vfs;
        if (self.strikes()) return SQLITE_IOERR_FSYNC;
        if (std::exchange(of(file).syncs_folder, false)) self.sync_folder();
        if (of(file).has_name) self.unsynced_.erase(self.paths_[file]);
        return SQLITE_OK;
    }

    static const sqlite3_io_methods& methods() {
        static const sqlite3_io_methods all = [] {
            sqlite3_io_methods m{};
            m.iVersion = 2;  // without memory maps, writes to which are not seen here
            m.xClose = [](sqlite3_file* file) {
                of(file).vfs->paths_.erase(file);
                return under(file).xClose(real(file));
            };
            m.xRead = [](sqlite3_file* file, void* data, int size, sqlite3_int64 offset) {
                ++of(file).vfs->reads_;
                return under(file).xRead(real(file), data, size, offset);
            };
            m.xWrite = write;
            m.xTruncate = truncate;
            m.xSync = sync;
            m.xFileSize = [](sqlite3_file* file, sqlite3_int64* size) {
                return under(file).xFileSize(real(file), size);
            };
            m.xLock = [](sqlite3_file* file, int lock) {
                return is_alone(file) ? SQLITE_OK : under(file).xLock(real(file), lock);
            };
            m.xUnlock = [](sqlite3_file* file, int lock) {
                return is_alone(file) ? SQLITE_OK : under(file).xUnlock(real(file), lock);
            };
            m.xCheckReservedLock = [](sqlite3_file* file, int* result) {
                return under(file).xCheckReservedLock(real(file), result);
            };
            m.xFileControl = [](sqlite3_file* file, int operation, void* argument) {
                return under(file).xFileControl(real(file), operation, argument);
            };
            m.xSectorSize = [](sqlite3_file* file) { return under(file).xSectorSize(real(file)); };
            // No promises, such as that a write is atomic or that files grow in order.
            m.xDeviceCharacteristics = [](sqlite3_file*) { return 0; };
            m.xShmMap = [](sqlite3_file* file, int page, int size, int extend,
                           volatile void** memory) {
                return under(file).xShmMap(real(file), page, size, extend, memory);
            };
            m.xShmLock = [](sqlite3_file* file, int offset, int count, int flags) {
                return is_alone(file) ? SQLITE_OK
                                      : under(file).xShmLock(real(file), offset, count, flags);
            };
            m.xShmBarrier = [](sqlite3_file* file) { under(file).xShmBarrier(real(file)); };
            m.xShmUnmap = [](sqlite3_file* file, int remove) {
                return under(file).xShmUnmap(real(file), remove);
            };
            return m;
        }();
        return all;
    }

    void lose(const std::string& path, const std::vector<Write>& writes) const {
        if (!std::filesystem::exists(path)) return;
        for (std::size_t i = writes.size(); i-- != 0;) {
            if (fault_ == Fault::reordering && i % 2 == 0) continue;
            {
                std::fstream file(path, std::ios::binary | std::ios::in | std::ios::out);
                file.seekp(writes[i].offset);
                file.write(writes[i].before.data(),
                           static_cast<std::streamsize>(writes[i].before.size()));
            }
            if (fault_ == Fault::power_cut)
                std::filesystem::resize_file(path,
                                             static_cast<std::uintmax_t>(writes[i].size_before));
        }
    }

    sqlite3_vfs* under_;
    Use use_;
    sqlite3_vfs vfs_{};
    Fault fault_ = Fault::none;
    int at_ = 0;
    int steps_ = 0;
    std::uint64_t reads_ = 0;
    std::map<sqlite3_file*, std::string> paths_;
    std::map<std::string, std::vector<Write>> unsynced_;
    std::map<std::string, std::string> deleted_;  // their content; the folder is not synced
};

}  // namespace fake_tests
