// SPDX-License-Identifier: BSL-1.0
#include "console/environment.hpp"

#include <algorithm>
#include <cstdlib>

#include <sys/resource.h>

namespace crypto_checkpoint::cli {

std::optional<std::string> environment_variable(const std::string& name) {
    const char* const value = std::getenv(name.c_str());
    return value ? std::optional<std::string>(value) : std::nullopt;
}

bool has_environment_variable(const std::string& name) {
    return std::getenv(name.c_str()) != nullptr;
}

void ignore_key_log_file() { (void)::unsetenv("SSLKEYLOGFILE"); }

/// @par Source  XDG Base Directory Specification: a path that is not absolute is to be ignored.
std::filesystem::path data_folder() {
    const auto folder = environment_variable("XDG_DATA_HOME");
    if (folder && folder->starts_with('/')) return path_of(*folder);
    const auto home = environment_variable("HOME");
    if (home && !home->empty()) return path_of(*home) / ".local/share";
    return {};
}

std::string_view data_folder_variable() { return "HOME"; }

std::size_t make_room_for_files(std::size_t wanted) {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return wanted;
    if (limit.rlim_cur < wanted) {
        const rlimit raised{std::min<rlim_t>(wanted, limit.rlim_max), limit.rlim_max};
        if (::setrlimit(RLIMIT_NOFILE, &raised) == 0) limit = raised;
    }
    return static_cast<std::size_t>(std::min<rlim_t>(limit.rlim_cur, wanted));
}

}  // namespace crypto_checkpoint::cli
