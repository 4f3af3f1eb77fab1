// SPDX-License-Identifier: BSL-1.0
#include "checkpoints/list.hpp"

#include "checkpoints/checkpoint_row.hpp"
#include "console/text.hpp"
#include "sandbox/hints.hpp"
#include "sandbox/sandbox.hpp"
#include <crypto_checkpoint/cluster/cluster_resource.hpp>

namespace crypto_checkpoint::cli {
namespace {

void tell_of_nothing(Session& session, std::string_view pattern,
                     const std::vector<std::string>& matching, const FakeClusterState& state) {
    if (session.json) return;
    if (state.nodes.empty()) {
        session.out.print("{}\n", how_to_fill(session));
    } else if (matching.empty()) {
        session.out.write(pattern == "*"
                              ? "no resources\n"
                              : fmt::format("no resource matches {}\n", quoted_name(pattern)));
    } else {
        session.out.print("no checkpoints; to add one: {}\n",
                          how_to_add(session, matching.front(), state));
    }
}

}  // namespace

ExitStatus list_checkpoints(Session& session, std::string_view pattern) {
    auto sandbox = Sandbox::open_to_look(session);
    if (!sandbox) return print_sandbox_error(session, sandbox.error());
    const auto state = sandbox->state();
    if (!state) return print_sandbox_error(session, state.error());

    std::vector<std::string> matching;
    for (const std::string& name : names_of_resources(*state))
        if (matches_wildcard(name, pattern)) matching.push_back(name);
    if (matching.empty() && !has_wildcard(pattern) && !state->nodes.empty())
        return print_error(session, "cannot list " + quoted_name(pattern),
                           Error(Errc::resource_not_found),
                           hints_for_missing_resource(session, pattern, *state));

    std::vector<CheckpointRow> rows;
    for (const std::string& resource : matching) {
        auto listing = ClusterResource(*sandbox, resource).crypto_checkpoints();
        if (!listing)
            return print_error(session, "cannot list " + shell_quoted(resource), listing.error(),
                               hints_for_unreachable(session, *state));
        for (ReportedCheckpoint& checkpoint : *listing)
            rows.push_back({resource, std::move(checkpoint)});
    }
    if (rows.empty()) {
        tell_of_nothing(session, pattern, matching, *state);
        return ExitStatus::well;
    }
    write_rows(session, rows);
    return ExitStatus::well;
}

}  // namespace crypto_checkpoint::cli
