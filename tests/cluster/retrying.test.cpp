// SPDX-License-Identifier: BSL-1.0
#include "scripted_backend.hpp"
#include <crypto_checkpoint/cluster/retrying.hpp>
#include <crypto_checkpoint/name/literals.hpp>
#include <crypto_checkpoint/testing/catch2.hpp>

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

using namespace cluster_tests;
using namespace std::chrono_literals;

namespace {

const std::vector<std::string> with_key{R"(1\\Key)"};
const std::vector<std::string> without_key{R"(1\\Other)"};
constexpr Errc down = Errc::node_unavailable;

using Delays = std::vector<std::chrono::milliseconds>;

/// A policy that records the delays instead of waiting.
RetryPolicy recording(Delays& delays, int max_attempts = 4) {
    return {.max_attempts = max_attempts,
            .first_delay = 100ms,
            .max_delay = 5000ms,
            .wait = [&delays](std::chrono::milliseconds delay) { delays.push_back(delay); }};
}

struct RetryScript {
    const char* title;
    std::vector<Line> lines;
    std::optional<Errc> error;  // nullopt if it succeeds
    Delays delays;
};

template <class Action>
void retry_all(const std::vector<RetryScript>& scripts, Action action) {
    for (const RetryScript& script : scripts) {
        INFO(script.title);
        ScriptedBackend backend(script.lines);
        Delays delays;
        Retrying retrying{backend, recording(delays)};
        const auto outcome = action(retrying);
        CHECK(outcome.has_value() == !script.error.has_value());
        if (script.error && !outcome)
            CHECK(to_string(outcome.error().code) == to_string(*script.error));
        CHECK(backend.script_completed());
        CHECK((delays == script.delays));
        for (const Call& call : backend.calls()) {
            CHECK(call.resource == "SQL");
            CHECK(call.checkpoint == (call.operation == Operation::list ? "" : R"(1\\Key)"));
        }
    }
}

}  // namespace

TEST_CASE("Retrying::add: retries only safe errors", "[cluster]") {
    retry_all(
        {
            {"at once", {adds()}, {}, {}},
            {"not executed at first", {adds(down), adds()}, {}, {100ms}},
            {"not executed for long",
             {adds(Errc::cluster_unreachable), adds(Errc::timed_out), adds(Errc::storage_failed),
              adds()},
             {},
             {100ms, 200ms, 400ms}},
            {"never executed",
             {adds(down), adds(down), adds(down), adds(Errc::timed_out)},
             Errc::timed_out,
             {100ms, 200ms, 400ms}},
            {"rejected", {adds(Errc::key_not_exportable)}, Errc::key_not_exportable, {}},
            {"rejected at the second request",
             {adds(down), adds(Errc::access_denied)},
             Errc::access_denied,
             {100ms}},
            {"there already",
             {adds(Errc::checkpoint_already_exists)},
             Errc::checkpoint_already_exists,
             {}},
            {"there already once the cluster was back",
             {adds(down), adds(Errc::checkpoint_already_exists)},
             Errc::checkpoint_already_exists,
             {100ms}},
        },
        [](auto& retrying) { return retrying.add("SQL", key); });
}

TEST_CASE("Retrying::add: lists after an unknown outcome", "[cluster]") {
    retry_all(
        {
            {"done", {adds(lost), lists(with_key)}, {}, {}},
            {"not done", {adds(lost), lists(without_key), adds()}, {}, {100ms}},
            {"not done and rejected then",
             {adds(lost), lists(without_key), adds(Errc::key_container_not_found)},
             Errc::key_container_not_found,
             {100ms}},
            {"arrived late",
             {adds(lost), lists(without_key), adds(Errc::checkpoint_already_exists)},
             {},
             {100ms}},
            {"arrived late after another failure",
             {adds(lost), lists(without_key), adds(down), adds(Errc::checkpoint_already_exists)},
             {},
             {100ms, 200ms}},
            {"may still arrive",
             {adds(lost), lists(without_key), adds(down), adds(down), adds(down)},
             lost,
             {100ms, 200ms, 400ms}},
            {"lost again and again",
             {adds(lost), lists(without_key), adds(lost), lists(without_key), adds(lost),
              lists(without_key), adds(lost), lists(without_key)},
             lost,
             {100ms, 200ms, 400ms}},
            {"done at last",
             {adds(lost), lists(without_key), adds(lost), lists(without_key), adds(lost),
              lists(without_key), adds(lost), lists(with_key)},
             {},
             {100ms, 200ms, 400ms}},
            {"looking is denied", {adds(lost), lists(Errc::access_denied)}, lost, {}},
            {"looking is tried again", {adds(lost), lists(down), lists(with_key)}, {}, {100ms}},
            {"looking fails for good",
             {adds(lost), lists(down), lists(lost), lists(down), lists(down)},
             lost,
             {100ms, 200ms, 400ms}},
        },
        [](auto& retrying) { return retrying.add("SQL", key); });
}

TEST_CASE("Retrying::remove: retries and lists as add does", "[cluster]") {
    retry_all(
        {
            {"at once", {removes()}, {}, {}},
            {"not executed at first", {removes(down), removes()}, {}, {100ms}},
            {"rejected", {removes(Errc::access_denied)}, Errc::access_denied, {}},
            {"not there", {removes(Errc::checkpoint_not_found)}, Errc::checkpoint_not_found, {}},
            {"not there once the cluster was back",
             {removes(down), removes(Errc::checkpoint_not_found)},
             Errc::checkpoint_not_found,
             {100ms}},
            {"done", {removes(lost), lists(without_key)}, {}, {}},
            {"done and nothing left", {removes(lost), lists()}, {}, {}},
            {"not done", {removes(lost), lists(with_key), removes()}, {}, {100ms}},
            {"arrived late",
             {removes(lost), lists(with_key), removes(Errc::checkpoint_not_found)},
             {},
             {100ms}},
            {"looking fails for good",
             {removes(lost), lists(down), lists(down), lists(down), lists(down)},
             lost,
             {100ms, 200ms, 400ms}},
            {"may still arrive",
             {removes(lost), lists(with_key), removes(down), removes(down), removes(down)},
             lost,
             {100ms, 200ms, 400ms}},
        },
        [](auto& retrying) { return retrying.remove("SQL", key); });
}

