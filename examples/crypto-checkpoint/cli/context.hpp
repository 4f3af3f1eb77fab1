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
/// @param lines  the lines under the first one, safe to show
[[nodiscard]] std::string error_text(std::string_view what, const std::vector<std::string>& lines);

/// Prints an error message to standard error, after flushing the output.
void print_error(Context& context, std::string_view what,
                 const std::vector<std::string>& lines = {});

/// Prints why something failed, and hints. Returns the exit status for the error.
ExitStatus print_error(Context& context, std::string_view what, const Error& error,
                       const std::vector<std::string>& hints = {});

/// An error as the lines that say why.
[[nodiscard]] std::vector<std::string> reasons(const Error& error);

}  // namespace crypto_checkpoint::cli
