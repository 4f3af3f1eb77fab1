// SPDX-License-Identifier: BSL-1.0
// Concurrent calls on one cluster, checked against a sequential model. `--preset tsan` adds the thread
// sanitizer.
#include "linearizability.hpp"
#include "support/catch.hpp"
#include "support/sanitizers.hpp"
#include "support/temporary_folder.hpp"
#include <crypto_checkpoint/fake/fake_cluster.hpp>
#if __has_include(<sqlite3.h>)
#    include <crypto_checkpoint/fake/journaled.hpp>
#endif

#include <array>
#include <atomic>
#include <barrier>
#include <random>
#include <thread>

using namespace crypto_checkpoint;
using namespace stress;

namespace {

constexpr int resources = 2;
constexpr int keys = 3;
constexpr int threads = 4;

std::string resource_of(int number) { return "Resource " + std::to_string(number); }
std::string name_of(int key) { return "1\\\\Key " + std::to_string(key); }
CspSpec spec_of(int key) {
    const std::string name = name_of(key);
    return check_checkpoint_name(std::string_view(name))->to_owned();
}

template <class Cluster>
bool populate(Cluster& cluster) {
    bool is_ready = cluster.add_node("NODE1") && cluster.add_node("NODE2");
    for (int r = 0; r != resources; ++r)
        is_ready = is_ready && cluster.add_resource(resource_of(r), "Group", "NODE1") &&
                   cluster.bring_online(resource_of(r));
    for (int key = 0; key != keys; ++key)
        for (const char* node : {"NODE1", "NODE2"})
            is_ready = is_ready && cluster.create_key(node, name_of(key));
    return is_ready;
}

/// The calls of one thread, by resource.
using Histories = std::array<ThreadHistory, resources>;

/// Classifies a result. An unexpected error ends the test.
template <class T>
Returned::What classify(const Result<T>& outcome, Returned::What success, Errc failure,
                        Returned::What as_failure) {
    if (outcome) return success;
    if (outcome.error().code == Errc::cluster_unreachable) return Returned::What::unreachable;
    if (outcome.error().code != failure) std::terminate();
    return as_failure;
}

template <class Cluster>
void call_once(Cluster& cluster, std::atomic<std::uint64_t>& clock, std::mt19937& random,
               Histories& histories) {
    using What = Returned::What;
    const auto number = static_cast<int>(random() % resources);
    const std::string resource = resource_of(number);
    const auto key = static_cast<int>(random() % keys);
    const CspSpec spec = spec_of(key);
    Returned call;
    call.checkpoints = Checkpoints{1} << key;
    const auto kind = random() % 3;
    call.called = clock++;
    if (kind == 0) {
        const auto added = cluster.add(resource, spec);
        call.returned = clock++;
        call.what = classify(added, What::added, Errc::checkpoint_already_exists, What::was_there);
    } else if (kind == 1) {
        const auto removed = cluster.remove(resource, spec);
        call.returned = clock++;
        call.what =
            classify(removed, What::removed, Errc::checkpoint_not_found, What::was_not_there);
    } else {
        const auto listed = cluster.list(resource);
        call.returned = clock++;
        call.what = classify(listed, What::listed, Errc::cluster_unreachable, What::unreachable);
        call.checkpoints = 0;
        for (int k = 0; listed && k != keys; ++k)
            if (contains(*listed, spec_of(k))) call.checkpoints |= Checkpoints{1} << k;
    }
    histories[static_cast<std::size_t>(number)].push_back(call);
}

/// Stops and starts nodes, never both at once, and moves the group: none of it may affect the
/// checkpoints.
template <class Cluster>
void disturb(Cluster& cluster, std::mt19937& random) {
    switch (random() % 4) {
        case 0:
            (void)cluster.crash_node("NODE1");
            (void)cluster.start_node("NODE1");
            break;
        case 1:
            (void)cluster.crash_node("NODE2");
            (void)cluster.start_node("NODE2");
            break;
        case 2: (void)cluster.move_resource(resource_of(0), "NODE2"); break;
        default: (void)cluster.change_key("NODE1", name_of(0)); break;
    }
}

/// @param clusters  one for each thread, all for the same cluster
template <class Cluster>
void race(const std::vector<Cluster*>& clusters, int calls_each) {
    const unsigned seed = std::random_device()();
    INFO("seed " << seed);
    std::atomic<std::uint64_t> clock{0};
    std::array<Histories, threads> histories;
    std::barrier start(threads + 1);
    std::atomic<int> at_work{threads};
    std::vector<std::thread> running;
    for (std::size_t t = 0; t != threads; ++t)
        running.emplace_back([&, t] {
            std::mt19937 random(seed + static_cast<unsigned>(t));
            start.arrive_and_wait();
            for (int call = 0; call != calls_each; ++call)
                call_once(*clusters[t % clusters.size()], clock, random, histories[t]);
            --at_work;
        });
    std::mt19937 random(seed + threads);
    start.arrive_and_wait();
    while (at_work != 0) disturb(*clusters.front(), random);
    for (std::thread& thread : running) thread.join();

    for (std::size_t r = 0; r != resources; ++r) {
        std::vector<ThreadHistory> of_resource;
        of_resource.reserve(histories.size());
        for (const Histories& by_thread : histories) of_resource.push_back(by_thread[r]);
        INFO("resource " << r);
        CHECK(is_linearizable(of_resource));
    }
}

}  // namespace

TEST_CASE("FakeCluster: concurrent calls are linearizable") {
    for (int round = 0; round != 5; ++round) {
        FakeCluster cluster;
        REQUIRE(populate(cluster));
        race<FakeCluster>({&cluster}, test_support::is_sanitized ? 500 : 2000);
    }
}

