// SPDX-License-Identifier: BSL-1.0
// Adds a checkpoint to a resource of a real cluster.
//
// usage: example_wsman_backend URL

// NOLINTBEGIN(misc-use-internal-linkage): it stands for one that a header declares
//! [program]
#include <crypto_checkpoint/cluster/cluster_resource.hpp>
#include <crypto_checkpoint/name/literals.hpp>
#include <crypto_checkpoint/transport/libcurl_transport.hpp>
#include <crypto_checkpoint/wsman/wsman_backend.hpp>

#include <fmt/format.h>

using namespace crypto_checkpoint;
using namespace crypto_checkpoint::literals;

Result<Ensured> protect(const ClusterAddress& address) {
    auto transport = LibcurlTransport::open(address);
    if (!transport) return std::unexpected(transport.error());
    WsmanBackend backend{*std::move(transport), address.url};
    ClusterResource resource{backend, "SQL Server"};
    return resource.ensure_crypto_checkpoint(R"(1\\MyKey)"_csp);
}

int main(int argc, char** argv) {
    const auto done = protect({.url = argc > 1 ? argv[1] : "http://127.0.0.1:1/wsman"});
    fmt::print("{}\n", done ? "protected" : meaning(done.error().code));
}
//! [program]
// NOLINTEND(misc-use-internal-linkage)
