// SPDX-License-Identifier: BSL-1.0
#include "support/catch.hpp"
#include <crypto_checkpoint/backends/retrying.hpp>
#include <crypto_checkpoint/error.hpp>

#include <cstddef>
#include <string_view>

using namespace crypto_checkpoint;

namespace {

/// What tools may have stored, and what programs decide by. A row that has to change here breaks
/// somebody. tests/text has the rows of syntax errors.
struct GoldenRow {
    int number;
    std::string_view name;
    Condition condition;
};
constexpr GoldenRow golden_rows[] = {
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
    {300, "cluster_unreachable", Condition::unavailable},
    {301, "timed_out", Condition::timed_out},
    {302, "outcome_unknown", Condition::outcome_unknown},
    {303, "authentication_failed", Condition::access_denied},
    {304, "insecure_connection", Condition::refused},
    {305, "storage_failed", Condition::unavailable},
    {306, "storage_damaged", Condition::protocol},
    {307, "not_served", Condition::unavailable},
    {400, "malformed_message", Condition::protocol},
    {401, "limit_exceeded", Condition::protocol},
    {402, "unsupported", Condition::unsupported},
};
constexpr std::size_t syntax_rows = 9;

}  // namespace

TEST_CASE("error codes keep their numbers and names and conditions", "[unit]") {
    for (const GoldenRow& row : golden_rows) {
        INFO(row.name);
        const auto code = static_cast<Errc>(row.number);
        CHECK(to_string(code) == row.name);
        CHECK((errc_from_name(row.name) == code));
        CHECK((condition(code) == row.condition));
        CHECK((condition(Error(code)) == row.condition));
        CHECK_FALSE(meaning(code).empty());
    }
    CHECK(detail::errc_table.size() == syntax_rows + std::size(golden_rows));
}

TEST_CASE("only what certainly was not carried out is safe to repeat", "[unit]") {
    for (const detail::ErrcRow& row : detail::errc_table) {
        INFO(row.name);
        const bool certainly_not_done =
            row.code == Errc::node_unavailable || row.code == Errc::cluster_unreachable ||
            row.code == Errc::timed_out || row.code == Errc::storage_failed ||
            row.code == Errc::not_served;
        CHECK(is_safe_to_repeat(row.code) == certainly_not_done);
    }
}

TEST_CASE("the domains of native codes have stable names", "[unit]") {
    CHECK(to_string(NativeDomain::win32) == "win32");
    CHECK(to_string(NativeDomain::hresult) == "hresult");
    CHECK(to_string(NativeDomain::http_status) == "http_status");
    CHECK(to_string(NativeDomain::curl) == "curl");
    CHECK(to_string(NativeDomain::wsman_fault) == "wsman_fault");
    CHECK(to_string(NativeDomain::sqlite) == "sqlite");
    CHECK(to_string(static_cast<NativeDomain>(99)) == "unknown");
}

TEST_CASE("an error is a regular value", "[unit]") {
    const NativeCode native{NativeDomain::win32, 5};
    const Error error(Errc::access_denied, native, "said so");
    Error copy = error;
    CHECK((copy == error));
    CHECK((copy.native == native));
    CHECK(copy.detail == "said so");
    CHECK_FALSE(copy.where.has_value());
    copy.context = "resource 'SQL'";
    CHECK((copy != error));
    CHECK((Error(Errc::access_denied) != error));
    CHECK((NativeCode{NativeDomain::hresult, 5} != native));
    CHECK((Error(Errc::unsupported, "why").detail == "why"));
}
