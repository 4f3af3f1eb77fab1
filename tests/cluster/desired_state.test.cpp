// SPDX-License-Identifier: BSL-1.0
#include "scripted_backend.hpp"
#include "support/small_cluster.hpp"
#include <crypto_checkpoint/cluster/apply_plan.hpp>
#include <crypto_checkpoint/cluster/desired_state.hpp>
#include <crypto_checkpoint/testing/catch2.hpp>
#include <crypto_checkpoint/testing/fault_injection.hpp>

#include <optional>
#include <string>
#include <vector>

using namespace cluster_tests;
using test_support::SmallCluster;

namespace {

CspSpec spec_of(std::string_view name) {
    const auto read = parse_checkpoint_name(name, Dialect::tolerant);
    REQUIRE(read);
    return read->to_owned();
}

ReportedResource reported(std::string name, const std::vector<std::string>& texts) {
    ReportedResource resource;
    resource.name = std::move(name);
    for (const std::string& text : texts)
        resource.crypto_checkpoints.push_back(reported_checkpoint(text));
    return resource;
}

DesiredResource wants(std::string name, const std::vector<std::string>& names, bool exact = false) {
    DesiredResource desired{.name = std::move(name), .exact = exact};
    for (const std::string& text : names) desired.checkpoints.push_back(spec_of(text));
    return desired;
}

DesiredResource wants_of_all(std::string pattern, const std::vector<std::string>& names) {
    DesiredResource desired = wants(std::move(pattern), names);
    desired.is_pattern = true;
    return desired;
}

/// A plan in short: `+ 1\\Key`, `? 1\\Key ~ 1\\KEY`, below `SQL:`; `missing X`.
std::vector<std::string> lines_of(const Plan& plan) {
    std::vector<std::string> lines;
    for (const ResourcePlan& resource : plan.resources) {
        lines.push_back(resource.resource + ":");
        for (const PlannedCheckpoint& checkpoint : resource.checkpoints) {
            constexpr std::string_view signs = "=+-?";
            std::string line{signs[static_cast<std::size_t>(checkpoint.action)]};
            line += ' ' + checkpoint.text;
            if (!checkpoint.similar_to.empty()) line += " ~ " + checkpoint.similar_to;
            lines.push_back(line);
            if (checkpoint.spec) CHECK(checkpoint.advice == advise(*checkpoint.spec));
        }
    }
    for (const DesiredResource& missing : plan.missing) lines.push_back("missing " + missing.name);
    return lines;
}

using Lines = std::vector<std::string>;

/// The calls of `done` and the result of apply().
struct Report {
    Lines lines;
    Applied applied;
};

template <class Backend>
Report apply_with_report(Backend& backend, const Plan& plan, OnFailure on_failure) {
    Report report;
    report.applied =
        apply(backend, plan, on_failure,
              [&](const std::string& resource, const PlannedCheckpoint& checkpoint,
                  const Result<Ensured>& result) {
                  report.lines.push_back(resource +
                                         (checkpoint.action == PlannedAction::add ? " + " : " - ") +
                                         checkpoint.text + ": " +
                                         std::string(!result ? to_string(result.error().code)
                                                     : *result == Ensured::unchanged ? "unchanged"
                                                                                     : "changed"));
              });
    return report;
}

constexpr std::string_view strong = "Microsoft Strong Cryptographic Provider";

}  // namespace

TEST_CASE("plan: adds what is missing, keeps what is listed and lets others stay", "[cluster]") {
    const std::vector cluster{reported("SQL", {R"(1\\A)", R"(1\\C)"}),
                              reported("Web", {R"(1\\A)"})};
    CHECK(lines_of(plan({wants("sql", {R"(1\\A)", R"(1\\B)"})}, cluster)) ==
          Lines{"SQL:", R"(= 1\\A)", R"(+ 1\\B)"});
    CHECK(lines_of(plan({}, cluster)).empty());
    CHECK(lines_of(plan({wants("SQL", {})}, cluster)) == Lines{"SQL:"});
}

