// SPDX-License-Identifier: BSL-1.0
#include "support/catch.hpp"
#include "support/property.hpp"
#include <crypto_checkpoint/cluster/apply_plan.hpp>
#include <crypto_checkpoint/cluster/desired_state.hpp>
#include <crypto_checkpoint/fake/fake_cluster.hpp>
#include <crypto_checkpoint/testing/fault_injection.hpp>

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

using namespace crypto_checkpoint;
using test_support::holds;

namespace {

const std::vector<std::string> resource_names{"SQL", "SQL Agent", "Web"};

const std::vector<std::string> checkpoint_names{
    R"(1\\Key)",
    R"(1\\KEY)",
    R"(1\Microsoft Strong Cryptographic Provider\Key)",
    R"(1\Microsoft Base Cryptographic Provider v1.0\Key)",
    R"(24\\Other)",
    R"(1\\Third)"};

CspSpec any_spec() {
    return parse_checkpoint_name(std::string_view(*rc::gen::elementOf(checkpoint_names)))
        ->to_owned();
}

DesiredState any_desired_state() {
    DesiredState desired(*rc::gen::inRange<std::size_t>(0, 4));
    for (DesiredResource& entry : desired) {
        entry.is_pattern = *rc::gen::arbitrary<bool>();
        entry.name = entry.is_pattern ? *rc::gen::element<std::string>("*", "SQL*", "w?b")
                                      : *rc::gen::elementOf(resource_names);
        entry.exact = *rc::gen::arbitrary<bool>();
        for (int i = *rc::gen::inRange(0, 5); i != 0; --i) entry.checkpoints.push_back(any_spec());
    }
    return desired;
}

/// A cluster with random settings and checkpoints. All keys exist and are exportable.
struct AnyCluster : FakeCluster {
    AnyCluster() {
        FakeClusterSettings settings;
        settings.refuse_duplicate_add = *rc::gen::arbitrary<bool>();
        settings.refuse_unknown_remove = *rc::gen::arbitrary<bool>();
        settings.compare_names_ignoring_case = *rc::gen::arbitrary<bool>();
        settings.resolve_provider_name_on_add = *rc::gen::arbitrary<bool>();
        RC_ASSERT(configure(settings).has_value());
        RC_ASSERT(add_node("NODE1").has_value());
        for (const std::string& name : checkpoint_names) (void)create_key("NODE1", name);
        for (const std::string& resource : resource_names) {
            RC_ASSERT(add_resource(resource, "NODE1").has_value());
            for (int i = *rc::gen::inRange(0, 4); i != 0; --i) (void)add(resource, any_spec());
        }
    }
};

constexpr auto ignore = [](const std::string&, const PlannedCheckpoint&, const Result<Ensured>&) {};

bool has_changes(const Plan& plan) {
    const PlanCount counts = count(plan);
    return counts.add + counts.remove != 0;
}

/// The killed process.
struct Killed {};

}  // namespace

TEST_CASE("plan: equal arguments make equal plans", "[cluster][property]") {
    holds("deterministic", [] {
        AnyCluster cluster;
        const DesiredState desired = any_desired_state();
        RC_ASSERT(plan(desired, *cluster.resources()) == plan(desired, *cluster.resources()));
    });
}

TEST_CASE("apply: afterwards there is nothing to do", "[cluster][property]") {
    holds("idempotent", [] {
        AnyCluster cluster;
        const DesiredState desired = any_desired_state();
        const Plan made = plan(desired, *cluster.resources());
        const PlanCount counts = count(made);
        const Applied applied = apply(cluster, made, OnFailure::stop, ignore);
        RC_ASSERT(applied.failed + applied.not_tried == 0u);
        RC_ASSERT(applied.changed + applied.unchanged == counts.add + counts.remove);
        RC_ASSERT(!has_changes(plan(desired, *cluster.resources())));
    });
}

TEST_CASE("desired_state_of: the state of a cluster plans to nothing", "[cluster][property]") {
    holds("nothing", [] {
        AnyCluster cluster;
        const auto resources = *cluster.resources();
        const PlanCount counts = count(plan(desired_state_of(resources), resources));
        RC_ASSERT(counts.add + counts.remove + counts.unclear == 0u);
    });
}

TEST_CASE("apply: killed at any call and run again, it ends in the same state",
          "[cluster][property]") {
    holds("the same state", [] {
        AnyCluster cluster;
        const DesiredState desired = any_desired_state();
        AnyCluster undisturbed;
        undisturbed.set_state(cluster.state());
        (void)apply(undisturbed, plan(desired, *undisturbed.resources()), OnFailure::stop, ignore);

        FaultInjecting<FakeCluster&> network{cluster};
        for (std::size_t kills = *rc::gen::inRange<std::size_t>(1, 4); kills != 0; --kills) {
            const std::size_t n = network.calls().size() + *rc::gen::inRange<std::size_t>(1, 20);
            const bool before_work = *rc::gen::arbitrary<bool>();
            const auto kill = [] { throw Killed(); };
            network.clear_faults();
            network.inject({.strikes = nth_call(n),
                            .before_work = before_work ? std::function<void()>(kill) : nullptr,
                            .after_work = before_work ? nullptr : std::function<void()>(kill)});
            for (std::size_t lost = *rc::gen::inRange<std::size_t>(0, 3); lost != 0; --lost)
                network.inject({.strikes = nth_call(n - lost),
                                .lose_response = *rc::gen::arbitrary<bool>(),
                                .lose_request = false});
            try {
                (void)apply(network, plan(desired, *cluster.resources()), OnFailure::go_on, ignore);
            } catch (const Killed&) {}
        }
        network.clear_faults();
        const Applied applied =
            apply(network, plan(desired, *cluster.resources()), OnFailure::stop, ignore);
        RC_ASSERT(applied.failed + applied.not_tried == 0u);
        RC_ASSERT(*cluster.resources() == *undisturbed.resources());
    });
}