TEST_CASE("Retrying: leaves a similar entry to the cluster", "[cluster]") {
    for (const char* entry : {R"(1\\KEY)", R"(1\P\Key)"}) {
        INFO(entry);
        const std::vector<std::string> unclear{entry};
        retry_all(
            {
                {"the same", {removes(lost), lists(unclear), removes()}, {}, {100ms}},
                {"not the same",
                 {removes(lost), lists(unclear), removes(Errc::checkpoint_not_found)},
                 {},
                 {100ms}},
                {"a rejection does not prove that nothing was done",
                 {removes(lost), lists(unclear), removes(Errc::access_denied)},
                 lost,
                 {100ms}},
                {"still there after all",
                 {removes(lost), lists(unclear), removes(lost), lists(with_key),
                  removes(Errc::access_denied)},
                 Errc::access_denied,
                 {100ms, 200ms}},
            },
            [](auto& retrying) { return retrying.remove("SQL", key); });
        retry_all(
            {
                {"not the same", {adds(lost), lists(unclear), adds()}, {}, {100ms}},
                {"the same",
                 {adds(lost), lists(unclear), adds(Errc::checkpoint_already_exists)},
                 {},
                 {100ms}},
                {"a rejection does not prove that nothing was done",
                 {adds(lost), lists(unclear), adds(Errc::key_container_not_found)},
                 lost,
                 {100ms}},
            },
            [](auto& retrying) { return retrying.add("SQL", key); });
    }
}

TEST_CASE("Retrying::list: retries unavailable, timed out and unknown outcomes", "[cluster]") {
    retry_all(
        {
            {"at once", {lists(with_key)}, {}, {}},
            {"no response at first", {lists(lost), lists(with_key)}, {}, {100ms}},
            {"not executed at first",
             {lists(down), lists(lost), lists(with_key)},
             {},
             {100ms, 200ms}},
            {"rejected", {lists(Errc::resource_not_found)}, Errc::resource_not_found, {}},
            {"never",
             {lists(lost), lists(down), lists(down), lists(lost)},
             lost,
             {100ms, 200ms, 400ms}},
        },
        [](auto& retrying) { return retrying.list("SQL"); });
}

TEST_CASE("RetryPolicy: doubles each delay up to max_delay", "[cluster]") {
    const auto delays_of = [](RetryPolicy policy, std::size_t requests) {
        Delays delays;
        policy.max_attempts = static_cast<int>(requests);
        policy.wait = [&](std::chrono::milliseconds delay) { delays.push_back(delay); };
        ScriptedBackend backend(std::vector<Line>(requests, adds(down)));
        Retrying retrying{backend, policy};
        CHECK_FALSE(retrying.add("SQL", key));
        CHECK(backend.script_completed());
        return delays;
    };
    CHECK((delays_of({.first_delay = 100ms, .max_delay = 1000ms}, 7) ==
           Delays{100ms, 200ms, 400ms, 800ms, 1000ms, 1000ms}));
    CHECK((delays_of({.first_delay = 1ms, .max_delay = 4ms}, 5) == Delays{1ms, 2ms, 4ms, 4ms}));
    CHECK((delays_of({.first_delay = 500ms, .max_delay = 100ms}, 3) == Delays{100ms, 100ms}));
    CHECK((delays_of({.first_delay = 0ms}, 3) == Delays{0ms, 0ms}));
    CHECK((delays_of({}, 8) == Delays{100ms, 200ms, 400ms, 800ms, 1600ms, 3200ms, 5000ms}));
    CHECK(delays_of({}, 1).empty());
    // Without a limit the delays stop growing where they cannot be doubled.
    constexpr auto no_limit = std::chrono::milliseconds::max();
    const Delays unlimited = delays_of({.first_delay = 100ms, .max_delay = no_limit}, 70);
    CHECK(std::ranges::is_sorted(unlimited));
    CHECK(unlimited.back() == no_limit);
    CHECK((delays_of({.first_delay = no_limit, .max_delay = no_limit}, 3) ==
           Delays{no_limit, no_limit}));
    CHECK((delays_of({.first_delay = std::chrono::milliseconds::min(), .max_delay = 10ms}, 3) ==
           Delays{0ms, 0ms}));
}

TEST_CASE("RetryPolicy: sends one request even with max_attempts 0", "[cluster]") {
    for (const int max_attempts : {0, -1}) {
        ScriptedBackend backend({adds(down), lists(down)});
        Delays delays;
        Retrying retrying{backend, recording(delays, max_attempts)};
        CHECK_THAT(retrying.add("SQL", key), FailsWith<void>(down));
        CHECK_THAT(retrying.list("SQL"), FailsWith<CheckpointList>(down));
        CHECK(backend.script_completed());
        CHECK(delays.empty());
    }
}

TEST_CASE("RetryPolicy: waits by default", "[cluster]") {
    ScriptedBackend backend({adds(down), adds()});
    Retrying retrying{backend, RetryPolicy{.first_delay = 20ms}};
    const auto start = std::chrono::steady_clock::now();
    CHECK(retrying.add("SQL", key));
    CHECK((std::chrono::steady_clock::now() - start >= 20ms));
}
