// SPDX-License-Identifier: BSL-1.0
#include "support/catch.hpp"
#include <crypto_checkpoint/cluster/backend.hpp>

#include <string_view>

using namespace crypto_checkpoint;

namespace {

struct WithoutList {
    Result<void> add(std::string_view, CspSpecView);
    Result<void> remove(std::string_view, CspSpecView);
};
struct WithAnotherResult {
    bool add(std::string_view, CspSpecView);
    Result<void> remove(std::string_view, CspSpecView);
    Result<CheckpointList> list(std::string_view);
};
struct Complete {
    Result<void> add(std::string_view, CspSpecView);
    Result<void> remove(std::string_view, CspSpecView);
    Result<CheckpointList> list(std::string_view);
};

static_assert(CheckpointBackend<Complete>);
static_assert(!CheckpointBackend<WithoutList>);
static_assert(!CheckpointBackend<WithAnotherResult>);
static_assert(!CheckpointBackend<const Complete>);
static_assert(!CheckpointBackend<int>);
static_assert(BackendOrReference<Complete> && BackendOrReference<Complete&> &&
              !BackendOrReference<const Complete&>);

}  // namespace

TEST_CASE("Operation: has stable names", "[cluster]") {
    CHECK(to_string(Operation::add) == "add");
    CHECK(to_string(Operation::remove) == "remove");
    CHECK(to_string(Operation::list) == "list");
    CHECK(to_string(static_cast<Operation>(9)) == "unknown");
}

TEST_CASE("is_retryable: accepts only codes that prove that nothing was executed", "[cluster]") {
    CHECK(is_retryable(Errc::cluster_unreachable));
    CHECK(is_retryable(Errc::timed_out));
    for (const Errc code : {Errc::outcome_unknown, Errc::access_denied, Errc::checkpoint_not_found,
                            Errc::checkpoint_already_exists, Errc::invalid_value})
        CHECK_FALSE(is_retryable(code));
}

TEST_CASE("refine_for: keeps a checkpoint code only for the operation that it fits", "[cluster]") {
    struct Row {
        Operation operation;
        Errc not_found;
        Errc already_exists;
    };
    for (const Row& row : {
             Row{Operation::add, Errc::object_not_found, Errc::checkpoint_already_exists},
             Row{Operation::remove, Errc::checkpoint_not_found, Errc::object_already_exists},
             Row{Operation::list, Errc::object_not_found, Errc::object_already_exists},
         }) {
        INFO(to_string(row.operation));
        CHECK((refine_for(row.operation, Errc::checkpoint_not_found) == row.not_found));
        CHECK((refine_for(row.operation, Errc::checkpoint_already_exists) == row.already_exists));
        CHECK((refine_for(row.operation, Errc::access_denied) == Errc::access_denied));
    }
}
