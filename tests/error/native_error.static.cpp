// SPDX-License-Identifier: BSL-1.0
#include <crypto_checkpoint/error/native_error.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

#if defined(_WIN32)
#    include <windows.h>
//
#    include <wbemcli.h>
#endif

namespace {

using namespace crypto_checkpoint;

#if defined(_WIN32)
// The names in the table are the constants of Windows' own headers with these values.
struct Constant {
    NativeDomain domain;
    std::uint32_t value;
    std::string_view name;
};
// clang-format off
#    define H(name) {NativeDomain::hresult, static_cast<std::uint32_t>(name), #name}
#    define W(name) {NativeDomain::win32, static_cast<std::uint32_t>(name), #name}
constexpr auto constants = std::to_array<Constant>({
    H(NTE_BAD_KEY), H(NTE_BAD_KEY_STATE), H(NTE_BAD_KEYSET), H(NTE_NO_KEY),
    H(NTE_KEYSET_NOT_DEF), H(NTE_PROV_TYPE_NOT_DEF), H(NTE_BAD_PROVIDER),
    H(NTE_PROVIDER_DLL_FAIL), H(NTE_PROV_DLL_NOT_FOUND), H(NTE_PROV_TYPE_NO_MATCH),
    H(NTE_BAD_PROV_TYPE), H(NTE_EXISTS), H(NTE_NOT_FOUND), H(NTE_PROV_TYPE_ENTRY_BAD),
    H(NTE_FAIL), H(NTE_KEYSET_ENTRY_BAD), H(NTE_PERM), H(NTE_SILENT_CONTEXT),
    H(WBEM_E_NOT_FOUND), H(WBEM_E_ACCESS_DENIED), H(WBEM_E_PRIVILEGE_NOT_HELD),
    H(WBEM_E_INVALID_NAMESPACE), H(WBEM_E_FAILED), H(WBEM_E_PROVIDER_FAILURE),
    H(WBEM_E_PROVIDER_NOT_CAPABLE), H(WBEM_E_INVALID_QUERY), H(RPC_E_TIMEOUT),
    H(WBEM_E_INVALID_PARAMETER), H(WBEM_E_TYPE_MISMATCH), H(WBEM_E_INVALID_METHOD_PARAMETERS),
    H(WBEM_E_MISSING_PARAMETER_ID), H(WBEM_E_INVALID_OBJECT_PATH), H(WBEM_E_NOT_SUPPORTED),
    H(WBEM_E_INVALID_METHOD), H(WBEM_E_INVALID_CLASS), H(WBEM_E_METHOD_NOT_IMPLEMENTED),
    H(WBEM_E_METHOD_DISABLED), H(WBEM_E_PROVIDER_NOT_FOUND), H(WBEM_E_PROVIDER_LOAD_FAILURE),
    H(WBEM_E_TRANSPORT_FAILURE), H(WBEM_E_SHUTTING_DOWN), H(WBEM_E_TIMED_OUT),
    H(WBEM_E_PROVIDER_TIMED_OUT), H(WBEM_E_CALL_CANCELLED), H(WBEM_E_ALREADY_EXISTS),
    H(WBEM_E_QUOTA_VIOLATION), H(WBEM_E_ENCRYPTED_CONNECTION_REQUIRED),
    H(WBEM_E_LOCAL_CREDENTIALS), W(ERROR_RESOURCE_NOT_FOUND), W(ERROR_ALREADY_EXISTS),
    W(ERROR_FILE_EXISTS), W(ERROR_NOT_FOUND),
    W(ERROR_FILE_NOT_FOUND), W(ERROR_ACCESS_DENIED), W(ERROR_HOST_NODE_NOT_AVAILABLE),
    W(ERROR_CLUSTER_NODE_DOWN), W(ERROR_SHARING_PAUSED), W(ERROR_RESOURCE_NOT_AVAILABLE),
    W(ERROR_INVALID_STATE),
    W(ERROR_RESOURCE_NOT_ONLINE), W(ERROR_OBJECT_ALREADY_EXISTS), W(ERROR_INVALID_PARAMETER),
    W(ERROR_INVALID_DATA), W(ERROR_INVALID_FUNCTION), W(RPC_S_CALL_FAILED_DNE),
    W(RPC_S_CALL_FAILED), W(RPC_S_NOT_LISTENING), W(RPC_S_SERVER_UNAVAILABLE),
    W(RPC_S_SERVER_TOO_BUSY), W(RPC_S_PROTOCOL_ERROR), W(EPT_S_NOT_REGISTERED),
    W(RPC_S_CALL_CANCELLED), W(RPC_S_COMM_FAILURE), W(ERROR_BAD_NETPATH),
    W(ERROR_NETNAME_DELETED), W(ERROR_BAD_NET_NAME), W(ERROR_SEM_TIMEOUT),
    W(ERROR_NETWORK_UNREACHABLE), W(ERROR_HOST_UNREACHABLE), W(ERROR_TIMEOUT),
    W(ERROR_SERVICE_NOT_ACTIVE), W(ERROR_SHUTDOWN_CLUSTER), W(ERROR_CLUSTER_SHUTTING_DOWN),
    W(ERROR_CLUSTER_NODE_UNREACHABLE), W(ERROR_CLUSTER_NODE_SHUTTING_DOWN),
    W(ERROR_NODE_NOT_AVAILABLE), W(ERROR_CLUSTER_NODE_NOT_MEMBER), W(ERROR_CLUSTER_NODE_PAUSED),
    W(ERROR_CLUSTER_NODE_NOT_READY), W(ERROR_CLUSTER_NODE_NOT_FOUND),
    W(ERROR_HOST_NODE_NOT_RESOURCE_OWNER), W(ERROR_SERVICE_DOES_NOT_EXIST),
    W(ERROR_LOGON_FAILURE), W(RPC_S_SEC_PKG_ERROR), W(ERROR_NOT_SUPPORTED),
    W(ERROR_CLUSTER_OLD_VERSION),
});
// clang-format on

/// The number of rows that are right, up to the first that is not, so that the compiler reports it.
constexpr std::size_t right_constants() {
    const auto wrong = std::ranges::find_if(constants, [](const Constant& constant) {
        return native_name({constant.domain, constant.value}) != constant.name;
    });
    return static_cast<std::size_t>(wrong - constants.begin());
}
static_assert(right_constants() == constants.size());
static_assert(constants.size() ==
              std::ranges::count_if(detail::native_error_table, [](const auto& row) {
                  return row.domain == NativeDomain::hresult || row.domain == NativeDomain::win32;
              }));
#endif

// What the server returns for each code.
struct Response {
    Errc code;
    std::uint32_t hresult;
};
constexpr auto responses = std::to_array<Response>({
    {Errc::missing_provider_type, 0x80070057},
    {Errc::provider_type_not_decimal, 0x80070057},
    {Errc::provider_type_out_of_range, 0x80090014},
    {Errc::leading_zero, 0x80070057},
    {Errc::missing_separator, 0x80070057},
    {Errc::missing_key_container, 0x80070057},
    {Errc::separator_in_key_container, 0x80070057},
    {Errc::embedded_nul, 0x80070057},
    {Errc::ill_formed_text, 0x80070057},
    {Errc::invalid_value, 0x80070057},
    {Errc::cluster_refused, 0x80090020},
    {Errc::resource_not_found, 0x8007138F},
    {Errc::key_container_not_found, 0x80090016},
    {Errc::key_not_exportable, 0x80090003},
    {Errc::checkpoint_already_exists, 0x800700B7},
    {Errc::checkpoint_not_found, 0x80070002},
    {Errc::access_denied, 0x80070005},
    {Errc::node_unavailable, 0x8007138D},
    {Errc::invalid_resource_state, 0x8007139F},
    {Errc::provider_not_found, 0x80090019},
    {Errc::provider_type_mismatch, 0x8009001B},
    {Errc::object_not_found, 0x80090011},
    {Errc::object_already_exists, 0x8009000F},
    {Errc::clustering_not_installed, 0x8004100E},
    {Errc::key_not_found, 0x8009000D},
    {Errc::key_access_denied, 0x80090010},
    {Errc::cluster_unreachable, 0x80041013},
    {Errc::outcome_unknown, 0x80041015},
    {Errc::authentication_failed, 0x8007052E},
    {Errc::insecure_connection, 0x80041087},
    {Errc::malformed_message, 0x8007000D},
    {Errc::limit_exceeded, 0x8004106C},
    {Errc::unsupported, 0x80070001},
});
constexpr std::size_t right_responses() {
    const auto wrong = std::ranges::find_if(responses, [](const Response& response) {
        return hresult_for(response.code) != response.hresult;
    });
    return static_cast<std::size_t>(wrong - responses.begin());
}
static_assert(right_responses() == responses.size());

constexpr std::size_t codes_without_response() {
    return static_cast<std::size_t>(std::ranges::count_if(
        detail::errc_table, [](const detail::ErrcRow& row) { return !hresult_for(row.code); }));
}
static_assert(responses.size() + codes_without_response() == detail::errc_table.size());

}  // namespace
