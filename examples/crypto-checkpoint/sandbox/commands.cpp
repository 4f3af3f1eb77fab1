// SPDX-License-Identifier: BSL-1.0
#include "sandbox/commands.hpp"

namespace crypto_checkpoint::cli {
namespace {

constexpr const char* sandbox_footer =
    R"(examples:
  crypto-checkpoint sandbox create
  crypto-checkpoint ensure 'SQL Server' '1\\MyKey'
  crypto-checkpoint sandbox move 'SQL Server' NODE2
  crypto-checkpoint sandbox status
  crypto-checkpoint sandbox events
)";

}  // namespace

Command sandbox_command() {
    Command sandbox{.name = "sandbox",
                    .description = "a fake cluster that is kept in a file",
                    .footer = sandbox_footer,
                    .commands = {create_command(), status_command(), events_command()}};
    for (Command& command : control_commands()) sandbox.commands.push_back(std::move(command));
    sandbox.commands.push_back(key_commands());
    sandbox.commands.push_back(provider_commands());
    sandbox.commands.push_back(settings_command());
    sandbox.commands.push_back(salvage_command());
    sandbox.commands.push_back(reset_command());
    return sandbox;
}

}  // namespace crypto_checkpoint::cli
