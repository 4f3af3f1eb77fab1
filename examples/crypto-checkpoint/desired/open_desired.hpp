// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "cli/command.hpp"
#include "desired/desired_file.hpp"
#include "desired/fleet.hpp"

#include <expected>
#include <string>
#include <vector>

namespace crypto_checkpoint::cli {

/// Reads a file, or standard input for `-`.
[[nodiscard]] std::expected<std::string, std::string> read_file(const std::string& name);

ExitStatus print_file_error(Context& context, const std::string& file, const FileError& error);

/// A fleet, and what its clusters are to have.
struct DesiredFleet {
    Fleet fleet;
    std::vector<DesiredState> desired;  ///< for each cluster
};

/// Reads a file of desired state and opens its clusters: those of the file, or, where the command line
/// chooses a cluster or a sandbox, that one. Prints what is wrong.
[[nodiscard]] std::expected<DesiredFleet, ExitStatus> open_desired(Context& context,
                                                                   const ParsedArgs& args,
                                                                   bool to_change);

}  // namespace crypto_checkpoint::cli
