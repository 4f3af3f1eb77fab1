// SPDX-License-Identifier: BSL-1.0
// The contract is worth something only if it can be broken: for each rule a backend that breaks it.
#include "subject.hpp"

#include <crypto_checkpoint/backends/fake_cluster.hpp>

#include <functional>

using namespace crypto_checkpoint;

namespace {

/// A fake cluster, some of whose functions are replaced.
struct Broken {
    explicit Broken(FakeCluster& fake) : cluster(&fake) {}

    Result<void> add(std::string_view resource, CspSpecView spec) {
        return on_add ? on_add(*cluster, resource, spec) : cluster->add(resource, spec);
    }
    Result<void> remove(std::string_view resource, CspSpecView spec) {
        return on_remove ? on_remove(*cluster, resource, spec) : cluster->remove(resource, spec);
    }
    Result<CheckpointList> list(std::string_view resource) {
        return on_list ? on_list(*cluster, resource) : cluster->list(resource);
    }

    FakeCluster* cluster;
    std::function<Result<void>(FakeCluster&, std::string_view, CspSpecView)> on_add{};
    std::function<Result<void>(FakeCluster&, std::string_view, CspSpecView)> on_remove{};
    std::function<Result<CheckpointList>(FakeCluster&, std::string_view)> on_list{};
};

/// Whether the contract says that a backend which was broken so breaks this rule.
template <class Break>
bool breaks(std::string_view rule, Break break_it) {
    const auto violations = check_backend_contract<Broken>([&](auto check) {
        FakeCluster cluster;
        Broken backend(cluster);
        break_it(backend);
        on_subject(cluster, backend, check);
    });
    return std::ranges::any_of(violations, [&](const auto& broken) { return broken.rule == rule; });
}

Result<void> well(FakeCluster&, std::string_view, CspSpecView) { return {}; }

/// Turns one error into another.
auto instead_of(Errc code, Errc other) {
    return [=](FakeCluster& cluster, std::string_view resource, CspSpecView spec) -> Result<void> {
        auto outcome = cluster.add(resource, spec);
        if (!outcome && outcome.error().code == code) return std::unexpected(Error(other));
        return outcome;
    };
}

/// Turns an error into a success.
auto hiding(Errc code) {
    return [=](FakeCluster& cluster, std::string_view resource, CspSpecView spec) -> Result<void> {
        auto outcome = cluster.add(resource, spec);
        if (!outcome && outcome.error().code == code) return {};
        return outcome;
    };
}

}  // namespace

TEST_CASE("a backend that is not broken breaks no rule") {
    CHECK(check_backend_contract<Broken>([](auto check) {
              FakeCluster cluster;
              Broken backend(cluster);
              on_subject(cluster, backend, check);
          }).empty());
}

TEST_CASE("a list that is never empty breaks the contract") {
    CHECK(breaks("a resource without checkpoints lists none", [](Broken& backend) {
        backend.on_list = [](FakeCluster&, std::string_view) -> Result<CheckpointList> {
            return CheckpointList{reported_checkpoint("1\\\\Ghost")};
        };
    }));
}

TEST_CASE("an add that does nothing breaks the contract") {
    CHECK(breaks("what was added is listed", [](Broken& backend) { backend.on_add = well; }));
}

TEST_CASE("a remove that does nothing breaks the contract") {
    CHECK(breaks("what was removed is not listed, and nothing else is gone",
                 [](Broken& backend) { backend.on_remove = well; }));
}

TEST_CASE("a remove that takes everything breaks the contract") {
    CHECK(breaks("what was removed is not listed, and nothing else is gone", [](Broken& backend) {
        backend.on_remove = [](FakeCluster& cluster, std::string_view resource,
                               CspSpecView) -> Result<void> {
            const auto listing = cluster.list(resource);
            if (!listing) return std::unexpected(listing.error());
            for (const auto& entry : *listing)
                if (auto removed = cluster.remove(resource, *entry.spec); !removed) return removed;
            return {};
        };
    }));
}

TEST_CASE("an add that works only once breaks the contract") {
    CHECK(breaks("what was removed can be added again", [](Broken& backend) {
        backend.on_add = [added = false](FakeCluster& cluster, std::string_view resource,
                                         CspSpecView spec) mutable -> Result<void> {
            if (std::exchange(added, true))
                return std::unexpected(Error(Errc::checkpoint_already_exists));
            return cluster.add(resource, spec);
        };
    }));
}

TEST_CASE("resources that share their checkpoints break the contract") {
    CHECK(breaks("the checkpoints of a resource are its own", [](Broken& backend) {
        backend.on_add = [](FakeCluster& cluster, std::string_view, CspSpecView spec) {
            return cluster.add("SQL", spec);
        };
    }));
}

TEST_CASE("another code for a missing resource breaks the contract") {
    CHECK(breaks("a resource that does not exist is resource_not_found", [](Broken& backend) {
        backend.on_add = instead_of(Errc::resource_not_found, Errc::object_not_found);
    }));
}

TEST_CASE("another code for a missing container breaks the contract") {
    CHECK(breaks("a key container that does not exist is key_container_not_found",
                 [](Broken& backend) {
                     backend.on_add =
                         instead_of(Errc::key_container_not_found, Errc::cluster_refused);
                 }));
}

TEST_CASE("a success with a key that cannot be exported breaks the contract") {
    CHECK(breaks("a key that cannot be exported is key_not_exportable",
                 [](Broken& backend) { backend.on_add = hiding(Errc::key_not_exportable); }));
}

TEST_CASE("a remove that always succeeds breaks the contract") {
    CHECK(breaks("removing what was not added is checkpoint_not_found",
                 [](Broken& backend) { backend.on_remove = well; }));
}

TEST_CASE("an add that always succeeds breaks the contract") {
    CHECK(breaks("adding what is there is checkpoint_already_exists", [](Broken& backend) {
        backend.on_add = hiding(Errc::checkpoint_already_exists);
    }));
}

TEST_CASE("a backend that cannot be ensured breaks the contract") {
    CHECK(breaks("ensuring is idempotent", [](Broken& backend) {
        backend.on_list = [](FakeCluster&, std::string_view) -> Result<CheckpointList> {
            return CheckpointList{};
        };
    }));
}
