// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_ERROR_NATIVE_ERROR_HPP
#define CRYPTO_CHECKPOINT_ERROR_NATIVE_ERROR_HPP

/// @file
/// Maps Windows error codes to Errc and back, with one table.

#include <crypto_checkpoint/error/errc.hpp>
#include <crypto_checkpoint/error/error.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace crypto_checkpoint {
inline namespace v0 {

/// @cond
namespace detail {

struct NativeErrorRow {
    NativeDomain domain;
    std::uint32_t value;
    std::string_view name;
    Errc code;
};

/// The server and the fake cluster return the first row of an Errc. For sources see
/// errc_from_native(). CryptExportKey returns NTE_BAD_KEY_STATE where the cluster's page has
/// NTE_BAD_KEY: both mean key_not_exportable.
inline constexpr auto native_error_table = std::to_array<NativeErrorRow>({
    // CryptoAPI; these are HRESULTs, and ClusterResourceControl returns them unchanged
    {NativeDomain::hresult, 0x80090003, "NTE_BAD_KEY", Errc::key_not_exportable},
    {NativeDomain::hresult, 0x8009000B, "NTE_BAD_KEY_STATE", Errc::key_not_exportable},
    {NativeDomain::hresult, 0x80090016, "NTE_BAD_KEYSET", Errc::key_container_not_found},
    {NativeDomain::hresult, 0x8009000D, "NTE_NO_KEY", Errc::key_not_found},
    {NativeDomain::hresult, 0x80090019, "NTE_KEYSET_NOT_DEF", Errc::provider_not_found},
    {NativeDomain::hresult, 0x80090017, "NTE_PROV_TYPE_NOT_DEF", Errc::provider_not_found},
    {NativeDomain::hresult, 0x80090013, "NTE_BAD_PROVIDER", Errc::provider_not_found},
    {NativeDomain::hresult, 0x8009001D, "NTE_PROVIDER_DLL_FAIL", Errc::provider_not_found},
    {NativeDomain::hresult, 0x8009001E, "NTE_PROV_DLL_NOT_FOUND", Errc::provider_not_found},
    {NativeDomain::hresult, 0x8009001B, "NTE_PROV_TYPE_NO_MATCH", Errc::provider_type_mismatch},
    {NativeDomain::hresult, 0x80090014, "NTE_BAD_PROV_TYPE", Errc::provider_type_out_of_range},
    {NativeDomain::hresult, 0x8009000F, "NTE_EXISTS", Errc::object_already_exists},
    {NativeDomain::hresult, 0x80090011, "NTE_NOT_FOUND", Errc::object_not_found},
    {NativeDomain::hresult, 0x80090018, "NTE_PROV_TYPE_ENTRY_BAD", Errc::provider_not_found},
    {NativeDomain::hresult, 0x80090020, "NTE_FAIL", Errc::cluster_refused},
    {NativeDomain::hresult, 0x8009001A, "NTE_KEYSET_ENTRY_BAD", Errc::cluster_refused},
    // Win32
    {NativeDomain::win32, 5007, "ERROR_RESOURCE_NOT_FOUND", Errc::resource_not_found},
    {NativeDomain::win32, 183, "ERROR_ALREADY_EXISTS", Errc::checkpoint_already_exists},
    {NativeDomain::win32, 80, "ERROR_FILE_EXISTS", Errc::checkpoint_already_exists},
    {NativeDomain::win32, 5010, "ERROR_OBJECT_ALREADY_EXISTS", Errc::checkpoint_already_exists},
    {NativeDomain::win32, 2, "ERROR_FILE_NOT_FOUND", Errc::checkpoint_not_found},
    {NativeDomain::win32, 1168, "ERROR_NOT_FOUND", Errc::checkpoint_not_found},
    {NativeDomain::win32, 5, "ERROR_ACCESS_DENIED", Errc::access_denied},
    {NativeDomain::hresult, 0x80090010, "NTE_PERM", Errc::key_access_denied},
    {NativeDomain::win32, 5005, "ERROR_HOST_NODE_NOT_AVAILABLE", Errc::node_unavailable},
    {NativeDomain::win32, 5050, "ERROR_CLUSTER_NODE_DOWN", Errc::node_unavailable},
    {NativeDomain::win32, 70, "ERROR_SHARING_PAUSED", Errc::node_unavailable},
    {NativeDomain::win32, 5006, "ERROR_RESOURCE_NOT_AVAILABLE", Errc::node_unavailable},
    {NativeDomain::win32, 5023, "ERROR_INVALID_STATE", Errc::invalid_resource_state},
    {NativeDomain::win32, 5004, "ERROR_RESOURCE_NOT_ONLINE", Errc::invalid_resource_state},
    {NativeDomain::win32, 87, "ERROR_INVALID_PARAMETER", Errc::invalid_value},
    {NativeDomain::win32, 13, "ERROR_INVALID_DATA", Errc::malformed_message},
    {NativeDomain::win32, 1, "ERROR_INVALID_FUNCTION", Errc::unsupported},
    {NativeDomain::hresult, 0x80090022, "NTE_SILENT_CONTEXT",
     Errc::unsupported},  // needs user interaction
    // WMI
    {NativeDomain::hresult, 0x80041002, "WBEM_E_NOT_FOUND", Errc::resource_not_found},
    {NativeDomain::hresult, 0x80041003, "WBEM_E_ACCESS_DENIED", Errc::access_denied},
    {NativeDomain::hresult, 0x80041062, "WBEM_E_PRIVILEGE_NOT_HELD", Errc::access_denied},
    {NativeDomain::hresult, 0x8004100E, "WBEM_E_INVALID_NAMESPACE", Errc::clustering_not_installed},
    {NativeDomain::hresult, 0x80041010, "WBEM_E_INVALID_CLASS", Errc::clustering_not_installed},
    {NativeDomain::hresult, 0x80041001, "WBEM_E_FAILED", Errc::cluster_refused},
    {NativeDomain::hresult, 0x80041004, "WBEM_E_PROVIDER_FAILURE", Errc::cluster_refused},
    {NativeDomain::hresult, 0x80041024, "WBEM_E_PROVIDER_NOT_CAPABLE", Errc::cluster_refused},
    {NativeDomain::hresult, 0x80041008, "WBEM_E_INVALID_PARAMETER", Errc::invalid_value},
    {NativeDomain::hresult, 0x80041005, "WBEM_E_TYPE_MISMATCH", Errc::invalid_value},
    {NativeDomain::hresult, 0x8004102F, "WBEM_E_INVALID_METHOD_PARAMETERS", Errc::invalid_value},
    {NativeDomain::hresult, 0x80041036, "WBEM_E_MISSING_PARAMETER_ID", Errc::invalid_value},
    {NativeDomain::hresult, 0x8004103A, "WBEM_E_INVALID_OBJECT_PATH", Errc::invalid_value},
    {NativeDomain::hresult, 0x8004100C, "WBEM_E_NOT_SUPPORTED", Errc::unsupported},
    {NativeDomain::hresult, 0x8004102E, "WBEM_E_INVALID_METHOD", Errc::unsupported},
    {NativeDomain::hresult, 0x80041017, "WBEM_E_INVALID_QUERY", Errc::unsupported},
    {NativeDomain::hresult, 0x80041055, "WBEM_E_METHOD_NOT_IMPLEMENTED", Errc::unsupported},
    {NativeDomain::hresult, 0x80041056, "WBEM_E_METHOD_DISABLED", Errc::unsupported},
    {NativeDomain::hresult, 0x80041011, "WBEM_E_PROVIDER_NOT_FOUND",
     Errc::clustering_not_installed},
    {NativeDomain::hresult, 0x80041013, "WBEM_E_PROVIDER_LOAD_FAILURE", Errc::cluster_unreachable},
    {NativeDomain::hresult, 0x80041015, "WBEM_E_TRANSPORT_FAILURE", Errc::outcome_unknown},
    {NativeDomain::hresult, 0x80041033, "WBEM_E_SHUTTING_DOWN", Errc::outcome_unknown},
    {NativeDomain::hresult, 0x80041069, "WBEM_E_TIMED_OUT", Errc::outcome_unknown},
    {NativeDomain::hresult, 0x80041088, "WBEM_E_PROVIDER_TIMED_OUT", Errc::outcome_unknown},
    {NativeDomain::hresult, 0x80041032, "WBEM_E_CALL_CANCELLED", Errc::outcome_unknown},
    {NativeDomain::hresult, 0x80041019, "WBEM_E_ALREADY_EXISTS", Errc::checkpoint_already_exists},
    {NativeDomain::hresult, 0x8004106C, "WBEM_E_QUOTA_VIOLATION", Errc::limit_exceeded},
    {NativeDomain::hresult, 0x80041087, "WBEM_E_ENCRYPTED_CONNECTION_REQUIRED",
     Errc::insecure_connection},
    {NativeDomain::hresult, 0x80041064, "WBEM_E_LOCAL_CREDENTIALS", Errc::invalid_value},
    // Win32, from a cluster over RPC: the meaning of a code after a request was sent (for codes before
    // that see clusapi/cluster_api.hpp). Shutdown and connection errors can come during execution.
    {NativeDomain::win32, 1727, "RPC_S_CALL_FAILED_DNE", Errc::cluster_unreachable},
    {NativeDomain::hresult, 0x8001011F, "RPC_E_TIMEOUT", Errc::outcome_unknown},
    {NativeDomain::win32, 1726, "RPC_S_CALL_FAILED", Errc::outcome_unknown},
    {NativeDomain::win32, 1715, "RPC_S_NOT_LISTENING", Errc::outcome_unknown},
    {NativeDomain::win32, 1722, "RPC_S_SERVER_UNAVAILABLE", Errc::outcome_unknown},
    {NativeDomain::win32, 1723, "RPC_S_SERVER_TOO_BUSY", Errc::outcome_unknown},
    {NativeDomain::win32, 1728, "RPC_S_PROTOCOL_ERROR", Errc::outcome_unknown},
    {NativeDomain::win32, 1753, "EPT_S_NOT_REGISTERED", Errc::outcome_unknown},
    {NativeDomain::win32, 1818, "RPC_S_CALL_CANCELLED", Errc::outcome_unknown},
    {NativeDomain::win32, 1820, "RPC_S_COMM_FAILURE", Errc::outcome_unknown},
    {NativeDomain::win32, 53, "ERROR_BAD_NETPATH", Errc::outcome_unknown},
    {NativeDomain::win32, 64, "ERROR_NETNAME_DELETED", Errc::outcome_unknown},
    {NativeDomain::win32, 67, "ERROR_BAD_NET_NAME", Errc::outcome_unknown},
    {NativeDomain::win32, 121, "ERROR_SEM_TIMEOUT", Errc::outcome_unknown},
    {NativeDomain::win32, 1231, "ERROR_NETWORK_UNREACHABLE", Errc::outcome_unknown},
    {NativeDomain::win32, 1232, "ERROR_HOST_UNREACHABLE", Errc::outcome_unknown},
    {NativeDomain::win32, 1460, "ERROR_TIMEOUT", Errc::outcome_unknown},
    {NativeDomain::win32, 1062, "ERROR_SERVICE_NOT_ACTIVE", Errc::outcome_unknown},
    {NativeDomain::win32, 5008, "ERROR_SHUTDOWN_CLUSTER", Errc::outcome_unknown},
    {NativeDomain::win32, 5022, "ERROR_CLUSTER_SHUTTING_DOWN", Errc::outcome_unknown},
    {NativeDomain::win32, 5051, "ERROR_CLUSTER_NODE_UNREACHABLE", Errc::outcome_unknown},
    {NativeDomain::win32, 5073, "ERROR_CLUSTER_NODE_SHUTTING_DOWN", Errc::outcome_unknown},
    {NativeDomain::win32, 5036, "ERROR_NODE_NOT_AVAILABLE", Errc::node_unavailable},
    {NativeDomain::win32, 5052, "ERROR_CLUSTER_NODE_NOT_MEMBER", Errc::node_unavailable},
    {NativeDomain::win32, 5070, "ERROR_CLUSTER_NODE_PAUSED", Errc::node_unavailable},
    {NativeDomain::win32, 5072, "ERROR_CLUSTER_NODE_NOT_READY", Errc::node_unavailable},
    {NativeDomain::win32, 5042, "ERROR_CLUSTER_NODE_NOT_FOUND", Errc::object_not_found},
    {NativeDomain::win32, 5015, "ERROR_HOST_NODE_NOT_RESOURCE_OWNER", Errc::cluster_refused},
    {NativeDomain::win32, 1060, "ERROR_SERVICE_DOES_NOT_EXIST", Errc::clustering_not_installed},
    {NativeDomain::win32, 1326, "ERROR_LOGON_FAILURE", Errc::authentication_failed},
    {NativeDomain::win32, 1825, "RPC_S_SEC_PKG_ERROR", Errc::authentication_failed},
    {NativeDomain::win32, 50, "ERROR_NOT_SUPPORTED", Errc::unsupported},
    {NativeDomain::win32, 5904, "ERROR_CLUSTER_OLD_VERSION", Errc::unsupported},
    // WS-Management. No document at hand has symbols for these: the names are MS-WSMV's, else words.
    {NativeDomain::wsman_fault, 5, "ERROR_ACCESS_DENIED", Errc::access_denied},
    // In MS-WSMV 4.10: the lower half of the next, with the same message.
    {NativeDomain::wsman_fault, 32768, "ResourceNotFound", Errc::resource_not_found},
    {NativeDomain::wsman_fault, 0x80338000, "no such instance", Errc::resource_not_found},
    {NativeDomain::wsman_fault, 0x8033800F, "InvalidMessageInformationHeader", Errc::unsupported},
    {NativeDomain::wsman_fault, 0x80338010, "MustUnderstand", Errc::unsupported},
    {NativeDomain::wsman_fault, 0x80338012, "DestinationUnreachable", Errc::resource_not_found},
    {NativeDomain::wsman_fault, 0x80338013, "ActionNotSupported", Errc::unsupported},
    {NativeDomain::wsman_fault, 0x80338019, "FilterDialectRequestedUnavailable", Errc::unsupported},
    // The only filter that is sent is valid: the class or the namespace does not exist.
    {NativeDomain::wsman_fault, 0x8033801A, "CannotProcessFilter", Errc::clustering_not_installed},
    {NativeDomain::wsman_fault, 0x8033801B, "InvalidEnumerationContext", Errc::cluster_refused},
    {NativeDomain::wsman_fault, 0x80338029, "operation timeout", Errc::outcome_unknown},
    {NativeDomain::wsman_fault, 0x80338035, "EncodingLimit", Errc::limit_exceeded},
    {NativeDomain::wsman_fault, 0x8033803B, "resource URI not in the catalog",
     Errc::clustering_not_installed},
    {NativeDomain::wsman_fault, 0x8033803D, "InvalidSelectors", Errc::object_not_found},
    {NativeDomain::wsman_fault, 0x80338041, "SchemaValidationError", Errc::unsupported},
    {NativeDomain::wsman_fault, 0x80338042, "UnsupportedFeature", Errc::unsupported},
    {NativeDomain::wsman_fault, 0x8033805A, "too few selectors", Errc::unsupported},
    {NativeDomain::wsman_fault, 0x8033805B, "unexpected selector", Errc::unsupported},
    {NativeDomain::wsman_fault, 0x8033805F, "duplicate selector", Errc::unsupported},
    {NativeDomain::wsman_fault, 0x803380FA, "not offered as a single instance", Errc::unsupported},
    {NativeDomain::wsman_fault, 0x80338102, "the WMI provider could not", Errc::cluster_refused},
    {NativeDomain::wsman_fault, 0x80338104, "access denied by WMI", Errc::access_denied},
    {NativeDomain::wsman_fault, 0x80338105, "access denied by the provider", Errc::access_denied},
    {NativeDomain::wsman_fault, 0x80338106, "access denied connecting to WMI", Errc::access_denied},
    {NativeDomain::wsman_fault, 0x803381A5, "quota of shells", Errc::limit_exceeded},
    {NativeDomain::wsman_fault, 0x803381A6, "quota", Errc::limit_exceeded},
    // MS-WSMV, notes 11 and 18: an attempt to modify such a value
    {NativeDomain::wsman_fault, 0x803381AE, "setting that is ignored", Errc::unsupported},
    // CIM
    {NativeDomain::cim_status, 1, "CIM_ERR_FAILED", Errc::cluster_refused},
    {NativeDomain::cim_status, 2, "CIM_ERR_ACCESS_DENIED", Errc::access_denied},
    {NativeDomain::cim_status, 3, "CIM_ERR_INVALID_NAMESPACE", Errc::clustering_not_installed},
    {NativeDomain::cim_status, 4, "CIM_ERR_INVALID_PARAMETER", Errc::invalid_value},
    {NativeDomain::cim_status, 5, "CIM_ERR_INVALID_CLASS", Errc::clustering_not_installed},
    {NativeDomain::cim_status, 6, "CIM_ERR_NOT_FOUND", Errc::resource_not_found},
    {NativeDomain::cim_status, 7, "CIM_ERR_NOT_SUPPORTED", Errc::unsupported},
    {NativeDomain::cim_status, 11, "CIM_ERR_ALREADY_EXISTS", Errc::checkpoint_already_exists},
    {NativeDomain::cim_status, 14, "CIM_ERR_QUERY_LANGUAGE_NOT_SUPPORTED", Errc::unsupported},
    {NativeDomain::cim_status, 15, "CIM_ERR_INVALID_QUERY", Errc::unsupported},
    {NativeDomain::cim_status, 16, "CIM_ERR_METHOD_NOT_AVAILABLE", Errc::unsupported},
    {NativeDomain::cim_status, 17, "CIM_ERR_METHOD_NOT_FOUND", Errc::unsupported},
    {NativeDomain::cim_status, 27, "CIM_ERR_SERVER_LIMITS_EXCEEDED", Errc::limit_exceeded},
    {NativeDomain::cim_status, 28, "CIM_ERR_SERVER_IS_SHUTTING_DOWN", Errc::outcome_unknown},
});

inline constexpr std::uint32_t win32_facility = 0x80070000;

/// The Win32 code in an HRESULT that wraps one (HRESULT_FROM_WIN32); other codes unchanged.
constexpr NativeCode unwrapped(NativeCode native) noexcept {
    // ClusterResourceControl returns NTE_* as a Win32 code, with the error bit set.
    if (native.domain == NativeDomain::win32 && (native.value & 0x80000000) != 0)
        native.domain = NativeDomain::hresult;
    if (native.domain == NativeDomain::hresult && (native.value & 0xFFFF0000) == win32_facility)
        return {NativeDomain::win32, native.value & 0xFFFF};
    return native;
}

constexpr const NativeErrorRow* find_native_error(NativeCode native) noexcept {
    const NativeCode plain = unwrapped(native);
    for (const NativeErrorRow& row : native_error_table)
        if (row.domain == plain.domain && row.value == plain.value) return &row;
    return nullptr;
}

/// The names of SQLite's primary result codes, from 1; an extended code has one of them in its lowest byte.
/// @par Source  sqlite3.h 3.40
inline constexpr auto sqlite_names = std::to_array<std::string_view>(
    {"SQLITE_ERROR",   "SQLITE_INTERNAL", "SQLITE_PERM",     "SQLITE_ABORT",      "SQLITE_BUSY",
     "SQLITE_LOCKED",  "SQLITE_NOMEM",    "SQLITE_READONLY", "SQLITE_INTERRUPT",  "SQLITE_IOERR",
     "SQLITE_CORRUPT", "SQLITE_NOTFOUND", "SQLITE_FULL",     "SQLITE_CANTOPEN",   "SQLITE_PROTOCOL",
     "SQLITE_EMPTY",   "SQLITE_SCHEMA",   "SQLITE_TOOBIG",   "SQLITE_CONSTRAINT", "SQLITE_MISMATCH",
     "SQLITE_MISUSE",  "SQLITE_NOLFS",    "SQLITE_AUTH",     "SQLITE_FORMAT",     "SQLITE_RANGE",
     "SQLITE_NOTADB"});

constexpr std::string_view sqlite_name(std::uint32_t code) noexcept {
    const std::uint32_t primary = code & 0xFF;
    return 1 <= primary && primary <= sqlite_names.size() ? sqlite_names[primary - 1]
                                                          : std::string_view();
}

}  // namespace detail
/// @endcond

/// Maps a native code to an Errc. An HRESULT that wraps a Win32 code is mapped like that code; unknown
/// codes are cluster_refused.
///
/// Assumes that a change was requested. Callers that know that nothing was sent must map the result
/// further: see refine_for() and ClusterApi.
/// @par Complexity   linear in the table of about 140 rows
/// @par Source       winerror.h and wbemcli.h of mingw-w64 10.0.0 for names and numbers; those of
///                   WS-Management: MS-WSMV and the messages of its implementations; 0x80338104 to
///                   0x80338106 and the CIM statuses (DSP0200) from memory.
///                   NTE_BAD_KEY and NTE_BAD_KEYSET are documented for crypto checkpoints (Microsoft
///                   Learn, CLUSCTL_RESOURCE_ADD_CRYPTO_CHECKPOINT), ERROR_ALREADY_EXISTS and
///                   ERROR_FILE_NOT_FOUND for registry checkpoints, ERROR_SHARING_PAUSED for a node that
///                   does not accept changes (MS-CMRP 3.1.4.1); the other mappings are chosen.
/// @par Example
/// @snippet reference/names.cpp native
[[nodiscard]] constexpr Errc errc_from_native(NativeCode native) noexcept {
    const detail::NativeErrorRow* row = detail::find_native_error(native);
    return row ? row->code : Errc::cluster_refused;
}

/// The symbolic name of a native code, `NTE_BAD_KEY`, or an empty text if it is unknown. An extended code of
/// SQLite has the name of its primary code.
/// @return  ASCII, in static storage
/// @par Source  as errc_from_native()
/// @par Example
/// @snippet reference/names.cpp native
[[nodiscard]] constexpr std::string_view native_name(NativeCode native) noexcept {
    if (native.domain == NativeDomain::sqlite) return detail::sqlite_name(native.value);
    const detail::NativeErrorRow* row = detail::find_native_error(native);
    return row ? row->name : std::string_view();
}

/// The HRESULT for @p code, which may wrap a Win32 code; `std::nullopt` if Windows has none.
/// @par Source  as errc_from_native(); the choice between several codes is chosen
/// @par Example
/// @snippet reference/names.cpp native
[[nodiscard]] constexpr std::optional<std::uint32_t> hresult_for(Errc code) noexcept {
    for (const detail::NativeErrorRow& row : detail::native_error_table) {
        if (row.code != code) continue;
        if (row.domain == NativeDomain::hresult) return row.value;
        if (row.domain == NativeDomain::win32) return detail::win32_facility | row.value;
    }
    // ERROR_INVALID_PARAMETER
    if (condition(code) == Condition::syntax) return detail::win32_facility | 87;
    return std::nullopt;
}

/// An error with the native code of hresult_for(); @p error_detail becomes Error::detail, UTF-8.
/// @par Example
/// @snippet reference/names.cpp format
[[nodiscard]] inline Error error_with_native(Errc code, std::string error_detail = {}) {
    Error error(code, std::move(error_detail));
    if (const auto hresult = hresult_for(code))
        error.native = detail::unwrapped({NativeDomain::hresult, *hresult});
    return error;
}

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
