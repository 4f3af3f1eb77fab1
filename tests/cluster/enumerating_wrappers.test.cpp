// SPDX-License-Identifier: BSL-1.0
#include "scripted_backend.hpp"
#include "support/small_cluster.hpp"
#include <crypto_checkpoint/cluster/any_backend.hpp>
#include <crypto_checkpoint/cluster/auditing.hpp>
#include <crypto_checkpoint/cluster/reported_resource.hpp>
#include <crypto_checkpoint/cluster/resource_provider.hpp>
#include <crypto_checkpoint/cluster/retrying.hpp>
#include <crypto_checkpoint/fake/fake_cluster.hpp>
#include <crypto_checkpoint/testing/catch2.hpp>
#include <crypto_checkpoint/testing/fault_injection.hpp>

#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// A wrapper can enumerate if the backend that it wraps can.

using namespace cluster_tests;

namespace {

template <template <class> class Wrapper>
constexpr bool keeps_enumeration =
    EnumeratingBackend<Wrapper<FakeCluster&>> && EnumeratingBackend<Wrapper<AnyBackend>> &&
    EnumeratingBackend<Wrapper<FakeClusterConnection>> &&
    !EnumeratingBackend<Wrapper<ScriptedBackend&>>;

static_assert(keeps_enumeration<Retrying>);
static_assert(keeps_enumeration<Auditing>);
static_assert(keeps_enumeration<FaultInjecting>);

RetryPolicy without_waiting() {
    return {.wait = [](std::chrono::milliseconds) {}};
}

std::vector<std::string> names(const std::vector<ReportedResource>& resources) {
    std::vector<std::string> found;
    for (const ReportedResource& one : resources) found.push_back(one.name);
    return found;
}

/// The number of WMI of a failed enumeration; 0: success.
template <class Backend>
std::uint32_t enumeration_of(Backend&& backend) {
    const auto all = ResourceProvider{std::forward<Backend>(backend)}.enumerate();
    if (!all) return all.error().hresult;
    CHECK(names(*all) == std::vector<std::string>{"SQL", "Web"});
    return 0;
}

constexpr std::uint32_t wbem_e_not_supported = 0x8004100C;

}  // namespace

TEST_CASE("A service over wrappers serves the class of the backend that they wrap", "[cluster]") {
    test_support::SmallCluster cluster;
    CHECK(enumeration_of(Retrying{cluster}) == 0);
    CHECK(enumeration_of(Auditing{cluster, [](const AuditRecord&) {}}) == 0);
    CHECK(enumeration_of(FaultInjecting{cluster}) == 0);
    CHECK(enumeration_of(AnyBackend{cluster}) == 0);
    CHECK(enumeration_of(AnyBackend(Retrying{AnyBackend(cluster)})) == 0);
    CHECK(enumeration_of(cluster.connect_read_only()) == 0);
}

TEST_CASE("A service over an AnyBackend behaves as over the backend in it", "[cluster]") {
    ScriptedBackend backend({lists({R"(1\\K)"}), lists(Errc::access_denied)});
    CHECK(enumeration_of(backend) == wbem_e_not_supported);
    AnyBackend any(backend);
    CHECK_THAT(any.resources(), FailsWith(Errc::unsupported));
    CHECK(enumeration_of(any) == wbem_e_not_supported);

    ResourceProvider provider{any};
    const auto found = provider.get("SQL");
    REQUIRE(found);
    CHECK(found->name == "SQL");
    CHECK_THAT(found->crypto_checkpoints, HasCheckpoint(R"(1\\K)"));
    CHECK(provider.get("SQL").error().code == Errc::access_denied);
    CHECK(backend.script_completed());
}

TEST_CASE("Retrying: retries an enumeration", "[cluster]") {
    test_support::SmallCluster cluster;
    FaultInjecting faulty{cluster};
    faulty.inject({.strikes = nth_call(1), .lose_response = true});
    Retrying retrying{faulty, without_waiting()};
    const auto found = retrying.resources();
    REQUIRE(found);
    CHECK(names(*found) == std::vector<std::string>{"SQL", "Web"});
    CHECK((faulty.calls() == std::vector<Call>(2, {Operation::resources, "", ""})));
}

TEST_CASE("FaultInjecting: a lost enumeration changes nothing", "[cluster]") {
    test_support::SmallCluster cluster;
    FaultInjecting faulty{cluster};
    faulty.inject({.strikes = every(Operation::resources), .lose_response = true});
    CHECK_THAT(faulty.resources(), FailsWith(Errc::cluster_unreachable));
    CHECK(faulty.list("SQL"));
}

TEST_CASE("Auditing: reports an enumeration", "[cluster]") {
    test_support::SmallCluster cluster;
    std::vector<AuditRecord> records;
    Auditing auditing{cluster, [&](const AuditRecord& record) { records.push_back(record); }};
    CHECK(auditing.resources());
    REQUIRE(cluster.crash_node("NODE1"));
    REQUIRE(cluster.crash_node("NODE2"));
    CHECK_FALSE(auditing.resources());
    REQUIRE(records.size() == 2);
    CHECK((records[0].call == Call{Operation::resources, "", ""}));
    CHECK(records[0].listed == 2);
    CHECK(to_text(records[0]).find("Z resources: 2 resources (") != std::string::npos);
    REQUIRE(records[1].error);
    CHECK(records[1].error->code == Errc::cluster_unreachable);
}

TEST_CASE("FakeClusterConnection: enumerates through its node", "[cluster]") {
    test_support::SmallCluster cluster;
    FakeClusterConnection connection = cluster.connect_through("NODE2");
    const auto found = connection.resources();
    REQUIRE(found);
    CHECK(names(*found) == std::vector<std::string>{"SQL", "Web"});
    REQUIRE(cluster.crash_node("NODE2"));
    CHECK_THAT(connection.resources(), FailsWith(Errc::cluster_unreachable));
    CHECK(cluster.resources());
}
