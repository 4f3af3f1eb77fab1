// SPDX-License-Identifier: BSL-1.0
//! [program]
#include "protect.hpp"
#include <crypto_checkpoint/text/fmt.hpp>
#include <crypto_checkpoint/transport/libcurl_transport.hpp>
#include <crypto_checkpoint/wsman/wsman_backend.hpp>

int main(int argc, char** argv) {
    if (argc != 2) return 2;
    auto transport = LibcurlTransport::open({.url = argv[1]});
    if (!transport) {
        fmt::print("{}\n", transport.error());
        return 1;
    }
    WsmanBackend cluster{*std::move(transport), argv[1]};
    const auto done = protect(cluster);
    if (!done) {
        fmt::print("{}\n", done.error());
        return 1;
    }
    fmt::print("{}\n", *done == Ensured::changed ? "protected" : "already protected");
}
//! [program]
