// SPDX-License-Identifier: BSL-1.0
#include <crypto_checkpoint/error/native_error.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

// What each number of Windows means, once more: a row that has to change here changes what programs do.
// Compiled for Windows, the numbers are also compared with its own headers.

#if defined(_WIN32)
#    include <windows.h>
//
#    include <wbemcli.h>
#endif

namespace {

using namespace crypto_checkpoint;

struct Row {
    NativeDomain domain;
    std::uint32_t value;
    std::string_view name;
    Errc code;
};

// domain, number, name, what it means
// clang-format off
#define ROWS_OF_WINDOWS(ROW) \
    ROW(hresult, 0x80090003, NTE_BAD_KEY,                          key_not_exportable) \
    ROW(hresult, 0x8009000B, NTE_BAD_KEY_STATE,                    key_not_exportable) \
    ROW(hresult, 0x80090016, NTE_BAD_KEYSET,                       key_container_not_found) \
    ROW(hresult, 0x8009000D, NTE_NO_KEY,                           key_not_found) \
    ROW(hresult, 0x80090019, NTE_KEYSET_NOT_DEF,                   provider_not_found) \
    ROW(hresult, 0x80090017, NTE_PROV_TYPE_NOT_DEF,                provider_not_found) \
    ROW(hresult, 0x80090013, NTE_BAD_PROVIDER,                     provider_not_found) \
    ROW(hresult, 0x8009001D, NTE_PROVIDER_DLL_FAIL,                provider_not_found) \
    ROW(hresult, 0x8009001E, NTE_PROV_DLL_NOT_FOUND,               provider_not_found) \
    ROW(hresult, 0x8009001B, NTE_PROV_TYPE_NO_MATCH,               provider_type_mismatch) \
    ROW(hresult, 0x80090014, NTE_BAD_PROV_TYPE,                    provider_type_out_of_range) \
    ROW(hresult, 0x8009000F, NTE_EXISTS,                           object_already_exists) \
    ROW(hresult, 0x80090011, NTE_NOT_FOUND,                        object_not_found) \
    ROW(hresult, 0x80090018, NTE_PROV_TYPE_ENTRY_BAD,              provider_not_found) \
    ROW(hresult, 0x80090020, NTE_FAIL,                             cluster_refused) \
    ROW(hresult, 0x8009001A, NTE_KEYSET_ENTRY_BAD,                 cluster_refused) \
    ROW(win32,   5007,       ERROR_RESOURCE_NOT_FOUND,             resource_not_found) \
    ROW(win32,   183,        ERROR_ALREADY_EXISTS,                 checkpoint_already_exists) \
    ROW(win32,   2,          ERROR_FILE_NOT_FOUND,                 checkpoint_not_found) \
    ROW(win32,   5,          ERROR_ACCESS_DENIED,                  access_denied) \
    ROW(hresult, 0x80090010, NTE_PERM,                             access_denied) \
    ROW(win32,   5005,       ERROR_HOST_NODE_NOT_AVAILABLE,        node_unavailable) \
    ROW(win32,   5050,       ERROR_CLUSTER_NODE_DOWN,              node_unavailable) \
    ROW(win32,   5006,       ERROR_RESOURCE_NOT_AVAILABLE,         node_unavailable) \
    ROW(win32,   5023,       ERROR_INVALID_STATE,                  invalid_resource_state) \
    ROW(win32,   5004,       ERROR_RESOURCE_NOT_ONLINE,            invalid_resource_state) \
    ROW(win32,   5010,       ERROR_OBJECT_ALREADY_EXISTS,          object_already_exists) \
    ROW(win32,   87,         ERROR_INVALID_PARAMETER,              invalid_value) \
    ROW(win32,   13,         ERROR_INVALID_DATA,                   malformed_message) \
    ROW(win32,   1,          ERROR_INVALID_FUNCTION,               unsupported) \
    ROW(hresult, 0x80090022, NTE_SILENT_CONTEXT,                   unsupported) \
    ROW(hresult, 0x80041002, WBEM_E_NOT_FOUND,                     resource_not_found) \
    ROW(hresult, 0x80041003, WBEM_E_ACCESS_DENIED,                 access_denied) \
    ROW(hresult, 0x80041062, WBEM_E_PRIVILEGE_NOT_HELD,            access_denied) \
    ROW(hresult, 0x8004100E, WBEM_E_INVALID_NAMESPACE,             clustering_not_installed) \
    ROW(hresult, 0x80041001, WBEM_E_FAILED,                        cluster_refused) \
    ROW(hresult, 0x80041004, WBEM_E_PROVIDER_FAILURE,              cluster_refused) \
    ROW(hresult, 0x80041008, WBEM_E_INVALID_PARAMETER,             invalid_value) \
    ROW(hresult, 0x80041005, WBEM_E_TYPE_MISMATCH,                 invalid_value) \
    ROW(hresult, 0x8004102F, WBEM_E_INVALID_METHOD_PARAMETERS,     invalid_value) \
    ROW(hresult, 0x80041036, WBEM_E_MISSING_PARAMETER_ID,          invalid_value) \
    ROW(hresult, 0x8004103A, WBEM_E_INVALID_OBJECT_PATH,           invalid_value) \
    ROW(hresult, 0x8004100C, WBEM_E_NOT_SUPPORTED,                 unsupported) \
    ROW(hresult, 0x8004102E, WBEM_E_INVALID_METHOD,                unsupported) \
    ROW(hresult, 0x80041010, WBEM_E_INVALID_CLASS,                 unsupported) \
    ROW(hresult, 0x80041055, WBEM_E_METHOD_NOT_IMPLEMENTED,        unsupported) \
    ROW(hresult, 0x80041056, WBEM_E_METHOD_DISABLED,               unsupported) \
    ROW(hresult, 0x80041011, WBEM_E_PROVIDER_NOT_FOUND,            clustering_not_installed) \
    ROW(hresult, 0x80041013, WBEM_E_PROVIDER_LOAD_FAILURE,         cluster_unreachable) \
    ROW(hresult, 0x80041015, WBEM_E_TRANSPORT_FAILURE,             outcome_unknown) \
    ROW(hresult, 0x80041033, WBEM_E_SHUTTING_DOWN,                 outcome_unknown) \
    ROW(hresult, 0x80041069, WBEM_E_TIMED_OUT,                     outcome_unknown) \
    ROW(hresult, 0x80041088, WBEM_E_PROVIDER_TIMED_OUT,            outcome_unknown) \
    ROW(hresult, 0x80041032, WBEM_E_CALL_CANCELLED,                outcome_unknown) \
    ROW(hresult, 0x80041019, WBEM_E_ALREADY_EXISTS,                checkpoint_already_exists) \
    ROW(hresult, 0x8004106C, WBEM_E_QUOTA_VIOLATION,               limit_exceeded) \
    ROW(hresult, 0x80041087, WBEM_E_ENCRYPTED_CONNECTION_REQUIRED, insecure_connection) \
    ROW(hresult, 0x80041064, WBEM_E_LOCAL_CREDENTIALS,             invalid_value) \
    ROW(win32,   1727,       RPC_S_CALL_FAILED_DNE,                cluster_unreachable) \
    ROW(win32,   1726,       RPC_S_CALL_FAILED,                    outcome_unknown) \
    ROW(win32,   1715,       RPC_S_NOT_LISTENING,                  outcome_unknown) \
    ROW(win32,   1722,       RPC_S_SERVER_UNAVAILABLE,             outcome_unknown) \
    ROW(win32,   1723,       RPC_S_SERVER_TOO_BUSY,                outcome_unknown) \
    ROW(win32,   1728,       RPC_S_PROTOCOL_ERROR,                 outcome_unknown) \
    ROW(win32,   1753,       EPT_S_NOT_REGISTERED,                 outcome_unknown) \
    ROW(win32,   1818,       RPC_S_CALL_CANCELLED,                 outcome_unknown) \
    ROW(win32,   1820,       RPC_S_COMM_FAILURE,                   outcome_unknown) \
    ROW(win32,   53,         ERROR_BAD_NETPATH,                    outcome_unknown) \
    ROW(win32,   64,         ERROR_NETNAME_DELETED,                outcome_unknown) \
    ROW(win32,   67,         ERROR_BAD_NET_NAME,                   outcome_unknown) \
    ROW(win32,   121,        ERROR_SEM_TIMEOUT,                    outcome_unknown) \
    ROW(win32,   1231,       ERROR_NETWORK_UNREACHABLE,            outcome_unknown) \
    ROW(win32,   1232,       ERROR_HOST_UNREACHABLE,               outcome_unknown) \
    ROW(win32,   1460,       ERROR_TIMEOUT,                        outcome_unknown) \
    ROW(win32,   1062,       ERROR_SERVICE_NOT_ACTIVE,             outcome_unknown) \
    ROW(win32,   5008,       ERROR_SHUTDOWN_CLUSTER,               outcome_unknown) \
    ROW(win32,   5022,       ERROR_CLUSTER_SHUTTING_DOWN,          outcome_unknown) \
    ROW(win32,   5051,       ERROR_CLUSTER_NODE_UNREACHABLE,       outcome_unknown) \
    ROW(win32,   5073,       ERROR_CLUSTER_NODE_SHUTTING_DOWN,     outcome_unknown) \
    ROW(win32,   5036,       ERROR_NODE_NOT_AVAILABLE,             node_unavailable) \
    ROW(win32,   5052,       ERROR_CLUSTER_NODE_NOT_MEMBER,        node_unavailable) \
    ROW(win32,   5070,       ERROR_CLUSTER_NODE_PAUSED,            node_unavailable) \
    ROW(win32,   5072,       ERROR_CLUSTER_NODE_NOT_READY,         node_unavailable) \
    ROW(win32,   5042,       ERROR_CLUSTER_NODE_NOT_FOUND,         object_not_found) \
    ROW(win32,   5015,       ERROR_HOST_NODE_NOT_RESOURCE_OWNER,   cluster_refused) \
    ROW(win32,   1060,       ERROR_SERVICE_DOES_NOT_EXIST,         clustering_not_installed) \
    ROW(win32,   1326,       ERROR_LOGON_FAILURE,                  authentication_failed) \
    ROW(win32,   1825,       RPC_S_SEC_PKG_ERROR,                  authentication_failed) \
    ROW(win32,   50,         ERROR_NOT_SUPPORTED,                  unsupported) \
    ROW(win32,   5904,       ERROR_CLUSTER_OLD_VERSION,            unsupported)
// clang-format on

constexpr auto rows = std::to_array<Row>({
#define ROW(domain, value, name, code) {NativeDomain::domain, value, #name, Errc::code},
    ROWS_OF_WINDOWS(ROW)
#undef ROW
        {NativeDomain::wsman_fault, 5, "ERROR_ACCESS_DENIED", Errc::access_denied},
    {NativeDomain::wsman_fault, 0x80338029, "operation timeout", Errc::outcome_unknown},
    {NativeDomain::wsman_fault, 0x8033803B, "resource URI not in the catalog",
     Errc::clustering_not_installed},
    {NativeDomain::wsman_fault, 0x803380FA, "not offered as a single instance", Errc::unsupported},
    {NativeDomain::wsman_fault, 0x803381A6, "quota", Errc::limit_exceeded},
});

/// How many rows are as they should be, up to the first that is not: the compiler tells the number.
constexpr std::size_t right_rows() {
    const auto wrong = std::ranges::find_if(rows, [](const Row& row) {
        const NativeCode native{row.domain, row.value};
        const detail::NativeErrorRow* const found = detail::find_native_error(native);
        return found == nullptr || found->domain != row.domain || found->value != row.value ||
               native_name(native) != row.name || errc_from_native(native) != row.code;
    });
    return static_cast<std::size_t>(wrong - rows.begin());
}
static_assert(right_rows() == rows.size());
static_assert(rows.size() == detail::native_error_table.size());

#if defined(_WIN32)
#    define ROW(domain, value, name, code) \
        static_assert(static_cast<std::uint32_t>(name) == (value));
ROWS_OF_WINDOWS(ROW)
#    undef ROW
#endif

// What the served side answers with.
struct Answer {
    Errc code;
    std::uint32_t hresult;
};
constexpr auto answers = std::to_array<Answer>({
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
    {Errc::cluster_unreachable, 0x80041013},
    {Errc::outcome_unknown, 0x80041015},
    {Errc::authentication_failed, 0x8007052E},
    {Errc::insecure_connection, 0x80041087},
    {Errc::malformed_message, 0x8007000D},
    {Errc::limit_exceeded, 0x8004106C},
    {Errc::unsupported, 0x80070001},
});
constexpr std::size_t right_answers() {
    const auto wrong = std::ranges::find_if(
        answers, [](const Answer& answer) { return hresult_for(answer.code) != answer.hresult; });
    return static_cast<std::size_t>(wrong - answers.begin());
}
static_assert(right_answers() == answers.size());

constexpr std::size_t codes_without_answer() {
    return static_cast<std::size_t>(std::ranges::count_if(
        detail::errc_table, [](const detail::ErrcRow& row) { return !hresult_for(row.code); }));
}
static_assert(answers.size() + codes_without_answer() == detail::errc_table.size());

}  // namespace
