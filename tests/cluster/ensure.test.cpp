// SPDX-License-Identifier: BSL-1.0
#include "scripted_backend.hpp"
#include "support/small_cluster.hpp"
#include <crypto_checkpoint/cluster/cluster_resource.hpp>
#include <crypto_checkpoint/name/literals.hpp>
#include <crypto_checkpoint/testing/catch2.hpp>

#include <algorithm>
#include <barrier>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <variant>
#include <vector>

using namespace cluster_tests;

namespace {

const std::string key_name = R"(1\\Key)";
const std::vector<std::string> there{R"(24\\Key)", key_name};
const std::vector<std::string> absent{R"(24\\Key)", R"(1\\Other)", "no name"};

struct Script {
    const char* title;
    std::vector<Line> lines;
    std::variant<Ensured, Errc> outcome;
};

template <class Action>
void run_all(const std::vector<Script>& scripts, Action action) {
    for (const Script& script : scripts) {
        INFO(script.title);
        ScriptedBackend backend(script.lines);
        ClusterResource resource{backend, "SQL"};
        const Result<Ensured> outcome = action(resource);
        if (const auto* const ensured = std::get_if<Ensured>(&script.outcome))
            CHECK(outcome == *ensured);
        else
            CHECK_THAT(outcome, FailsWith<Ensured>(std::get<Errc>(script.outcome)));
        CHECK(backend.script_completed());
        if (!outcome) CHECK(outcome.error().resource == "SQL");
        for (const Call& call : backend.calls()) {
            CHECK(call.resource == "SQL");
            CHECK(call.checkpoint == (call.operation == Operation::list ? "" : key_name));
        }
    }
}

}  // namespace

TEST_CASE("ensure_crypto_checkpoint: succeeds or returns the reason", "[cluster]") {
    const std::vector<Script> scripts{
        {"there already", {lists(there)}, Ensured::unchanged},
        {"added", {lists(absent), adds()}, Ensured::changed},
        {"to an empty listing", {lists(), adds()}, Ensured::changed},
        {"added concurrently",
         {lists(absent), adds(Errc::checkpoint_already_exists), lists(there)},
         Ensured::unchanged},
        {"added concurrently, in other words",
         {lists(absent), adds(Errc::object_already_exists), lists(there)},
         Ensured::unchanged},
        {"another object exists",
         {lists(absent), adds(Errc::object_already_exists), lists(absent)},
         Errc::object_already_exists},
        {"already_exists, but not listed",
         {lists(absent), adds(Errc::checkpoint_already_exists), lists(absent)},
         Errc::checkpoint_already_exists},
        {"already_exists, and the listing fails",
         {lists(absent), adds(Errc::checkpoint_already_exists), lists(Errc::access_denied)},
         Errc::access_denied},
        {"the listing fails", {lists(Errc::access_denied)}, Errc::access_denied},
        {"no response to the listing", {lists(Errc::timed_out)}, Errc::timed_out},
        {"rejected", {lists(absent), adds(Errc::key_not_exportable)}, Errc::key_not_exportable},
        {"not executed", {lists(absent), adds(Errc::node_unavailable)}, Errc::node_unavailable},
        {"the response lost and done", {lists(absent), adds(lost), lists(there)}, Ensured::changed},
        {"the request lost once",
         {lists(absent), adds(lost), lists(absent), adds()},
         Ensured::changed},
        {"the request lost and rejected then",
         {lists(absent), adds(lost), lists(absent), adds(Errc::key_container_not_found)},
         Errc::key_container_not_found},
        {"the request arrives late",
         {lists(absent), adds(lost), lists(absent), adds(Errc::checkpoint_already_exists),
          lists(there)},
         Ensured::changed},
        {"the request may still arrive although the next cannot be made",
         {lists(absent), adds(lost), lists(absent), adds(Errc::node_unavailable)},
         lost},
        {"the same with a connection that timed out",
         {lists(absent), adds(lost), lists(absent), adds(Errc::timed_out)},
         lost},
        {"the listing after an unknown outcome fails",
         {lists(absent), adds(lost), lists(Errc::node_unavailable)},
         lost},
        {"the listing after an unknown outcome is denied",
         {lists(absent), adds(lost), lists(Errc::access_denied)},
         lost},
        {"every request lost",
         {lists(absent), adds(lost), lists(absent), adds(lost), lists(absent), adds(lost),
          lists(absent)},
         lost},
        {"the last request done",
         {lists(absent), adds(lost), lists(absent), adds(lost), lists(absent), adds(lost),
          lists(there)},
         Ensured::changed},
    };
    run_all(scripts, [](auto& resource) { return resource.ensure_crypto_checkpoint(key); });
    run_all(scripts, [](auto& resource) { return resource.ensure_crypto_checkpoint(key_name); });
}

