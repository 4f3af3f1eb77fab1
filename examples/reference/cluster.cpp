// SPDX-License-Identifier: BSL-1.0
// Examples of the reference: backends, the fake cluster and the tools for tests.

#include <crypto_checkpoint/crypto_checkpoint.hpp>
#include <crypto_checkpoint/testing/backend_contract.hpp>
#include <crypto_checkpoint/testing/fault_injection.hpp>
#include <crypto_checkpoint/testing/gtest.hpp>
#include <crypto_checkpoint/text/fmt.hpp>

#include <sstream>
#include <vector>

using namespace crypto_checkpoint;

namespace {

void populate(FakeCluster& cluster) {
    //! [cluster]
    for (const char* node : {"NODE1", "NODE2"}) cluster.add_node(node).value();
    cluster.add_resource("SQL Server", "NODE1").value();
    cluster.create_key("NODE1", R"(1\\MyKey)"_csp).value();
    cluster.bring_online("SQL Server").value();
    //! [cluster]
}

void fail_over() {
    //! [failover]
    FakeCluster cluster;
    populate(cluster);
    ClusterResource resource{cluster, "SQL Server"};
    resource.add_crypto_checkpoint(R"(1\\MyKey)"_csp).value();

    cluster.crash_node("NODE1").value();
    const bool same =
        cluster.key_in("NODE2", R"(1\\MyKey)"_csp) == cluster.key_in("NODE1", R"(1\\MyKey)"_csp);
    const FakeClusterState now = cluster.state();
    fmt::print("the key on NODE2 is {}, the resource is {}\n", same ? "the same" : "another one",
               to_string(now.resources.at("SQL Server").state));
    //! [failover]
}

void command() {
    //! [commands]
    FakeCluster cluster;
    const std::vector<FakeClusterCommand> commands{
        fake::AddNode{"NODE1"}, fake::AddResource{"SQL Server", "SQL Server", "NODE1"},
        fake::BringOnline{"SQL Server"}};
    for (const FakeClusterCommand& command : commands) cluster.execute(command).outcome.value();
    //! [commands]

    //! [events]
    const FakeClusterState now = cluster.state();
    for (const FakeEvent& event : now.events)
        fmt::print("{}: {} {} on {}\n", event.sequence, to_string(event.kind), event.resource,
                   event.node);
    //! [events]
}

void use_restricted_rights() {
    //! [rights]
    FakeCluster cluster;
    populate(cluster);
    FakeClusterConnection reader = cluster.connect_read_only();
    const auto added = reader.add("SQL Server", R"(1\\MyKey)"_csp);
    fmt::print("{}, but {} entries are listed\n", to_string(added.error().code),
               reader.list("SQL Server")->size());
    //! [rights]
}

void use_other_settings() {
    //! [settings]
    FakeCluster cluster{{.refuse_duplicate_add = false}};
    populate(cluster);
    for (int i = 0; i != 2; ++i) cluster.add("SQL Server", R"(1\\MyKey)"_csp).value();
    fmt::print("added twice, listed {} time\n", cluster.list("SQL Server")->size());
    //! [settings]
}

//! [setting]
/// Default settings with the named one switched off.
FakeClusterSettings settings_without(std::string_view name) {
    FakeClusterSettings settings;
    if (const FakeClusterSetting* const known = find_fake_cluster_setting(name))
        settings.*known->value = false;
    return settings;
}
//! [setting]

void change_a_setting() {
    const FakeCluster cluster{settings_without("save_changed_keys")};
    fmt::print("changed keys are {}\n",
               cluster.state().settings.save_changed_keys ? "saved" : "lost");
}

void ensure() {
    //! [ensure]
    FakeCluster cluster;
    populate(cluster);
    ClusterResource resource{cluster, "SQL Server"};
    for (int i = 0; i != 2; ++i) {
        const auto ensured = resource.ensure_crypto_checkpoint(R"(1\\MyKey)");
        fmt::print("{}\n", ensured == Ensured::changed ? "changed" : "unchanged");
    }
    //! [ensure]
}

void retry_after_a_lost_response() {
    //! [retrying]
    FakeCluster cluster;
    populate(cluster);
    FaultInjecting faulty{cluster};
    faulty.inject({.strikes = nth_call(1), .lose_response = true});

    Retrying retrying{faulty, RetryPolicy{.first_delay = std::chrono::milliseconds(1)}};
    const auto added = retrying.add("SQL Server", R"(1\\MyKey)"_csp);
    fmt::print("{} after {} calls\n", added ? "added" : "failed", faulty.calls().size());
    //! [retrying]
}

void audit() {
    //! [auditing]
    FakeCluster cluster;
    populate(cluster);
    Auditing audited{cluster, [](const AuditRecord& record) {
                         fmt::print("{} {}: {}\n", to_string(record.call.operation),
                                    record.call.resource,
                                    record.error ? to_string(record.error->code) : "ok");
                     }};
    (void)audited.list("SQL Server");
    (void)audited.remove("SQL Server", R"(1\\MyKey)"_csp);
    //! [auditing]
}

void choose_at_run_time(bool retries) {
    //! [any]
    FakeCluster cluster;
    populate(cluster);
    AnyBackend backend = retries ? AnyBackend(Retrying{cluster}) : AnyBackend(cluster);
    fmt::print("{} checkpoints\n",
               ClusterResource{backend, "SQL Server"}.crypto_checkpoints()->size());
    //! [any]
}

void check_a_resource() {
    //! [resource_name]
    for (const std::wstring& name : {std::wstring(L"SQL Server"), std::wstring()})
        if (const auto valid = check_resource_name(name); !valid) fmt::print("{}\n", valid.error());
    //! [resource_name]
}

void read_a_listing() {
    //! [listing]
    const CheckpointList listing{reported_checkpoint(R"(1\OldKey)"), reported_checkpoint("?")};
    for (const ReportedCheckpoint& entry : listing)
        fmt::print("{}: {}\n", entry.text,
                   entry.spec ? fmt::format("{}", *entry.spec) : "not a name");
    //! [listing]

    //! [presence]
    const auto old_key = R"(1\\OldKey)"_csp;
    if (contains(listing, old_key))
        fmt::print("listed as {}\n", other_spellings(listing, old_key).front());
    if (presence_in(listing, R"(1\\OLDKEY)"_csp) == Presence::unclear)
        fmt::print("only the cluster knows whether case matters\n");
    //! [presence]
}

void show_values_in_googletest() {
    //! [gtest]
    FakeCluster cluster;
    std::ostringstream shown;  // as EXPECT_TRUE(cluster.list("A")) prints a failure
    PrintTo(cluster.list("A"), &shown);
    fmt::print("{}\n", shown.str());
    //! [gtest]
}

void read_codes() {
    //! [codes]
    const Errc code = errc_from_native({NativeDomain::win32, 2});  // ERROR_FILE_NOT_FOUND
    fmt::print("{}; for a listing {}\n", to_string(refine_for(Operation::remove, code)),
               to_string(refine_for(Operation::list, code)));
    for (const Errc failed : {Errc::timed_out, Errc::outcome_unknown})
        fmt::print("{}: {}\n", to_string(failed), is_retryable(failed) ? "retry" : "list first");
    //! [codes]
}

void check_the_contract() {
    //! [contract]
    const auto violations = check_backend_contract<FakeCluster>([](auto check) {
        FakeCluster cluster;
        cluster.add_node("NODE1").value();
        for (const char* resource : {"A", "B"}) cluster.add_resource(resource, "NODE1").value();
        for (const char* key : {R"(1\\Key)", R"(1\\Other)"})
            cluster.create_key("NODE1", key).value();
        cluster.create_key("NODE1", R"(1\\Stuck)", {.exportable = false}).value();
        ContractSubject<FakeCluster> subject{cluster,
                                             "A",
                                             "B",
                                             "Missing",
                                             R"(1\\Key)"_csp,
                                             R"(1\\Other)"_csp,
                                             R"(1\\Missing)"_csp,
                                             R"(1\\Stuck)"_csp};
        check(subject);
    });
    for (const ContractViolation& violation : violations)
        fmt::print("{}: {}\n", violation.rule, violation.what);
    //! [contract]
    fmt::print("{} violations\n", violations.size());
}

}  // namespace

int main() {
    fail_over();
    command();
    use_restricted_rights();
    use_other_settings();
    change_a_setting();
    ensure();
    retry_after_a_lost_response();
    audit();
    choose_at_run_time(true);
    check_a_resource();
    read_a_listing();
    read_codes();
    show_values_in_googletest();
    check_the_contract();
}
