// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "support/small_cluster.hpp"
#include <crypto_checkpoint/testing/backend_contract.hpp>

namespace contract_tests {

using namespace crypto_checkpoint;

/// A backend that reaches a cluster populated by test_support::populate().
template <CheckpointBackend Backend>
ContractSubject<Backend> subject_for(Backend& backend) {
    using namespace test_support;
    return {.backend = backend,
            .resource = "SQL",
            .other_resource = "Web",
            .missing_resource = "Nobody",
            .key = CspSpecView(key).to_owned(),
            .other_key = CspSpecView(other_key).to_owned(),
            .missing_key = CspSpecView(missing_key).to_owned(),
            .unexportable_key = CspSpecView(fixed_key).to_owned()};
}

template <CheckpointBackend Backend, class Use>
void use_subject(Backend& backend, Use use) {
    auto subject = subject_for(backend);
    use(subject);
}

}  // namespace contract_tests
