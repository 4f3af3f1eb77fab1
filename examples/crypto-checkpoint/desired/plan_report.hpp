// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "checkpoints/listing_report.hpp"
#include "cli/context.hpp"
#include <crypto_checkpoint/cluster/apply_plan.hpp>
#include <crypto_checkpoint/cluster/desired_state.hpp>

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace crypto_checkpoint::cli {

/// Prints the plan for a cluster: what is to change or unclear, and what is missing. With --json an object
/// for each checkpoint and each missing resource, and one at the end.
/// @param resources  those of the cluster, for suggestions
/// @param advised    what has been advised already, and need not be repeated
void print_plan(Context& context, const ClusterLabel& cluster, const Plan& plan,
                const Resources& resources, std::set<AdviceCode>& advised);

/// Prints what is missing.
void print_missing(Context& context, const ClusterLabel& cluster, const Plan& plan,
                   const Resources& resources);

/// What a plan leaves when its changes are made: refused if a resource that is named is missing, something
/// to decide if a checkpoint is unclear or a pattern matches nothing.
[[nodiscard]] ExitStatus status_left_by(const Plan& plan);

/// Prints that a cluster could not be read.
ExitStatus print_unread(Context& context, const ClusterLabel& cluster, const Error& error,
                        const std::vector<std::string>& hints);

/// The sum of the plans of several clusters: `3 to add, 1 to remove, 41 as they should be`.
[[nodiscard]] std::string summary_of(const PlanCount& count);
[[nodiscard]] std::string summary_of(const Applied& applied);

/// The text, or with --json the object, about a change that was made or failed.
[[nodiscard]] std::string change_line(const Context& context, const ClusterLabel& cluster,
                                      const std::string& resource,
                                      const PlannedCheckpoint& checkpoint,
                                      const Result<Ensured>& result);

/// The object that ends the changes of a cluster.
[[nodiscard]] std::string applied_json(const ClusterLabel& cluster, const Plan& plan,
                                       const Applied& applied);

/// The names of the pieces of advice.
[[nodiscard]] std::vector<std::string_view> codes_of(const AdviceList& advice);

}  // namespace crypto_checkpoint::cli
