// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "cli/exit_status.hpp"
#include "console/output.hpp"
#include <crypto_checkpoint/error/error.hpp>

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace crypto_checkpoint::cli {

class JsonLine;

/// What all commands share: the output and the options that any command may be given.
struct Context {
    Output out;
    std::optional<std::string> sandbox_file;  ///< as typed; nothing: the default
    bool json = false;
    bool dry_run = false;

    /// A command line of this program to paste, for the same sandbox.
    /// @param words  appended, quoted for the shell
    [[nodiscard]] std::string command(std::string_view arguments,
                                      std::initializer_list<std::string_view> words = {}) const;
};

/// How this program is called: `crypto-checkpoint`, or the value of CRYPTO_CHECKPOINT_COMMAND, which
/// `./dev run` sets. Safe to show.
[[nodiscard]] std::string program_name();

/// A help text with each `crypto-checkpoint` replaced by program_name().
[[nodiscard]] std::string with_program_name(std::string_view text);

/// An error message for people:
///
///     error: cannot add '1\\OtherKey' to 'SQL Server'
///       the key container does not exist on the node that owns the resource, at machine level
///       try: crypto-checkpoint sandbox key create NODE1 '1\\OtherKey'
///
/// Everything becomes printable().
/// @param lines  the lines under the first one
[[nodiscard]] std::string error_text(std::string_view what, const std::vector<std::string>& lines);

/// Prints an error: with --json as an object to standard output, else as a message to standard error.
/// @param lines  the lines under the first one; with --json the hints
/// @return       the exit status for @p code
ExitStatus print_error(Context& context, std::string_view what, Errc code,
                       const std::vector<std::string>& lines = {});

/// As above, with the reasons of the error.
ExitStatus print_error(Context& context, std::string_view what, const Error& error,
                       const std::vector<std::string>& hints = {});

/// Adds what ends each object about an error: place, native_domain, native_code, native_name, message, hints.
JsonLine& add_error(JsonLine& json, const Error& error, std::string_view message,
                    const std::vector<std::string>& hints);

/// The meaning of an error and its detail, as they came.
[[nodiscard]] std::string message_of(const Error& error);

/// An error as the lines that say why.
[[nodiscard]] std::vector<std::string> reasons(const Error& error);

}  // namespace crypto_checkpoint::cli
