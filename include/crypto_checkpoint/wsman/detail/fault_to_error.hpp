// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_WSMAN_DETAIL_FAULT_TO_ERROR_HPP
#define CRYPTO_CHECKPOINT_WSMAN_DETAIL_FAULT_TO_ERROR_HPP

#include <crypto_checkpoint/cluster/detail/failure.hpp>
#include <crypto_checkpoint/detail/ascii.hpp>
#include <crypto_checkpoint/error/errc.hpp>
#include <crypto_checkpoint/error/error.hpp>
#include <crypto_checkpoint/error/native_error.hpp>
#include <crypto_checkpoint/wsman/detail/message.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail::wsman {

inline std::optional<Errc> errc_from_subcode(std::string_view subcode) noexcept {
    struct Row {
        std::string_view subcode;
        Errc code;
    };
    /// @par Source  chosen, by the names; the specifications (DSP0226, WS-Addressing) were not read
    constexpr auto subcode_table = std::to_array<Row>({
        {"AccessDenied", Errc::access_denied},
        {"TimedOut", Errc::timed_out},
        {"InvalidSelectors", Errc::object_not_found},
        {"DestinationUnreachable", Errc::resource_not_found},
        {"EndpointUnavailable", Errc::cluster_unreachable},
        {"InvalidResourceURI", Errc::unsupported},
        {"ActionNotSupported", Errc::unsupported},
        {"UnsupportedFeature", Errc::unsupported},
        {"MustUnderstand", Errc::unsupported},
        {"InvalidMessageInformationHeader", Errc::unsupported},
        {"MessageInformationHeaderRequired", Errc::unsupported},
        {"CannotProcessFilter", Errc::unsupported},
        {"FilteringNotSupported", Errc::unsupported},
        {"FilterDialectRequestedUnavailable", Errc::unsupported},
        {"AlreadyExists", Errc::checkpoint_already_exists},
        {"InvalidParameter", Errc::invalid_value},
        {"SchemaValidationError", Errc::unsupported},
        {"QuotaLimit", Errc::limit_exceeded},
        {"EncodingLimit", Errc::limit_exceeded},
        {"Concurrency", Errc::cluster_refused},
    });
    for (const Row& row : subcode_table)
        if (row.subcode == subcode) return row.code;
    return std::nullopt;
}

/// Whether a provider failed, not the service itself.
inline bool is_of_provider(const Fault& fault) noexcept {
    return fault.provider_code || !fault.provider_message.empty() || fault.extended_status ||
           fault.cim_error;
}

/// The codes in a CIM error whose code space is known. OMI sends results that are no CIM statuses as
/// status 1, with the code and its space beside it.
inline std::vector<NativeCode> codes_of_cim_error(const CimError& error) {
    constexpr std::uint32_t error_bit = 0x80000000;
    constexpr auto is_same = equals_ignoring_ascii_case<char, char>;
    std::vector<NativeCode> codes;
    if (const std::uint32_t code = error.code.value_or(0); code != 0) {
        if ((code & error_bit) != 0 || is_same(error.type, "WIN32"))
            codes.push_back(native_code_of(code));
        else if (is_same(error.type, "MI") || is_same(error.type, "CIM"))
            codes.push_back({NativeDomain::cim_status, code});
    }
    if (error.status.value_or(0) != 0) codes.push_back({NativeDomain::cim_status, *error.status});
    return codes;
}

/// The code of a WSManFault: a Win32 code, an HRESULT, or a number of the service itself.
/// @par Source  MS-WSMV 4.10 has 32768, which is no Win32 code; that those end below it: chosen, as those of
///              winerror.h end below 16,000
constexpr NativeCode code_of_wsman_fault(std::uint32_t code) noexcept {
    if (0x8000 <= code && code < 0x80000000) return {NativeDomain::wsman_fault, code};
    return native_code_of(code);
}

/// The codes in a fault whose code space is known, the nearest to the cause first.
inline std::vector<NativeCode> native_codes_in(const Fault& fault) {
    std::vector<NativeCode> codes;
    if (fault.extended_status)
        if (const auto code = native_code_of(*fault.extended_status)) codes.push_back(*code);
    if (fault.provider_code.value_or(0) != 0)
        codes.push_back(code_of_wsman_fault(*fault.provider_code));
    if (fault.cim_error)
        for (const NativeCode code : codes_of_cim_error(*fault.cim_error)) codes.push_back(code);
    if (fault.code.value_or(0) != 0) codes.push_back(code_of_wsman_fault(*fault.code));
    return codes;
}

/// Whether a fault proves that a change was refused: by its code, by its name, or because the service
/// itself rejected the request, which no provider has seen then. EncodingLimit does not: the response
/// may be too large, and it is written after the change.
/// @param error   error_of() the fault
/// @par Source   chosen; that the sender's faults concern the request: SOAP 1.2, 5.4.6
inline bool is_conclusive(const Fault& fault, const Error& error) noexcept {
    if (fault.subcode == "EncodingLimit") return false;
    if (errc_from_subcode(fault.subcode)) return true;
    if (!error.native) return false;
    const bool is_unknown_to_us = find_native_error(*error.native) == nullptr;
    return detail::is_conclusive(*error.native) ||
           (is_unknown_to_us && error.native->domain == NativeDomain::wsman_fault &&
            fault.is_sender_fault && !is_of_provider(fault));
}

/// The message nearest to the cause.
inline std::string best_message(const Fault& fault) {
    if (fault.extended_status && !fault.extended_status->description.empty())
        return fault.extended_status->description;
    if (!fault.provider_message.empty()) return fault.provider_message;
    if (!fault.message.empty()) return fault.message;
    if (fault.cim_error && !fault.cim_error->message.empty()) return fault.cim_error->message;
    if (!fault.reason.empty()) return fault.reason;
    return fault.subcode.empty() ? std::string() : "fault " + fault.subcode;
}

/// The error of a fault: its most specific code, unrefined, and the message nearest to the cause.
///
/// MSCluster_ExtendedStatus comes first, then the provider's HRESULT, then a CIM error, then the
/// service's own code, then the names of faults. No document says in which of them a cluster reports
/// the cause.
inline Error error_of(const Fault& fault) {
    Error error = most_specific_error(native_codes_in(fault));
    if (error.code == Errc::cluster_refused)
        error.code = errc_from_subcode(fault.subcode).value_or(Errc::cluster_refused);
    // Only a provider knows checkpoints. The service itself misses a file of its own:
    // ERROR_FILE_NOT_FOUND was seen where it could not launch a host process for the provider.
    if (error.code == Errc::checkpoint_not_found && !is_of_provider(fault))
        error.code = Errc::not_served;
    error.detail = without_meaning(best_message(fault), error.code);
    if (error.code == Errc::timed_out)
        error.detail = "the service gave up" + (error.detail.empty() ? "" : ": " + error.detail);
    return error;
}

}  // namespace detail::wsman
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
