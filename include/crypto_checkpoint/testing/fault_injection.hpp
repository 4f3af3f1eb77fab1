// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_TESTING_FAULT_INJECTION_HPP
#define CRYPTO_CHECKPOINT_TESTING_FAULT_INJECTION_HPP

#include <crypto_checkpoint/cluster/backend.hpp>
#include <crypto_checkpoint/cluster/detail/other_text_calls.hpp>
#include <crypto_checkpoint/cluster/reported_resource.hpp>
#include <crypto_checkpoint/cluster/resource_name.hpp>
#include <crypto_checkpoint/detail/mutex.hpp>
#include <crypto_checkpoint/detail/sleep.hpp>
#include <crypto_checkpoint/error/errc.hpp>
#include <crypto_checkpoint/error/error.hpp>
#include <crypto_checkpoint/name/csp_spec.hpp>

#include <chrono>
#include <cstddef>
#include <expected>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace crypto_checkpoint {
inline namespace v0 {

/// Selects the calls that a fault affects, by the call and its number, which starts at 1.
using CallMatcher = std::function<bool(const Call& call, std::size_t number)>;

/// The call with the number @p n, which starts at 1.
/// @par Example
/// @snippet reference/cluster.cpp retrying
[[nodiscard]] inline CallMatcher nth_call(std::size_t n) {
    return [n](const Call&, std::size_t number) { return number == n; };
}

/// Every call of one operation.
/// @par Example
/// @snippet unit_test.cpp test
[[nodiscard]] inline CallMatcher every(Operation operation) {
    return [operation](const Call& call, std::size_t) { return call.operation == operation; };
}

/// A fault that a test injects.
struct Fault {
    /// The affected calls; empty: none. The functions run on the thread of the affected call.
    CallMatcher strikes{};
    /// Waits before anything else.
    std::chrono::milliseconds delay{0};
    /// Returns this error without calling the wrapped backend.
    std::optional<Error> fail_with{};
    /// Runs before the wrapped backend is called, for example to crash a node.
    std::function<void()> before_work{};
    /// Runs after the wrapped backend returned, for example to crash a node before the response.
    std::function<void()> after_work{};
    /// Calls the wrapped backend and returns outcome_unknown; for a listing or an enumeration,
    /// which changes nothing, cluster_unreachable.
    bool lose_response = false;
    /// Returns the same without calling the wrapped backend.
    bool lose_request = false;
};

/// A backend with the faults of a network or a cluster, on demand. If several faults match a call, the
/// first injected one applies.
/// @tparam Backend  `Backend&` or `Backend`, deduced
/// @par Errors      those of the wrapped backend, Fault::fail_with, outcome_unknown, and
///                  cluster_unreachable of a listing
/// @par Thread safety  that of the wrapped backend; faults may be injected while calls run.
/// @par Example
/// @snippet unit_test.cpp test
template <BackendOrReference Backend>
class FaultInjecting : public detail::OtherTextCalls<FaultInjecting<Backend>> {
public:
    using Calls = detail::OtherTextCalls<
        FaultInjecting<Backend>>;  ///< calls with texts of other character types
    using Calls::add;
    using Calls::list;
    using Calls::remove;

    /// Wraps @p backend, without faults.
    explicit FaultInjecting(Backend&& backend) : backend_(std::forward<Backend>(backend)) {}
    /// Moves the backend with the faults and the calls.
    FaultInjecting(FaultInjecting&& other)
        : FaultInjecting(std::move(other), detail::Lock(other.mutex_)) {}

    /// Adds a fault, until clear_faults().
    void inject(Fault fault) {
        const detail::Lock lock(mutex_);
        faults_.push_back(std::move(fault));
    }

    /// Removes all faults. The numbering of calls continues.
    void clear_faults() {
        const detail::Lock lock(mutex_);
        faults_.clear();
    }

    /// The calls so far, oldest first, including failed ones.
    [[nodiscard]] std::vector<Call> calls() const {
        const detail::Lock lock(mutex_);
        return calls_;
    }

    /// AddCryptoCheckpoint: see CheckpointBackend.
    /// @par Errors  as the class
    [[nodiscard]] Result<void> add(std::string_view resource, CspSpecView spec) {
        return disturbed<Result<void>>(
            {Operation::add, std::string(resource), to_checkpoint_name(spec)},
            [&] { return backend_.add(resource, spec); });
    }
    /// RemoveCryptoCheckpoint: see CheckpointBackend.
    /// @par Errors  as the class
    [[nodiscard]] Result<void> remove(std::string_view resource, CspSpecView spec) {
        return disturbed<Result<void>>(
            {Operation::remove, std::string(resource), to_checkpoint_name(spec)},
            [&] { return backend_.remove(resource, spec); });
    }
    /// The property CryptoCheckpoints: see CheckpointBackend.
    /// @par Errors  as the class
    [[nodiscard]] Result<CheckpointList> list(std::string_view resource) {
        return disturbed<Result<CheckpointList>>({Operation::list, std::string(resource), {}},
                                                 [&] { return backend_.list(resource); });
    }
    /// All resources, of a backend that can enumerate: see EnumeratingBackend.
    /// @par Errors  as the class
    [[nodiscard]] Result<std::vector<ReportedResource>> resources()
        requires EnumeratingBackend<std::remove_reference_t<Backend>>
    {
        return disturbed<Result<std::vector<ReportedResource>>>(
            {Operation::resources, {}, {}}, [&] { return backend_.resources(); });
    }

private:
    FaultInjecting(FaultInjecting&& other, const detail::Lock&)
        : backend_(std::forward<Backend>(other.backend_)),
          faults_(std::move(other.faults_)),
          calls_(std::move(other.calls_)) {}

    [[nodiscard]] std::optional<Fault> fault_for(const Call& call) {
        const detail::Lock lock(mutex_);
        calls_.push_back(call);
        for (const Fault& fault : faults_)
            if (fault.strikes && fault.strikes(call, calls_.size())) return fault;
        return std::nullopt;
    }

    template <class Outcome, class Work>
    Outcome disturbed(const Call& call, Work work) {
        const std::optional<Fault> fault = fault_for(call);
        if (!fault) return work();
        return detail::about_resource(call.resource, disturbed_by<Outcome>(*fault, call, work));
    }

    template <class Outcome, class Work>
    Outcome disturbed_by(const Fault& fault, const Call& call, Work& work) {
        if (fault.delay.count() > 0) detail::sleep_for(fault.delay);
        if (fault.fail_with) return std::unexpected(*fault.fail_with);
        const bool changes =
            call.operation == Operation::add || call.operation == Operation::remove;
        const Errc lost = changes ? Errc::outcome_unknown : Errc::cluster_unreachable;
        if (fault.lose_request) return std::unexpected(Error(lost));
        if (fault.before_work) fault.before_work();
        Outcome outcome = work();
        if (fault.after_work) fault.after_work();
        if (fault.lose_response) return std::unexpected(Error(lost));
        return outcome;
    }

    Backend backend_;
    mutable detail::Mutex mutex_;
    std::vector<Fault> faults_;
    std::vector<Call> calls_;
};

template <class Backend>
FaultInjecting(Backend&&) -> FaultInjecting<Backend>;

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
