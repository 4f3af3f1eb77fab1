// SPDX-License-Identifier: BSL-1.0
#include "support/catch.hpp"
#include <crypto_checkpoint/cluster/retrying.hpp>
#include <crypto_checkpoint/error/error.hpp>

using namespace crypto_checkpoint;

TEST_CASE("only what certainly was not carried out is safe to repeat", "[unit]") {
    for (const detail::ErrcRow& row : detail::errc_table) {
        INFO(row.name);
        const bool certainly_not_done =
            row.code == Errc::node_unavailable || row.code == Errc::cluster_unreachable ||
            row.code == Errc::timed_out || row.code == Errc::storage_failed ||
            row.code == Errc::not_served;
        CHECK(is_retryable(row.code) == certainly_not_done);
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
