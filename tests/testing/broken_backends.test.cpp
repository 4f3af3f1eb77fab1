// SPDX-License-Identifier: BSL-1.0
#include "subjects.hpp"
#include "support/catch.hpp"
#include <crypto_checkpoint/fake/fake_cluster.hpp>
#include <crypto_checkpoint/testing/catch2.hpp>

#include <algorithm>
#include <set>
#include <string>
#include <string_view>

using namespace contract_tests;

namespace {

/// A correct backend, from which broken ones derive.
struct Sound {
    test_support::SmallCluster cluster;
    Result<void> add(std::string_view resource, CspSpecView spec) {
        return cluster.add(resource, spec);
    }
    Result<void> remove(std::string_view resource, CspSpecView spec) {
        return cluster.remove(resource, spec);
    }
    Result<CheckpointList> list(std::string_view resource) { return cluster.list(resource); }

    void remove_all(std::string_view resource) {
        const auto listing = cluster.list(resource);
        if (!listing) return;
        for (const ReportedCheckpoint& entry : *listing)
            (void)cluster.remove(resource, *entry.spec);
    }
};

/// The rules that a backend violates.
template <class Backend>
std::set<std::string_view> broken_rules() {
    std::set<std::string_view> rules;
    const auto violations = check_backend_contract<Backend>([](auto use) {
        Backend backend;
        auto subject = subject_for(backend);
        use(subject);
    });
    for (const ContractViolation& violation : violations) {
        CHECK_FALSE(violation.what.empty());
        rules.insert(violation.rule);
    }
    return rules;
}

/// All rules.
struct FailsAlways {
    Result<void> add(std::string_view, CspSpecView) { return std::unexpected(Errc::timed_out); }
    Result<void> remove(std::string_view, CspSpecView) { return std::unexpected(Errc::timed_out); }
    Result<CheckpointList> list(std::string_view) { return std::unexpected(Errc::timed_out); }
};

}  // namespace

TEST_CASE("check_backend_contract: a correct backend has no violations", "[contract]") {
    CHECK(broken_rules<Sound>().empty());
}

TEST_CASE("check_backend_contract: a backend that always fails violates every rule", "[contract]") {
    CHECK(broken_rules<FailsAlways>().size() == detail::contract_rules<FailsAlways>.size());
}

