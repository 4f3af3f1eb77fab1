// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_CLUSTER_AUDITING_HPP
#define CRYPTO_CHECKPOINT_CLUSTER_AUDITING_HPP

#include <crypto_checkpoint/cluster/backend.hpp>
#include <crypto_checkpoint/error/error.hpp>
#include <crypto_checkpoint/name/csp_spec.hpp>

#include <chrono>
#include <concepts>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace crypto_checkpoint {
inline namespace v0 {

/// What was asked of a backend, and what came of it.
/// @par Thread safety  a value
struct AuditRecord {
    Call call;                                      ///< what was asked
    std::optional<Error> error;                     ///< nothing where the call succeeded
    std::size_t listed = 0;                         ///< entries of a successful listing
    std::chrono::system_clock::time_point started;  ///< when it was asked
    std::chrono::steady_clock::duration took{};     ///< until the backend returned
};

/// A backend that tells of each call after it has returned, the failed ones too. Around Retrying it
/// tells of calls, inside it of requests.
///
/// What it returns is what the backend inside returned, errors included.
///
/// The records hold names and never key material or credentials: no backend is given any here.
/// @par Errors         those of the backend inside
/// @par Thread safety  that of the backend inside; the sink is called from the thread of each call,
///                     so it must be safe too. What it throws passes through, after the work is done.
/// @par Example
/// @snippet reference/cluster.cpp auditing
template <BackendOrReference Backend>
class Auditing {
public:
    /// Who is told; called once a call, after it.
    using Sink = std::function<void(const AuditRecord&)>;

    /// Tells @p sink what @p backend does.
    Auditing(Backend&& backend, Sink sink)
        : backend_(std::forward<Backend>(backend)), sink_(std::move(sink)) {}

    /// AddCryptoCheckpoint: see CheckpointBackend.
    /// @par Errors  as the class
    [[nodiscard]] Result<void> add(std::string_view resource, CspSpecView spec) {
        return audited({Operation::add, std::string(resource), to_checkpoint_name(spec)},
                       [&] { return backend_.add(resource, spec); });
    }
    /// RemoveCryptoCheckpoint: see CheckpointBackend.
    /// @par Errors  as the class
    [[nodiscard]] Result<void> remove(std::string_view resource, CspSpecView spec) {
        return audited({Operation::remove, std::string(resource), to_checkpoint_name(spec)},
                       [&] { return backend_.remove(resource, spec); });
    }
    /// The property CryptoCheckpoints: see CheckpointBackend.
    /// @par Errors  as the class
    [[nodiscard]] Result<CheckpointList> list(std::string_view resource) {
        return audited({Operation::list, std::string(resource), {}},
                       [&] { return backend_.list(resource); });
    }

private:
    template <class Act>
    std::invoke_result_t<Act> audited(Call call, Act act) {
        AuditRecord record{std::move(call), std::nullopt, 0, std::chrono::system_clock::now(), {}};
        const auto start = std::chrono::steady_clock::now();
        auto outcome = act();
        record.took = std::chrono::steady_clock::now() - start;
        if (!outcome) record.error = outcome.error();
        if constexpr (std::same_as<std::invoke_result_t<Act>, Result<CheckpointList>>)
            if (outcome) record.listed = outcome->size();
        sink_(record);
        return outcome;
    }

    Backend backend_;
    Sink sink_;
};

template <class Backend, class Sink>
Auditing(Backend&&, Sink) -> Auditing<Backend>;

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
