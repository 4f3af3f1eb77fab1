// SPDX-License-Identifier: BSL-1.0
#include "subjects.hpp"
#include "support/catch.hpp"
#include "support/temporary_folder.hpp"
#include <crypto_checkpoint/cluster/any_backend.hpp>
#include <crypto_checkpoint/cluster/auditing.hpp>
#include <crypto_checkpoint/fake/journaled.hpp>
#include <crypto_checkpoint/testing/catch2.hpp>

using namespace contract_tests;
using test_support::TemporaryFolder;

TEST_CASE("JournaledFakeCluster: satisfies the backend contract", "[contract]") {
    require_backend_contract<JournaledFakeCluster>([](auto use) {
        const TemporaryFolder folder;
        auto cluster = JournaledFakeCluster::open(folder.file("cluster"));
        REQUIRE(cluster);
        REQUIRE(test_support::populate(*cluster));
        use_subject(*cluster, use);
    });
}

namespace {

/// Alternates between two instances on the same file.
class TakingTurns {
public:
    TakingTurns(JournaledFakeCluster& first, JournaledFakeCluster& second)
        : first_(first), second_(second) {}
    Result<void> add(std::string_view resource, CspSpecView spec) {
        return next().add(resource, spec);
    }
    Result<void> remove(std::string_view resource, CspSpecView spec) {
        return next().remove(resource, spec);
    }
    Result<CheckpointList> list(std::string_view resource) { return next().list(resource); }

private:
    JournaledFakeCluster& next() { return calls_++ % 2 == 0 ? first_ : second_; }
    JournaledFakeCluster& first_;
    JournaledFakeCluster& second_;
    std::size_t calls_ = 0;
};

}  // namespace

TEST_CASE("JournaledFakeCluster: two instances on a file satisfy the contract", "[contract]") {
    require_backend_contract<TakingTurns>([](auto use) {
        const TemporaryFolder folder;
        auto first = JournaledFakeCluster::open(folder.file("cluster"));
        auto second = JournaledFakeCluster::open(folder.file("cluster"));
        REQUIRE(first);
        REQUIRE(second);
        REQUIRE(test_support::populate(*first));
        TakingTurns backend(*first, *second);
        use_subject(backend, use);
    });
}

TEST_CASE("JournaledFakeCluster: satisfies the backend contract after reopening", "[contract]") {
    require_backend_contract<AnyBackend>([](auto use) {
        const TemporaryFolder folder;
        {
            auto cluster = JournaledFakeCluster::open(folder.file("cluster"));
            REQUIRE(cluster);
            REQUIRE(test_support::populate(*cluster));
        }
        auto cluster = JournaledFakeCluster::open(folder.file("cluster"));
        REQUIRE(cluster);
        Auditing audited{*cluster, [](const AuditRecord&) {}};
        AnyBackend backend(audited);
        use_subject(backend, use);
    });
}
