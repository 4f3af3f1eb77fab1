// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_CLUSTER_DETAIL_FAILURE_HPP
#define CRYPTO_CHECKPOINT_CLUSTER_DETAIL_FAILURE_HPP

#include <crypto_checkpoint/cluster/backend.hpp>
#include <crypto_checkpoint/cluster/detail/extended_status.hpp>
#include <crypto_checkpoint/error/errc.hpp>
#include <crypto_checkpoint/error/error.hpp>
#include <crypto_checkpoint/error/native_error.hpp>

#include <array>
#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

/// @file
/// What a failed call to a cluster means for an operation, whichever backend made the call: the native
/// code and the step determine the Errc.

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail {

/// What a backend was doing when a call failed.
enum class Step {
    connecting,
    enumerating,  ///< all resources, or what is there: the request names no resource
    listing,      ///< the checkpoints of a resource that the request names, as the changes do
    adding,
    removing,
};

constexpr bool is_change(Step step) noexcept {
    return step == Step::adding || step == Step::removing;
}

inline constexpr std::uint32_t cryptography_facility = 0x80090000;

constexpr bool is_of_facility(std::uint32_t code, std::uint32_t facility) noexcept {
    return (code & 0xFFFF0000) == facility;
}

/// A DWORD or an HRESULT in its code space.
constexpr NativeCode native_code_of(std::uint32_t code) noexcept {
    constexpr std::uint32_t wsman_facility = 0x80330000;
    if (is_of_facility(code, wsman_facility)) return {NativeDomain::wsman_fault, code};
    return unwrapped({NativeDomain::win32, code});
}

/// The code of an extended status, if its code space is known. Where there is no ErrorType, as in WMI's
/// own __ExtendedStatus, the error bit distinguishes them.
/// @par Source  chosen: no document says what a StatusCode without an ErrorType is
constexpr std::optional<NativeCode> native_code_of(const ExtendedStatus& status) noexcept {
    constexpr std::uint32_t win32_type = 1;
    constexpr std::uint32_t error_bit = 0x80000000;
    const std::uint32_t code = status.status_code.value_or(0);
    if (code != 0 && status.error_type == win32_type) return unwrapped({NativeDomain::win32, code});
    if ((code & error_bit) != 0 || (code != 0 && !status.error_type)) return native_code_of(code);
    return std::nullopt;
}

/// Whether a code reports that a time limit expired.
constexpr bool is_timeout(NativeCode native) noexcept {
    constexpr auto timeouts = std::to_array<NativeCode>({
        {NativeDomain::win32, 121},           // ERROR_SEM_TIMEOUT
        {NativeDomain::win32, 1460},          // ERROR_TIMEOUT
        {NativeDomain::hresult, 0x8001011F},  // RPC_E_TIMEOUT
        {NativeDomain::hresult, 0x80041069},  // WBEM_E_TIMED_OUT
        {NativeDomain::hresult, 0x80041088},  // WBEM_E_PROVIDER_TIMED_OUT
        {NativeDomain::wsman_fault, 0x80338029},
        {NativeDomain::curl, 28},  // CURLE_OPERATION_TIMEDOUT
    });
    for (const NativeCode timeout : timeouts)
        if (timeout == unwrapped(native)) return true;
    return false;
}

/// errc_from_native() for a caller that will refine() it: timed_out instead of outcome_unknown.
constexpr Errc unrefined(NativeCode native) noexcept {
    return is_timeout(native) ? Errc::timed_out : errc_from_native(native);
}

/// Whether a code proves that a change was refused. An unknown code does not: it may have been raised
/// after the change. Unknown codes of the CryptoAPI do: the attempt to use the key raised them.
/// CIM_ERR_FAILED says nothing: OMI sends it with every HRESULT. A response that exceeds a limit is
/// written after the change.
constexpr bool is_conclusive(NativeCode native) noexcept {
    if (native == NativeCode{NativeDomain::cim_status, 1} ||
        native == NativeCode{NativeDomain::wsman_fault, 0x80338035})
        return false;
    return find_native_error(native) != nullptr ||
           (native.domain == NativeDomain::hresult &&
            is_of_facility(native.value, cryptography_facility));
}

/// An error of the first code that means more than "refused", else of the first code, else of none.
/// @param codes  the nearest to the cause first
inline Error most_specific_error(std::span<const NativeCode> codes) {
    for (const NativeCode code : codes)
        if (unrefined(code) != Errc::cluster_refused) return Error(unrefined(code), code);
    Error error(Errc::cluster_refused);
    if (!codes.empty()) error.native = codes.front();
    return error;
}

/// What a code means after a step.
///
/// While a backend connects, enumerates or lists, nothing that changes anything was sent. A change that
/// failed without proof that it was refused may have been made. A time limit that expired is no such
/// proof, nor is failed authentication: it is a code of the RPC under the call, and no document says at
/// which of several attempts it arose. RPC_S_SERVER_UNAVAILABLE and the like are outcome_unknown in the
/// table of native codes for the same reason; RPC_S_CALL_FAILED_DNE alone promises that the call did not
/// execute.
/// @param is_proof  whether the cause proves that a change was refused: see is_conclusive()
constexpr Errc refine(Errc code, Step step, bool is_proof) noexcept {
    if (is_change(step)) {
        if (!is_proof || code == Errc::timed_out || code == Errc::authentication_failed)
            return Errc::outcome_unknown;
        return refine_for(step == Step::adding ? Operation::add : Operation::remove, code);
    }
    if (code == Errc::outcome_unknown) return Errc::cluster_unreachable;
    // No resource was named.
    if (step == Step::enumerating && code == Errc::resource_not_found)
        return Errc::object_not_found;
    return refine_for(Operation::list, code);
}

/// A server's message, without our own meaning of the code, which is printed with it.
inline std::string without_meaning(std::string message, Errc code) {
    const std::string_view ours = meaning(code);
    if (message == ours) return {};
    if (message.starts_with(std::string(ours) + ": ")) message.erase(0, ours.size() + 2);
    return message;
}

/// An error of a server, refined. Its message may repeat our meaning of the refined code, too.
inline Error refined(Error error, Step step, bool is_proof) {
    error.code = refine(error.code, step, is_proof);
    error.detail = without_meaning(std::move(error.detail), error.code);
    return error;
}

/// The error of a transport, which knows whether a request was sent, but not what it is for.
inline Error refined_of_transport(Error error, Step step) {
    if (is_change(step)) {
        // A response that was cut off: the request was executed.
        if (error.code == Errc::limit_exceeded) error.code = Errc::outcome_unknown;
    } else if (error.code == Errc::outcome_unknown) {
        const bool is_late = error.native && is_timeout(*error.native);
        error.code = is_late ? Errc::timed_out : Errc::cluster_unreachable;
    }
    return error;
}

/// The return value of a method that is documented to have none. An unknown number may mean "started"
/// as well as "failed".
inline Result<void> result_of_return_value(std::uint32_t value, std::string_view method,
                                           Step step) {
    if (value == 0) return {};
    const NativeCode native = native_code_of(value);
    if (!is_conclusive(native))
        return std::unexpected(Error(Errc::outcome_unknown,
                                     std::string(method) + " returned " + std::to_string(value)));
    return std::unexpected(Error(refine(unrefined(native), step, true), native));
}

}  // namespace detail
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
