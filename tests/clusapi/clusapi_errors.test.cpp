// SPDX-License-Identifier: BSL-1.0
#include "clusapi_subject.hpp"

using namespace crypto_checkpoint;
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

/// The error of each operation, for the same cause.
struct Failures {
    Errc add{};
    Errc remove{};
    Errc list{};
    friend bool operator==(const Failures&, const Failures&) = default;
};

Failures failures_of(TestedBackend& backend, std::uint32_t code) {
    const auto error_of = [&](const auto& outcome) {
        REQUIRE_FALSE(outcome);
        const Error& error = outcome.error();
        const auto native = detail::unwrapped({NativeDomain::win32, code});
        CHECK(error.native == (code == 0 ? std::nullopt : std::optional(native)));
        CHECK_FALSE(error.context.empty());
        return error.code;
    };
    return {error_of(backend.add("SQL", key)), error_of(backend.remove("SQL", key)),
            error_of(backend.list("SQL"))};
}

Failures where_opening_fails(const char* function, std::uint32_t code) {
    ClusApiSubject on({.host_node = "NODE1"});
    on.stand_in.opening_fails[function] = code;
    const Failures failures = failures_of(on.backend, code);
    CHECK(on.stand_in.controls.empty());  // nothing was sent to the cluster
    return failures;
}

Failures where_control_answers(std::uint32_t code) {
    ClusApiSubject on;
    on.stand_in.instead = [=](const ControlCall&) { return ControlResult{code}; };
    return failures_of(on.backend, code);
}

Failures all(Errc code) { return {code, code, code}; }

}  // namespace

TEST_CASE("ClusApiBackend: an error while opening has changed nothing", "[clusapi]") {
    for (const char* const function : {"OpenCluster", "OpenClusterNode", "OpenClusterResource"}) {
        INFO(function);
        const auto fails = [&](std::uint32_t code) { return where_opening_fails(function, code); };
        for (const std::uint32_t code :
             {53u,   64u,   67u,   121u,  1062u, 1231u, 1232u, 1460u, 1715u, 1722u, 1723u,
              1726u, 1727u, 1728u, 1753u, 1818u, 1820u, 5008u, 5022u, 5051u, 5073u, 0x800706BAu}) {
            INFO(code);
            CHECK((fails(code) == all(Errc::cluster_unreachable)));
        }
        CHECK((fails(5) == all(Errc::access_denied)));
        CHECK((fails(1326) == all(Errc::authentication_failed)));
        CHECK((fails(1060) == all(Errc::clustering_not_installed)));
        CHECK((fails(5007) == all(Errc::resource_not_found)));
        CHECK((fails(5042) == all(Errc::object_not_found)));
        CHECK((fails(5050) == all(Errc::node_unavailable)));
        CHECK((fails(2) == all(Errc::object_not_found)));
        CHECK((fails(183) == all(Errc::object_already_exists)));
        CHECK((fails(4242) == all(Errc::cluster_refused)));
        CHECK((fails(0) == all(Errc::cluster_refused)));
        for (const std::uint32_t code : {1726u, 1722u, 0u, 4242u})
            CHECK(fails(code).add != Errc::outcome_unknown);
    }
}

TEST_CASE("ClusApiBackend: an error names the function that failed", "[clusapi]") {
    for (const std::string function : {"OpenCluster", "OpenClusterNode", "OpenClusterResource"}) {
        ClusApiSubject on({.host_node = "NODE1"});
        on.stand_in.opening_fails[function] = 5;
        CHECK(on.backend.list("SQL").error().detail == function);
        on.stand_in.opening_fails[function] = 0;
        CHECK(on.backend.list("SQL").error().detail == function + " failed without an error code");
    }
    ClusApiSubject on;
    on.stand_in.instead = [](const ControlCall&) { return ControlResult{5}; };
    CHECK(on.backend.list("SQL").error().detail == "ClusterResourceControl");
    CHECK(on.backend.add("SQL", key).error().detail == "ClusterResourceControl");
}

TEST_CASE("ClusApiBackend: a change whose response is lost is outcome_unknown", "[clusapi]") {
    for (const std::uint32_t code :
         {53u,   64u,   67u,   121u,  1062u, 1231u, 1232u, 1326u, 1460u, 1715u, 1722u,      1723u,
          1726u, 1728u, 1753u, 1818u, 1820u, 1825u, 5008u, 5022u, 5051u, 5073u, 0x800706BEu}) {
        INFO(code);
        const Failures failures = where_control_answers(code);
        CHECK((failures.add == Errc::outcome_unknown));
        CHECK((failures.remove == Errc::outcome_unknown));
    }
}

TEST_CASE("ClusApiBackend: RPC_S_CALL_FAILED_DNE is retryable", "[clusapi]") {
    CHECK((where_control_answers(1727) == all(Errc::cluster_unreachable)));
    CHECK((where_control_answers(0x800706BF) == all(Errc::cluster_unreachable)));
    CHECK(is_retryable(where_control_answers(1727).add));
}

TEST_CASE("ClusApiBackend: a change that fails with an unknown code is outcome_unknown",
          "[clusapi]") {
    const Failures unknown{Errc::outcome_unknown, Errc::outcome_unknown, Errc::cluster_refused};
    // Including ERROR_MORE_DATA's neighbours, ERROR_IO_PENDING and E_FAIL.
    for (const std::uint32_t code : {6u, 233u, 235u, 997u, 4242u, 0x80004005u, 0xFFFFFFFFu}) {
        INFO(code);
        CHECK((where_control_answers(code) == unknown));
    }
    // ERROR_MORE_DATA is unknown for a change, which has no output.
    const Failures more = [] {
        ClusApiSubject on;
        on.stand_in.instead = [](const ControlCall& call) -> std::optional<ControlResult> {
            if (is_listing(call)) return ControlResult{5};
            return ControlResult{win32::more_data};
        };
        return Failures{on.backend.add("SQL", key).error().code,
                        on.backend.remove("SQL", key).error().code, Errc::outcome_unknown};
    }();
    CHECK((more == all(Errc::outcome_unknown)));
}

TEST_CASE("ClusApiBackend: a known code of a change is conclusive", "[clusapi]") {
    for (const auto& [code, meaning] : std::initializer_list<std::pair<std::uint32_t, Errc>>{
             {5, Errc::access_denied},
             {87, Errc::invalid_value},
             {1, Errc::unsupported},
             {5004, Errc::invalid_resource_state},
             {5005, Errc::node_unavailable},
             {5007, Errc::resource_not_found},
             {5015, Errc::cluster_refused},
             {5050, Errc::node_unavailable},
             {0x80090003, Errc::key_not_exportable},
             {0x8009000B, Errc::key_not_exportable},
             {0x80090016, Errc::key_container_not_found},
             {0x80090019, Errc::provider_not_found},
             {0x8009001B, Errc::provider_type_mismatch},
             {0x80090020, Errc::cluster_refused},
             {0x80070005, Errc::access_denied},
             // no row, but CryptoAPI's
             {0x80090001, Errc::cluster_refused}}) {
        INFO(code);
        CHECK((where_control_answers(code) == all(meaning)));
    }
}

TEST_CASE("ClusApiBackend: reports checkpoints only for an operation on one", "[clusapi]") {
    CHECK((where_control_answers(2) ==
           Failures{Errc::object_not_found, Errc::checkpoint_not_found, Errc::object_not_found}));
    CHECK((where_control_answers(183) == Failures{Errc::checkpoint_already_exists,
                                                  Errc::object_already_exists,
                                                  Errc::object_already_exists}));
}
