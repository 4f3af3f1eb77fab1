// SPDX-License-Identifier: BSL-1.0
#include "failures.hpp"
#include <crypto_checkpoint/cluster/checkpoint_list.hpp>
#include <crypto_checkpoint/name/advice.hpp>
#include <crypto_checkpoint/testing/backend_contract.hpp>
#include <crypto_checkpoint/testing/gtest.hpp>
#include <crypto_checkpoint/testing/sample_names.hpp>

#include <gtest/gtest.h>

#include <vector>

// Assertions that fail. check_failures.py looks for the texts after "prints:" in the output.

using namespace failure_tests;

TEST(Failures, show_values) {
    Cluster cluster;

    // prints: Which is: { add 1\\K to 'SQL': success }
    // prints: Which is: { remove 1\\K from 'SQL': checkpoint_not_found }
    const Call removal{Operation::remove, "SQL", R"(1\\K)"};
    EXPECT_EQ(cluster.calls(), (std::vector<RecordedCall>{{removal, Errc::checkpoint_not_found}}));

    // prints: Which is: node_started
    // prints: Which is: key_restore_failed
    const auto events = cluster.state().events;
    EXPECT_EQ(events.front().kind, FakeEventKind::key_restore_failed);
    // prints: Which is: 1 node_started on NODE1
    EXPECT_EQ(events.front(), FakeEvent{});

    // prints: Which is: Online
    // prints: Which is: Offline
    EXPECT_EQ(cluster.state().resources.at("SQL").state, ResourceState::offline);
    // prints: Which is: unchanged
    // prints: Which is: changed
    EXPECT_EQ(Result<Ensured>(Ensured::unchanged), Ensured::changed);
    // prints: Which is: absent
    EXPECT_EQ(presence_in({}, R"(1\\K)"_csp), Presence::present);

    // prints: Which is: [1\\K]
    // prints: Which is: [1\\Other]
    const Result<CheckpointList> other = CheckpointList{reported_checkpoint(R"(1\\Other)")};
    EXPECT_EQ(cluster.list("SQL"), other);
    // prints: Which is: { 1\\K }
    EXPECT_EQ(*cluster.list("SQL"), CheckpointList{});

    // prints: Which is: key 1
    // prints: Which is: key 2
    EXPECT_EQ(*cluster.key_in("NODE1", R"(1\\K)"_csp), FakeKey{2});

    // prints: Which is: access_denied: resource 'SQL': access to the cluster was denied [ERROR_ACCESS_DENIED (5)]: ask an administrator
    // prints: Which is: success
    const Result<void> failed = std::unexpected(refused());
    EXPECT_EQ(failed, Result<void>());

    // prints: Which is: [provider_name_omitted]
    // prints: Which is: []
    EXPECT_EQ(advise(R"(1\\K)"_csp), AdviceList());
    // prints: Which is: add_node N
    EXPECT_EQ(fake::AddNode{"N"}, fake::AddNode{"O"});
}

TEST(Failures, show_violations) {
    // prints: an added checkpoint is listed: list failed with access_denied (resource 'SQL': access to the cluster was denied [ERROR_ACCESS_DENIED (5)]: ask an administrator), should succeed
    const auto on_new_subject = [](auto use) {
        Idle backend;
        const CspSpec key = R"(1\\K)"_csp.to_owned();
        ContractSubject<Idle> subject{backend, "SQL", "Web", "Nobody", key, key, key, key};
        use(subject);
    };
    EXPECT_EQ(check_backend_contract<Idle>(on_new_subject), std::vector<ContractViolation>{});
}

class EachName : public testing::TestWithParam<InvalidName<char>> {};

TEST_P(EachName, is_valid) { FAIL(); }

// prints: GetParam() = missing_separator: 1\K
INSTANTIATE_TEST_SUITE_P(Samples, EachName,
                         testing::Values(InvalidName<char>{R"(1\K)", Errc::missing_separator}));
