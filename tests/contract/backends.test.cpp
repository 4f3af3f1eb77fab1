// SPDX-License-Identifier: BSL-1.0
// One meaning, many backends: each of them, and each decorator, keeps the contract.
#include "subject.hpp"
#include "support/temporary_folder.hpp"

#include <crypto_checkpoint/any_backend.hpp>
#include <crypto_checkpoint/backends/auditing.hpp>
#include <crypto_checkpoint/backends/fake_cluster.hpp>
#include <crypto_checkpoint/backends/retrying.hpp>
#include <crypto_checkpoint/testing/catch2.hpp>
#include <crypto_checkpoint/testing/fault_injection.hpp>
#if __has_include(<sqlite3.h>)
#    include <crypto_checkpoint/backends/journaled.hpp>
#endif

using namespace crypto_checkpoint;

namespace {

void ignore(const AuditRecord&) {}

/// Requires the contract of what `decorate` makes of a fake cluster.
template <class Decorate>
void require_contract_of(Decorate decorate) {
    using Backend = std::remove_cvref_t<decltype(decorate(std::declval<FakeCluster&>()))>;
    require_backend_contract<Backend>([&](auto check) {
        FakeCluster cluster;
        Backend backend = decorate(cluster);
        on_subject(cluster, backend, check);
    });
}

}  // namespace

TEST_CASE("FakeCluster keeps the contract") {
    require_backend_contract<FakeCluster>([](auto check) {
        FakeCluster cluster;
        on_subject(cluster, cluster, check);
    });
}

TEST_CASE("a connection through a node keeps the contract") {
    require_contract_of([](FakeCluster& cluster) { return cluster.connect_through("NODE2"); });
}

TEST_CASE("AnyBackend keeps the contract") {
    require_contract_of([](FakeCluster& cluster) { return AnyBackend(cluster); });
}

TEST_CASE("Retrying keeps the contract") {
    require_contract_of([](FakeCluster& cluster) { return Retrying<FakeCluster&>(cluster); });
}

TEST_CASE("Auditing keeps the contract") {
    require_contract_of(
        [](FakeCluster& cluster) { return Auditing<FakeCluster&>(cluster, ignore); });
}

TEST_CASE("FaultInjecting without faults keeps the contract") {
    require_backend_contract<FaultInjecting<FakeCluster&>>([](auto check) {
        FakeCluster cluster;
        FaultInjecting backend{cluster};
        on_subject(cluster, backend, check);
    });
}

TEST_CASE("decorators upon decorators keep the contract") {
    require_contract_of([](FakeCluster& cluster) {
        return AnyBackend(Auditing(Retrying(AnyBackend(cluster)), ignore));
    });
}

TEST_CASE("Retrying keeps the contract where every third answer is lost") {
    require_backend_contract<Retrying<FaultInjecting<FakeCluster&>&>>([](auto check) {
        FakeCluster cluster;
        FaultInjecting faulty{cluster};
        faulty.inject({.strikes = [](const Call& call, std::size_t number) {
                           return number % 3 == 0 && call.operation != Operation::list;
                       },
                       .lose_request = true});
        Retrying<FaultInjecting<FakeCluster&>&> backend(
            faulty, RetryPolicy{.wait = [](std::chrono::milliseconds) {}});
        on_subject(cluster, backend, check);
    });
}

#if __has_include(<sqlite3.h>)

TEST_CASE("Journaled keeps the contract") {
    require_backend_contract<Journaled<FakeCluster>>([](auto check) {
        const test_support::TemporaryFolder folder;
        auto cluster = Journaled<FakeCluster>::open(folder.file("sandbox.db"));
        REQUIRE(cluster);
        on_subject(*cluster, *cluster, check);
    });
}

#endif
