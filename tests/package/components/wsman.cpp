// SPDX-License-Identifier: BSL-1.0
#include <crypto_checkpoint/fake/fake_cluster.hpp>
#include <crypto_checkpoint/wsman/wsman_service.hpp>

#include <cstdio>

using namespace crypto_checkpoint;

int main() {
    FakeCluster cluster;
    WsmanService service{cluster};
    const WsmanResponse reply = service.handle("no message at all");
    std::printf("%d\n", reply.http_status);
    return reply.http_status == 400 && reply.body.find("Fault") != reply.body.npos ? 0 : 1;
}
