// SPDX-License-Identifier: BSL-1.0
#include "subjects.hpp"
#include "support/catch.hpp"
#include <crypto_checkpoint/cluster/any_backend.hpp>
#include <crypto_checkpoint/cluster/auditing.hpp>
#include <crypto_checkpoint/cluster/retrying.hpp>
#include <crypto_checkpoint/fake/fake_cluster.hpp>
#include <crypto_checkpoint/testing/catch2.hpp>
#include <crypto_checkpoint/testing/fault_injection.hpp>

#include <memory>
#include <utility>

using namespace contract_tests;

// Each backend satisfies the contract. A row creates a backend that reaches a given fake cluster.

namespace {

struct InMemory {
    static FakeCluster& reach(FakeCluster& cluster) { return cluster; }
};
struct ThroughTheOwner {
    static auto reach(FakeCluster& cluster) { return cluster.connect_through("NODE1"); }
};
struct ThroughAnotherNode {
    static auto reach(FakeCluster& cluster) { return cluster.connect_through("NODE2"); }
};
template <class Inside>
struct ChosenAtRunTime {
    static AnyBackend reach(FakeCluster& cluster) { return Inside::reach(cluster); }
};
template <class Inside>
struct Audited {
    static auto reach(FakeCluster& cluster) {
        return Auditing<decltype(Inside::reach(cluster))>(Inside::reach(cluster),
                                                          [](const AuditRecord&) {});
    }
};
template <class Inside>
struct Retried {
    static auto reach(FakeCluster& cluster) {
        return Retrying<decltype(Inside::reach(cluster))>(Inside::reach(cluster),
                                                          without_waiting());
    }
    static RetryPolicy without_waiting() {
        return {.wait = [](std::chrono::milliseconds) {}};
    }
};

/// FaultInjecting cannot be moved.
template <class Inside>
struct Disturbed {
    struct Backend {
        explicit Backend(FakeCluster& cluster)
            : inside(std::make_unique<FaultInjecting<Held>>(Inside::reach(cluster))) {}
        Result<void> add(std::string_view resource, CspSpecView spec) {
            return inside->add(resource, spec);
        }
        Result<void> remove(std::string_view resource, CspSpecView spec) {
            return inside->remove(resource, spec);
        }
        Result<CheckpointList> list(std::string_view resource) { return inside->list(resource); }
        using Held = decltype(Inside::reach(std::declval<FakeCluster&>()));
        std::unique_ptr<FaultInjecting<Held>> inside;
    };
    static Backend reach(FakeCluster& cluster) { return Backend(cluster); }
};

/// Every call except the first of its kind fails once and is retried.
template <class Inside>
struct Interrupted {
    static auto reach(FakeCluster& cluster) {
        auto disturbed = Disturbed<Inside>::reach(cluster);
        const auto every_second = [](const Call&, std::size_t number) { return number % 2 == 1; };
        disturbed.inside->inject(
            {.strikes = every_second, .fail_with = Error(Errc::node_unavailable)});
        return Retrying<typename Disturbed<Inside>::Backend>(std::move(disturbed),
                                                             Retried<Inside>::without_waiting());
    }
};

}  // namespace

TEMPLATE_TEST_CASE("backend contract: fake backends and wrappers", "[contract]", InMemory,
                   ThroughTheOwner, ThroughAnotherNode, ChosenAtRunTime<InMemory>,
                   Audited<InMemory>, Retried<InMemory>, Disturbed<InMemory>, Interrupted<InMemory>,
                   Audited<Retried<Disturbed<InMemory>>>,
                   Retried<Audited<ChosenAtRunTime<ThroughTheOwner>>>,
                   ChosenAtRunTime<Audited<Interrupted<ThroughAnotherNode>>>,
                   (ChosenAtRunTime<ChosenAtRunTime<Retried<Retried<InMemory>>>>)) {
    using Backend =
        std::remove_reference_t<decltype(TestType::reach(std::declval<FakeCluster&>()))>;
    static_assert(CheckpointBackend<Backend>);
    const auto on_new_subject = [](auto use) {
        test_support::SmallCluster cluster;
        auto&& backend = TestType::reach(cluster);
        use_subject(backend, use);
    };
    CHECK(check_backend_contract<Backend>(on_new_subject).empty());
    require_backend_contract<Backend>(on_new_subject);
}
