// SPDX-License-Identifier: BSL-1.0
#include "sandbox/hints.hpp"

#include "support/catch.hpp"

#include <optional>
#include <string>

using namespace crypto_checkpoint;

// Another process may delete a resource after a command failed and before the hints are made.
TEST_CASE("sandbox hints: survive that the resource of the error is gone", "[cli]") {
    const cli::Context context;
    FakeClusterState state;
    state.nodes["NODE1"];
    const CspSpec name(unchecked, ProviderType(1), std::nullopt, "MyKey");
    for (const auto& row : detail::errc_table) {
        const Errc code = row.code;
        CAPTURE(to_string(code));
        (void)cli::hints_for_checkpoint(context, Error(code), "Gone", name, state);
        for (const FakeClusterCommand& command :
             {FakeClusterCommand(fake::BringOnline{"Gone"}),
              FakeClusterCommand(fake::MoveResource{"Gone", "NODE2"}),
              FakeClusterCommand(fake::CreateKey{"NODE2", name}),
              FakeClusterCommand(fake::DeleteKey{"NODE2", name})})
            (void)cli::hints_for_command(context, Error(code), command, state);
    }
    CHECK(cli::hints_for_checkpoint(context, Error(Errc::checkpoint_not_found), "Gone", name, state)
              .empty());
    CHECK(cli::hints_for_command(context, Error(Errc::restore_failed), fake::BringOnline{"Gone"},
                                 state)
              .empty());
    CHECK(cli::how_to_add(context, "Gone", state).empty());
}
