// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_TESTING_FAULT_INJECTION_HPP
#define CRYPTO_CHECKPOINT_TESTING_FAULT_INJECTION_HPP

#include <crypto_checkpoint/cluster/backend.hpp>
#include <crypto_checkpoint/error/errc.hpp>
#include <crypto_checkpoint/error/error.hpp>
#include <crypto_checkpoint/name/csp_spec.hpp>

#include <chrono>
#include <cstddef>
#include <expected>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace crypto_checkpoint {
inline namespace v0 {

/// Which calls a fault strikes: given the call and its number, counted from 1.
using CallMatcher = std::function<bool(const Call& call, std::size_t number)>;

/// The call with the number @p n, counted from 1.
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

/// A fault that a test injects. What is not set does not happen.
/// @par Thread safety  a value; its functions are called on the thread of the call that is struck
struct Fault {
    /// Which calls; none where it is empty.
    CallMatcher strikes{};
    /// Wait first.
    std::chrono::milliseconds delay{0};
    /// Answer this, and do no work.
    std::optional<Error> fail_with{};
    /// Happens before the work: stopping a node here makes the call meet a node that is down.
    std::function<void()> before_work{};
    /// Happens after the work and before the answer: stop a node here and set lose_answer, and the
    /// work is done and nobody tells.
    std::function<void()> after_work{};
    /// Do the work and answer outcome_unknown.
    bool lose_answer = false;
    /// Do no work and answer outcome_unknown: the request was lost on the way.
    bool lose_request = false;
};

/// A backend with faults: what a network and a cluster do on a bad day, on demand. Of the faults
/// that match a call, the first injected one strikes.
/// @tparam Backend  `Backend&` or `Backend`: deduced from how it is given
/// @par Errors      those of the backend inside, Fault::fail_with, and outcome_unknown
/// @par Thread safety  that of the backend inside; faults may be injected while calls run.
/// @par Example
/// @snippet unit_test.cpp test
template <BackendOrReference Backend>
class FaultInjecting {
public:
    /// Without a fault it does what @p backend does.
    explicit FaultInjecting(Backend&& backend) : backend_(std::forward<Backend>(backend)) {}

    /// Adds a fault; it stays until clear_faults().
    void inject(Fault fault) {
        const std::lock_guard lock(mutex_);
        faults_.push_back(std::move(fault));
    }

    /// Takes all faults back. Calls go on being counted.
    void clear_faults() {
        const std::lock_guard lock(mutex_);
        faults_.clear();
    }

    /// How many calls have been made, whatever became of them.
    [[nodiscard]] std::size_t calls() const {
        const std::lock_guard lock(mutex_);
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

private:
    [[nodiscard]] std::optional<Fault> fault_for(const Call& call) {
        const std::lock_guard lock(mutex_);
        ++calls_;
        for (const Fault& fault : faults_)
            if (fault.strikes && fault.strikes(call, calls_)) return fault;
        return std::nullopt;
    }

    template <class Outcome, class Act>
    Outcome disturbed(const Call& call, Act act) {
        const std::optional<Fault> fault = fault_for(call);
        if (!fault) return act();
        if (fault->delay.count() > 0) std::this_thread::sleep_for(fault->delay);
        if (fault->fail_with) return std::unexpected(*fault->fail_with);
        if (fault->lose_request) return std::unexpected(Error(Errc::outcome_unknown));
        if (fault->before_work) fault->before_work();
        Outcome outcome = act();
        if (fault->after_work) fault->after_work();
        if (fault->lose_answer) return std::unexpected(Error(Errc::outcome_unknown));
        return outcome;
    }

    Backend backend_;
    mutable std::mutex mutex_;
    std::vector<Fault> faults_;
    std::size_t calls_ = 0;
};

template <class Backend>
FaultInjecting(Backend&&) -> FaultInjecting<Backend>;

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
