// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string_view>
#include <system_error>

/// The standard streams: UTF-8, with LF. The text of a Windows console is converted.
namespace crypto_checkpoint::cli {

enum class Stream { input, output, error };

/// Opens closed streams, or the next file to be opened would become one, and makes writing to a closed
/// pipe, or beyond the limit of the size of files, an error instead of a signal.
void prepare_standard_streams();

[[nodiscard]] bool is_terminal(Stream stream);

/// Whether standard output shows ANSI colours: a terminal, unless NO_COLOR is set. Not on Windows, where
/// a console may print the sequences.
/// @par Source  https://no-color.org
[[nodiscard]] bool has_colours();

/// Writes all of a text.
/// @pre  it does not end within a character
std::error_code write(Stream stream, std::string_view text);

/// Whether writing failed because the reader has closed the pipe, as `| head` does.
[[nodiscard]] bool is_broken_pipe(std::error_code error);

/// Reads from standard input, blocking until there is something.
/// @return  the number of bytes; 0 at the end
std::expected<std::size_t, std::error_code> read_input(std::span<char> room);

/// Whether read_input() may block.
[[nodiscard]] bool input_may_wait();

/// The bytes left in standard input, if it is a file.
[[nodiscard]] std::optional<std::uint64_t> bytes_left_of_input();

/// The width of the terminal of standard error.
[[nodiscard]] std::size_t terminal_columns();

/// The keys that end input from a terminal: `Ctrl-D ends`.
[[nodiscard]] std::string_view keys_that_end_input();

}  // namespace crypto_checkpoint::cli
