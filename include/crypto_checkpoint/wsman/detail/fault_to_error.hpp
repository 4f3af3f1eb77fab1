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
        {"TimedOut", Errc::outcome_unknown},
        {"InvalidSelectors", Errc::object_not_found},
        {"DestinationUnreachable", Errc::object_not_found},
        {"EndpointUnavailable", Errc::cluster_unreachable},
        {"InvalidResourceURI", Errc::unsupported},
        {"ActionNotSupported", Errc::unsupported},
        {"UnsupportedFeature", Errc::unsupported},
        {"MustUnderstand", Errc::unsupported},
        {"CannotProcessFilter", Errc::unsupported},
        {"FilteringNotSupported", Errc::unsupported},
        {"FilterDialectRequestedUnavailable", Errc::unsupported},
        {"AlreadyExists", Errc::object_already_exists},
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

/// CIMStatusCode or a result of the Management Infrastructure, if it is more specific than "failed".
/// @par Source  chosen, from memory of DSP0200, which was not read for it
inline std::optional<Errc> errc_from_cim_status(std::uint32_t status) noexcept {
    switch (status) {
        case 2: return Errc::access_denied;
        case 3: return Errc::clustering_not_installed;  // invalid namespace
        case 4: return Errc::invalid_value;
        case 5: return Errc::clustering_not_installed;  // invalid class
        case 6: return Errc::resource_not_found;
        case 7: return Errc::unsupported;
        case 11: return Errc::object_already_exists;
        case 16:
        case 17: return Errc::unsupported;  // method not available, not found
        default: return std::nullopt;
    }
}

/// The codes in a fault whose code space is known, the nearest to the cause first.
inline std::vector<NativeCode> native_codes_in(const Fault& fault) {
    constexpr std::uint32_t error_bit = 0x80000000;
    std::vector<NativeCode> codes;
    if (fault.extended_status)
        if (const auto code = native_code_of(*fault.extended_status)) codes.push_back(*code);
    for (const auto& code : {fault.provider_code, fault.code})
        if (code.value_or(0) != 0) codes.push_back(native_code_of(*code));
    if (const auto& error = fault.cim_error) {
        const std::uint32_t code = error->code.value_or(0);
        if ((code & error_bit) != 0 ||
            (code != 0 &&
             equals_ignoring_ascii_case(std::string_view(error->type), std::string_view("WIN32"))))
            codes.push_back(native_code_of(code));
    }
    return codes;
}

/// What the names in a fault mean; nothing if they are unknown.
inline std::optional<Errc> errc_from_names(const Fault& fault) noexcept {
    constexpr auto is_same = equals_ignoring_ascii_case<char, char>;
    if (const auto named = errc_from_subcode(fault.subcode)) return named;
    if (const auto& error = fault.cim_error) {
        if (const auto status = errc_from_cim_status(error->status.value_or(0))) return status;
        if (is_same(error->type, "MI") || is_same(error->type, "CIM"))
            return errc_from_cim_status(error->code.value_or(0));
    }
    return std::nullopt;
}

/// Whether a fault proves that a change was refused: by its native code, or by its names where that
/// code is unknown. EncodingLimit does not: the response may be too large, and it is written after the
/// change.
inline bool is_conclusive(const Fault& fault, const Error& error) noexcept {
    if (fault.subcode == "EncodingLimit") return false;
    return (error.native && detail::is_conclusive(*error.native)) ||
           errc_from_names(fault).has_value();
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

/// The error of a fault: its most specific code, and the message nearest to the cause.
///
/// MSCluster_ExtendedStatus comes first, then the provider's HRESULT, then the service's own code,
/// then the names of faults. No document says in which of them a cluster reports the cause.
inline Error error_of(const Fault& fault) {
    Error error = most_specific_error(native_codes_in(fault));
    if (error.code == Errc::cluster_refused)
        error.code = errc_from_names(fault).value_or(Errc::cluster_refused);
    // Only a provider knows checkpoints: the service itself did not find something else.
    if (!fault.provider_code && !fault.extended_status && !fault.cim_error)
        error.code = refine_for(Operation::list, error.code);
    error.detail = without_meaning(best_message(fault), error.code);
    return error;
}

}  // namespace detail::wsman
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
