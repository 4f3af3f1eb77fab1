// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "checkpoints/listing_report.hpp"
#include "checkpoints/target.hpp"
#include "cli/context.hpp"
#include "desired/desired_file.hpp"
#include <crypto_checkpoint/cluster/apply_plan.hpp>
#include <crypto_checkpoint/cluster/desired_state.hpp>

#include <cstddef>
#include <expected>
#include <functional>
#include <string>
#include <vector>

namespace crypto_checkpoint::cli {

/// One cluster or many, read and changed in the same way.
class Fleet {
public:
    /// Takes what a command line chooses.
    explicit Fleet(Target target);

    [[nodiscard]] std::size_t size() const noexcept { return labels_.size(); }
    [[nodiscard]] const ClusterLabel& label(std::size_t index) const { return labels_[index]; }

    /// Reads the resources of each cluster.
    /// @param names  the ones of interest, for a cluster that does not enumerate
    [[nodiscard]] std::vector<Result<Resources>> read(Context& context,
                                                      const std::vector<std::string>& names);

    /// What to do about a cluster that could not be read; safe to show.
    [[nodiscard]] std::vector<std::string> hints(std::size_t index, const Error& error) const;

    struct PlanFor {
        std::size_t index;  ///< of the cluster
        Plan plan;
    };

    /// Applies plans, and reports each change and the end of each cluster.
    void apply(
        Context& context, const std::vector<PlanFor>& plans, OnFailure on_failure,
        const std::function<void(std::size_t index, const std::string& resource,
                                 const PlannedCheckpoint&, const Result<Ensured>&)>& on_change,
        const std::function<void(std::size_t index, const Applied&)>& on_end);

private:
    Target target_;
    std::vector<ClusterLabel> labels_;
};

/// Reads a file, or standard input for `-`.
[[nodiscard]] std::expected<std::string, std::string> read_file(const std::string& name);

ExitStatus print_file_error(Context& context, const std::string& file, const FileError& error);

/// A fleet, and what its clusters are to have.
struct DesiredFleet {
    Fleet fleet;
    std::vector<DesiredState> desired;  ///< for each cluster
};

/// Reads a file of desired state and opens its clusters: those of the file, or, where the command line
/// chooses a cluster or a sandbox, that one. Prints what is wrong.
[[nodiscard]] std::expected<DesiredFleet, ExitStatus> open_desired(Context& context,
                                                                   const ParsedArgs& args,
                                                                   bool to_change);

}  // namespace crypto_checkpoint::cli
