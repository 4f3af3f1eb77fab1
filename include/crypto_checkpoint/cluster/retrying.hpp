// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_CLUSTER_RETRYING_HPP
#define CRYPTO_CHECKPOINT_CLUSTER_RETRYING_HPP

#include <crypto_checkpoint/cluster/backend.hpp>
#include <crypto_checkpoint/error/errc.hpp>
#include <crypto_checkpoint/error/error.hpp>
#include <crypto_checkpoint/name/csp_spec.hpp>

#include <algorithm>
#include <chrono>
#include <expected>
#include <functional>
#include <optional>
#include <string_view>
#include <thread>
#include <utility>

namespace crypto_checkpoint {
inline namespace v0 {

/// @cond
namespace detail {
inline void sleep_for(std::chrono::milliseconds delay) { std::this_thread::sleep_for(delay); }
}  // namespace detail
/// @endcond

/// How often and how long to try.
/// @par Thread safety  a value, but for RetryPolicy::wait, which is called by whoever retries
/// @par Source  its numbers are chosen
struct RetryPolicy {
    int max_attempts = 4;  ///< of each call, the first one included
    /// How long to wait after the first request.
    std::chrono::milliseconds first_delay{100};
    /// Each delay is twice the one before, up to this.
    std::chrono::milliseconds max_delay{5000};
    /// How to wait; a test puts its own here.
    std::function<void(std::chrono::milliseconds)> wait = detail::sleep_for;
};

/// A backend that tries again.
///
/// * What certainly was not carried out (is_retryable()) is repeated, and so is any listing.
/// * outcome_unknown is settled by listing. Is the cluster as asked, the call succeeded. Is it not,
///   the request is repeated, and "it is so already" is then a success, for it was our own earlier
///   request that arrived late. Fails the listing, the outcome stays unknown.
/// * Whatever else a cluster answers is an answer, and is passed on at once.
///
/// A success may therefore hide that the checkpoint had been there before: who must know asks
/// ClusterResource::ensure_crypto_checkpoint().
/// @tparam Backend     `Backend&` or `Backend`: deduced from how it is given
/// @par Errors         those of the backend inside, after the last request: outcome_unknown where any
///                     request may have been carried out
/// @par Complexity     RetryPolicy::max_attempts requests at most; after each whose outcome is unknown a
///                     listing, which is retried likewise
/// @par Thread safety  that of the backend inside, if RetryPolicy::wait is safe too
/// @par Source         chosen
/// @par Example
/// @snippet reference/cluster.cpp retrying
template <BackendOrReference Backend>
class Retrying {
public:
    /// Retries what @p backend does, as @p policy says.
    explicit Retrying(Backend&& backend, RetryPolicy policy = {})
        : backend_(std::forward<Backend>(backend)), policy_(std::move(policy)) {}

    /// AddCryptoCheckpoint: see CheckpointBackend.
    /// @par Errors  as the class
    [[nodiscard]] Result<void> add(std::string_view resource, CspSpecView spec) {
        return change(resource, spec, Presence::present, Errc::checkpoint_already_exists,
                      [&] { return backend_.add(resource, spec); });
    }

    /// RemoveCryptoCheckpoint: see CheckpointBackend.
    /// @par Errors  as the class
    [[nodiscard]] Result<void> remove(std::string_view resource, CspSpecView spec) {
        return change(resource, spec, Presence::absent, Errc::checkpoint_not_found,
                      [&] { return backend_.remove(resource, spec); });
    }

    /// The property CryptoCheckpoints: see CheckpointBackend.
    /// @par Errors  as the class
    [[nodiscard]] Result<CheckpointList> list(std::string_view resource) {
        for (int request = 1;; ++request) {
            auto listing = backend_.list(resource);
            const bool again = !listing && (is_retryable(listing.error().code) ||
                                            listing.error().code == Errc::outcome_unknown);
            if (!again || request >= policy_.max_attempts) return listing;
            wait_after(request);
        }
    }

private:
    template <class Act>
    Result<void> change(std::string_view resource, CspSpecView spec, Presence wanted,
                        Errc is_so_already, Act act) {
        std::optional<Error> unknown;
        bool may_be_done = false;
        for (int request = 1;; ++request) {
            Result<void> outcome = act();
            if (outcome) return outcome;
            if (unknown && outcome.error().code == is_so_already) return {};
            if (outcome.error().code == Errc::outcome_unknown) {
                unknown = outcome.error();
                const auto listing = list(resource);
                if (!listing) return outcome;
                const Presence found = presence_in(*listing, spec);
                if (found == wanted) return {};
                may_be_done = found == Presence::unclear;
            } else if (!is_retryable(outcome.error().code)) {
                return may_be_done ? std::unexpected(*unknown) : std::move(outcome);
            }
            // An earlier request may still arrive, whatever became of the last one.
            if (request >= policy_.max_attempts)
                return unknown ? std::unexpected(*unknown) : std::move(outcome);
            wait_after(request);
        }
    }

    void wait_after(int request) const {
        auto delay = policy_.first_delay;
        for (int i = 1; i < request && delay < policy_.max_delay; ++i) delay *= 2;
        policy_.wait((std::min)(delay, policy_.max_delay));
    }

    Backend backend_;
    RetryPolicy policy_;
};

template <class Backend>
Retrying(Backend&&) -> Retrying<Backend>;
template <class Backend>
Retrying(Backend&&, RetryPolicy) -> Retrying<Backend>;

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
