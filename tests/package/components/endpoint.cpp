// SPDX-License-Identifier: BSL-1.0
#include <crypto_checkpoint/server/http_endpoint.hpp>

#include <cstdio>

using namespace crypto_checkpoint;

int main() {
    auto endpoint = HttpEndpoint::listen(
        {.port = 0}, [](const HttpRequest&) { return HttpResponse{.status = 200}; });
    if (!endpoint) return 1;
    endpoint->start();
    std::puts(endpoint->url().c_str());
    return endpoint->stop() ? 0 : 1;
}
