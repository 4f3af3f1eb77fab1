// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// What a native code means in response to each operation, for the tests of every backend: the
/// meaning depends on the code and the operation, never on the backend.

#include "support/catch.hpp"
#include "support/small_cluster.hpp"
#include <crypto_checkpoint/cluster/cluster_resource.hpp>
#include <crypto_checkpoint/cluster/detail/failure.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

namespace test_support {

using crypto_checkpoint::Errc;

struct FailureRow {
    std::uint32_t code;  ///< a Win32 code, or an HRESULT that wraps none
    Errc add;
    Errc remove;
    Errc list;
};

constexpr FailureRow always(std::uint32_t code, Errc meaning) {
    return {code, meaning, meaning, meaning};
}
/// The change may have been made; a listing failed for a reason of its own.
constexpr FailureRow inconclusive(std::uint32_t code, Errc list) {
    return {code, Errc::outcome_unknown, Errc::outcome_unknown, list};
}

constexpr FailureRow missing(std::uint32_t code) {
    return {code, Errc::object_not_found, Errc::checkpoint_not_found, Errc::object_not_found};
}
constexpr FailureRow existing(std::uint32_t code) {
    return {code, Errc::checkpoint_already_exists, Errc::object_already_exists,
            Errc::object_already_exists};
}

inline constexpr auto failure_rows = std::to_array<FailureRow>({
    // a checkpoint is found or not found only where the operation names one
    missing(2),
    missing(1168),
    existing(80),
    existing(183),
    existing(5010),
    existing(0x80041019),
    // refused, whatever was requested
    always(1, Errc::unsupported),
    always(5, Errc::access_denied),
    always(13, Errc::malformed_message),
    always(87, Errc::invalid_value),
    always(1060, Errc::clustering_not_installed),
    always(5004, Errc::invalid_resource_state),
    always(5005, Errc::node_unavailable),
    always(5007, Errc::resource_not_found),
    always(5015, Errc::cluster_refused),
    always(5042, Errc::object_not_found),
    always(5050, Errc::node_unavailable),
    always(70, Errc::node_unavailable),
    always(0x80090003, Errc::key_not_exportable),
    always(0x8009000B, Errc::key_not_exportable),
    always(0x80090010, Errc::key_access_denied),
    always(0x80090016, Errc::key_container_not_found),
    always(0x80090019, Errc::provider_not_found),
    always(0x8009001B, Errc::provider_type_mismatch),
    always(0x80090020, Errc::cluster_refused),
    always(0x80041001, Errc::cluster_refused),
    always(0x80041002, Errc::resource_not_found),
    always(0x80041003, Errc::access_denied),
    always(0x8004100E, Errc::clustering_not_installed),
    always(0x80041010, Errc::clustering_not_installed),
    always(0x80041011, Errc::clustering_not_installed),
    always(0x80041013, Errc::cluster_unreachable),
    always(0x80041017, Errc::unsupported),
    always(0x80041024, Errc::cluster_refused),
    always(0x80041087, Errc::insecure_connection),
    always(0x80338000, Errc::resource_not_found),
    always(0x8033800F, Errc::unsupported),
    always(0x80338010, Errc::unsupported),
    always(0x80338012, Errc::resource_not_found),
    always(0x80338013, Errc::unsupported),
    always(0x80338019, Errc::unsupported),
    always(0x8033801A, Errc::clustering_not_installed),
    always(0x8033801B, Errc::cluster_refused),
    always(0x8033803B, Errc::clustering_not_installed),
    always(0x8033803D, Errc::object_not_found),
    always(0x80338041, Errc::unsupported),
    always(0x80338042, Errc::unsupported),
    always(0x8033805A, Errc::unsupported),
    always(0x8033805B, Errc::unsupported),
    always(0x8033805F, Errc::unsupported),
    always(0x803380FA, Errc::unsupported),
    always(0x80338102, Errc::cluster_refused),
    always(0x80338104, Errc::access_denied),
    always(0x80338105, Errc::access_denied),
    always(0x80338106, Errc::access_denied),
    always(0x803381A5, Errc::limit_exceeded),
    always(0x803381A6, Errc::limit_exceeded),
    always(0x803381AE, Errc::unsupported),
    // not in the table of native codes, but the CryptoAPI's
    always(0x80090001, Errc::cluster_refused),
    always(0x8009FFFF, Errc::cluster_refused),
    // RPC_S_CALL_FAILED_DNE: did not execute
    always(1727, Errc::cluster_unreachable),
    // RPC under the call, WMI or WS-Management gave up: at any moment
    inconclusive(53, Errc::cluster_unreachable),
    inconclusive(64, Errc::cluster_unreachable),
    inconclusive(67, Errc::cluster_unreachable),
    inconclusive(121, Errc::timed_out),
    inconclusive(1062, Errc::cluster_unreachable),
    inconclusive(1231, Errc::cluster_unreachable),
    inconclusive(1232, Errc::cluster_unreachable),
    inconclusive(1460, Errc::timed_out),
    inconclusive(1715, Errc::cluster_unreachable),
    inconclusive(1722, Errc::cluster_unreachable),
    inconclusive(1723, Errc::cluster_unreachable),
    inconclusive(1726, Errc::cluster_unreachable),
    inconclusive(1728, Errc::cluster_unreachable),
    inconclusive(1753, Errc::cluster_unreachable),
    inconclusive(1818, Errc::cluster_unreachable),
    inconclusive(1820, Errc::cluster_unreachable),
    inconclusive(5008, Errc::cluster_unreachable),
    inconclusive(5022, Errc::cluster_unreachable),
    inconclusive(5051, Errc::cluster_unreachable),
    inconclusive(5073, Errc::cluster_unreachable),
    inconclusive(0x8001011F, Errc::timed_out),
    inconclusive(0x80041015, Errc::cluster_unreachable),
    inconclusive(0x80041032, Errc::cluster_unreachable),
    inconclusive(0x80041033, Errc::cluster_unreachable),
    inconclusive(0x80041069, Errc::timed_out),
    inconclusive(0x80041088, Errc::timed_out),
    inconclusive(0x80338029, Errc::timed_out),
    // the response, which is too large, is written after the change
    inconclusive(0x80338035, Errc::limit_exceeded),
    inconclusive(1326, Errc::authentication_failed),
    inconclusive(1825, Errc::authentication_failed),
    // unknown
    inconclusive(6, Errc::cluster_refused),
    inconclusive(233, Errc::cluster_refused),
    inconclusive(235, Errc::cluster_refused),
    inconclusive(997, Errc::cluster_refused),
    inconclusive(4242, Errc::cluster_refused),
    inconclusive(0x80010108, Errc::cluster_refused),
    inconclusive(0x80004005, Errc::cluster_refused),
    inconclusive(0x8008FFFF, Errc::cluster_refused),
    inconclusive(0x800A0000, Errc::cluster_refused),
    inconclusive(0xFFFFFFFF, Errc::cluster_refused),
});

// Nothing that changes anything was sent.
static_assert(std::ranges::none_of(failure_rows, [](const FailureRow& row) {
    return row.list == Errc::outcome_unknown;
}));

/// The codes for "exists" and for "not found" after which ensure looks.
struct CodesToLookAfter {
    std::uint32_t exists;
    std::uint32_t missing;
};
inline constexpr auto codes_to_look_after = std::to_array<CodesToLookAfter>({
    {183, 2},
    {80, 1168},
    {5010, 5042},
    {0x80041019, 0x80041002},
    {0x8009000F, 0x80090011},  // NTE_EXISTS, NTE_NOT_FOUND
});

/// HRESULT_FROM_WIN32 for a Win32 code; an HRESULT stays as it is.
constexpr std::uint32_t as_hresult(std::uint32_t code) {
    return code < 0x80000000 ? 0x80070000 | code : code;
}

/// A cluster whose changes fail as those of @c backend, and whose listings work.
template <class Backend>
struct FailingToChange {
    Backend& backend;
    crypto_checkpoint::CheckpointList listed;

