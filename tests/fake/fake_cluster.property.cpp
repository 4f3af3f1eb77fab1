// SPDX-License-Identifier: BSL-1.0
#include "random_commands.hpp"
#include "support/catch.hpp"
#include "support/described_state.hpp"
#include "support/property.hpp"
#include <crypto_checkpoint/fake/fake_cluster.hpp>

#include <map>
#include <string>
#include <variant>

using namespace fake_tests;
using test_support::described;
using test_support::holds;

namespace {

const FakeResource* find_resource(const FakeClusterState& state, const std::string& name) {
    const auto found = state.resources.find(name);
    return found == state.resources.end() ? nullptr : &found->second;
}

void assert_whole(const FakeClusterState& state) {
    for (const auto& [name, group] : state.groups) {
        const auto owner = state.nodes.find(group.owner_node);
        RC_ASSERT(owner != state.nodes.end());
        RC_ASSERT(owner->first == group.owner_node);
    }
    for (const auto& [name, resource] : state.resources) {
        const auto group = state.groups.find(resource.group);
        RC_ASSERT(group != state.groups.end());
        RC_ASSERT(group->first == resource.group);
        if (resource.state == ResourceState::offline) continue;
        RC_ASSERT(resource.wanted_online);
        if (resource.state == ResourceState::online)
            RC_ASSERT(state.nodes.find(group->second.owner_node)->second.up);
    }
    for (const auto& [name, node] : state.nodes)
        for (const auto& [type, provider] : node.default_providers)
            RC_ASSERT((node.providers.find(provider)->second == type));
    RC_ASSERT(state.events.size() <= max_fake_events);
    for (std::size_t i = 1; i < state.events.size(); ++i)
        RC_ASSERT(state.events[i].sequence == state.events[i - 1].sequence + 1);
}

/// The keys that a resource brought online must have on its owner; the last one if two names mean one
/// container.
using Containers = std::map<FakeContainerName, FakeKey, LessContainerName>;
void expect_keys(Containers& expected, const FakeNode& owner, const FakeResource& resource) {
    for (const FakeCheckpoint& checkpoint : resource.checkpoints) {
        const auto provider = checkpoint.spec.provider_name();
        expected[{checkpoint.spec.provider_type(),
                  provider ? std::string(*provider)
                           : owner.default_providers.at(checkpoint.spec.provider_type()),
                  std::string(checkpoint.spec.key_container())}] = checkpoint.saved;
    }
}

void assert_restored(const FakeClusterState& before, const FakeClusterState& after,
                     const std::string& started, bool whole_group) {
    const FakeResource* const resource = find_resource(after, started);
    RC_ASSERT(resource != nullptr);
    const FakeNode& owner = after.nodes.at(after.groups.at(resource->group).owner_node);
    Containers expected;
    for (const auto& [name, candidate] : after.resources) {
        const bool is_it = &candidate == resource;
        if (!is_it && !(whole_group && candidate.group == resource->group)) continue;
        if (candidate.state != ResourceState::online) {
            // a move starts resources that should run only
            RC_ASSERT(whole_group && !find_resource(before, name)->wanted_online);
            continue;
        }
        expect_keys(expected, owner, candidate);
    }
    for (const auto& [container, key] : expected) {
        const auto held = owner.containers.find(container);
        RC_ASSERT(held != owner.containers.end());
        RC_ASSERT((held->second == key));
    }
}

bool starts_resources(const FakeClusterCommand& command) {
    return std::holds_alternative<fake::BringOnline>(command) ||
           std::holds_alternative<fake::MoveResource>(command);
}

}  // namespace

TEST_CASE("FakeCluster: random commands keep the invariants", "[fake][property]") {
    holds("every state is whole", [] {
        FakeCluster cluster;
        for (const FakeClusterCommand& command : *any_history()) {
            RC_LOG() << shown(command) << '\n';
            (void)cluster.execute(command).outcome;
            assert_whole(cluster.state());
        }
    });
}

TEST_CASE("FakeCluster::revision: counts changes only", "[fake][property]") {
    holds("revision", [] {
        FakeCluster cluster;
        for (const FakeClusterCommand& command : *any_history()) {
            const FakeClusterState before = cluster.state();
            const auto outcome = cluster.execute(command).outcome;
            const FakeClusterState after = cluster.state();
            RC_LOG() << shown(command) << '\n';
            const bool changed = described(after) != described(before);
            RC_ASSERT(after.revision == before.revision + (changed ? 1 : 0));
            RC_ASSERT(cluster.revision() == after.revision);
            if (!outcome && !starts_resources(command)) RC_ASSERT(!changed);
        }
    });
}

