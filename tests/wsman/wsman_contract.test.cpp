// SPDX-License-Identifier: BSL-1.0
#include "in_process.hpp"
#include "testing/subjects.hpp"
#include <crypto_checkpoint/cluster/any_backend.hpp>
#include <crypto_checkpoint/cluster/retrying.hpp>
#include <crypto_checkpoint/fake/fake_cluster.hpp>
#include <crypto_checkpoint/testing/catch2.hpp>
#include <crypto_checkpoint/wsman/wsman_backend.hpp>
#include <crypto_checkpoint/wsman/wsman_service.hpp>

using namespace contract_tests;
using namespace wsman_tests;

namespace {

using Service = WsmanService<FakeCluster&>;
using Lossy = LossyTransport<InProcess<Service>>;

/// A backend that cannot enumerate resources.
struct WithoutResources {
    FakeCluster& cluster;
    Result<void> add(std::string_view resource, CspSpecView spec) {
        return cluster.add(resource, spec);
    }
    Result<void> remove(std::string_view resource, CspSpecView spec) {
        return cluster.remove(resource, spec);
    }
    Result<CheckpointList> list(std::string_view resource) { return cluster.list(resource); }
};

template <class Backend, class Make>
void keeps_the_contract(Make make) {
    require_backend_contract<Backend>([&](auto use) {
        test_support::SmallCluster cluster;
        Service service(cluster);
        auto backend = make(service);
        use_subject(backend, use);
    });
}

RetryPolicy without_waiting() {
    return {.max_attempts = 8, .wait = [](std::chrono::milliseconds) {}};
}

}  // namespace

TEST_CASE("WsmanBackend: fulfils the contract", "[wsman][contract]") {
    for (const WsmanDialect dialect : {WsmanDialect::wmi, WsmanDialect::dmtf}) {
        using Backend = WsmanBackend<InProcess<Service>>;
        const auto make = [&](Service& service) {
            return Backend(InProcess<Service>(service), "http://node1:5985/wsman",
                           {.dialect = dialect});
        };
        keeps_the_contract<Backend>(make);
        keeps_the_contract<Retrying<Backend>>(
            [&](Service& service) { return Retrying<Backend>(make(service), without_waiting()); });
        keeps_the_contract<AnyBackend>([&](Service& service) { return AnyBackend(make(service)); });
    }
}

TEST_CASE("WsmanBackend: fulfils the contract over a chain of two services", "[wsman][contract]") {
    using Inner = WsmanBackend<InProcess<Service>>;
    using OuterService = WsmanService<Inner>;
    using Backend = WsmanBackend<InProcess<OuterService>>;
    require_backend_contract<Backend>([&](auto use) {
        test_support::SmallCluster cluster;
        Service service(cluster);
        OuterService outer(Inner(InProcess<Service>(service), "http://node1:5985/wsman"));
        Backend backend(InProcess<OuterService>(outer), "http://node2:5985/wsman",
                        {.dialect = WsmanDialect::dmtf});
        use_subject(backend, use);
    });
}

TEST_CASE("WsmanService: serves a backend that cannot enumerate", "[wsman][contract]") {
    using Bare = WsmanService<WithoutResources>;
    using Backend = WsmanBackend<InProcess<Bare>>;
    require_backend_contract<Backend>([&](auto use) {
        test_support::SmallCluster cluster;
        Bare service(WithoutResources{cluster});
        Backend backend(InProcess<Bare>(service), "http://node1:5985/wsman");
        use_subject(backend, use);
    });
}

TEST_CASE("Retrying: settles lost messages over WS-Management", "[wsman]") {
    using Backend = WsmanBackend<Lossy>;
    for (const WsmanDialect dialect : {WsmanDialect::wmi, WsmanDialect::dmtf}) {
        test_support::SmallCluster cluster;
        Service service(cluster);
        Retrying<Backend> backend(Backend(Lossy(InProcess<Service>(service)),
                                          "http://node1:5985/wsman", {.dialect = dialect}),
                                  without_waiting());
        for (int round = 0; round != 30; ++round) {
            CHECK(backend.add("SQL", test_support::key));
            CHECK(cluster.list("SQL")->size() == 1);
            CHECK(backend.list("SQL")->size() == 1);
            CHECK(backend.remove("SQL", test_support::key));
            CHECK(cluster.list("SQL")->empty());
        }
        CHECK_THAT(
            backend.add("Nobody", test_support::key),
            FailsWith<void>(Errc::resource_not_found) || FailsWith<void>(Errc::outcome_unknown));
    }
}

TEST_CASE("WsmanBackend: a lost response without retry is outcome_unknown", "[wsman]") {
    using Backend = WsmanBackend<Lossy>;
    test_support::SmallCluster cluster;
    Service service(cluster);
    Backend backend(Lossy(InProcess<Service>(service)), "http://node1:5985/wsman");
    CHECK_THAT(backend.add("SQL", test_support::key), FailsWith<void>(Errc::outcome_unknown));
    CHECK(cluster.list("SQL")->empty());
    CHECK_THAT(backend.add("SQL", test_support::key), FailsWith<void>(Errc::outcome_unknown));
    CHECK(cluster.list("SQL")->size() == 1);
    CHECK_THAT(backend.add("SQL", test_support::key),
               FailsWith<void>(Errc::checkpoint_already_exists));
}
