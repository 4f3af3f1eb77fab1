// SPDX-License-Identifier: BSL-1.0
// Runs the backend contract against the fake cluster and prints the result.
#include <crypto_checkpoint/fake/fake_cluster.hpp>
#include <crypto_checkpoint/name/literals.hpp>
#include <crypto_checkpoint/testing/backend_contract.hpp>
#include <crypto_checkpoint/text/fmt.hpp>

#include <fmt/format.h>

using namespace crypto_checkpoint;

int main() {
    const CspSpecView key = R"(1\\MyKey)"_csp;
    const CspSpecView other_key = R"(24\\OtherKey)"_csp;
    const CspSpecView missing_key = R"(1\\MissingKey)"_csp;
    const CspSpecView fixed_key = R"(1\\FixedKey)"_csp;
    int rules = 0;

    // called with a cluster that is made anew for each rule
    const auto violations = check_backend_contract<FakeCluster>([&](auto check) {
        FakeCluster cluster;
        (void)cluster.add_node("NODE1");
        (void)cluster.create_key("NODE1", key);
        (void)cluster.create_key("NODE1", other_key);
        (void)cluster.create_key("NODE1", fixed_key, {.exportable = false});
        (void)cluster.add_resource("Service", "NODE1");
        (void)cluster.add_resource("Other", "NODE1");
        ContractSubject<FakeCluster> subject{.backend = cluster,
                                             .resource = "Service",
                                             .other_resource = "Other",
                                             .missing_resource = "Nobody",
                                             .key = key.to_owned(),
                                             .other_key = other_key.to_owned(),
                                             .missing_key = missing_key.to_owned(),
                                             .unexportable_key = fixed_key.to_owned()};
        check(subject);
        ++rules;
    });

    for (const ContractViolation& violation : violations)
        fmt::print("broken: {}: {}\n", violation.rule, violation.what);
    fmt::print("{} with {}: {} rules, {} broken\n", "FakeCluster", key, rules, violations.size());
    return rules > 0 && violations.empty() ? 0 : 1;
}
