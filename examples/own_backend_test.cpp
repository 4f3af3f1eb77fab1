// SPDX-License-Identifier: BSL-1.0
// A backend around another, and a test of the backend contract.

//! [around]
#include <crypto_checkpoint/crypto_checkpoint.hpp>
#include <crypto_checkpoint/testing/catch2.hpp>

using namespace crypto_checkpoint;

/// A cluster shared by several teams: the name of a team is the prefix of its resources.
template <CheckpointBackend Backend>
class OfTeam {
public:
    OfTeam(Backend& cluster, std::string team) : cluster_(cluster), team_(std::move(team)) {}

    Result<void> add(std::string_view resource, CspSpecView spec) {
        return cluster_.add(full_name(resource), spec);
    }
    Result<void> remove(std::string_view resource, CspSpecView spec) {
        return cluster_.remove(full_name(resource), spec);
    }
    Result<CheckpointList> list(std::string_view resource) {
        return cluster_.list(full_name(resource));
    }

private:
    [[nodiscard]] std::string full_name(std::string_view resource) const {
        return team_ + ' ' + std::string(resource);
    }

    Backend& cluster_;
    std::string team_;
};
static_assert(CheckpointBackend<OfTeam<FakeCluster>>);
//! [around]

//! [contract]
TEST_CASE("OfTeam: satisfies the backend contract") {
    using Backend = OfTeam<FakeCluster>;
    require_backend_contract<Backend>([](auto use) {
        FakeCluster cluster;
        REQUIRE(cluster.add_node("NODE1"));
        for (const char* resource : {"Payroll Service", "Payroll Archive"})
            REQUIRE(cluster.add_resource(resource, "NODE1"));
        for (const char* key : {R"(1\\Key)", R"(1\\Other Key)"})
            REQUIRE(cluster.create_key("NODE1", key));
        REQUIRE(cluster.create_key("NODE1", R"(1\\Fixed Key)"_csp, {.exportable = false}));

        Backend backend{cluster, "Payroll"};
        ContractSubject<Backend> subject{.backend = backend,
                                         .resource = "Service",
                                         .other_resource = "Archive",
                                         .missing_resource = "Nothing",
                                         .key = R"(1\\Key)"_csp,
                                         .other_key = R"(1\\Other Key)"_csp,
                                         .missing_key = R"(1\\Missing Key)"_csp,
                                         .unexportable_key = R"(1\\Fixed Key)"_csp};
        use(subject);
    });
}
//! [contract]
