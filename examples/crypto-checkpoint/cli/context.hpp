// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "cli/exit_status.hpp"
#include "console/output.hpp"
#include <crypto_checkpoint/error/error.hpp>

#include <optional>
#include <string>
#include <vector>

namespace crypto_checkpoint::cli {

/// What every command knows: where its output goes, and what its caller said for all commands.
struct Context {
    Output out;
    std::optional<std::string> sandbox_file;  ///< as given; nothing: the default
    bool json = false;
    bool dry_run = false;

    /// A command of this program as it can be pasted, on the same sandbox.
    [[nodiscard]] std::string command(std::string_view arguments) const;
};

/// Tells of a failure on standard error, after what has been written so far:
///
///     error: cannot add '1\\OtherKey' to 'SQL Server'
///       the key container does not exist on the node that owns the resource, at machine level
///       try: crypto-checkpoint sandbox key create NODE1 '1\\OtherKey'
///
/// @param lines  what stands under the first one, safe to show
void print_error(Context& context, std::string_view what,
                 const std::vector<std::string>& lines = {});

/// Likewise of an error, whose exit status is returned.
ExitStatus print_error(Context& context, std::string_view what, const Error& error,
                       const std::vector<std::string>& hints = {});

/// An error as the lines that say why.
[[nodiscard]] std::vector<std::string> reasons(const Error& error);

}  // namespace crypto_checkpoint::cli