    auto add(std::string_view resource, crypto_checkpoint::CspSpecView spec) {
        return backend.add(resource, spec);
    }
    auto remove(std::string_view resource, crypto_checkpoint::CspSpecView spec) {
        return backend.remove(resource, spec);
    }
    [[nodiscard]] crypto_checkpoint::Result<crypto_checkpoint::CheckpointList> list(
        std::string_view /*resource*/) const {
        return listed;
    }
};

/// Checks each operation of a backend whose cluster responds to everything with the code of @p row.
template <class Backend>
void check_failures(Backend& backend, const FailureRow& row) {
    CAPTURE(row.code);
    const auto code_of = [&](const auto& result, std::string_view resource = "SQL") {
        REQUIRE_FALSE(result);
        CHECK(result.error().native ==
              crypto_checkpoint::detail::native_code_of(as_hresult(row.code)));
        CHECK(result.error().resource == resource);
        CHECK_FALSE(result.error().context.empty());
        return result.error().code;
    };
    CHECK(to_string(code_of(backend.add("SQL", key))) == to_string(row.add));
    CHECK(to_string(code_of(backend.remove("SQL", key))) == to_string(row.remove));
    CHECK(to_string(code_of(backend.list("SQL"))) == to_string(row.list));
    // Ensure looks first, and so fails as a listing. After it has looked, it fails as the change.
    crypto_checkpoint::ClusterResource resource{backend, "SQL"};
    CHECK(to_string(code_of(resource.ensure_crypto_checkpoint(key))) == to_string(row.list));
    CHECK(to_string(code_of(resource.ensure_no_crypto_checkpoint(key))) == to_string(row.list));
    FailingToChange<Backend> without{backend, {}};
    FailingToChange<Backend> with{
        backend, {crypto_checkpoint::reported_checkpoint(to_checkpoint_name(key))}};
    CHECK(to_string(code_of(
              crypto_checkpoint::ClusterResource{without, "SQL"}.ensure_crypto_checkpoint(key))) ==
          to_string(row.add));
    CHECK(to_string(code_of(
              crypto_checkpoint::ClusterResource{with, "SQL"}.ensure_no_crypto_checkpoint(key))) ==
          to_string(row.remove));
    // No resource is named, so none is missing.
    if constexpr (requires { backend.resources(); })
        CHECK(to_string(code_of(backend.resources(), "")) ==
              to_string(row.list == Errc::resource_not_found ? Errc::object_not_found : row.list));
}

}  // namespace test_support