TEST_CASE("plan: exact removes the others", "[cluster]") {
    const std::vector cluster{reported("SQL", {R"(1\\C)", R"(1\\A)", R"(24\\C)"})};
    CHECK(lines_of(plan({wants("SQL", {R"(1\\A)"}, true)}, cluster)) ==
          Lines{"SQL:", R"(= 1\\A)", R"(- 1\\C)", R"(- 24\\C)"});
    CHECK(lines_of(plan({wants("SQL", {}, true)}, cluster)) ==
          Lines{"SQL:", R"(- 1\\C)", R"(- 1\\A)", R"(- 24\\C)"});
}

TEST_CASE("plan: merges the entries that match a resource", "[cluster]") {
    const std::vector cluster{reported("SQL A", {R"(1\\X)"}), reported("SQL B", {}),
                              reported("Web", {R"(1\\X)"})};
    const DesiredState desired{wants_of_all("sql ?", {R"(1\\K)"}),
                               wants("SQL A", {R"(1\\L)", R"(1\\K)"}, true)};
    CHECK(lines_of(plan(desired, cluster)) ==
          Lines{"SQL A:", R"(+ 1\\K)", R"(+ 1\\L)", R"(- 1\\X)", "SQL B:", R"(+ 1\\K)"});
}

TEST_CASE("plan: a name with a wildcard is a name", "[cluster]") {
    const std::vector cluster{reported("SQL*", {}), reported("SQL", {})};
    CHECK(lines_of(plan({wants("SQL*", {R"(1\\K)"})}, cluster)) == Lines{"SQL*:", R"(+ 1\\K)"});
    CHECK(lines_of(plan({wants_of_all("SQL*", {})}, cluster)) == Lines{"SQL*:", "SQL:"});
}

TEST_CASE("plan: reports the entries that match nothing", "[cluster]") {
    const std::vector cluster{reported("SQL", {})};
    const DesiredState desired{wants("Gone", {R"(1\\K)"}), wants_of_all("W*", {})};
    const Plan made = plan(desired, cluster);
    CHECK(lines_of(made) == Lines{"missing Gone", "missing W*"});
    CHECK(made.missing == desired);
}

TEST_CASE("plan: does not decide whether similar names are the same", "[cluster]") {
    const std::string named = "1\\" + std::string(strong) + "\\K";
    const auto lines = [](const std::vector<std::string>& listed,
                          const std::vector<std::string>& wanted, bool exact = false) {
        const std::vector cluster{reported("SQL", listed)};
        return lines_of(plan({wants("SQL", wanted, exact)}, cluster));
    };
    CHECK(lines({named}, {R"(1\\K)"}) == Lines{"SQL:", "? " + named + R"( ~ 1\\K)"});
    CHECK(lines({R"(1\\K)"}, {named}) == Lines{"SQL:", R"(? 1\\K ~ )" + named});
    CHECK(lines({R"(1\\k)"}, {R"(1\\K)"}, true) == Lines{"SQL:", R"(? 1\\k ~ 1\\K)"});
    // Removing what is similar to a listed one might remove that.
    CHECK(lines({R"(1\\K)", R"(1\\k)"}, {R"(1\\K)"}, true) ==
          Lines{"SQL:", R"(= 1\\K)", R"(? 1\\k ~ 1\\K)"});
    CHECK(lines({R"(1\\k)", named}, {R"(1\\K)"}, true) ==
          Lines{"SQL:", R"(? 1\\k ~ 1\\K)", "? " + named + R"( ~ 1\\K)"});
    // The cluster might refuse the second of two similar names.
    CHECK(lines({}, {R"(1\\K)", R"(1\\k)"}) == Lines{"SQL:", R"(+ 1\\K)", R"(? 1\\K ~ 1\\k)"});
    // Two named providers are two, and so are two types.
    CHECK(lines({"1\\Other\\K"}, {named}) == Lines{"SQL:", "+ " + named});
    CHECK(lines({R"(24\\K)"}, {R"(1\\K)"}) == Lines{"SQL:", R"(+ 1\\K)"});
}

TEST_CASE("plan: another spelling of a listed name is that name", "[cluster]") {
    const std::vector cluster{reported("SQL", {R"(01\\K)", R"(1\L)"})};
    CHECK(lines_of(plan({wants("SQL", {R"(1\\K)"}, true)}, cluster)) ==
          Lines{"SQL:", R"(= 01\\K)", R"(- 1\L)"});
}

