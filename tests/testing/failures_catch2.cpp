// SPDX-License-Identifier: BSL-1.0
#include "failures.hpp"
#include "support/catch.hpp"
#include <crypto_checkpoint/cluster/checkpoint_list.hpp>
#include <crypto_checkpoint/name/advice.hpp>
#include <crypto_checkpoint/testing/catch2.hpp>
#include <crypto_checkpoint/testing/catch2_generators.hpp>

#include <string>
#include <vector>

// Assertions that fail. check_failures.py looks for the texts after "prints:" in the output.

using namespace failure_tests;

TEST_CASE("a failed assertion shows its values") {
    Cluster cluster;

    // prints: { add 1\\K to 'SQL': success } == { remove 1\\K from 'SQL': checkpoint_not_found }
    const Call removal{Operation::remove, "SQL", R"(1\\K)"};
    CHECK(cluster.calls() == std::vector<RecordedCall>{{removal, Errc::checkpoint_not_found}});

    // prints: node_started == key_restore_failed
    const auto events = cluster.state().events;
    CHECK(events.front().kind == FakeEventKind::key_restore_failed);
    // prints: 1 node_started on NODE1 == 0 node_started
    CHECK(events.front() == FakeEvent{});

    // prints: Online == Offline
    CHECK(cluster.state().resources.at("SQL").state == ResourceState::offline);
    // prints: unchanged == changed
    CHECK(Result<Ensured>(Ensured::unchanged) == Ensured::changed);
    // prints: absent == present
    CHECK(presence_in({}, R"(1\\K)"_csp) == Presence::present);

    // prints: [1\\K] == [1\\Other]
    const Result<CheckpointList> other = CheckpointList{reported_checkpoint(R"(1\\Other)")};
    CHECK(cluster.list("SQL") == other);
    // prints: { 1\\K } == { }
    CHECK(*cluster.list("SQL") == CheckpointList{});
    // prints: [1\\K] has the checkpoint 1\\Other
    CHECK_THAT(cluster.list("SQL"), HasCheckpoint(R"(1\\Other)"));

    // prints: key 1 == key 2
    CHECK(*cluster.key_in("NODE1", R"(1\\K)"_csp) == FakeKey{2});

    // prints: access_denied: resource 'SQL': access to the cluster was denied [ERROR_ACCESS_DENIED (5)]: ask an administrator
    const Result<void> failed = std::unexpected(refused());
    CHECK(failed);
    // prints: ask an administrator fails with timed_out
    CHECK_THAT(failed, FailsWith(Errc::timed_out));
    // prints: success fails with timed_out
    CHECK_THAT(Result<void>(), FailsWith(Errc::timed_out));

    // prints: [provider_name_omitted] == []
    CHECK(advise(R"(1\\K)"_csp) == AdviceList());
    // prints: missing_separator: 1\鍵 == missing_separator: 1\K
    CHECK(InvalidName<char16_t>{u"1\\\u9375", Errc::missing_separator} ==
          InvalidName<char16_t>{u"1\\K", Errc::missing_separator});
}

TEST_CASE("a violated contract shows the backend, the rule and what was expected") {
    // prints: an added checkpoint is listed: list failed with access_denied (resource 'SQL': access to the cluster was denied [ERROR_ACCESS_DENIED (5)]: ask an administrator), should succeed == satisfied
    // prints: adding a listed checkpoint is checkpoint_already_exists: add succeeded, should be checkpoint_already_exists == satisfied
    // prints: tests/testing/failures_catch2.cpp:
    const auto on_new_subject = [](auto use) {
        Idle backend;
        const CspSpec key = R"(1\\K)"_csp.to_owned();
        ContractSubject<Idle> subject{backend, "SQL", "Web", "Nobody", key, key, key, key};
        use(subject);
    };
    require_backend_contract<Idle>(on_new_subject);
}
