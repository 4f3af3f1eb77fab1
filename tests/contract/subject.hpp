// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_TESTS_CONTRACT_SUBJECT_HPP
#define CRYPTO_CHECKPOINT_TESTS_CONTRACT_SUBJECT_HPP

#include "support/catch.hpp"
#include "support/small_cluster.hpp"

#include <crypto_checkpoint/testing/backend_contract.hpp>

/// Calls `check` with a backend on a cluster that has what the contract asks for.
template <class Backend, class Cluster, class Check>
void on_subject(Cluster& cluster, Backend& backend, Check check) {
    using namespace crypto_checkpoint;
    using namespace test_support;
    REQUIRE(furnish(cluster));
    ContractSubject<Backend> subject{backend,           "SQL",
                                     "Web",             "No Such Resource",
                                     key.to_owned(),    other_key.to_owned(),
                                     missing_key.to_owned(), fixed_key.to_owned()};
    check(subject);
}

#endif
