// SPDX-License-Identifier: BSL-1.0
#include "support/catch.hpp"
#include <crypto_checkpoint/cluster/retrying.hpp>
#include <crypto_checkpoint/error/error.hpp>

using namespace crypto_checkpoint;

TEST_CASE("is_retryable: true only for errors that prove that nothing was changed", "[error]") {
    for (const detail::ErrcRow& row : detail::errc_table) {
        INFO(row.name);
        const bool certainly_unchanged =
            row.code == Errc::node_unavailable || row.code == Errc::cluster_unreachable ||
            row.code == Errc::timed_out || row.code == Errc::storage_failed ||
            row.code == Errc::not_served || row.code == Errc::not_sent;
        CHECK(is_retryable(row.code) == certainly_unchanged);
    }
}

TEST_CASE("Result: compares with the code of an error", "[error]") {
    const Result<void> denied = std::unexpected(Error(Errc::access_denied, "said so"));
    CHECK((denied == std::unexpected(Errc::access_denied)));
    CHECK_FALSE((denied == std::unexpected(Errc::timed_out)));
    CHECK_FALSE((Result<void>() == std::unexpected(Errc::access_denied)));
    CHECK_FALSE((Result<Errc>(Errc::access_denied) == std::unexpected(Errc::access_denied)));
}

TEST_CASE("Error: is a regular value", "[error]") {
    const NativeCode native{NativeDomain::win32, 5};
    const Error error(Errc::access_denied, native, "said so");
    Error copy = error;
    CHECK((copy == error));
    CHECK((copy.native == native));
    CHECK(copy.detail == "said so");
    CHECK_FALSE(copy.where.has_value());
    copy.context = "node 'NODE1'";
    CHECK((copy != error));
    copy.context.clear();
    CHECK((copy == error));
    copy.resource = "SQL";
    CHECK((copy != error));
    CHECK((Error(Errc::access_denied) != error));
    CHECK((NativeCode{NativeDomain::hresult, 5} != native));
    CHECK((Error(Errc::unsupported, "why").detail == "why"));
}
