// SPDX-License-Identifier: BSL-1.0
#include "scripted_backend.hpp"
#include <crypto_checkpoint/cluster/any_backend.hpp>
#include <crypto_checkpoint/fake/fake_cluster.hpp>
#include <crypto_checkpoint/name/literals.hpp>
#include <crypto_checkpoint/testing/catch2.hpp>
#include <crypto_checkpoint/testing/fault_injection.hpp>

#include <concepts>
#include <expected>
#include <memory>
#include <string>
#include <utility>
#include <vector>

using namespace cluster_tests;

namespace {

/// A move-only backend that reports its destruction.
struct Owned {
    std::shared_ptr<int> alive = std::make_shared<int>(1);
    std::unique_ptr<int> only_moved = nullptr;
    Result<void> add(std::string_view, CspSpecView) { return {}; }
    Result<void> remove(std::string_view, CspSpecView) { return {}; }
    Result<CheckpointList> list(std::string_view) { return {}; }
};

static_assert(CheckpointBackend<AnyBackend>);
static_assert(std::movable<AnyBackend> && !std::copyable<AnyBackend>);
static_assert(std::constructible_from<AnyBackend, ScriptedBackend&>);
static_assert(std::constructible_from<AnyBackend, Owned>);
static_assert(std::constructible_from<AnyBackend, FakeCluster>);
static_assert(std::constructible_from<AnyBackend, FaultInjecting<FakeCluster>>);
static_assert(!std::constructible_from<AnyBackend, int>);
static_assert(!std::constructible_from<AnyBackend, const ScriptedBackend&>);

}  // namespace

TEST_CASE("AnyBackend: forwards requests and results", "[cluster]") {
    ScriptedBackend backend({adds(), adds(Errc::access_denied), removes(),
                             removes(Errc::checkpoint_not_found), lists({R"(1\\Key)"}),
                             lists(Errc::resource_not_found)});
    AnyBackend any(backend);
    CHECK(any.add("SQL", R"(1\\A)"_csp));
    CHECK_THAT(any.add("SQL", R"(1\\B)"_csp), FailsWith<void>(Errc::access_denied));
    CHECK(any.remove("Web", R"(1\\C)"_csp));
    CHECK_THAT(any.remove("Web", R"(1\\D)"_csp), FailsWith<void>(Errc::checkpoint_not_found));
    CHECK_THAT(*any.list("SQL"), HasCheckpoint(R"(1\\Key)"));
    CHECK_THAT(any.list("Web"), FailsWith<CheckpointList>(Errc::resource_not_found));
    CHECK(backend.script_completed());
    CHECK((backend.calls() == std::vector<Call>{{Operation::add, "SQL", R"(1\\A)"},
                                                {Operation::add, "SQL", R"(1\\B)"},
                                                {Operation::remove, "Web", R"(1\\C)"},
                                                {Operation::remove, "Web", R"(1\\D)"},
                                                {Operation::list, "SQL", ""},
                                                {Operation::list, "Web", ""}}));
}

TEST_CASE("AnyBackend: owns an rvalue and refers to an lvalue", "[cluster]") {
    Owned backend;
    const std::weak_ptr<int> alive = backend.alive;
    {
        AnyBackend any(std::move(backend));
        CHECK_FALSE(alive.expired());
        AnyBackend moved = std::move(any);
        CHECK_FALSE(alive.expired());
        CHECK(moved.add("SQL", R"(1\\Key)"_csp));
        any = std::move(moved);
        CHECK(any.list("SQL"));
    }
    CHECK(alive.expired());
}

TEST_CASE("AnyBackend: a function returns one that owns its cluster", "[cluster]") {
    const auto open = [](std::string node) -> Result<AnyBackend> {
        FakeCluster cluster;
        if (auto added = cluster.add_node(node); !added) return std::unexpected(added.error());
        if (auto added = cluster.add_resource("SQL", node); !added)
            return std::unexpected(added.error());
        return cluster;  // moved
    };
    Result<AnyBackend> backend = open("NODE1");
    REQUIRE(backend);
    CHECK(backend->list("SQL"));
    CHECK_THAT(open(""), FailsWith(Errc::invalid_value));
}

TEST_CASE("AnyBackend: can be assigned another backend", "[cluster]") {
    ScriptedBackend first({adds()});
    ScriptedBackend second({adds(Errc::access_denied)});
    std::vector<AnyBackend> backends;
    backends.emplace_back(first);
    backends.emplace_back(second);
    backends.emplace_back(Owned());
    CHECK(backends[0].add("SQL", R"(1\\Key)"_csp));
    CHECK_FALSE(backends[1].add("SQL", R"(1\\Key)"_csp));
    CHECK(backends[2].add("SQL", R"(1\\Key)"_csp));
    CHECK(first.script_completed());
    CHECK(second.script_completed());
}
