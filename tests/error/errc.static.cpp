// SPDX-License-Identifier: BSL-1.0
#include <crypto_checkpoint/error/error.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

namespace {

using namespace crypto_checkpoint;

/// Numbers, names and conditions are promised: tools store them, and programs decide by them.
struct Row {
    int number;
    std::string_view name;
    Condition condition;
};
constexpr auto rows = std::to_array<Row>({
    {1, "missing_provider_type", Condition::syntax},
    {2, "provider_type_not_decimal", Condition::syntax},
    {3, "provider_type_out_of_range", Condition::syntax},
    {4, "leading_zero", Condition::syntax},
    {5, "missing_separator", Condition::syntax},
    {6, "missing_key_container", Condition::syntax},
    {7, "separator_in_key_container", Condition::syntax},
    {8, "embedded_nul", Condition::syntax},
    {9, "ill_formed_text", Condition::syntax},
    {100, "invalid_value", Condition::invalid_value},
    {200, "cluster_refused", Condition::refused},
    {201, "resource_not_found", Condition::not_found},
    {202, "key_container_not_found", Condition::not_found},
    {203, "key_not_exportable", Condition::refused},
    {204, "checkpoint_already_exists", Condition::already_exists},
    {205, "checkpoint_not_found", Condition::not_found},
    {206, "access_denied", Condition::access_denied},
    {207, "node_unavailable", Condition::unavailable},
    {208, "invalid_resource_state", Condition::refused},
    {209, "provider_not_found", Condition::not_found},
    {210, "provider_type_mismatch", Condition::refused},
    {211, "object_not_found", Condition::not_found},
    {212, "object_already_exists", Condition::already_exists},
    {213, "clustering_not_installed", Condition::unsupported},
    {214, "restore_failed", Condition::refused},
    {215, "key_not_found", Condition::not_found},
    {216, "key_access_denied", Condition::refused},
    {300, "cluster_unreachable", Condition::unavailable},
    {301, "timed_out", Condition::timed_out},
    {302, "outcome_unknown", Condition::outcome_unknown},
    {303, "authentication_failed", Condition::access_denied},
    {304, "insecure_connection", Condition::refused},
    {305, "storage_failed", Condition::unavailable},
    {306, "storage_damaged", Condition::protocol},
    {307, "not_served", Condition::unavailable},
    {308, "not_sent", Condition::unavailable},
    {400, "malformed_message", Condition::protocol},
    {401, "limit_exceeded", Condition::protocol},
    {402, "unsupported", Condition::unsupported},
});

/// The number of rows that are right, up to the first that is not, so that the compiler reports it.
constexpr std::size_t right_rows() {
    const auto wrong = std::ranges::find_if(rows, [](const Row& row) {
        const auto code = static_cast<Errc>(row.number);
        return to_string(code) != row.name || errc_from_name(row.name) != code ||
               condition(code) != row.condition || meaning(code).empty();
    });
    return static_cast<std::size_t>(wrong - rows.begin());
}
static_assert(right_rows() == rows.size());
static_assert(rows.size() == detail::errc_table.size());

static_assert(to_string(static_cast<Errc>(0)) == "invalid_value");
static_assert(condition(static_cast<Errc>(499)) == Condition::invalid_value);
static_assert(!errc_from_name("missing_separator "));

constexpr bool each_domain_has_its_name() {
    struct Named {
        NativeDomain domain;
        std::string_view name;
    };
    return std::ranges::all_of(
        std::to_array<Named>({{NativeDomain::win32, "win32"},
                              {NativeDomain::hresult, "hresult"},
                              {NativeDomain::http_status, "http_status"},
                              {NativeDomain::curl, "curl"},
                              {NativeDomain::wsman_fault, "wsman_fault"},
                              {NativeDomain::sqlite, "sqlite"},
                              {NativeDomain::cim_status, "cim_status"},
                              {static_cast<NativeDomain>(99), "unknown"}}),
        [](const Named& named) { return to_string(named.domain) == named.name; });
}
static_assert(each_domain_has_its_name());

constexpr bool each_condition_has_its_name() {
    struct Named {
        Condition condition;
        std::string_view name;
    };
    return std::ranges::all_of(
        std::to_array<Named>({{Condition::syntax, "syntax"},
                              {Condition::invalid_value, "invalid_value"},
                              {Condition::not_found, "not_found"},
                              {Condition::already_exists, "already_exists"},
                              {Condition::access_denied, "access_denied"},
                              {Condition::refused, "refused"},
                              {Condition::unavailable, "unavailable"},
                              {Condition::timed_out, "timed_out"},
                              {Condition::outcome_unknown, "outcome_unknown"},
                              {Condition::protocol, "protocol"},
                              {Condition::unsupported, "unsupported"},
                              {static_cast<Condition>(99), "unknown"}}),
        [](const Named& named) { return to_string(named.condition) == named.name; });
}
static_assert(each_condition_has_its_name());

static_assert(TextSpan{} == TextSpan{0, 0});
static_assert(NativeCode{}.value == 0);

}  // namespace
