// SPDX-License-Identifier: BSL-1.0
// Snippets of the reference about Windows' own access to a cluster.

#include <crypto_checkpoint/clusapi/clusapi_dll.hpp>
#include <crypto_checkpoint/cluster/cluster_resource.hpp>
#include <crypto_checkpoint/name/literals.hpp>
#include <crypto_checkpoint/preflight/windows_crypto_api.hpp>
#include <crypto_checkpoint/text/fmt.hpp>
#include <crypto_checkpoint/wmi/com_initialization.hpp>
#include <crypto_checkpoint/wmi/wmi_backend.hpp>

using namespace crypto_checkpoint;

namespace {

//! [wmi]
Result<Ensured> protect_by_wmi(std::string_view key) {
    const auto com = ComInitialization::begin();  // outlives the backend
    if (!com) return std::unexpected(com.error());
    auto backend = WmiBackend::open();  // the cluster of this machine
    if (!backend) return std::unexpected(backend.error());
    return ClusterResource{*backend, "SQL Server"}.ensure_crypto_checkpoint(key);
}
//! [wmi]

//! [clusapi]
Result<Ensured> protect_by_clusapi(std::string_view key) {
    auto backend = clusapi_backend({.cluster = "PROD"});
    if (!backend) return std::unexpected(backend.error());
    return ClusterResource{*backend, "SQL Server"}.ensure_crypto_checkpoint(key);
}
//! [clusapi]

void look_first() {
    //! [preflight]
    WindowsCryptoApi api;
    const Preflight found = preflight(R"(1\\NoSuchContainer)"_csp, api);
    for (const PreflightFinding& finding : found.findings)
        fmt::print("{}: {}\n", to_string(finding), meaning(finding));
    //! [preflight]
}

}  // namespace

int main(int count, char** words) {
    // Wine has no cluster, and its clusapi.dll terminates the process.
    if (count == 3) {
        const std::string_view way = words[1];
        const auto done = way == "wmi" ? protect_by_wmi(words[2]) : protect_by_clusapi(words[2]);
        if (!done) fmt::print("{}\n", done.error());
        return done ? 0 : 1;
    }
    look_first();
}
