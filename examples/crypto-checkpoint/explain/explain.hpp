// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "cli/context.hpp"

#include <string>
#include <vector>

namespace crypto_checkpoint::cli {

struct ExplainOptions {
    bool tolerant = false;
    bool only_invalid = false;
};

/// Says of each name what it says, what is wrong with it, and what will hurt.
ExitStatus explain_names(Context& context, const std::vector<std::string>& names,
                         ExplainOptions options);

/// The same of each line of standard input, in constant memory.
ExitStatus explain_standard_input(Context& context, ExplainOptions options);

}  // namespace crypto_checkpoint::cli
