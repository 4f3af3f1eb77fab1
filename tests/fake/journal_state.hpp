// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_TESTS_FAKE_JOURNAL_STATE_HPP
#define CRYPTO_CHECKPOINT_TESTS_FAKE_JOURNAL_STATE_HPP

#include "support/catch.hpp"
#include "support/described_state.hpp"
#include <crypto_checkpoint/fake/journaled.hpp>

#include <string>

namespace fake_tests {

using Journal = crypto_checkpoint::JournaledFakeCluster;

inline std::string state_of(Journal& journal) {
    const auto state = journal.state();
    REQUIRE(state);
    return test_support::described(*state);
}

/// The state for another instance on the file.
inline std::string read_state(const std::string& path) {
    auto journal = Journal::open(path);
    REQUIRE(journal);
    return state_of(*journal);
}

}  // namespace fake_tests

#endif
