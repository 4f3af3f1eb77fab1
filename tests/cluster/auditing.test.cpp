// SPDX-License-Identifier: BSL-1.0
#include "scripted_backend.hpp"
#include <crypto_checkpoint/cluster/auditing.hpp>
#include <crypto_checkpoint/cluster/retrying.hpp>
#include <crypto_checkpoint/name/literals.hpp>
#include <crypto_checkpoint/testing/catch2.hpp>

#include <chrono>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

using namespace cluster_tests;
using namespace std::chrono_literals;

TEST_CASE("Auditing: reports every call once, in order, failed ones included", "[cluster]") {
    const Error rejection(Errc::key_not_exportable, {NativeDomain::hresult, 0x80090003}, "why");
    ScriptedBackend backend({adds(), adds(rejection), removes(),
                             removes(Errc::checkpoint_not_found), lists({R"(1\\Key)", "?"}),
                             lists(Errc::resource_not_found)});
    std::vector<AuditRecord> records;
    Auditing auditing{backend, [&](const AuditRecord& record) { records.push_back(record); }};

    CHECK(auditing.add("SQL", key));
    CHECK(auditing.add("SQL", R"(24\P\Fixed)"_csp) == Result<void>(std::unexpected(rejection)));
    CHECK(auditing.remove("Web", key));
    CHECK_FALSE(auditing.remove("Web", key));
    CHECK(auditing.list("SQL")->size() == 2);
    CHECK_FALSE(auditing.list("Web"));

    REQUIRE(records.size() == 6);
    for (std::size_t i = 0; i != records.size(); ++i)
        CHECK((records[i].call == backend.calls()[i]));
    CHECK_FALSE(records[0].error.has_value());
    CHECK((records[1].error == rejection));
    CHECK_FALSE(records[2].error.has_value());
    CHECK((records[3].error == Error(Errc::checkpoint_not_found)));
    CHECK_FALSE(records[4].error.has_value());
    CHECK(records[4].listed == 2);
    CHECK((records[5].error == Error(Errc::resource_not_found)));
    CHECK(records[5].listed == 0);
}

TEST_CASE("Auditing: records the start and the duration of a call", "[cluster]") {
    struct Slow {
        Result<void> add(std::string_view, CspSpecView) {
            std::this_thread::sleep_for(20ms);
            return {};
        }
        Result<void> remove(std::string_view, CspSpecView) { return {}; }
        Result<CheckpointList> list(std::string_view) { return {}; }
    };
    std::vector<AuditRecord> records;
    Auditing auditing{Slow(), [&](const AuditRecord& record) { records.push_back(record); }};
    const auto before = std::chrono::system_clock::now();
    CHECK(auditing.add("SQL", key));
    const auto after = std::chrono::system_clock::now();
    REQUIRE(records.size() == 1);
    CHECK((records[0].took >= 20ms));
    CHECK((before <= records[0].started && records[0].started <= after));
}

TEST_CASE("Auditing: calls the sink after the call and propagates its exceptions", "[cluster]") {
    ScriptedBackend backend({adds(), removes(Errc::access_denied), lists()});
    std::size_t calls_at_report = 0;
    Auditing auditing{backend, [&](const AuditRecord&) {
                          calls_at_report = backend.calls().size();
                          throw std::runtime_error("the disk of the log is full");
                      }};
    CHECK_THROWS_AS((void)auditing.add("SQL", key), std::runtime_error);
    CHECK(calls_at_report == 1);
    CHECK_THROWS_AS((void)auditing.remove("SQL", key), std::runtime_error);
    CHECK(calls_at_report == 2);
    CHECK_THROWS_AS((void)auditing.list("SQL"), std::runtime_error);
    CHECK(calls_at_report == 3);
    CHECK(backend.script_completed());
}

TEST_CASE("Auditing: records contain names only", "[cluster]") {
    ScriptedBackend backend({adds(), lists({"secret entry"})});
    std::vector<AuditRecord> records;
    Auditing auditing{backend, [&](const AuditRecord& record) { records.push_back(record); }};
    CHECK(auditing.add("SQL", key));
    CHECK(auditing.list("SQL"));
    REQUIRE(records.size() == 2);
    CHECK((records[0].call == Call{Operation::add, "SQL", R"(1\\Key)"}));
    CHECK((records[1].call == Call{Operation::list, "SQL", ""}));
}

TEST_CASE("Auditing: reports calls around Retrying and attempts inside it", "[cluster]") {
    ScriptedBackend backend({adds(Errc::node_unavailable), adds()});
    std::vector<std::string> reports;
    const auto sink = [&](const std::string& where) {
        return [&reports, where](const AuditRecord& record) {
            reports.push_back(where + (record.error ? " failed" : " succeeded"));
        };
    };
    Auditing inside{backend, sink("request")};
    Retrying retrying{inside, RetryPolicy{.wait = [](std::chrono::milliseconds) {}}};
    Auditing around{retrying, sink("call")};
    CHECK(around.add("SQL", key));
    CHECK((reports ==
           std::vector<std::string>{"request failed", "request succeeded", "call succeeded"}));
}
