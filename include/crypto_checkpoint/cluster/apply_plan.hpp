// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_CLUSTER_APPLY_PLAN_HPP
#define CRYPTO_CHECKPOINT_CLUSTER_APPLY_PLAN_HPP

#include <crypto_checkpoint/cluster/backend.hpp>
#include <crypto_checkpoint/cluster/checkpoint_list.hpp>
#include <crypto_checkpoint/cluster/desired_state.hpp>
#include <crypto_checkpoint/cluster/detail/ensure_plan.hpp>
#include <crypto_checkpoint/detail/text.hpp>
#include <crypto_checkpoint/error/errc.hpp>
#include <crypto_checkpoint/error/error.hpp>

#include <concepts>
#include <cstddef>
#include <set>
#include <string>
#include <vector>

namespace crypto_checkpoint {
inline namespace v0 {

/// Whether to make further changes after one has failed.
/// @see apply()
enum class OnFailure {
    stop,   ///< no further changes
    go_on,  ///< further changes, but no removal from a resource to which an addition failed
};

/// What became of the changes of a plan.
/// @see apply()
struct Applied {
    std::size_t changed = 0;
    std::size_t unchanged = 0;  ///< the cluster had the wanted state by then
    std::size_t failed = 0;
    std::size_t unknown = 0;    ///< sent, and made or not: see Errc::outcome_unknown
    std::size_t not_tried = 0;  ///< after a failure, see OnFailure
    friend bool operator==(const Applied&, const Applied&) = default;
};

/// @cond
namespace detail {

/// The changes of a plan, in the order in which they are made: all additions, then all removals.
/// Sans-IO, for synchronous callers and coroutines.
class ChangeSequence {
public:
    struct Change {
        const ResourcePlan* resource;
        const PlannedCheckpoint* checkpoint;

        [[nodiscard]] bool adds() const noexcept {
            return checkpoint->action == PlannedAction::add;
        }
        /// What is similar to a checkpoint to be removed must stay.
        [[nodiscard]] EnsurePlan plan() const {
            return {*checkpoint->spec, adds() ? Presence::present : Presence::absent,
                    adds() ? EnsurePlan::Similar::unclear : EnsurePlan::Similar::another};
        }
    };

    /// @param plan  must outlive the sequence
    ChangeSequence(const Plan& plan, OnFailure on_failure) : on_failure_(on_failure) {
        for (const PlannedAction action : {PlannedAction::add, PlannedAction::remove})
            for (const ResourcePlan& resource : plan.resources)
                for (const PlannedCheckpoint& checkpoint : resource.checkpoints)
                    if (checkpoint.action == action) changes_.push_back({&resource, &checkpoint});
    }

    /// @return  the change to make now; null at the end
    [[nodiscard]] const Change* next() {
        for (; next_ != changes_.size(); ++next_) {
            if (!is_held_back(changes_[next_])) return &changes_[next_];
            ++applied_.not_tried;
        }
        return nullptr;
    }

    void on_result(const Result<Ensured>& result) {
        const Change& change = changes_[next_++];
        if (result) {
            ++(*result == Ensured::changed ? applied_.changed : applied_.unchanged);
            return;
        }
        ++(result.error().code == Errc::outcome_unknown ? applied_.unknown : applied_.failed);
        failed_.insert(change.resource);
        is_stopped_ = on_failure_ == OnFailure::stop || concerns_connection(result.error().code);
    }

    [[nodiscard]] const Applied& applied() const noexcept { return applied_; }

private:
    /// Whether other changes would fail in the same way.
    static bool concerns_connection(Errc code) noexcept {
        return Errc::cluster_unreachable <= code && code < Errc::malformed_message;
    }

    [[nodiscard]] bool is_held_back(const Change& change) const {
        return is_stopped_ || (!change.adds() && failed_.contains(change.resource));
    }

    OnFailure on_failure_;
    std::vector<Change> changes_;
    std::size_t next_ = 0;
    std::set<const ResourcePlan*> failed_;
    bool is_stopped_ = false;
    Applied applied_;
};

}  // namespace detail
/// @endcond

/// Makes the changes of a plan, one after the other: all additions, then all removals.
///
/// Each change is made unless the resource has the wanted state by then, and an unknown outcome is
/// settled by listing. A checkpoint is removed only if it is listed exactly as the plan has it. A plan
/// may be applied again, in part or whole.
///
/// A failure of the connection (Errc 300 to 399) ends it: the other changes would fail likewise.
/// @param backend     reaches the cluster
/// @param plan        as plan() made it
/// @param on_failure  what a failure means for the changes after it
/// @param done        `done(const std::string& resource, const PlannedCheckpoint&, const Result<Ensured>&)`,
///                    called after each change that was tried
/// @par Errors        those of ClusterResource::ensure_crypto_checkpoint() and its counterpart, by `done`
/// @par Complexity    a listing and a change each; more if an outcome is unknown
/// @par Source        chosen
/// @par Example
/// @snippet reference/desired_state.cpp desired
template <CheckpointBackend Backend,
          std::invocable<const std::string&, const PlannedCheckpoint&, const Result<Ensured>&> Done>
Applied apply(Backend& backend, const Plan& plan, OnFailure on_failure, Done done) {
    detail::ChangeSequence changes(plan, on_failure);
    while (const auto* const change = changes.next()) {
        const std::string& resource = change->resource->resource;
        const CspSpec& spec = *change->checkpoint->spec;
        const Result<Ensured> result = detail::run(change->plan(), backend, resource, spec);
        done(resource, *change->checkpoint, result);
        changes.on_result(result);
    }
    return changes.applied();
}

/// @cond
namespace detail {

inline void append_text(Text& text, OnFailure on_failure) {
    text << (on_failure == OnFailure::stop ? "stop" : "go_on");
}

inline void append_text(Text& text, const Applied& applied) {
    text << applied.changed << " changed, " << applied.unchanged << " unchanged, " << applied.failed
         << " failed, " << applied.unknown << " unknown, " << applied.not_tried << " not tried";
}

}  // namespace detail
/// @endcond

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
