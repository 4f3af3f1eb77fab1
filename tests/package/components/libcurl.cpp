// SPDX-License-Identifier: BSL-1.0
// The transport reports a refused connection.
#include <crypto_checkpoint/transport/libcurl_transport.hpp>

#include <cstdio>

using namespace crypto_checkpoint;

int main() {
    auto transport = LibcurlTransport::open({.url = "http://127.0.0.1:1/wsman"});
    const auto answer = transport ? transport->post("")
                                  : Result<TransportResponse>(std::unexpected(transport.error()));
    const bool is_unreachable = !answer && answer.error().code == Errc::cluster_unreachable;
    std::puts(answer ? "answered" : to_string(answer.error().code).data());
    return is_unreachable ? 0 : 1;
}
