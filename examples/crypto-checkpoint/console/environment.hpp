// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace crypto_checkpoint::cli {

/// A variable of the environment, UTF-8.
[[nodiscard]] std::optional<std::string> environment_variable(const std::string& name);

/// Whether it is set, for one whose value is nobody's to copy.
[[nodiscard]] bool has_environment_variable(const std::string& name);

/// Where programs keep a user's data; empty where that is not known.
[[nodiscard]] std::filesystem::path data_folder();

/// The variable that would have to be set for that.
[[nodiscard]] std::string_view data_folder_variable();

/// Sees to it that this process may have that many files and sockets open, if the system lets it.
/// Returns how many it may have, @p wanted at most.
[[nodiscard]] std::size_t make_room_for_files(std::size_t wanted);

/// A path from UTF-8 and back. On POSIX a path is bytes, which stay as they are.
[[nodiscard]] inline std::filesystem::path path_of(std::string_view text) {
    return std::u8string(text.begin(), text.end());
}
[[nodiscard]] inline std::string text_of(const std::filesystem::path& path) {
    const std::u8string text = path.u8string();
    return {text.begin(), text.end()};
}

}  // namespace crypto_checkpoint::cli
