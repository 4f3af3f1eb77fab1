// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_CLUSTER_AUDITING_HPP
#define CRYPTO_CHECKPOINT_CLUSTER_AUDITING_HPP

#include <crypto_checkpoint/cluster/backend.hpp>
#include <crypto_checkpoint/cluster/detail/other_text_calls.hpp>
#include <crypto_checkpoint/cluster/reported_resource.hpp>
#include <crypto_checkpoint/detail/text.hpp>
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

/// A call on a backend with its result.
struct AuditRecord {
    Call call;
    std::optional<Error> error;  ///< nullopt if the call succeeded
    std::size_t listed = 0;      ///< the number of entries of a successful listing
    std::chrono::system_clock::time_point started;
    std::chrono::steady_clock::duration took{};
    friend bool operator==(const AuditRecord&, const AuditRecord&) = default;
};

/// A backend that reports each call after its return, failed ones included. Around Retrying it reports
/// calls, inside it attempts. Results are passed on unchanged.
///
/// The records contain names, never key material or credentials: no backend receives any here.
/// @par Errors         those of the wrapped backend; exceptions of the sink propagate after the call
/// @par Thread safety  that of the wrapped backend; the sink is called from the thread of each call and
///                     must be as safe
/// @par Example
/// @snippet reference/cluster.cpp auditing
template <BackendOrReference Backend>
class Auditing : public detail::OtherTextCalls<Auditing<Backend>> {
public:
    using Calls =
        detail::OtherTextCalls<Auditing<Backend>>;  ///< calls with texts of other character types
    using Calls::add;
    using Calls::list;
    using Calls::remove;

    /// Receives one record for each call.
    using Sink = std::function<void(const AuditRecord&)>;

    /// Reports the calls on @p backend to @p sink.
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
    /// All resources, of a backend that can enumerate: see EnumeratingBackend.
    /// @par Errors  as the class
    [[nodiscard]] Result<std::vector<ReportedResource>> resources()
        requires EnumeratingBackend<std::remove_reference_t<Backend>>
    {
        return audited({Operation::resources, {}, {}}, [&] { return backend_.resources(); });
    }

private:
    template <class Request>
    std::invoke_result_t<Request> audited(Call call, Request request) {
        AuditRecord record{std::move(call), std::nullopt, 0, std::chrono::system_clock::now(), {}};
        const auto start = std::chrono::steady_clock::now();
        auto outcome = request();
        record.took = std::chrono::steady_clock::now() - start;
        if (!outcome) record.error = outcome.error();
        if constexpr (!std::same_as<std::invoke_result_t<Request>, Result<void>>)
            if (outcome) record.listed = outcome->size();
        sink_(record);
        return outcome;
    }

    Backend backend_;
    Sink sink_;
};

template <class Backend, class Sink>
Auditing(Backend&&, Sink) -> Auditing<Backend>;

/// @cond
namespace detail {

/// `2026-01-31T12:00:00Z add 1\\K to 'SQL': success (12 ms)`
/// A template, because the calendar costs time to compile where it is not used too.
template <std::same_as<AuditRecord> T>
void append_text(Text& text, const T& record) {
    using namespace std::chrono;
    const auto day = floor<days>(record.started);
    const year_month_day date(day);
    const hh_mm_ss time(floor<seconds>(record.started - day));
    const auto two_digits = [&](auto number) { text << (number < 10 ? "0" : "") << number; };
    text << static_cast<int>(date.year()) << "-";
    two_digits(static_cast<unsigned>(date.month()));
    text << "-";
    two_digits(static_cast<unsigned>(date.day()));
    text << "T";
    two_digits(time.hours().count());
    text << ":";
    two_digits(time.minutes().count());
    text << ":";
    two_digits(time.seconds().count());
    text << "Z " << record.call << ": ";
    if (record.error)
        text << *record.error;
    else if (record.call.operation == Operation::list)
        text.count(record.listed, "checkpoint");
    else if (record.call.operation == Operation::resources)
        text.count(record.listed, "resource");
    else
        text << "success";
    text << " (" << duration_cast<milliseconds>(record.took).count() << " ms)";
}

}  // namespace detail
/// @endcond

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