TEST_CASE("plan: an entry that is no name is unclear and stays", "[cluster]") {
    const std::vector cluster{reported("SQL", {"nonsense", R"(1\\K)"})};
    const Plan made = plan({wants("SQL", {}, true)}, cluster);
    CHECK(lines_of(made) == Lines{"SQL:", "? nonsense", R"(- 1\\K)"});
    CHECK(made.resources[0].checkpoints[0].similar_to.empty());
    CHECK(lines_of(plan({wants("SQL", {})}, cluster)) == Lines{"SQL:"});  // it may stay
}

TEST_CASE("plan: a checkpoint that is wanted twice is planned once", "[cluster]") {
    const std::vector cluster{reported("SQL", {})};
    CHECK(lines_of(plan({wants("SQL", {R"(1\\K)", R"(1\\K)"})}, cluster)) ==
          Lines{"SQL:", R"(+ 1\\K)"});
}

TEST_CASE("count: counts the checkpoints of a plan by action", "[cluster]") {
    const std::vector cluster{reported("SQL", {R"(1\\A)", R"(1\\b)", R"(1\\C)", "?"}),
                              reported("Web", {})};
    CHECK(count(plan(
              {wants("SQL", {R"(1\\A)", R"(1\\B)", R"(1\\D)"}, true), wants("Web", {R"(1\\A)"})},
              cluster)) == PlanCount{.keep = 1, .add = 2, .remove = 1, .unclear = 2});
    CHECK(count(Plan()) == PlanCount());
}

TEST_CASE("desired_state_of: plans to nothing", "[cluster]") {
    const std::vector cluster{reported("SQL", {R"(1\\A)", R"(01\\B)"}), reported("Odd", {"?"}),
                              reported("Foreign", {R"(1\\K)", R"(1\\with\backslash)"}),
                              reported("Empty", {})};
    const DesiredState desired = desired_state_of(cluster);
    CHECK(desired == DesiredState{wants("SQL", {R"(1\\A)", R"(1\\B)"}, true), wants("Odd", {}),
                                  wants("Foreign", {R"(1\\K)"}), wants("Empty", {}, true)});
    CHECK(count(plan(desired, cluster)) == PlanCount{.keep = 3});
}

TEST_CASE("matches_pattern: star, question mark, case and characters of several bytes",
          "[cluster]") {
    CHECK(matches_pattern("SQL Server", "sql*"));
    CHECK(matches_pattern("SQL Server", "*s*r"));
    CHECK(matches_pattern("", "*"));
    CHECK(matches_pattern("a\xC3\xA4z", "a?z"));
    CHECK(!matches_pattern("a\xC3\xA4z", "a??z"));
    CHECK(!matches_pattern("SQL", "SQL?"));
    CHECK(!matches_pattern("SQL", ""));
    CHECK(has_wildcard("SQL?"));
    CHECK(!has_wildcard("SQL"));
}

TEST_CASE("apply: makes all additions before any removal", "[cluster]") {
    SmallCluster cluster;
    REQUIRE(cluster.add("SQL", test_support::other_key));
    REQUIRE(cluster.add("Web", test_support::other_key));
    const auto before = *cluster.resources();
    const DesiredState desired{wants("SQL", {R"(1\\Key)"}, true),
                               wants("Web", {R"(1\\Key)"}, true)};
    const Report report = apply_with_report(cluster, plan(desired, before), OnFailure::stop);
    CHECK(report.lines == Lines{R"(SQL + 1\\Key: changed)", R"(Web + 1\\Key: changed)",
                                R"(SQL - 24\\Other Key: changed)",
                                R"(Web - 24\\Other Key: changed)"});
    CHECK(report.applied == Applied{.changed = 4});
    CHECK(count(plan(desired, *cluster.resources())) == PlanCount{.keep = 2});
    // Again, from the plan that is no longer true.
    CHECK(apply_with_report(cluster, plan(desired, before), OnFailure::stop).applied ==
          Applied{.unchanged = 4});
}

