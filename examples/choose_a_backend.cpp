// SPDX-License-Identifier: BSL-1.0
// A backend that is chosen at run time, with retries and an audit log.

//! [open]
#include <crypto_checkpoint/crypto_checkpoint.hpp>
#include <crypto_checkpoint/text/diagnostic.hpp>

using namespace crypto_checkpoint;

/// The cluster that a configuration names.
Result<AnyBackend> open_backend(std::string_view kind) {
    if (kind != "fake")
        return std::unexpected(Error(Errc::unsupported, "there is no such backend"));
    FakeCluster cluster;
    if (auto added = cluster.add_node("NODE1"); !added) return std::unexpected(added.error());
    if (auto added = cluster.add_resource("SQL Server", "NODE1"); !added)
        return std::unexpected(added.error());
    if (auto added = cluster.create_key("NODE1", R"(1\\MyKey)"); !added)
        return std::unexpected(added.error());
    return cluster;  // moved: the AnyBackend owns it
}
//! [open]

//! [use]
/// Protects a key, whatever the backend is.
Result<Ensured> protect(AnyBackend& cluster, const std::wstring& service, const std::wstring& key) {
    Retrying retrying{cluster};
    Auditing audited{retrying, [](const AuditRecord& record) {
                         fmt::print("{}: {}\n", record.call,
                                    record.error ? to_string(record.error->code) : "done");
                     }};
    return ClusterResource{audited, service}.ensure_crypto_checkpoint(key);
}

int main() {
    Result<AnyBackend> cluster = open_backend("fake");
    if (!cluster) {
        fmt::print("{}\n", cluster.error());
        return 1;
    }
    for (const std::wstring key : {LR"(1\\MyKey)", LR"(1\MyKey)"})
        if (const auto done = protect(*cluster, L"SQL Server", key); !done)
            fmt::print("{}", render_diagnostic(key, done.error()));
    if (const auto resources = cluster->resources())
        for (const ReportedResource& one : *resources) fmt::print("{}\n", one);
}
//! [use]
