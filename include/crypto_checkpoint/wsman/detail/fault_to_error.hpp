// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_WSMAN_DETAIL_FAULT_TO_ERROR_HPP
#define CRYPTO_CHECKPOINT_WSMAN_DETAIL_FAULT_TO_ERROR_HPP

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

/// Whose number a code is: those of WS-Management have a facility of their own.
inline NativeCode native_code_of(std::uint32_t code) noexcept {
    constexpr std::uint32_t wsman_facility = 0x80330000;
    if ((code & 0xFFFF0000) == wsman_facility) return {NativeDomain::wsman_fault, code};
    if ((code & 0x80000000) != 0) return unwrapped({NativeDomain::hresult, code});
    return {NativeDomain::win32, code};
}

inline std::optional<Errc> errc_from_subcode(std::string_view subcode) noexcept {
    struct Row {
        std::string_view subcode;
        Errc code;
    };
    /// Chosen, by the names; the specifications (DSP0226, WS-Addressing) were not read for it.
    constexpr auto table = std::to_array<Row>({
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
    for (const Row& row : table)
        if (row.subcode == subcode) return row.code;
    return std::nullopt;
}

/// CIMStatusCode, where it says more than "failed". The results of the Management Infrastructure count
/// alike.
/// Chosen, from memory of DSP0200, which was not read for it.
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

/// The numbers in a fault that count in something known, those nearest to the cause first.
inline std::vector<NativeCode> native_codes_in(const Fault& fault) {
    constexpr std::uint32_t is_win32 = 1;  // ErrorType of MSCluster_ExtendedStatus
    constexpr std::uint32_t error_bit = 0x80000000;
    constexpr auto alike = equals_ignoring_ascii_case<char, char>;
    std::vector<NativeCode> codes;
    if (const auto& status = fault.extended_status) {
        const std::uint32_t code = status->status_code.value_or(0);
        if (code != 0 && status->error_type == is_win32)
            codes.push_back(unwrapped({NativeDomain::win32, code}));
        else if ((code & error_bit) != 0)
            codes.push_back(native_code_of(code));
    }
    for (const auto& code : {fault.provider_code, fault.code})
        if (code.value_or(0) != 0) codes.push_back(native_code_of(*code));
    if (const auto& error = fault.cim_error) {
        const std::uint32_t code = error->code.value_or(0);
        if ((code & error_bit) != 0 || (code != 0 && alike(error->type, "WIN32")))
            codes.push_back(native_code_of(code));
    }
    return codes;
}

/// What the names in a fault mean, where its numbers say nothing.
inline Errc errc_from_names(const Fault& fault) noexcept {
    constexpr auto alike = equals_ignoring_ascii_case<char, char>;
    if (const auto named = errc_from_subcode(fault.subcode)) return *named;
    if (const auto& error = fault.cim_error) {
        if (const auto status = errc_from_cim_status(error->status.value_or(0))) return *status;
        if (alike(error->type, "MI") || alike(error->type, "CIM"))
            if (const auto status = errc_from_cim_status(error->code.value_or(0))) return *status;
    }
    return Errc::cluster_refused;
}

/// Whether a fault says in some known way what went wrong. One that does not, such as an RPC that was
/// broken off behind the service, may come after the work. What the CryptoAPI says came of trying.
inline bool is_conclusive(const Fault& fault, const Error& error) noexcept {
    constexpr std::uint32_t cryptography_facility = 0x80090000;
    if (error.code != Errc::cluster_refused || errc_from_subcode(fault.subcode)) return true;
    if (!error.native) return false;
    return !native_name(*error.native).empty() ||
           (error.native->domain == NativeDomain::hresult &&
            (error.native->value & 0xFFFF0000) == cryptography_facility);
}

/// The words of whoever was nearest to the cause.
inline std::string best_message(const Fault& fault) {
    if (fault.extended_status && !fault.extended_status->description.empty())
        return fault.extended_status->description;
    if (!fault.provider_message.empty()) return fault.provider_message;
    if (!fault.message.empty()) return fault.message;
    if (fault.cim_error && !fault.cim_error->message.empty()) return fault.cim_error->message;
    if (!fault.reason.empty()) return fault.reason;
    return fault.subcode.empty() ? std::string() : "fault " + fault.subcode;
}

/// A fault as an error: the code that says most, and the words nearest to the cause.
///
/// MSCluster_ExtendedStatus comes first, then the provider's HRESULT, then the service's own code,
/// then the names of faults. No document says in which of them a cluster puts what went wrong.
inline Error error_of(const Fault& fault) {
    const std::vector<NativeCode> codes = native_codes_in(fault);
    const auto telling = std::ranges::find_if(
        codes, [](NativeCode code) { return errc_from_native(code) != Errc::cluster_refused; });
    Error error(errc_from_names(fault));
    if (telling != codes.end()) {
        error.code = errc_from_native(*telling);
        error.native = *telling;
    } else if (!codes.empty()) {
        error.native = codes.front();
    }
    // What a service itself does not find is something else than a checkpoint, of which only the
    // provider knows.
    if (!fault.provider_code && !fault.extended_status && !fault.cim_error) {
        if (error.code == Errc::checkpoint_not_found) error.code = Errc::object_not_found;
        if (error.code == Errc::checkpoint_already_exists) error.code = Errc::object_already_exists;
    }
    error.detail = best_message(fault);
    // A service that explains with our own words would have them said twice.
    const std::string_view ours = meaning(error.code);
    if (error.detail == ours)
        error.detail.clear();
    else if (error.detail.starts_with(std::string(ours) + ": "))
        error.detail.erase(0, ours.size() + 2);
    return error;
}

/// What a method that is documented to return nothing says by a return value nonetheless. A number that
/// is not known here may mean "begun" as well as "failed".
inline Result<void> outcome_of_return_value(std::uint32_t value, std::string_view method) {
    if (value == 0) return {};
    const NativeCode native = native_code_of(value);
    if (find_native_error(native) == nullptr)
        return std::unexpected(Error(Errc::outcome_unknown,
                                     std::string(method) + " returned " + std::to_string(value)));
    return std::unexpected(Error(errc_from_native(native), native));
}

}  // namespace detail::wsman
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
