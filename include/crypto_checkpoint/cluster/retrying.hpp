// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_CLUSTER_RETRYING_HPP
#define CRYPTO_CHECKPOINT_CLUSTER_RETRYING_HPP

#include <crypto_checkpoint/cluster/backend.hpp>
#include <crypto_checkpoint/cluster/detail/other_text_calls.hpp>
#include <crypto_checkpoint/cluster/reported_resource.hpp>
#include <crypto_checkpoint/detail/sleep.hpp>
#include <crypto_checkpoint/detail/text.hpp>
#include <crypto_checkpoint/error/errc.hpp>
#include <crypto_checkpoint/error/error.hpp>
#include <crypto_checkpoint/name/csp_spec.hpp>

#include <chrono>
#include <expected>
#include <functional>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace crypto_checkpoint {
inline namespace v0 {

/// Limits and delays of Retrying.
/// @par Source  the numbers are chosen
struct RetryPolicy {
    int max_attempts = 4;  ///< for each call, the first one included
    /// After the first attempt.
    std::chrono::milliseconds first_delay{100};
    /// Each delay is twice the one before, up to this.
    std::chrono::milliseconds max_delay{5000};
    /// Waits; a test can replace it. Called on the thread of the retried call.
    std::function<void(std::chrono::milliseconds)> wait = detail::sleep_for;
};

/// A backend that retries.
///
/// * A change that was certainly not executed (is_retryable()) is retried, and so is any listing.
/// * After outcome_unknown it lists. If the listing shows the requested state, the call succeeded;
///   otherwise it retries, and checkpoint_already_exists (or checkpoint_not_found, for remove) is then a
///   success: the earlier request arrived late. If the listing fails, the result stays outcome_unknown.
/// * Any other error is returned at once.
///
/// Success does not show whether the checkpoint existed before: see
/// ClusterResource::ensure_crypto_checkpoint().
/// @tparam Backend     `Backend&` or `Backend`, deduced
/// @par Errors         those of the last attempt; outcome_unknown if any attempt may have been executed
/// @par Complexity     at most RetryPolicy::max_attempts requests; after each outcome_unknown a listing,
///                     retried the same way
/// @par Thread safety  that of the wrapped backend, if RetryPolicy::wait is as safe
/// @par Source         chosen
/// @par Example
/// @snippet reference/cluster.cpp retrying
template <BackendOrReference Backend>
class Retrying : public detail::OtherTextCalls<Retrying<Backend>> {
public:
    using Calls =
        detail::OtherTextCalls<Retrying<Backend>>;  ///< calls with texts of other character types
    using Calls::add;
    using Calls::list;
    using Calls::remove;

    /// Retries calls on @p backend by @p policy.
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
        return read([&] { return backend_.list(resource); });
    }

    /// All resources, of a backend that can enumerate: see EnumeratingBackend.
    /// @par Errors  as the class
    [[nodiscard]] Result<std::vector<ReportedResource>> resources()
        requires EnumeratingBackend<std::remove_reference_t<Backend>>
    {
        return read([&] { return backend_.resources(); });
    }

private:
    template <class Request>
    std::invoke_result_t<Request> read(Request request) {
        for (int attempt = 1;; ++attempt) {
            auto listing = request();
            const bool retries = !listing && (is_retryable(listing.error().code) ||
                                              listing.error().code == Errc::outcome_unknown);
            if (!retries || attempt >= policy_.max_attempts) return listing;
            wait_after(attempt);
        }
    }

    template <class Request>
    Result<void> change(std::string_view resource, CspSpecView spec, Presence wanted,
                        Errc already_done, Request request) {
        std::optional<Error> unknown;
        bool may_be_done = false;
        for (int attempt = 1;; ++attempt) {
            Result<void> outcome = request();
            if (outcome) return outcome;
            if (unknown && outcome.error().code == already_done) return {};
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
            // An earlier request may still be executed even after a definite error.
            if (attempt >= policy_.max_attempts)
                return unknown ? std::unexpected(*unknown) : std::move(outcome);
            wait_after(attempt);
        }
    }

    void wait_after(int attempt) const {
        const std::chrono::milliseconds longest = policy_.max_delay;
        std::chrono::milliseconds delay = policy_.first_delay;
        if (delay.count() < 0) delay = {};
        // Never above the limit, which may be the largest number.
        for (int i = 1; i < attempt && delay < longest; ++i)
            delay = delay > longest / 2 ? longest : delay * 2;
        policy_.wait(delay < longest ? delay : longest);
    }

    Backend backend_;
    RetryPolicy policy_;
};

template <class Backend>
Retrying(Backend&&) -> Retrying<Backend>;
template <class Backend>
Retrying(Backend&&, RetryPolicy) -> Retrying<Backend>;

/// @cond
namespace detail {

inline void append_text(Text& text, const RetryPolicy& policy) {
    text << "at most ";
    text.count(policy.max_attempts, "attempt") << ", " << policy.first_delay.count() << " to "
                                               << policy.max_delay.count() << " ms between them";
}

}  // namespace detail
/// @endcond

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