TEST_CASE("FakeClusterConnection: concurrent calls through a node that stops are linearizable") {
    for (int round = 0; round != 5; ++round) {
        FakeCluster cluster;
        REQUIRE(populate(cluster));
        FakeClusterConnection connection = cluster.connect_through("NODE2");
        std::atomic<std::uint64_t> clock{0};
        std::array<Histories, 3> histories;
        std::barrier start(3);
        std::atomic<int> at_work{2};
        std::vector<std::thread> running;
        for (std::size_t t = 0; t != 2; ++t)
            running.emplace_back([&, t] {
                std::mt19937 random(static_cast<unsigned>(round) * 2 + static_cast<unsigned>(t));
                start.arrive_and_wait();
                for (int call = 0; call != (test_support::is_sanitized ? 500 : 2000); ++call)
                    call_once(connection, clock, random, histories[t]);
                --at_work;
            });
        // The group is on the other node: stopping this one only makes it unreachable.
        start.arrive_and_wait();
        for (bool stops = true; at_work != 0; stops = !stops) {
            Returned call;
            call.what = stops ? Returned::What::stopped : Returned::What::started;
            call.called = clock++;
            const bool done = static_cast<bool>(stops ? cluster.crash_node("NODE2")
                                                      : cluster.start_node("NODE2"));
            call.returned = clock++;
            if (!done) std::terminate();
            for (ThreadHistory& of_resource : histories[2]) of_resource.push_back(call);
        }
        for (std::thread& thread : running) thread.join();
        for (std::size_t r = 0; r != resources; ++r) {
            INFO("round " << round << ", resource " << r);
            CHECK(is_linearizable({histories[0][r], histories[1][r], histories[2][r]}));
        }
    }
}

TEST_CASE("FakeCluster::key_in: is atomic") {
    FakeCluster cluster;
    REQUIRE(populate(cluster));
    REQUIRE(cluster.add(resource_of(0), spec_of(0)));
    constexpr int changes = test_support::is_sanitized ? 300 : 2000;
    std::thread writer([&] {
        for (int change = 0; change != changes; ++change)
            (void)cluster.change_key("NODE1", name_of(0));
    });
    // A change of a key while its resource is online is atomic: container, checkpoint and event.
    bool is_whole = true;
    std::uint64_t last = 0;
    for (int look = 0; look != changes; ++look) {
        const FakeClusterState state = cluster.state();
        const auto& checkpoint = state.resources.at(resource_of(0)).checkpoints.front();
        bool is_found = false;
        for (const auto& [container, held] : state.nodes.at("NODE1").containers)
            is_found = is_found || (container.container == "Key 0" && held == checkpoint.saved);
        is_whole = is_whole && is_found && checkpoint.saved.key >= last &&
                   checkpoint.saved.key <= state.last_key;
        last = checkpoint.saved.key;
        const auto key = cluster.key_in("NODE1", spec_of(0));
        is_whole = is_whole && key && key->key >= last;
        const auto calls = cluster.calls();
        is_whole = is_whole && calls.size() == 1;
    }
    writer.join();
    CHECK(is_whole);
}

TEST_CASE("FakeCluster::state: is atomic") {
    FakeCluster cluster;
    REQUIRE(populate(cluster));
    std::atomic<bool> is_over{false};
    std::thread writer([&] {
        std::mt19937 random(1);
        std::atomic<std::uint64_t> clock{0};
        Histories histories;
        for (int call = 0; call != 2000; ++call) {
            call_once(cluster, clock, random, histories);
            disturb(cluster, random);
        }
        is_over = true;
    });
    std::uint64_t looks = 0;
    std::uint64_t last_revision = 0;
    bool is_whole = true;
    do {
        const FakeClusterState state = cluster.state();
        is_whole = is_whole && state.revision >= last_revision;
        last_revision = state.revision;
        // The owner of an online resource has its keys.
        for (const auto& [name, resource] : state.resources) {
            const auto& owner = state.groups.find(resource.group)->second.owner_node;
            is_whole = is_whole && state.nodes.find(owner)->second.up;
            is_whole = is_whole && resource.state == ResourceState::online;
            for (const FakeCheckpoint& checkpoint : resource.checkpoints)
                is_whole = is_whole && checkpoint.name == to_checkpoint_name(checkpoint.spec);
        }
        ++looks;
    } while (!is_over);
    writer.join();
    CHECK(is_whole);
    CHECK(looks > 0);
}

#if __has_include(<sqlite3.h>)

TEST_CASE("JournaledFakeCluster: concurrent calls are linearizable") {
    const test_support::TemporaryFolder folder;
    auto cluster = JournaledFakeCluster::open(folder.file("sandbox.db"));
    REQUIRE(cluster);
    REQUIRE(populate(*cluster));
    race<JournaledFakeCluster>({&*cluster}, 100);
}

TEST_CASE("JournaledFakeCluster: concurrent calls through two instances are linearizable") {
    const test_support::TemporaryFolder folder;
    const std::string file = folder.file("sandbox.db");
    auto first = JournaledFakeCluster::open(file, std::chrono::minutes(1));
    auto second = JournaledFakeCluster::open(file, std::chrono::minutes(1));
    REQUIRE(first);
    REQUIRE(second);
    REQUIRE(populate(*first));
    race<JournaledFakeCluster>({&*first, &*second}, 60);
    const auto seen_by_first = first->state();
    const auto seen_by_second = second->state();
    REQUIRE(seen_by_first);
    REQUIRE(seen_by_second);
    CHECK(seen_by_first->revision == seen_by_second->revision);
    CHECK(seen_by_first->events == seen_by_second->events);
}

#endif
