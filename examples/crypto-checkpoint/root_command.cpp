// SPDX-License-Identifier: BSL-1.0
// The command line of the program itself.
#include "cli/command.hpp"
#include "cli/program_name.hpp"
#include "console/environment.hpp"
#include "console/text.hpp"
#include "sandbox/sandbox.hpp"

namespace crypto_checkpoint::cli {
namespace {

constexpr const char* footer =
    R"(A checkpoint name is Type\Name\Key: the decimal type of a cryptographic service
provider (CSP), its name, and a key container. Type\\Key leaves the provider's
name out. Put names into single quotes, or the shell takes backslashes away;
in cmd.exe into double ones.

The cluster that all this works on is a sandbox: it is made up, and kept in a
file. With --cluster, the commands for checkpoints go to real clusters, and
serve makes the sandbox look like one.

exit status, the highest that applies:
  0  all is well
  1  some name is invalid
  2  the command line is wrong
  3  the cluster refused, or would refuse
  4  the cluster could not be reached, or the outcome is unknown or untold

examples:
  crypto-checkpoint explain '1\\MyKey'
  crypto-checkpoint sandbox create
  crypto-checkpoint add 'SQL Server' '1\\MyKey'
  crypto-checkpoint list
)";

/// Where the sandbox is if nobody says where.
std::string default_sandbox() {
    const auto path = Sandbox::path(Context());
    return path ? shell_quoted(*path)
                : fmt::format("none, since {} is not set", data_folder_variable());
}

}  // namespace

Option json_option() { return {"--json", "one JSON object a line, instead of text"}; }

Option dry_run_option() {
    return {"--dry-run", "change nothing; try it on a copy and say what would happen"};
}

Command crypto_checkpoint_command() {
    Command program{
        .name = program_name(),
        .description = "keys that move with the resources of a cluster",
        .options = {{"--sandbox", "the sandbox to work on; default: " + default_sandbox(), "FILE"},
                    {"--version", "print the version"}},
        .footer = footer,
        .commands = checkpoint_commands()};
    program.commands.push_back(preflight_command());
    program.commands.push_back(sandbox_command());
    program.commands.push_back(serve_command());
    return program;
}

}  // namespace crypto_checkpoint::cli
