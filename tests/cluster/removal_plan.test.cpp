// SPDX-License-Identifier: BSL-1.0
#include "support/catch.hpp"
#include <crypto_checkpoint/cluster/detail/removal_plan.hpp>
#include <crypto_checkpoint/name/literals.hpp>
#include <crypto_checkpoint/testing/catch2.hpp>

#include <cstddef>
#include <expected>
#include <optional>
#include <string>
#include <vector>

using namespace crypto_checkpoint;

namespace {

using Names = std::vector<std::string>;

/// Runs a plan against scripted results, one for each removal, and a listing or its error.
class PlanRun {
public:
    PlanRun(std::vector<std::optional<Errc>> results, const Result<CheckpointList>& listing) {
        detail::RemovalPlan plan(R"(1\\Key)"_csp);
        while (const std::string* name = plan.next_name()) {
            REQUIRE(removed.size() < results.size());
            const std::optional<Errc> code = results[removed.size()];
            removed.push_back(*name);
            if (!plan.on_removal_result(code ? std::unexpected(Error(*code)) : Result<void>()))
                continue;
            ++listings;
            plan.on_listing(listing);
        }
        CHECK(removed.size() == results.size());
        result = plan.result();
    }

    Names removed;
    int listings = 0;
    Result<void> result;
};

constexpr std::optional<Errc> success;
constexpr Errc not_found = Errc::checkpoint_not_found;
const CheckpointList two_spellings{reported_checkpoint(R"(1\Key)"), reported_checkpoint("no name"),
                                   reported_checkpoint(R"(01\\Key)")};

}  // namespace

TEST_CASE("RemovalPlan: removes the canonical name without a listing", "[cluster]") {
    const PlanRun run({success}, two_spellings);
    CHECK(run.result);
    CHECK(run.removed == Names{R"(1\\Key)"});
    CHECK(run.listings == 0);
}

TEST_CASE("RemovalPlan: lists only if the checkpoint is not found", "[cluster]") {
    for (const Errc code : {Errc::access_denied, Errc::outcome_unknown, Errc::timed_out}) {
        const PlanRun run({code}, two_spellings);
        CHECK_THAT(run.result, FailsWith<void>(code));
        CHECK(run.listings == 0);
    }
    CHECK(PlanRun({Errc::resource_not_found}, CheckpointList{}).listings == 1);
}

TEST_CASE("RemovalPlan: removes every other spelling", "[cluster]") {
    const PlanRun run({not_found, success, success}, two_spellings);
    CHECK(run.result);
    CHECK(run.removed == Names{R"(1\\Key)", R"(1\Key)", R"(01\\Key)"});
    CHECK(run.listings == 1);
}

TEST_CASE("RemovalPlan: removes a spelling once, and no more than 16 of them", "[cluster]") {
    const auto listing_of = [](std::size_t count) {
        CheckpointList listing;
        for (std::size_t i = 1; i <= count; ++i)
            for (int times = 0; times != 1000; ++times)
                listing.push_back(reported_checkpoint(std::string(i, '0') + R"(1\\Key)"));
        return listing;
    };
    CHECK(PlanRun({not_found, success}, listing_of(1)).removed == Names{R"(1\\Key)", R"(01\\Key)"});
    std::vector<std::optional<Errc>> results(17, success);
    results.front() = not_found;
    CHECK(PlanRun(results, listing_of(16)).result);
    const PlanRun run({not_found}, listing_of(17));
    CHECK_THAT(run.result, FailsWith<void>(Errc::limit_exceeded));
    CHECK(run.result.error().detail ==
          "the listing has 17 other spellings of the checkpoint; 16 are the maximum");
}

TEST_CASE("RemovalPlan: stops at the first spelling that fails", "[cluster]") {
    for (const Errc code : {Errc::access_denied, not_found}) {
        const PlanRun run({not_found, code}, two_spellings);
        CHECK_THAT(run.result, FailsWith<void>(code));
        CHECK(run.listings == 1);
    }
}

TEST_CASE("RemovalPlan: without another spelling or a listing the checkpoint stays not found",
          "[cluster]") {
    for (const Result<CheckpointList>& listing :
         {Result<CheckpointList>(CheckpointList{reported_checkpoint(R"(1\\Key)")}),
          Result<CheckpointList>(std::unexpected(Error(Errc::access_denied)))}) {
        const PlanRun run({not_found}, listing);
        CHECK_THAT(run.result, FailsWith<void>(not_found));
        CHECK(run.listings == 1);
    }
}