TEST_CASE("apply: after a failure it stops, or keeps what the resource has", "[cluster]") {
    SmallCluster cluster;
    REQUIRE(cluster.add("SQL", test_support::other_key));
    REQUIRE(cluster.add("Web", test_support::other_key));
    const DesiredState desired{wants("SQL", {R"(1\\Fixed Key)"}, true),
                               wants("Web", {R"(1\\Key)"}, true)};
    const Plan made = plan(desired, *cluster.resources());

    const Report stopped = apply_with_report(cluster, made, OnFailure::stop);
    CHECK(stopped.lines == Lines{R"(SQL + 1\\Fixed Key: key_not_exportable)"});
    CHECK(stopped.applied == Applied{.failed = 1, .not_tried = 3});

    const Report went_on = apply_with_report(cluster, made, OnFailure::go_on);
    CHECK(went_on.lines == Lines{R"(SQL + 1\\Fixed Key: key_not_exportable)",
                                 R"(Web + 1\\Key: changed)", R"(Web - 24\\Other Key: changed)"});
    CHECK(went_on.applied == Applied{.changed = 2, .failed = 1, .not_tried = 1});
    CHECK(*cluster.list("SQL") == CheckpointList{reported_checkpoint(R"(24\\Other Key)")});
}

TEST_CASE("apply: a failure of the connection ends it", "[cluster]") {
    SmallCluster cluster;
    FaultInjecting network{cluster};
    network.inject({.strikes = nth_call(3), .fail_with = Error(Errc::cluster_unreachable)});
    const DesiredState desired{wants("SQL", {R"(1\\Key)", R"(24\\Other Key)"}),
                               wants("Web", {R"(1\\Key)"})};
    const Report report =
        apply_with_report(network, plan(desired, *cluster.resources()), OnFailure::go_on);
    CHECK(report.lines ==
          Lines{R"(SQL + 1\\Key: changed)", R"(SQL + 24\\Other Key: cluster_unreachable)"});
    CHECK(report.applied == Applied{.changed = 1, .failed = 1, .not_tried = 1});
}

TEST_CASE("apply: settles a lost response by listing", "[cluster]") {
    SmallCluster cluster;
    FaultInjecting network{cluster};
    network.inject({.strikes = nth_call(2), .lose_response = true});
    network.inject({.strikes = nth_call(5), .lose_request = true});
    const DesiredState desired{wants("SQL", {R"(1\\Key)", R"(24\\Other Key)"})};
    const Report report =
        apply_with_report(network, plan(desired, *cluster.resources()), OnFailure::stop);
    CHECK(report.applied == Applied{.changed = 2});
    CHECK(count(plan(desired, *cluster.resources())) == PlanCount{.keep = 2});
}

TEST_CASE("apply: an outcome that stays unknown ends it and is counted as such", "[cluster]") {
    SmallCluster cluster;
    FaultInjecting network{cluster};
    network.inject({.strikes = nth_call(2), .lose_response = true});
    network.inject({.strikes = [](const Call&, std::size_t number) { return number > 2; },
                    .fail_with = Error(Errc::cluster_unreachable)});
    const DesiredState desired{wants("SQL", {R"(1\\Key)", R"(24\\Other Key)"})};
    const Report report =
        apply_with_report(network, plan(desired, *cluster.resources()), OnFailure::go_on);
    CHECK(report.applied == Applied{.unknown = 1, .not_tried = 1});
    CHECK(count(plan(desired, *cluster.resources())).keep == 1);  // it was made
}

TEST_CASE("apply: does not remove what the plan did not show", "[cluster]") {
    // A cluster that compares names ignoring case: removing 1\\key would remove 1\\KEY.
    SmallCluster cluster(FakeClusterSettings{.compare_names_ignoring_case = true});
    REQUIRE(cluster.add("SQL", spec_of(R"(1\\key)")));
    const Plan made = plan({wants("SQL", {}, true)}, *cluster.resources());
    REQUIRE(cluster.remove("SQL", spec_of(R"(1\\key)")));
    REQUIRE(cluster.add("SQL", spec_of(R"(1\\KEY)")));  // by somebody else
    CHECK(apply_with_report(cluster, made, OnFailure::stop).applied == Applied{.unchanged = 1});
    CHECK(*cluster.list("SQL") == CheckpointList{reported_checkpoint(R"(1\\KEY)")});
}
