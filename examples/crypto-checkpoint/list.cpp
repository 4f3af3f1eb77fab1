// SPDX-License-Identifier: BSL-1.0
#include "list.hpp"

#include "hints.hpp"
#include "json_line.hpp"
#include "sandbox.hpp"
#include "table.hpp"
#include "text.hpp"
#include <crypto_checkpoint/cluster_resource.hpp>

namespace crypto_checkpoint::cli {
namespace {

struct Row {
    std::string resource;
    ReportedCheckpoint checkpoint;
};

std::string as_json(const Row& row) {
    JsonLine json;
    json.text("resource", row.resource).text("checkpoint", row.checkpoint.text);
    const auto& spec = row.checkpoint.spec;
    return json
        .number_or_null("provider_type",
                        spec ? std::optional(spec->provider_type().value()) : std::nullopt)
        .text_or_null("provider_name", spec ? spec->provider_name() : std::nullopt)
        .text_or_null("key_container", spec ? std::optional(spec->key_container()) : std::nullopt)
        .text_or_null("error", spec ? std::nullopt : std::optional(to_string(spec.error().code)))
        .line();
}

/// A checkpoint that is no name stands whole in the column of the key.
std::vector<std::string> as_cells(const Row& row) {
    const auto& spec = row.checkpoint.spec;
    if (!spec) return {row.resource, "?", "", row.checkpoint.text};
    return {row.resource, std::to_string(spec->provider_type().value()),
            std::string(spec->provider_name().value_or("")), std::string(spec->key_container())};
}

void tell_of_nothing(Session& session, std::string_view pattern,
                     const std::vector<std::string>& matching, const FakeClusterState& state) {
    if (session.json) return;
    if (state.nodes.empty()) {
        session.out.print("{}\n", how_to_fill(session));
    } else if (matching.empty()) {
        session.out.print("no resource matches {}\n", quoted_name(pattern));
    } else {
        session.out.print("no checkpoints; to add one: {}\n",
                          how_to_add(session, matching.front(), state));
    }
}

}  // namespace

ExitStatus list_checkpoints(Session& session, std::string_view pattern) {
    auto sandbox = Sandbox::open_to_look(session);
    if (!sandbox) return complain_of_sandbox(session, sandbox.error());
    const auto state = sandbox->state();
    if (!state) return complain_of_sandbox(session, state.error());

    std::vector<std::string> matching;
    for (const std::string& name : names_of_resources(*state))
        if (matches_wildcard(name, pattern)) matching.push_back(name);
    if (matching.empty() && !has_wildcard(pattern) && !state->nodes.empty())
        return complain(session, "cannot list " + quoted_name(pattern),
                        Error(Errc::resource_not_found),
                        hints_for_missing_resource(session, pattern, *state));

    std::vector<Row> rows;
    for (const std::string& resource : matching) {
        auto listing = ClusterResource(*sandbox, resource).crypto_checkpoints();
        if (!listing)
            return complain(session, "cannot list " + shell_quoted(resource), listing.error(),
                            hints_for_unreachable(session, *state));
        for (ReportedCheckpoint& checkpoint : *listing)
            rows.push_back({resource, std::move(checkpoint)});
    }
    if (rows.empty()) {
        tell_of_nothing(session, pattern, matching, *state);
        return ExitStatus::well;
    }
    if (session.json) {
        for (const Row& row : rows) session.out.write(as_json(row));
        return ExitStatus::well;
    }
    Table table({{"Resource"}, {"Type"}, {"Name"}, {"Key"}});
    for (const Row& row : rows) table.add(as_cells(row));
    session.out.write(table.with_headings());
    return ExitStatus::well;
}

}  // namespace crypto_checkpoint::cli
