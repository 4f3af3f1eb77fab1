// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string_view>
#include <system_error>

/// The three streams of a process, as this program uses them: bytes of UTF-8, lines end with LF. What a
/// console of Windows shows or gives is turned from or into that.
namespace crypto_checkpoint::cli {

enum class Stream { input, output, error };

/// Sees to it that the streams are open, so that no file that is opened later becomes one of them, and
/// that writing to a closed pipe is an error instead of the end of the process.
void prepare_standard_streams();

[[nodiscard]] bool is_terminal(Stream stream);

/// Writes all of a text. Characters must be whole.
std::error_code write(Stream stream, std::string_view text);

/// Whether writing failed because nobody reads any more, as `| head` does.
[[nodiscard]] bool is_broken_pipe(std::error_code fault);

/// Reads what there is of standard input, and waits if there is nothing.
/// @return  how many bytes; 0 at the end
std::expected<std::size_t, std::error_code> read_input(std::span<char> room);

/// Whether reading may have to wait.
[[nodiscard]] bool input_may_wait();

/// The bytes that are left of standard input, where it is a file.
[[nodiscard]] std::optional<std::uint64_t> bytes_left_of_input();

/// How wide the terminal behind standard error is.
[[nodiscard]] std::size_t terminal_columns();

/// How people who type end their input.
[[nodiscard]] std::string_view keys_that_end_input();

}  // namespace crypto_checkpoint::cli
