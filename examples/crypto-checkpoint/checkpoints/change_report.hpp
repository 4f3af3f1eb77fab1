// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "checkpoints/change.hpp"
#include <crypto_checkpoint/cluster/backend.hpp>
#include <crypto_checkpoint/error/error.hpp>

#include <string>
#include <vector>

namespace crypto_checkpoint::cli {

/// One change of one checkpoint, as it was asked for.
struct ChangeRequest {
    Change change{};
    std::string resource;
    std::string name;
    std::string cluster{};  ///< its URL; empty for the sandbox
};

/// Says what came of a change: a sentence, or an object with --json.
/// @param hints      what to do about a failure, safe to show
/// @param has_place  several clusters are asked, so each sentence begins with its own
/// @return           the exit status that it asks for
ExitStatus tell(Session& session, const ChangeRequest& request, const Result<Ensured>& outcome,
                const std::vector<std::string>& hints = {}, bool has_place = false);

/// Says, after a dry run on a cluster that would add something, what predict_change() does not look at.
void tell_what_was_not_asked(Session& session, Change change);

}  // namespace crypto_checkpoint::cli
