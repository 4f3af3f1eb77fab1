// SPDX-License-Identifier: BSL-1.0
#include "clusapi_subject.hpp"
#include "support/catch.hpp"
#include "testing/subjects.hpp"
#include <crypto_checkpoint/cluster/retrying.hpp>
#include <crypto_checkpoint/testing/catch2.hpp>

using namespace contract_tests;
using namespace unit_tests;

TEST_CASE("ClusApiBackend: fulfils the contract", "[contract]") {
    for (const ClusApiOptions& options : {ClusApiOptions{}, ClusApiOptions{.cluster = "PROD"},
                                          ClusApiOptions{.cluster = "PROD", .host_node = "NODE2"}})
        require_backend_contract<TestedBackend>([&](auto use) {
            ClusApiSubject on(options);
            use_subject(on.backend, use);
        });
}

TEST_CASE("Retrying<ClusApiBackend>: fulfils the contract over a cluster that is often unreachable",
          "[contract]") {
    // Every second request fails without being executed, and is retried.
    using Backend = Retrying<TestedBackend&>;
    int repeated = 0;
    require_backend_contract<Backend>([&](auto use) {
        ClusApiSubject on;
        int requests = 0;
        on.stand_in.instead = [&](const ControlCall&) -> std::optional<ControlResult> {
            if (++requests % 2 == 0) return std::nullopt;
            return ControlResult{1727};  // RPC_S_CALL_FAILED_DNE
        };
        Backend backend(on.backend, {.wait = [](std::chrono::milliseconds) {}});
        use_subject(backend, use);
        repeated += requests / 2;
    });
    CHECK(repeated > 20);
}
