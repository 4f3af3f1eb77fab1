// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "support/catch.hpp"
#include "support/described_state.hpp"
#include "support/small_cluster.hpp"
#include "support/temporary_folder.hpp"
#include <crypto_checkpoint/fake/journaled.hpp>

#include <chrono>
#include <string>

namespace fake_tests {

using namespace crypto_checkpoint;

using Journal = JournaledFakeCluster;

/// A folder for a test, and the path of a file that is not yet there.
struct InFolder {
    test_support::TemporaryFolder folder;
    std::string path = folder.file("cluster");
};

/// A new journal with the small cluster.
inline Result<Journal> populated(
    const std::string& path, std::chrono::milliseconds busy_timeout = std::chrono::seconds(10)) {
    auto journal = Journal::open(path, busy_timeout);
    REQUIRE(journal);
    REQUIRE(test_support::populate(*journal));
    return journal;
}

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
