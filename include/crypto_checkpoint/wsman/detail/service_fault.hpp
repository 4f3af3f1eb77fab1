// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_WSMAN_DETAIL_SERVICE_FAULT_HPP
#define CRYPTO_CHECKPOINT_WSMAN_DETAIL_SERVICE_FAULT_HPP

#include <crypto_checkpoint/error/errc.hpp>
#include <crypto_checkpoint/wsman/detail/message.hpp>

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <utility>

/// @file
/// The faults of the service itself, as opposed to those of the provider.

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail::wsman {

/// A kind of fault with its number in WSManFault, and the code of a log entry.
struct FaultKind {
    std::string_view subcode;
    std::uint32_t number;
    Errc code;
};

/// @par Source  faults of Windows Server 2008 to 2012 R2 that others recorded; where a line says so, from
///              memory of wsmerror.h or chosen
namespace fault_kind {
inline constexpr FaultKind version_mismatch{"VersionMismatch", 2150858765,  // from memory
                                            Errc::unsupported};
inline constexpr FaultKind must_understand{"MustUnderstand", 2150858768, Errc::unsupported};
inline constexpr FaultKind invalid_header{"InvalidMessageInformationHeader", 2150858767,
                                          Errc::malformed_message};
inline constexpr FaultKind missing_header{"MessageInformationHeaderRequired",
                                          2150858769,  // from memory
                                          Errc::malformed_message};
inline constexpr FaultKind unreachable{"DestinationUnreachable", 2150858770, Errc::unsupported};
inline constexpr FaultKind action_not_supported{"ActionNotSupported", 2150858771,
                                                Errc::unsupported};
inline constexpr FaultKind filter_dialect{"FilterDialectRequestedUnavailable", 2150858777,
                                          Errc::unsupported};
inline constexpr FaultKind filter{"CannotProcessFilter", 2150858778, Errc::unsupported};
inline constexpr FaultKind context{"InvalidEnumerationContext", 2150858779, Errc::unsupported};
inline constexpr FaultKind encoding_limit{"EncodingLimit", 2150858805, Errc::limit_exceeded};
inline constexpr FaultKind selectors{"InvalidSelectors", 2150858813, Errc::invalid_value};
inline constexpr FaultKind insufficient_selectors{"InvalidSelectors", 2150858842,
                                                  Errc::invalid_value};
inline constexpr FaultKind unexpected_selectors{"InvalidSelectors", 2150858843,
                                                Errc::invalid_value};
inline constexpr FaultKind duplicate_selectors{"InvalidSelectors", 2150858847, Errc::invalid_value};
inline constexpr FaultKind schema{"SchemaValidationError", 2150858817, Errc::malformed_message};
inline constexpr FaultKind unsupported_feature{"UnsupportedFeature", 2150858818, Errc::unsupported};
/// WBEM_E_INVALID_METHOD_PARAMETERS, as the provider itself rejects arguments (chosen).
inline constexpr FaultKind parameter{"InvalidParameter", 0x8004102F, Errc::invalid_value};
/// The address of a class that is not served (chosen: WMI's codes).
inline constexpr FaultKind other_class{"DestinationUnreachable", 0x80041010, Errc::unsupported};
inline constexpr FaultKind other_namespace{"DestinationUnreachable", 0x8004100E, Errc::unsupported};
/// The subcode for two namespaces in one address is documented (MS-WSMV, note 46), its number is chosen.
inline constexpr FaultKind conflicting_namespaces{"InternalError", 0x8004100E, Errc::unsupported};
/// An instance that does not exist.
inline constexpr FaultKind no_instance{"DestinationUnreachable", 2150858752,
                                       Errc::resource_not_found};
}  // namespace fault_kind

/// @par Source  MS-WSMV 3.1.4.1.3, .4, .8, .9, .17, .21; the rest: recorded faults
namespace fault_detail {
inline constexpr std::string_view addressing_mode =
    "http://schemas.dmtf.org/wbem/wsman/1/wsman/faultDetail/AddressingMode";
inline constexpr std::string_view locale =
    "http://schemas.dmtf.org/wbem/wsman/1/wsman/faultDetail/Locale";
inline constexpr std::string_view data_locale =
    "http://schemas.dmtf.org/wbem/wsman/1/wsman/faultDetail/DataLocale";
inline constexpr std::string_view character_set =
    "http://schemas.dmtf.org/wbem/wsman/1/wsman/faultDetail/CharacterSet";
inline constexpr std::string_view enumeration_mode =
    "http://schemas.dmtf.org/wbem/wsman/1/faultDetail/EnumerationMode";
inline constexpr std::string_view invalid_resource_uri =
    "http://schemas.dmtf.org/wbem/wsman/1/wsman/faultDetail/InvalidResourceURI";
}  // namespace fault_detail

/// A fault to respond with, and the code for the log.
struct Rejection {
    Fault fault;
    Errc code{};
};

template <class T>
using OrRejection = std::expected<T, Rejection>;

/// @param detail  a URI of fault_detail; may be empty
inline std::unexpected<Rejection> rejected(const FaultKind& kind, std::string reason,
                                           std::string_view detail = {}) {
    Fault fault;
    fault.subcode = kind.subcode;
    fault.is_sender_fault = fault.subcode != "InternalError";
    fault.reason = std::move(reason);
    fault.detail = detail;
    fault.code = kind.number;
    fault.message = fault.reason;
    return std::unexpected(Rejection{std::move(fault), kind.code});
}

/// Adds the provider's explanation to a fault: that WMI did not find something.
/// @par Source  recorded faults of Windows: the number is repeated inside ProviderFault, Description and
///              StatusCode are nil. The name WinMgmt is from memory.
inline std::unexpected<Rejection> explained_by_wmi(std::unexpected<Rejection> rejection,
                                                   std::string operation,
                                                   std::string parameter_info) {
    Fault& fault = rejection.error().fault;
    fault.provider_code = fault.code;
    fault.provider_message = std::exchange(fault.message, {});
    fault.extended_status = ExtendedStatus{.class_name = "__ExtendedStatus",
                                           .description = {},
                                           .operation = std::move(operation),
                                           .parameter_info = std::move(parameter_info),
                                           .provider_name = "WinMgmt",
                                           .status_code = {},
                                           .error_type = {}};
    return rejection;
}

}  // namespace detail::wsman
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
