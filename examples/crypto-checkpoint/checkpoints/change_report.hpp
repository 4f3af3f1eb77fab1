// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "checkpoints/change.hpp"
#include "cli/context.hpp"

#include <string>
#include <vector>

namespace crypto_checkpoint::cli {

/// Prints the result of a change: a sentence, or an object with --json.
/// @param hints         what to do about a failure, safe to show
/// @param name_cluster  begins each sentence with the cluster, where there are several
/// @return              the exit status for this result
ExitStatus print_change(Context& context, const ChangeRequest& request,
                        const Result<Ensured>& result, const std::vector<std::string>& hints = {},
                        bool name_cluster = false);

/// Prints what predict_change() does not check, after it predicted changes.
void print_unchecked(Context& context, Change change);

}  // namespace crypto_checkpoint::cli
