// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace crypto_checkpoint::cli {

/// An environment variable, UTF-8.
[[nodiscard]] std::optional<std::string> environment_variable(const std::string& name);

/// Whether a variable is set. For secrets, whose values are not to be copied.
[[nodiscard]] bool has_environment_variable(const std::string& name);

/// Removes SSLKEYLOGFILE, the file that TLS libraries write the keys of all connections to: whoever reads
/// it can read the password. To be called before any connection and any thread.
/// @par Source  lib/vtls/keylog.c of libcurl
void ignore_key_log_file();

/// The folder for a user's data; empty if it is unknown.
[[nodiscard]] std::filesystem::path data_folder();

/// The variable that data_folder() depends on.
[[nodiscard]] std::string_view data_folder_variable();

/// Raises this process's limit of open files and sockets to @p wanted if the system allows it. Returns
/// the limit, at most @p wanted.
[[nodiscard]] std::size_t make_room_for_files(std::size_t wanted);

#if defined(_WIN32)
/// An argument of wmain() as UTF-8. An unpaired surrogate is encoded as three bytes, which are ill-formed
/// UTF-8: the parser of names reports its position, and no other argument has the same encoding.
[[nodiscard]] std::string utf8_argument(std::wstring_view argument);
#endif

/// A path from UTF-8 and back. On POSIX a path is bytes, which stay as they are.
[[nodiscard]] inline std::filesystem::path path_of(std::string_view text) {
    return std::u8string(text.begin(), text.end());
}
[[nodiscard]] inline std::string text_of(const std::filesystem::path& path) {
    const std::u8string text = path.u8string();
    return {text.begin(), text.end()};
}

}  // namespace crypto_checkpoint::cli
