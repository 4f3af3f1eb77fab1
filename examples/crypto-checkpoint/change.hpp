// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "session.hpp"

#include <string>
#include <vector>

namespace crypto_checkpoint::cli {

enum class Change { add, remove, ensure, ensure_absent };

/// Changes the checkpoints of a resource, each name for itself, and says of each what came of it.
ExitStatus change_checkpoints(Session& session, Change change, const std::string& resource,
                              const std::vector<std::string>& names);

}  // namespace crypto_checkpoint::cli