TEST_CASE("ensure_no_crypto_checkpoint: succeeds or returns the reason", "[cluster]") {
    const std::vector<Script> scripts{
        {"not there", {lists(absent)}, Ensured::unchanged},
        {"nothing there", {lists()}, Ensured::unchanged},
        {"removed", {lists(there), removes()}, Ensured::changed},
        {"removed concurrently",
         {lists(there), removes(Errc::checkpoint_not_found), lists(absent)},
         Ensured::unchanged},
        {"removed concurrently, in other words",
         {lists(there), removes(Errc::object_not_found), lists(absent)},
         Ensured::unchanged},
        {"removed with its resource",
         {lists(there), removes(Errc::resource_not_found), lists(Errc::resource_not_found)},
         Errc::resource_not_found},
        {"another object is missing",
         {lists(there), removes(Errc::key_container_not_found), lists(there)},
         Errc::key_container_not_found},
        {"checkpoint_not_found, but listed",
         {lists(there), removes(Errc::checkpoint_not_found), lists(there)},
         Errc::checkpoint_not_found},
        {"the listing fails", {lists(Errc::resource_not_found)}, Errc::resource_not_found},
        {"no response to the listing", {lists(Errc::timed_out)}, Errc::timed_out},
        {"rejected", {lists(there), removes(Errc::access_denied)}, Errc::access_denied},
        {"the response lost and done",
         {lists(there), removes(lost), lists(absent)},
         Ensured::changed},
        {"the request lost once",
         {lists(there), removes(lost), lists(there), removes()},
         Ensured::changed},
        {"the request arrives late",
         {lists(there), removes(lost), lists(there), removes(Errc::checkpoint_not_found),
          lists(absent)},
         Ensured::changed},
        {"the request may still arrive although the next cannot be made",
         {lists(there), removes(lost), lists(there), removes(Errc::cluster_unreachable)},
         lost},
        {"the listing after an unknown outcome fails",
         {lists(there), removes(lost), lists(Errc::cluster_unreachable)},
         lost},
        {"every request lost",
         {lists(there), removes(lost), lists(there), removes(lost), lists(there), removes(lost),
          lists(there)},
         lost},
        {"the last request done",
         {lists(there), removes(lost), lists(there), removes(lost), lists(there), removes(lost),
          lists(absent)},
         Ensured::changed},
    };
    run_all(scripts, [](auto& resource) { return resource.ensure_no_crypto_checkpoint(key); });
    run_all(scripts, [](auto& resource) { return resource.ensure_no_crypto_checkpoint(key_name); });
}

TEST_CASE("ClusterResource: ensuring checks an unchecked spec before sending", "[cluster]") {
    const CspSpec too_large(unchecked, ProviderType(1000), std::nullopt, "K");
    const CspSpec without_key(unchecked, ProviderType(1), std::nullopt, "");
    ScriptedBackend backend({lists({to_checkpoint_name(too_large)})});
    ClusterResource resource{backend, "SQL"};
    for (const auto& outcome : {resource.ensure_crypto_checkpoint(too_large),
                                resource.ensure_no_crypto_checkpoint(without_key)}) {
        REQUIRE_FALSE(outcome);
        CHECK((condition(outcome.error().code) == Condition::syntax));
        CHECK(outcome.error().resource == "SQL");
    }
    CHECK(backend.calls().empty());
}

TEST_CASE("ensure_crypto_checkpoint: an unknown outcome keeps the backend's error", "[cluster]") {
    const Error unknown(lost, {NativeDomain::curl, 56}, "no response");
    ScriptedBackend backend({lists(absent), adds(unknown), lists(Errc::access_denied)});
    ClusterResource resource{backend, "SQL"};
    const auto outcome = resource.ensure_crypto_checkpoint(key);
    REQUIRE_FALSE(outcome);
    CHECK((outcome.error().native == unknown.native));
    CHECK(outcome.error().detail == "no response");
}

