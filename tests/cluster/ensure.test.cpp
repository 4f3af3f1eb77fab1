// SPDX-License-Identifier: BSL-1.0
#include "scripted_backend.hpp"
#include <crypto_checkpoint/cluster/cluster_resource.hpp>
#include <crypto_checkpoint/name/literals.hpp>
#include <crypto_checkpoint/testing/catch2.hpp>

#include <optional>
#include <string>
#include <vector>

using namespace crypto_checkpoint;
using namespace cluster_tests;

// Every way in which ensuring can go, told as a script and what comes of it.

namespace {

constexpr auto key = R"(1\\Key)"_csp;
const std::string name = R"(1\\Key)";
const std::vector<std::string> there{R"(24\\Key)", name};
const std::vector<std::string> absent{R"(24\\Key)", R"(1\\Other)", "no name"};

struct Story {
    const char* title;
    std::vector<Line> script;
    std::optional<Ensured> outcome;  // nothing where it fails
    Errc error{};
};

template <class Act>
void tell(const std::vector<Story>& stories, Act act) {
    for (const Story& story : stories) {
        INFO(story.title);
        ScriptedBackend backend(story.script);
        ClusterResource resource{backend, "SQL"};
        const Result<Ensured> outcome = act(resource);
        if (story.outcome)
            CHECK(outcome == *story.outcome);
        else
            CHECK_THAT(outcome, FailsWith<Ensured>(story.error));
        CHECK(backend.script_completed());
        if (!outcome) CHECK(outcome.error().context == "resource 'SQL'");
        for (const Call& call : backend.calls()) {
            CHECK(call.resource == "SQL");
            CHECK(call.checkpoint == (call.operation == Operation::list ? "" : name));
        }
    }
}

constexpr Errc lost = Errc::outcome_unknown;

}  // namespace

TEST_CASE("ensure_crypto_checkpoint: succeeds or returns the reason", "[cluster]") {
    const std::vector<Story> stories{
        {"there already", {lists(there)}, Ensured::unchanged},
        {"added", {lists(absent), adds()}, Ensured::changed},
        {"to an empty listing", {lists(), adds()}, Ensured::changed},
        {"added by somebody meanwhile",
         {lists(absent), adds(Errc::checkpoint_already_exists), lists(there)},
         Ensured::unchanged},
        {"said to be there, and not listed",
         {lists(absent), adds(Errc::checkpoint_already_exists), lists(absent)},
         {},
         Errc::checkpoint_already_exists},
        {"said to be there, and it cannot be looked",
         {lists(absent), adds(Errc::checkpoint_already_exists), lists(Errc::access_denied)},
         {},
         Errc::access_denied},
        {"looking fails", {lists(Errc::access_denied)}, {}, Errc::access_denied},
        {"looking gets no answer", {lists(lost)}, {}, lost},
        {"refused", {lists(absent), adds(Errc::key_not_exportable)}, {}, Errc::key_not_exportable},
        {"not carried out",
         {lists(absent), adds(Errc::node_unavailable)},
         {},
         Errc::node_unavailable},
        {"the answer lost and done", {lists(absent), adds(lost), lists(there)}, Ensured::changed},
        {"the request lost once",
         {lists(absent), adds(lost), lists(absent), adds()},
         Ensured::changed},
        {"the request lost and refused then",
         {lists(absent), adds(lost), lists(absent), adds(Errc::key_container_not_found)},
         {},
         Errc::key_container_not_found},
        {"the request arrives late",
         {lists(absent), adds(lost), lists(absent), adds(Errc::checkpoint_already_exists),
          lists(there)},
         Ensured::changed},
        {"the request may still arrive although the next cannot be made",
         {lists(absent), adds(lost), lists(absent), adds(Errc::node_unavailable)},
         {},
         lost},
        {"the same with a connection that timed out",
         {lists(absent), adds(lost), lists(absent), adds(Errc::timed_out)},
         {},
         lost},
        {"looking after an unknown outcome fails",
         {lists(absent), adds(lost), lists(Errc::node_unavailable)},
         {},
         lost},
        {"looking after an unknown outcome is denied",
         {lists(absent), adds(lost), lists(Errc::access_denied)},
         {},
         lost},
        {"every request lost",
         {lists(absent), adds(lost), lists(absent), adds(lost), lists(absent), adds(lost),
          lists(absent)},
         {},
         lost},
        {"the last request done",
         {lists(absent), adds(lost), lists(absent), adds(lost), lists(absent), adds(lost),
          lists(there)},
         Ensured::changed},
    };
    tell(stories, [](auto& resource) { return resource.ensure_crypto_checkpoint(key); });
    tell(stories, [](auto& resource) { return resource.ensure_crypto_checkpoint(name); });
}

