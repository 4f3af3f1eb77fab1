// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "session.hpp"

#include <string>
#include <vector>

namespace crypto_checkpoint::cli {

enum class Change { add, remove, ensure, ensure_absent };

[[nodiscard]] constexpr bool adds(Change change) noexcept {
    return change == Change::add || change == Change::ensure;
}

/// Changes the checkpoints of a resource of the sandbox, each name for itself, and says of each what
/// came of it.
ExitStatus change_checkpoints(Session& session, Change change, const std::string& resource,
                              const std::vector<std::string>& names);

}  // namespace crypto_checkpoint::cli
