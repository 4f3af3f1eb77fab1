// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_CLUSTER_DETAIL_ENSURE_PLAN_HPP
#define CRYPTO_CHECKPOINT_CLUSTER_DETAIL_ENSURE_PLAN_HPP

#include <crypto_checkpoint/cluster/backend.hpp>
#include <crypto_checkpoint/error/errc.hpp>
#include <crypto_checkpoint/error/error.hpp>
#include <crypto_checkpoint/name/csp_spec.hpp>

#include <expected>
#include <optional>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail {

/// What is to be done until a resource has a checkpoint, or has it no more: look, change, and look
/// again where the answer was lost, or contradicts what was seen. A few times, for a cluster that loses
/// every answer must not be asked for ever.
///
/// It says what to do next and is told what came of it, so that it serves those who wait for an
/// answer and those who do something else meanwhile.
class EnsurePlan {
public:
    /// @param wanted  present or absent
    EnsurePlan(CspSpecView spec, Presence wanted) : spec_(spec.to_owned()), wanted_(wanted) {}

    [[nodiscard]] bool adds() const noexcept { return wanted_ == Presence::present; }

    /// What came of a listing. @return  the end, or nothing if the change is to be made now
    [[nodiscard]] std::optional<Result<Ensured>> on_listing(const Result<CheckpointList>& listing) {
        // What was asked may have been done: a listing that fails does not settle it.
        if (!listing) return std::unexpected(unknown_ ? *unknown_ : listing.error());
        found_ = presence_in(*listing, spec_);
        if (found_ == wanted_) return settled();
        if (contradiction_) {
            // Nobody but the cluster knows whether an entry that is spelled otherwise is the same.
            if (found_ == Presence::unclear) return settled();
            return std::unexpected(*contradiction_);
        }
        if (requests_ == max_attempts) return std::unexpected(*unknown_);
        ++requests_;
        return std::nullopt;
    }

    /// What came of the change. @return  the end, or nothing if it is to be looked again
    [[nodiscard]] std::optional<Result<Ensured>> on_change_result(const Result<void>& done) {
        if (done) return Ensured::changed;
        const Errc code = done.error().code;
        if (code == (adds() ? Errc::checkpoint_already_exists : Errc::checkpoint_not_found)) {
            if (found_ == Presence::unclear) return settled();
            // The listing said otherwise: somebody was there meanwhile, or the two do not fit.
            contradiction_ = done.error();
            return std::nullopt;
        }
        if (code == Errc::outcome_unknown) {
            unknown_ = done.error();
            return std::nullopt;
        }
        // An earlier request may have been carried out, or may still arrive.
        const bool stays_unknown = unknown_ && (found_ == Presence::unclear || is_retryable(code));
        return std::unexpected(stays_unknown ? *unknown_ : done.error());
    }

private:
    static constexpr int max_attempts = 3;

    [[nodiscard]] Ensured settled() const noexcept {
        return unknown_ ? Ensured::changed : Ensured::unchanged;
    }

    CspSpec spec_;
    Presence wanted_;
    Presence found_ = Presence::absent;
    int requests_ = 0;
    std::optional<Error> unknown_;
    std::optional<Error> contradiction_;
};

}  // namespace detail
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