TEST_CASE("ensure_no_crypto_checkpoint: succeeds or returns the reason", "[cluster]") {
    const std::vector<Story> stories{
        {"not there", {lists(absent)}, Ensured::unchanged},
        {"nothing there", {lists()}, Ensured::unchanged},
        {"removed", {lists(there), removes()}, Ensured::changed},
        {"removed by somebody meanwhile",
         {lists(there), removes(Errc::checkpoint_not_found), lists(absent)},
         Ensured::unchanged},
        {"said not to be there, and listed",
         {lists(there), removes(Errc::checkpoint_not_found), lists(there)},
         {},
         Errc::checkpoint_not_found},
        {"looking fails", {lists(Errc::resource_not_found)}, {}, Errc::resource_not_found},
        {"looking gets no answer", {lists(lost)}, {}, lost},
        {"refused", {lists(there), removes(Errc::access_denied)}, {}, Errc::access_denied},
        {"the answer lost and done",
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
         {},
         lost},
        {"looking after an unknown outcome fails",
         {lists(there), removes(lost), lists(Errc::cluster_unreachable)},
         {},
         lost},
        {"every request lost",
         {lists(there), removes(lost), lists(there), removes(lost), lists(there), removes(lost),
          lists(there)},
         {},
         lost},
        {"the last request done",
         {lists(there), removes(lost), lists(there), removes(lost), lists(there), removes(lost),
          lists(absent)},
         Ensured::changed},
    };
    tell(stories, [](auto& resource) { return resource.ensure_no_crypto_checkpoint(key); });
    tell(stories, [](auto& resource) { return resource.ensure_no_crypto_checkpoint(name); });
}

TEST_CASE("ensure_crypto_checkpoint: an unknown outcome keeps the error of the backend",
          "[cluster]") {
    const Error unknown(lost, {NativeDomain::curl, 56}, "no answer");
    ScriptedBackend backend({lists(absent), adds(unknown), lists(Errc::access_denied)});
    ClusterResource resource{backend, "SQL"};
    const auto outcome = resource.ensure_crypto_checkpoint(key);
    REQUIRE_FALSE(outcome);
    CHECK((outcome.error().native == unknown.native));
    CHECK(outcome.error().detail == "no answer");
}

TEST_CASE("ensure_crypto_checkpoint: leaves a similar entry to the cluster", "[cluster]") {
    // Nobody knows how a cluster compares names, or whether it names the CSP that was left out.
    for (const char* entry : {R"(1\\KEY)", R"(1\P\Key)", R"(1\p\KEY)"}) {
        INFO(entry);
        const std::vector<std::string> unclear{entry};
        tell({{"not the same",
               {lists(unclear), removes(Errc::checkpoint_not_found)},
               Ensured::unchanged},
              {"the same", {lists(unclear), removes()}, Ensured::changed},
              {"the request is lost",
               {lists(unclear), removes(lost), lists(unclear), removes()},
               Ensured::changed},
              {"the answer is lost", {lists(unclear), removes(lost), lists()}, Ensured::changed},
              {"the answer is lost, and another refuses",
               {lists(unclear), removes(lost), lists(unclear), removes(Errc::access_denied)},
               {},
               lost}},
             [](auto& resource) { return resource.ensure_no_crypto_checkpoint(key); });
        tell({{"not the same", {lists(unclear), adds()}, Ensured::changed},
              {"the same",
               {lists(unclear), adds(Errc::checkpoint_already_exists)},
               Ensured::unchanged},
              {"the answer is lost",
               {lists(), adds(lost), lists(unclear), adds(Errc::checkpoint_already_exists)},
               Ensured::changed},
              {"the answer is lost, and another refuses",
               {lists(), adds(lost), lists(unclear), adds(Errc::access_denied)},
               {},
               lost},
              {"spelled otherwise by somebody meanwhile",
               {lists(), adds(Errc::checkpoint_already_exists), lists(unclear)},
               Ensured::unchanged},
              {"refused at once",
               {lists(unclear), adds(Errc::key_not_exportable)},
               {},
               Errc::key_not_exportable}},
             [](auto& resource) { return resource.ensure_crypto_checkpoint(key); });
    }
}