TEST_CASE("FakeCluster: a resource that cannot start fails on its new owner", "[fake][property]") {
    holds("a failed start shows", [] {
        FakeCluster cluster;
        for (const FakeClusterCommand& command : *any_history()) {
            const auto outcome = cluster.execute(command).outcome;
            if (outcome || outcome.error().code != Errc::restore_failed) continue;
            RC_LOG() << shown(command) << '\n';
            RC_ASSERT(starts_resources(command));
            const FakeClusterState state = cluster.state();
            bool is_failed = false;
            for (const auto& [name, resource] : state.resources)
                is_failed = is_failed || resource.state == ResourceState::failed;
            RC_ASSERT(is_failed);
            RC_ASSERT((outcome.error().native.has_value()));
        }
    });
}

TEST_CASE("FakeCluster: the owner has the saved keys after a start or a move", "[fake][property]") {
    holds("keys are restored", [] {
        FakeCluster cluster;
        for (const FakeClusterCommand& command : *any_history()) {
            const FakeClusterState before = cluster.state();
            const auto outcome = cluster.execute(command).outcome;
            const FakeClusterState after = cluster.state();
            if (!outcome || after.revision == before.revision) continue;
            RC_LOG() << shown(command) << '\n';
            if (const auto* online = std::get_if<fake::BringOnline>(&command)) {
                RC_ASSERT((find_resource(after, online->resource)->state == ResourceState::online));
                assert_restored(before, after, online->resource, false);
            } else if (const auto* move = std::get_if<fake::MoveResource>(&command)) {
                assert_restored(before, after, move->resource, true);
            }
        }
    });
}

TEST_CASE("FakeCluster: restores all keys before a resource is online", "[fake][property]") {
    holds("events in order", [] {
        FakeCluster cluster;
        for (const FakeClusterCommand& command : *any_history())
            (void)cluster.execute(command).outcome;
        std::map<std::string, bool> failed_since_start;
        std::string restoring;
        for (const FakeEvent& event : cluster.state().events) {
            const bool restores = event.kind == FakeEventKind::key_restored ||
                                  event.kind == FakeEventKind::key_restore_failed;
            RC_ASSERT((event.windows_event.has_value() ==
                       (event.kind == FakeEventKind::key_restore_failed)));
            if (restores) {
                // the keys of one resource, and then its state
                RC_ASSERT(restoring.empty() || restoring == event.resource);
                restoring = event.resource;
                if (event.windows_event) failed_since_start[event.resource] = true;
                continue;
            }
            const bool started = event.kind == FakeEventKind::resource_online ||
                                 event.kind == FakeEventKind::resource_failed;
            RC_ASSERT((restoring.empty() || (started && restoring == event.resource)));
            if (started) {
                const bool failed = event.kind == FakeEventKind::resource_failed;
                RC_ASSERT(failed_since_start[event.resource] == failed);
                failed_since_start[event.resource] = false;
            }
            restoring.clear();
        }
    });
}

TEST_CASE("FakeCluster: is deterministic", "[fake][property]") {
    holds("deterministic", [] {
        FakeCluster first;
        FakeCluster second;
        for (const FakeClusterCommand& command : *any_history())
            RC_ASSERT((first.execute(command).outcome == second.execute(command).outcome));
        RC_ASSERT(described(first.state()) == described(second.state()));
        RC_ASSERT(first.revision() == second.revision());
    });
}

TEST_CASE("FakeClusterConnection: lists the state through any node", "[fake][property]") {
    holds("listings", [] {
        FakeCluster cluster;
        for (const FakeClusterCommand& command : *any_history())
            (void)cluster.execute(command).outcome;
        const FakeClusterState state = cluster.state();
        for (const auto& [node_name, node] : state.nodes) {
            FakeClusterConnection connection = cluster.connect_through(node_name);
            for (const auto& [name, resource] : state.resources) {
                const auto listing = connection.list(name);
                RC_ASSERT(listing.has_value() == node.up);
                if (!listing) continue;
                RC_ASSERT(listing->size() == resource.checkpoints.size());
                for (std::size_t i = 0; i != listing->size(); ++i) {
                    RC_ASSERT((*listing)[i].text == resource.checkpoints[i].name);
                    RC_ASSERT((reported_checkpoint((*listing)[i].text) == (*listing)[i]));
                }
            }
        }
    });
}
