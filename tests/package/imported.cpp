// SPDX-License-Identifier: BSL-1.0
// Uses each group of names of the module. What it prints is not compared: it fails by its exit status.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

import crypto_checkpoint;

using namespace crypto_checkpoint;

namespace {

void check(bool is_true, const char* what) {
    if (is_true) return;
    std::puts(what);
    std::exit(1);
}

void check_names() {
    constexpr auto spec = R"(24\\K)"_csp;
    static_assert(spec.provider_type() == ProviderType(24));
    static_assert(check_checkpoint_name(R"(1\K)").error().code == Errc::missing_separator);
    check(parse_checkpoint_name(u"1\\Name\\a long key container of UTF-16").has_value(), "UTF-16");
    check(parse_checkpoint_name(std::string_view(R"(1\K)"), Dialect::tolerant).has_value(),
          "tolerant");
    check(suggest_correction(std::string_view("PROV_RSA_AES\\K")) == R"(24\\K)", "suggestion");
    check(advise(spec).size() == 1, "advice");
    check(find_known_provider_type(ProviderType(1))->constant == "PROV_RSA_FULL",
          "known provider types");
    check(std::hash<CspSpecView>()(spec) == std::hash<CspSpec>()(spec.to_owned()), "hash");
    check(
        explain(R"(1\K)", SyntaxError{Errc::missing_separator, {3, 0}}).starts_with("a backslash"),
        "explain");
    check(to_text(spec) == R"(24\\K)", "to_text");
}

void check_errors() {
    const std::error_code code = make_error_code(Errc::timed_out);
    check(code == make_error_condition(Condition::timed_out), "error_code");
    check(errc_from_name("access_denied") == Errc::access_denied, "errc_from_name");
    check(native_name(NativeCode{NativeDomain::win32, 5}) == "ERROR_ACCESS_DENIED", "native_name");
}

void check_clusters() {
    FakeCluster cluster;
    check(cluster.add_node("NODE1") && cluster.add_resource("SQL Server", "NODE1") &&
              cluster.create_key("NODE1", R"(1\\K)"_csp),
          "fake cluster");
    std::vector<AuditRecord> records;
    Auditing auditing{cluster, [&](const AuditRecord& record) { records.push_back(record); }};
    Retrying retrying{auditing, RetryPolicy{.first_delay = std::chrono::milliseconds(0)}};
    ClusterResource resource{retrying, "SQL Server"};
    check(resource.ensure_crypto_checkpoint(R"(1\\K)") == Ensured::changed, "ensure");
    check(resource.add_crypto_checkpoint(R"(1\\Other)").error() == Errc::key_container_not_found,
          "add");
    check(!records.empty(), "audit");
    AnyBackend any{cluster};
    const CheckpointList listing = any.list("SQL Server").value();
    check(contains(listing, R"(1\\K)"_csp), "list");
    check(presence_in(listing, R"(1\\K)"_csp) == Presence::present, "presence");
    check(cluster.execute(fake::CrashNode{"NODE1"}).outcome.has_value(), "commands");
    check(cluster.state().nodes.size() == 1, "state");
    check(matches_pattern("SQL Server", "SQL*"), "pattern");
}

}  // namespace

int main() {
    check_names();
    check_errors();
    check_clusters();
    std::puts(to_string(library_version).c_str());
}
