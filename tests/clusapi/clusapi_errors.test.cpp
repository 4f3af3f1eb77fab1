// SPDX-License-Identifier: BSL-1.0
#include "clusapi_subject.hpp"
#include "cluster/failure_rows.hpp"
#include <crypto_checkpoint/cluster/cluster_resource.hpp>

#include <optional>

using namespace unit_tests;
using test_support::key;

namespace {

struct WithNodesThatAreNumbers : test_support::ClusApiStandIn {
    using Node = int;
};
struct WithResourcesThatAreNumbers : test_support::ClusApiStandIn {
    using Resource = int;
};
struct WithoutFunctions {
    using Cluster = void*;
    using Node = void*;
    using Resource = void*;
};
static_assert(!ClusterApi<WithNodesThatAreNumbers>);
static_assert(!ClusterApi<WithResourcesThatAreNumbers>);
static_assert(!ClusterApi<WithoutFunctions>);

}  // namespace

TEST_CASE("ClusApiBackend: an error while opening has changed nothing", "[clusapi]") {
    for (const char* const function : {"OpenCluster", "OpenClusterNode", "OpenClusterResource"})
        for (const test_support::FailureRow& row : test_support::failure_rows) {
            INFO(function);
            ClusApiSubject on({.host_node = "NODE1"});
            on.stand_in.opening_fails[function] = row.code;
            test_support::check_failures(on.backend, test_support::always(row.code, row.list));
            CHECK(on.stand_in.controls.empty());
        }
}

TEST_CASE("ClusApiBackend: an error names the function that failed", "[clusapi]") {
    for (const std::string function : {"OpenCluster", "OpenClusterNode", "OpenClusterResource"}) {
        ClusApiSubject on({.host_node = "NODE1"});
        on.stand_in.opening_fails[function] = 5;
        CHECK(on.backend.list("SQL").error().detail == function);
        on.stand_in.opening_fails[function] = 0;
        const Error unknown = on.backend.add("SQL", key).error();
        CHECK(unknown.code == Errc::cluster_refused);
        CHECK(unknown.detail == function + " failed without an error code");
        CHECK_FALSE(unknown.native);
    }
    ClusApiSubject on;
    on.stand_in.instead = [](const ControlCall&) { return ControlResult{5}; };
    CHECK(on.backend.list("SQL").error().detail == "ClusterResourceControl");
    CHECK(on.backend.add("SQL", key).error().detail == "ClusterResourceControl");
}

TEST_CASE("ClusApiBackend: ERROR_MORE_DATA after a change is outcome_unknown", "[clusapi]") {
    ClusApiSubject on;
    on.stand_in.instead = [](const ControlCall&) { return ControlResult{win32::more_data}; };
    CHECK(on.backend.add("SQL", key).error().code == Errc::outcome_unknown);
    CHECK(on.backend.remove("SQL", key).error().code == Errc::outcome_unknown);
}

TEST_CASE("ClusApiBackend: ensure looks after every code for \"exists\" and \"not found\"",
          "[clusapi]") {
    ClusApiSubject on;
    ClusterResource resource{on.backend, "SQL"};
    std::uint32_t result = 0;
    // Another client makes the change first.
    on.stand_in.instead = [&](const ControlCall& call) -> std::optional<ControlResult> {
        if (is_listing(call)) return std::nullopt;
        const bool adds = is(call, detail::ResourceControl::add_crypto_checkpoint);
        (void)(adds ? on.stand_in.cluster.add("SQL", key) : on.stand_in.cluster.remove("SQL", key));
        return ControlResult{result};
    };
    for (const auto& [exists, missing] : test_support::codes_to_look_after) {
        CAPTURE(exists, missing);
        result = exists;
        CHECK(resource.ensure_crypto_checkpoint(key) == Ensured::unchanged);
        result = missing;
        CHECK(resource.ensure_no_crypto_checkpoint(key) == Ensured::unchanged);
    }
    CHECK(on.stand_in.cluster.list("SQL")->empty());
}
