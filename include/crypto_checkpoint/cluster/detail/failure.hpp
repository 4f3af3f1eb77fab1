// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_CLUSTER_DETAIL_FAILURE_HPP
#define CRYPTO_CHECKPOINT_CLUSTER_DETAIL_FAILURE_HPP

#include <crypto_checkpoint/cluster/backend.hpp>
#include <crypto_checkpoint/cluster/detail/extended_status.hpp>
#include <crypto_checkpoint/error/errc.hpp>
#include <crypto_checkpoint/error/error.hpp>
#include <crypto_checkpoint/error/native_error.hpp>

#include <algorithm>
#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>

/// @file
/// What a failed call to a cluster means for an operation, whichever backend made the call: the native
/// code and the step determine the Errc.

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail {

/// What a backend was doing when a call failed.
enum class Step { connecting, listing, adding, removing };

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

/// The code of an extended status, if its code space is known.
constexpr std::optional<NativeCode> native_code_of(const ExtendedStatus& status) noexcept {
    constexpr std::uint32_t win32_type = 1;
    constexpr std::uint32_t error_bit = 0x80000000;
    const std::uint32_t code = status.status_code.value_or(0);
    if (code != 0 && status.error_type == win32_type) return unwrapped({NativeDomain::win32, code});
    if ((code & error_bit) != 0) return native_code_of(code);
    return std::nullopt;
}

/// Whether a code proves that a change was refused. An unknown code does not: it may have been raised
/// after the change. Unknown codes of the CryptoAPI do: the attempt to use the key raised them.
constexpr bool is_conclusive(NativeCode native) noexcept {
    return find_native_error(native) != nullptr ||
           (native.domain == NativeDomain::hresult &&
            is_of_facility(native.value, cryptography_facility));
}

/// An error of the first code that means more than "refused", else of the first code, else of none.
/// @param codes  the nearest to the cause first
inline Error most_specific_error(std::span<const NativeCode> codes) {
    const auto specific = std::ranges::find_if(
        codes, [](NativeCode code) { return errc_from_native(code) != Errc::cluster_refused; });
    if (specific != codes.end()) return Error(errc_from_native(*specific), *specific);
    Error error(Errc::cluster_refused);
    if (!codes.empty()) error.native = codes.front();
    return error;
}

/// What a code means after a step.
///
/// While a backend connects or lists, nothing that changes anything was sent. A change that failed
/// without proof that it was refused may have been made. Failed authentication is no such proof: it is
/// a code of the RPC under the call, and no document says at which of several attempts it arose.
/// RPC_S_SERVER_UNAVAILABLE and the like are outcome_unknown in the table of native codes for the same
/// reason; RPC_S_CALL_FAILED_DNE alone promises that the call did not execute.
/// @param is_proof  whether the cause proves that a change was refused: see is_conclusive()
constexpr Errc refine(Errc code, Step step, bool is_proof) noexcept {
    if (!is_change(step))
        return code == Errc::outcome_unknown ? Errc::cluster_unreachable
                                             : refine_for(Operation::list, code);
    if (!is_proof || code == Errc::authentication_failed) return Errc::outcome_unknown;
    return refine_for(step == Step::adding ? Operation::add : Operation::remove, code);
}

/// A server's message, without our own meaning of the code, which is printed with it.
inline std::string without_meaning(std::string message, Errc code) {
    const std::string_view ours = meaning(code);
    if (message == ours) return {};
    if (message.starts_with(std::string(ours) + ": ")) message.erase(0, ours.size() + 2);
    return message;
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
    return std::unexpected(Error(refine(errc_from_native(native), step, true), native));
}

}  // namespace detail
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
