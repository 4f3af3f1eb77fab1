// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "cli/context.hpp"

#include <string_view>

namespace crypto_checkpoint::cli {

/// Lists the checkpoints of the resources whose names match a pattern.
ExitStatus list_checkpoints(Session& session, std::string_view pattern);

}  // namespace crypto_checkpoint::cli
