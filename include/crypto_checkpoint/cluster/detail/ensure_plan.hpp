// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_CLUSTER_DETAIL_ENSURE_PLAN_HPP
#define CRYPTO_CHECKPOINT_CLUSTER_DETAIL_ENSURE_PLAN_HPP

#include <crypto_checkpoint/cluster/backend.hpp>
#include <crypto_checkpoint/error/errc.hpp>
#include <crypto_checkpoint/error/error.hpp>
#include <crypto_checkpoint/name/csp_spec.hpp>

#include <expected>
#include <optional>
#include <string_view>
#include <utility>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail {

/// State machine of ensure: list, change, list again if the outcome is unknown or contradicts the listing;
/// at most three changes. Sans-IO, for synchronous callers and coroutines.
class EnsurePlan {
public:
    /// What an entry is that the cluster may take for the spec.
    enum class Similar { unclear, another };

    /// @param wanted  present or absent
    EnsurePlan(CspSpecView spec, Presence wanted, Similar similar = Similar::unclear)
        : spec_(spec.to_owned()), wanted_(wanted), similar_(similar) {}

    [[nodiscard]] bool adds() const noexcept { return wanted_ == Presence::present; }

    /// @return  the result, or nullopt if the change must be made next
    [[nodiscard]] std::optional<Result<Ensured>> on_listing(const Result<CheckpointList>& listing) {
        // A failed listing does not settle an unknown outcome.
        if (!listing) return std::unexpected(unknown_ ? *unknown_ : listing.error());
        found_ = presence_in(*listing, spec_);
        if (found_ == Presence::unclear && similar_ == Similar::another) found_ = Presence::absent;
        if (found_ == wanted_) return settled();
        if (contradiction_) {
            if (is_settled_by(contradiction_->code)) return settled();
            return std::unexpected(*contradiction_);
        }
        if (changes_ == max_changes) return std::unexpected(*unknown_);
        ++changes_;
        return std::nullopt;
    }

    /// @return  the result, or nullopt if a listing must follow
    [[nodiscard]] std::optional<Result<Ensured>> on_change_result(const Result<void>& change) {
        if (change) return Ensured::changed;
        const Errc code = change.error().code;
        if (is_settled_by(code)) return settled();
        if (condition(code) == (adds() ? Condition::already_exists : Condition::not_found)) {
            // A concurrent change, an inconsistent cluster, or another object: a listing decides.
            contradiction_ = change.error();
            return std::nullopt;
        }
        if (code == Errc::outcome_unknown) {
            unknown_ = change.error();
            return std::nullopt;
        }
        // An earlier request may have been executed, or may still arrive.
        const bool stays_unknown = unknown_ && (found_ == Presence::unclear || is_retryable(code));
        return std::unexpected(stays_unknown ? *unknown_ : change.error());
    }

private:
    static constexpr int max_changes = 3;

    [[nodiscard]] Ensured settled() const noexcept {
        return unknown_ ? Ensured::changed : Ensured::unchanged;
    }

    /// Only the cluster knows whether a similar entry is the same.
    [[nodiscard]] bool is_settled_by(Errc code) const noexcept {
        return found_ == Presence::unclear &&
               code == (adds() ? Errc::checkpoint_already_exists : Errc::checkpoint_not_found);
    }

    CspSpec spec_;
    Presence wanted_;
    Similar similar_;
    Presence found_ = Presence::absent;
    int changes_ = 0;
    std::optional<Error> unknown_;
    std::optional<Error> contradiction_;
};

/// Runs a plan for @p spec by a backend.
template <class Backend>
Result<Ensured> run(EnsurePlan plan, Backend& backend, std::string_view resource,
                    CspSpecView spec) {
    for (;;) {
        if (auto end = plan.on_listing(backend.list(resource))) return *std::move(end);
        if (auto end = plan.on_change_result(plan.adds() ? backend.add(resource, spec)
                                                         : backend.remove(resource, spec)))
            return *std::move(end);
    }
}

}  // namespace detail
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
