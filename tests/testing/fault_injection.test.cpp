// SPDX-License-Identifier: BSL-1.0
#include "support/small_cluster.hpp"
#include <crypto_checkpoint/fake/fake_cluster.hpp>
#include <crypto_checkpoint/testing/catch2.hpp>
#include <crypto_checkpoint/testing/fault_injection.hpp>

#include <chrono>
#include <vector>

using namespace crypto_checkpoint;
using namespace std::chrono_literals;
using test_support::key;
using test_support::other_key;
using test_support::SmallCluster;

namespace {

/// Whether the cluster itself has the checkpoint on SQL.
bool has(FakeCluster& cluster, CspSpecView spec) {
    const auto listing = cluster.list("SQL");
    return listing && contains(*listing, spec);
}

/// How many calls reached the cluster.
std::size_t arrived(const FakeCluster& cluster) { return cluster.calls().size(); }

bool always(const Call&, std::size_t) { return true; }

struct Faults {
    SmallCluster cluster;
    FaultInjecting<FakeCluster&> faulty{cluster};
};

}  // namespace

TEST_CASE_METHOD(Faults, "FaultInjecting: an injected error names the resource", "[testing]") {
    for (const Fault& fault : {Fault{.strikes = always, .fail_with = Error(Errc::access_denied)},
                               Fault{.strikes = always, .lose_response = true},
                               Fault{.strikes = always, .lose_request = true}}) {
        faulty.clear_faults();
        faulty.inject(fault);
        CHECK(faulty.add("SQL", key).error().resource == "SQL");
        CHECK(faulty.remove("SQL", key).error().resource == "SQL");
        CHECK(faulty.list("SQL").error().resource == "SQL");
        CHECK(faulty.resources().error().resource.empty());
    }
}

TEST_CASE_METHOD(Faults, "FaultInjecting: changes nothing without faults", "[testing]") {
    CHECK(faulty.calls().empty());
    CHECK(faulty.add("SQL", key));
    CHECK(contains(*faulty.list("SQL"), key));
    CHECK_THAT(faulty.add("SQL", key), FailsWith<void>(Errc::checkpoint_already_exists));
    CHECK(faulty.remove("SQL", key));
    CHECK(faulty.calls().size() == 4);
}

TEST_CASE_METHOD(Faults, "FaultInjecting: nth_call selects a call by its number", "[testing]") {
    faulty.inject({.strikes = nth_call(2), .fail_with = Error(Errc::access_denied, "twice")});
    CHECK(faulty.add("SQL", key));
    Error twice(Errc::access_denied, "twice");
    twice.resource = "SQL";
    CHECK(faulty.list("SQL").error() == twice);
    CHECK(faulty.list("SQL"));
    CHECK(faulty.calls().size() == 3);
    CHECK(arrived(cluster) == 2);
}

TEST_CASE_METHOD(Faults, "FaultInjecting: a predicate selects calls", "[testing]") {
    std::vector<Call> seen;
    std::vector<std::size_t> numbers;
    faulty.inject({.strikes =
                       [&](const Call& call, std::size_t number) {
                           seen.push_back(call);
                           numbers.push_back(number);
                           return call.resource == "Web" && call.operation == Operation::add;
                       },
                   .fail_with = Error(Errc::node_unavailable)});
    CHECK(faulty.add("SQL", key));
    CHECK_THAT(faulty.add("Web", key), FailsWith<void>(Errc::node_unavailable));
    CHECK(faulty.list("Web")->empty());
    CHECK((seen == std::vector<Call>{{Operation::add, "SQL", R"(1\\Key)"},
                                     {Operation::add, "Web", R"(1\\Key)"},
                                     {Operation::list, "Web", ""}}));
    CHECK((numbers == std::vector<std::size_t>{1, 2, 3}));
}

TEST_CASE_METHOD(Faults, "FaultInjecting: every selects the calls of an operation", "[testing]") {
    faulty.inject({.strikes = every(Operation::remove), .fail_with = Error(Errc::timed_out)});
    CHECK(faulty.add("SQL", key));
    CHECK_FALSE(faulty.remove("SQL", key));
    CHECK(faulty.list("SQL"));
    CHECK_FALSE(faulty.remove("SQL", key));
}

TEST_CASE_METHOD(Faults, "FaultInjecting: lose_response hides a completed change", "[testing]") {
    faulty.inject({.strikes = always, .lose_response = true});
    CHECK_THAT(faulty.add("SQL", key), FailsWith<void>(Errc::outcome_unknown));
    CHECK(has(cluster, key));
    CHECK_THAT(faulty.remove("SQL", key), FailsWith<void>(Errc::outcome_unknown));
    CHECK_FALSE(has(cluster, key));
    CHECK_THAT(faulty.list("SQL"), FailsWith<CheckpointList>(Errc::cluster_unreachable));
    // an error is lost as well
    CHECK_THAT(faulty.remove("SQL", key), FailsWith<void>(Errc::outcome_unknown));
}

