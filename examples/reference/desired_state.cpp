// SPDX-License-Identifier: BSL-1.0
// Examples of the reference: desired state.

#include <crypto_checkpoint/crypto_checkpoint.hpp>
#include <crypto_checkpoint/text/fmt.hpp>

using namespace crypto_checkpoint;

int main() {
    FakeCluster cluster;
    cluster.add_node("NODE1").value();
    for (const char* resource : {"SQL Server", "SQL Agent", "Web"})
        cluster.add_resource(resource, "NODE1").value();
    for (const char* key : {R"(1\\Old)", R"(1\\New)", R"(1\\Web)"})
        cluster.create_key("NODE1", key).value();
    for (const char* resource : {"SQL Server", "Web"})
        cluster.add(resource, R"(1\\Old)"_csp).value();

    //! [desired]
    // Every resource of SQL has the new key and no other. What Web has besides may stay.
    const DesiredState desired{{.name = "SQL*",
                                .is_pattern = true,
                                .checkpoints = {R"(1\\New)"_csp.to_owned()},
                                .exact = true},
                               {.name = "Web", .checkpoints = {R"(1\\Web)"_csp.to_owned()}}};

    const Plan changes = plan(desired, cluster.resources().value());
    for (const ResourcePlan& resource : changes.resources)
        for (const PlannedCheckpoint& checkpoint : resource.checkpoints)
            fmt::print("{}: {} {}\n", resource.resource, to_string(checkpoint.action),
                       checkpoint.text);

    const Applied applied =
        apply(cluster, changes, OnFailure::stop,
              [](const std::string& resource, const PlannedCheckpoint& checkpoint,
                 const Result<Ensured>& result) {
                  if (!result)
                      fmt::print("{}: {}: {}\n", resource, checkpoint.text, result.error());
              });
    const PlanCount left = count(plan(desired, cluster.resources().value()));
    fmt::print("{} changed, {} left\n", applied.changed, left.add + left.remove);
    //! [desired]

    //! [export]
    const DesiredState now = desired_state_of(cluster.resources().value());
    //! [export]
    fmt::print("{} resources\n", now.size());

    //! [pattern]
    for (const char* pattern : {"sql*", "SQL Server"})
        fmt::print("{}: {}, {}\n", pattern, has_wildcard(pattern) ? "a pattern" : "a name",
                   matches_pattern("SQL Server", pattern) ? "matches" : "does not match");
    //! [pattern]
}
