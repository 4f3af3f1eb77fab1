// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "support/catch.hpp"
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

/// Each backend of the library names the resource of a failed call. The contract leaves that to a backend: one
/// that has other names inside may tell those.
template <CheckpointBackend Backend>
void check_errors_name_the_resource(ContractSubject<Backend>& on) {
    for (const std::string& name : {on.missing_resource, std::string("S\0L", 3)}) {
        CHECK(on.backend.add(name, on.key).error().resource == name);
        CHECK(on.backend.remove(name, on.key).error().resource == name);
        CHECK(on.backend.list(name).error().resource == name);
    }
    CHECK(on.backend.add(on.resource, on.missing_key).error().resource == on.resource);
    CHECK(on.backend.remove(on.resource, on.missing_key).error().resource == on.resource);
}

template <CheckpointBackend Backend, class Use>
void use_subject(Backend& backend, Use use) {
    auto subject = subject_for(backend);
    use(subject);
    check_errors_name_the_resource(subject);
}

}  // namespace contract_tests