TEST_CASE("check_backend_contract: every rule detects a backend that violates it", "[contract]") {
    std::set<std::string_view> caught;
    const auto catches = [&](const std::set<std::string_view>& broken, std::string_view rule) {
        INFO(rule);
        CHECK(broken.contains(rule));
        caught.insert(rule);
    };

    struct ListsLeftovers : Sound {
        ListsLeftovers() { REQUIRE(cluster.add("SQL", test_support::other_key)); }
    };
    catches(broken_rules<ListsLeftovers>(), "a resource without checkpoints lists none");

    struct ForgetsWhatIsAdded : Sound {
        Result<void> add(std::string_view, CspSpecView) { return {}; }
    };
    catches(broken_rules<ForgetsWhatIsAdded>(), "an added checkpoint is listed");

    struct KeepsTheNewestOnly : Sound {
        Result<void> add(std::string_view resource, CspSpecView spec) {
            remove_all(resource);
            return cluster.add(resource, spec);
        }
    };
    catches(broken_rules<KeepsTheNewestOnly>(), "an added checkpoint is listed");

    struct ListsAnotherSpec : Sound {
        Result<CheckpointList> list(std::string_view resource) {
            auto listing = cluster.list(resource);
            if (listing)
                for (auto& entry : *listing) entry.text = R"(1\\Something else)";
            return listing;
        }
    };
    catches(broken_rules<ListsAnotherSpec>(), "an added checkpoint is listed");

    struct ListsWhatIsNoName : Sound {
        Result<CheckpointList> list(std::string_view resource) {
            auto listing = cluster.list(resource);
            if (listing)
                for (auto& entry : *listing) entry = reported_checkpoint("no name");
            return listing;
        }
    };
    catches(broken_rules<ListsWhatIsNoName>(), "an added checkpoint is listed");

    struct RemovesNothing : Sound {
        Result<void> remove(std::string_view, CspSpecView) { return {}; }
    };
    catches(broken_rules<RemovesNothing>(),
            "a removed checkpoint is not listed, and the others remain");

    struct RemovesEverything : Sound {
        Result<void> remove(std::string_view resource, CspSpecView) {
            remove_all(resource);
            return {};
        }
    };
    catches(broken_rules<RemovesEverything>(),
            "a removed checkpoint is not listed, and the others remain");

    struct NeverAddsAgain : Sound {
        std::set<std::string> added;
        Result<void> add(std::string_view resource, CspSpecView spec) {
            if (!added.insert(to_checkpoint_name(spec)).second)
                return std::unexpected(Errc::checkpoint_already_exists);
            return cluster.add(resource, spec);
        }
    };
    catches(broken_rules<NeverAddsAgain>(), "a removed checkpoint can be added again");

    struct HasOneListForAll : Sound {
        Result<void> add(std::string_view, CspSpecView spec) { return cluster.add("SQL", spec); }
        Result<CheckpointList> list(std::string_view) { return cluster.list("SQL"); }
    };
    catches(broken_rules<HasOneListForAll>(), "the checkpoints of a resource are its own");

    struct KnowsEveryResource : Sound {
        Result<CheckpointList> list(std::string_view resource) {
            auto listing = cluster.list(resource);
            return listing ? listing : CheckpointList{};
        }
    };
    catches(broken_rules<KnowsEveryResource>(),
            "a resource that does not exist is resource_not_found");

    struct HasEveryKey : Sound {
        Result<void> add(std::string_view resource, CspSpecView spec) {
            (void)cluster.create_key("NODE1", spec);
            return cluster.add(resource, spec);
        }
    };
    catches(broken_rules<HasEveryKey>(),
            "a key container that does not exist is key_container_not_found");

    struct CallsEverythingMissing : Sound {
        Result<void> add(std::string_view resource, CspSpecView spec) {
            auto outcome = cluster.add(resource, spec);
            if (!outcome && outcome.error().code == Errc::key_not_exportable)
                return std::unexpected(Errc::key_container_not_found);
            return outcome;
        }
    };
    catches(broken_rules<CallsEverythingMissing>(),
            "a key that cannot be exported is key_not_exportable");

    struct RemovesWhatIsNotThere : Sound {
        RemovesWhatIsNotThere() { REQUIRE(cluster.configure({.refuse_unknown_remove = false})); }
    };
    catches(broken_rules<RemovesWhatIsNotThere>(),
            "removing a checkpoint that was not added is checkpoint_not_found");

    struct AddsTwice : Sound {
        AddsTwice() { REQUIRE(cluster.configure({.refuse_duplicate_add = false})); }
    };
    catches(broken_rules<AddsTwice>(), "adding a listed checkpoint is checkpoint_already_exists");

    struct ListsTheOtherWayRound : Sound {  // swaps present and absent
        Result<CheckpointList> list(std::string_view resource) {
            auto listing = cluster.list(resource);
            if (!listing) return listing;
            CheckpointList reversed;
            if (!contains(*listing, test_support::key))
                reversed.push_back(reported_checkpoint(to_checkpoint_name(test_support::key)));
            return reversed;
        }
    };
    catches(broken_rules<ListsTheOtherWayRound>(), "ensuring is idempotent");

    for (const auto& rule : detail::contract_rules<Sound>) {
        INFO(rule.text);
        CHECK(caught.contains(rule.text));
    }
}

TEST_CASE("check_backend_contract: a violation describes the observed behaviour", "[contract]") {
    struct Denied : Sound {
        Result<void> add(std::string_view, CspSpecView) {
            return std::unexpected(Errc::access_denied);
        }
    };
    const auto violations = check_backend_contract<Denied>([](auto use) {
        Denied backend;
        auto subject = subject_for(backend);
        use(subject);
    });
    const auto has = [&](std::string_view rule, std::string_view what) {
        return std::ranges::find(violations, ContractViolation{rule, std::string(what)}) !=
               violations.end();
    };
    CHECK(has("an added checkpoint is listed",
              "add failed with access_denied (access to the cluster was denied), should succeed"));
    CHECK(has("an added checkpoint is listed", "list has 0 entries, should have 1"));
    CHECK(has("an added checkpoint is listed", R"(list lacks 1\\Key)"));
    CHECK(has("a key that cannot be exported is key_not_exportable",
              "add failed with access_denied (access to the cluster was denied), should be "
              "key_not_exportable"));

    struct Careless : Sound {
        Result<void> add(std::string_view resource, CspSpecView spec) {
            (void)cluster.add(resource, spec);
            return {};
        }
    };
    const auto careless = check_backend_contract<Careless>([](auto use) {
        Careless backend;
        auto subject = subject_for(backend);
        use(subject);
    });
    CHECK(std::ranges::find(
              careless, ContractViolation{"adding a listed checkpoint is checkpoint_already_exists",
                                          "add succeeded, should be checkpoint_already_exists"}) !=
          careless.end());
}

TEST_CASE("check_backend_contract: a subject may have no unexportable key", "[contract]") {
    const auto violations = check_backend_contract<FailsAlways>([](auto use) {
        FailsAlways backend;
        auto subject = subject_for(backend);
        subject.unexportable_key.reset();
        use(subject);
    });
    CHECK(std::ranges::none_of(violations, [](const ContractViolation& violation) {
        return violation.rule == "a key that cannot be exported is key_not_exportable";
    }));
    CHECK_FALSE(violations.empty());
}
