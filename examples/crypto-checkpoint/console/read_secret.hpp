// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <crypto_checkpoint/error/error.hpp>
#include <crypto_checkpoint/secret.hpp>

#include <array>
#include <cstddef>
#include <cstdio>
#include <string>

namespace crypto_checkpoint::cli {

inline constexpr std::size_t max_secret_bytes = 4096;

/// A buffer that is wiped.
template <std::size_t Size>
struct WipedBytes {
    std::array<char, Size> bytes{};
    WipedBytes() = default;
    WipedBytes(const WipedBytes&) = delete;
    WipedBytes& operator=(const WipedBytes&) = delete;
    ~WipedBytes() { detail::wipe(bytes.data(), bytes.size()); }
};

/// What is wrong with the permissions of a regular file that holds a secret, and how to mend it; empty if
/// nothing is. Everyone on the machine must neither read nor write it; members of its group may. Windows
/// has no such permissions, and nothing is checked there.
///
/// Looks at the open file: another one may be at its path by now.
[[nodiscard]] std::string problem_of_private_file(std::FILE& file);

/// Reads the first line of a file, without its end and without a byte order mark.
///
/// Rejects a file that everyone can read or write: see problem_of_private_file().
/// @param path   UTF-8
/// @par Errors   invalid_value: not readable, readable or writable by everyone, UTF-16, or the first line
///               is empty, longer than max_secret_bytes or contains a NUL. The context has the path, never
///               the content.
[[nodiscard]] Result<Secret> secret_from_file(const std::string& path);

/// Reads an environment variable, as UTF-8 on Windows. Child processes inherit it.
/// @param name   UTF-8
/// @par Errors   invalid_value: not set, empty, or longer than max_secret_bytes
[[nodiscard]] Result<Secret> secret_from_environment(const std::string& name);

}  // namespace crypto_checkpoint::cli