TEST_CASE_METHOD(Faults, "FaultInjecting: lose_request does not call the backend", "[testing]") {
    faulty.inject({.strikes = always, .lose_request = true});
    CHECK_THAT(faulty.add("SQL", key), FailsWith<void>(Errc::outcome_unknown));
    CHECK_THAT(faulty.list("SQL"), FailsWith<CheckpointList>(Errc::cluster_unreachable));
    CHECK(arrived(cluster) == 0);
}

TEST_CASE_METHOD(Faults, "FaultInjecting: fail_with does not call the backend or the actions",
                 "[testing]") {
    bool acted = false;
    const auto act = [&] { acted = true; };
    faulty.inject({.strikes = nth_call(1),
                   .fail_with = Error(Errc::timed_out),
                   .before_work = act,
                   .after_work = act});
    faulty.inject(
        {.strikes = nth_call(2), .before_work = act, .after_work = act, .lose_request = true});
    CHECK_FALSE(faulty.add("SQL", key));
    CHECK_FALSE(faulty.add("SQL", key));
    CHECK_FALSE(acted);
    CHECK(arrived(cluster) == 0);
}

TEST_CASE_METHOD(Faults, "FaultInjecting: delay comes before everything else", "[testing]") {
    std::chrono::steady_clock::time_point before_work;
    std::size_t done_before = 1;
    std::size_t done_after = 0;
    faulty.inject({.strikes = always,
                   .delay = 20ms,
                   .before_work =
                       [&] {
                           before_work = std::chrono::steady_clock::now();
                           done_before = arrived(cluster);
                       },
                   .after_work = [&] { done_after = arrived(cluster); }});
    const auto start = std::chrono::steady_clock::now();
    CHECK(faulty.add("SQL", key));
    CHECK((before_work - start >= 20ms));
    CHECK(done_before == 0);
    CHECK(done_after == 1);
    faulty.clear_faults();
    faulty.inject({.strikes = always, .delay = 20ms, .fail_with = Error(Errc::timed_out)});
    const auto again = std::chrono::steady_clock::now();
    CHECK_FALSE(faulty.list("SQL"));
    CHECK((std::chrono::steady_clock::now() - again >= 20ms));
}

TEST_CASE("FaultInjecting: before_work can crash a node", "[testing]") {
    SmallCluster cluster;
    auto connection = cluster.connect_through("NODE1");
    FaultInjecting faulty{connection};
    faulty.inject(
        {.strikes = nth_call(1), .before_work = [&] { CHECK(cluster.crash_node("NODE1")); }});
    CHECK_THAT(faulty.add("SQL", key), FailsWith<void>(Errc::cluster_unreachable));
    CHECK_FALSE(has(cluster, key));
    // the call goes to the node that took over, which lacks the key
    FaultInjecting anywhere{cluster};
    anywhere.inject({.strikes = nth_call(1), .before_work = [&] {
                         CHECK(cluster.start_node("NODE1"));
                         CHECK(cluster.crash_node("NODE2"));
                     }});
    CHECK(anywhere.add("SQL", key));
}

TEST_CASE("FaultInjecting: after_work can crash a node before the response", "[testing]") {
    SmallCluster cluster;
    auto connection = cluster.connect_through("NODE1");
    FaultInjecting faulty{connection};
    faulty.inject({.strikes = nth_call(1),
                   .after_work = [&] { CHECK(cluster.crash_node("NODE1")); },
                   .lose_response = true});
    CHECK_THAT(faulty.add("SQL", key), FailsWith<void>(Errc::outcome_unknown));
    CHECK(has(cluster, key));
    CHECK_THAT(faulty.list("SQL"), FailsWith<CheckpointList>(Errc::cluster_unreachable));
}

TEST_CASE_METHOD(Faults, "FaultInjecting: the first matching fault applies", "[testing]") {
    faulty.inject({.strikes = nth_call(2), .fail_with = Error(Errc::timed_out)});
    faulty.inject({.strikes = always, .fail_with = Error(Errc::access_denied)});
    faulty.inject({.strikes = nth_call(1), .fail_with = Error(Errc::unsupported)});
    CHECK_THAT(faulty.add("SQL", key), FailsWith<void>(Errc::access_denied));
    CHECK_THAT(faulty.add("SQL", key), FailsWith<void>(Errc::timed_out));
    CHECK_THAT(faulty.add("SQL", key), FailsWith<void>(Errc::access_denied));
}

TEST_CASE_METHOD(Faults, "FaultInjecting: clear_faults keeps the numbering of calls", "[testing]") {
    faulty.inject({.strikes = always, .fail_with = Error(Errc::timed_out)});
    CHECK_FALSE(faulty.add("SQL", key));
    faulty.clear_faults();
    CHECK(faulty.add("SQL", key));
    CHECK(faulty.calls().size() == 2);
    faulty.inject({.strikes = nth_call(3), .fail_with = Error(Errc::timed_out)});
    CHECK_FALSE(faulty.add("SQL", other_key));
}

TEST_CASE_METHOD(Faults, "FaultInjecting: a fault without a matcher never applies", "[testing]") {
    faulty.inject({.fail_with = Error(Errc::timed_out)});
    CHECK(faulty.add("SQL", key));
}
