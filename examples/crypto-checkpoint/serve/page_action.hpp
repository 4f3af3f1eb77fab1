// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "sandbox/sandbox.hpp"
#include <crypto_checkpoint/wsman/wsman_response.hpp>

#include <string>
#include <string_view>

namespace crypto_checkpoint::cli {

/// What an action of the page did.
struct PageAction {
    int status = 200;  ///< 400: not understood; 409: failed
    std::string text;  ///< in the words of the commands of the sandbox
    WsmanLogEntry log_entry;
};

/// Executes an action: `{"command": "move_resource", "resource": "SQL Server", "node": "NODE2"}`. The
/// commands and their members are those of FakeClusterCommand, and `create`, which has no members.
/// @par Thread safety  as the sandbox
PageAction execute_page_action(const Context& context, Sandbox& sandbox, std::string_view json);

/// The line of `explain --json` for the name in an object: `{"name": "1\\\\MyKey"}`. 400: the body is no such object.
[[nodiscard]] PageAction explain_for_page(std::string_view json);

}  // namespace crypto_checkpoint::cli
