// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "checkpoints/listing_report.hpp"
#include "checkpoints/target.hpp"
#include "cli/context.hpp"
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

}  // namespace crypto_checkpoint::cli