TEST_CASE("ensure_crypto_checkpoint: leaves a similar entry to the cluster", "[cluster]") {
    // No document says how a cluster compares names, or whether it fills in an omitted CSP.
    for (const char* entry : {R"(1\\KEY)", R"(1\P\Key)", R"(1\p\KEY)"}) {
        INFO(entry);
        const std::vector<std::string> unclear{entry};
        run_all(
            {{"not the same",
              {lists(unclear), removes(Errc::checkpoint_not_found)},
              Ensured::unchanged},
             {"the same", {lists(unclear), removes()}, Ensured::changed},
             {"the request is lost",
              {lists(unclear), removes(lost), lists(unclear), removes()},
              Ensured::changed},
             {"the response is lost", {lists(unclear), removes(lost), lists()}, Ensured::changed},
             {"the response is lost, and the next is rejected",
              {lists(unclear), removes(lost), lists(unclear), removes(Errc::access_denied)},
              lost}},
            [](auto& resource) { return resource.ensure_no_crypto_checkpoint(key); });
        run_all({{"not the same", {lists(unclear), adds()}, Ensured::changed},
                 {"the same",
                  {lists(unclear), adds(Errc::checkpoint_already_exists)},
                  Ensured::unchanged},
                 {"the response is lost",
                  {lists(), adds(lost), lists(unclear), adds(Errc::checkpoint_already_exists)},
                  Ensured::changed},
                 {"the response is lost, and the next is rejected",
                  {lists(), adds(lost), lists(unclear), adds(Errc::access_denied)},
                  lost},
                 {"spelled otherwise concurrently",
                  {lists(), adds(Errc::checkpoint_already_exists), lists(unclear)},
                  Ensured::unchanged},
                 {"another object exists",
                  {lists(unclear), adds(Errc::object_already_exists), lists(unclear)},
                  Errc::object_already_exists},
                 {"rejected at once",
                  {lists(unclear), adds(Errc::key_not_exportable)},
                  Errc::key_not_exportable}},
                [](auto& resource) { return resource.ensure_crypto_checkpoint(key); });
    }
}

TEST_CASE("ensure_crypto_checkpoint: of simultaneous calls one changes, and all succeed",
          "[cluster]") {
    constexpr int callers = 12;
    /// Lists when all have begun, and says "exists" and "not found" in the words of @p code.
    struct Simultaneous {
        FakeCluster& cluster;
        std::barrier<>& all_listed;
        Errc code;
        bool has_listed = false;

        Result<CheckpointList> list(std::string_view resource) {
            auto listing = cluster.list(resource);
            if (!std::exchange(has_listed, true)) all_listed.arrive_and_wait();
            return listing;
        }
        Result<void> add(std::string_view resource, CspSpecView spec) {
            return in_words(cluster.add(resource, spec));
        }
        Result<void> remove(std::string_view resource, CspSpecView spec) {
            return in_words(cluster.remove(resource, spec));
        }
        [[nodiscard]] Result<void> in_words(Result<void> result) const {
            if (!result) result.error().code = code;
            return result;
        }
    };
    const auto outcomes_of = [&](FakeCluster& cluster, bool adds, Errc code) {
        std::barrier<> all_listed(callers);
        std::vector<Result<Ensured>> outcomes(callers);
        std::vector<std::thread> threads;
        for (Result<Ensured>& outcome : outcomes)
            threads.emplace_back([&] {
                Simultaneous backend{cluster, all_listed, code};
                ClusterResource resource{backend, "SQL"};
                outcome = adds ? resource.ensure_crypto_checkpoint(key)
                               : resource.ensure_no_crypto_checkpoint(key);
            });
        for (std::thread& thread : threads) thread.join();
        return outcomes;
    };
    test_support::SmallCluster cluster;
    for (const auto& [exists, missing] :
         {std::pair(Errc::checkpoint_already_exists, Errc::checkpoint_not_found),
          std::pair(Errc::object_already_exists, Errc::object_not_found)})
        for (const bool adds : {true, false}) {
            const auto outcomes = outcomes_of(cluster, adds, adds ? exists : missing);
            INFO(to_string(adds ? exists : missing));
            CHECK(std::ranges::count(outcomes, Result<Ensured>(Ensured::changed)) == 1);
            CHECK(std::ranges::count(outcomes, Result<Ensured>(Ensured::unchanged)) == callers - 1);
        }
}
