// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <crypto_checkpoint/error/error.hpp>
#include <crypto_checkpoint/secret.hpp>

#include <cstddef>
#include <string>

namespace crypto_checkpoint::cli {

inline constexpr std::size_t max_secret_bytes = 4096;

/// Reads the first line of a file, without its end.
///
/// Rejects a regular file that everyone on the machine can read; members of its group may. Windows has no
/// such permissions, and nothing is checked there.
/// @param path   UTF-8
/// @par Errors   invalid_value: not readable, readable by everyone, or the first line is empty, longer than
///               max_secret_bytes or contains a NUL. The context has the path, never the content.
[[nodiscard]] Result<Secret> secret_from_file(const std::string& path);

/// Reads an environment variable, as UTF-8 on Windows. Child processes inherit it.
/// @param name   UTF-8
/// @par Errors   invalid_value: not set, empty, or longer than max_secret_bytes
[[nodiscard]] Result<Secret> secret_from_environment(const std::string& name);

}  // namespace crypto_checkpoint::cli
