// SPDX-License-Identifier: BSL-1.0
#include "testing/subjects.hpp"
#include "wmi_subject.hpp"
#include <crypto_checkpoint/cluster/retrying.hpp>
#include <crypto_checkpoint/testing/catch2.hpp>

using namespace windows_tests;
using namespace contract_tests;

TEST_CASE("WmiBackend: fulfils the contract", "[contract]") {
    for (const bool is_immediate : {false, true})
        require_backend_contract<WmiBackend>([&](auto use) {
            WmiCluster on;
            on.stand_in.behaviour.is_immediate = is_immediate;
            WmiBackend backend = on.backend();
            use_subject(backend, use);
        });
}

TEST_CASE("Retrying<WmiBackend>: fulfils the contract over a cluster that is often unreachable",
          "[contract]") {
    // Every second request fails without being executed, and is retried.
    using Backend = Retrying<WmiBackend&>;
    int failed = 0;
    require_backend_contract<Backend>([&](auto use) {
        WmiCluster on;
        WmiBackend reached = on.backend();
        int requests = 0;
        on.stand_in.behaviour.fails_at_once = [&](const WmiCall&) -> std::optional<HRESULT> {
            if (++requests % 2 == 0) return std::nullopt;
            ++failed;
            return HRESULT_FROM_WIN32(RPC_S_CALL_FAILED_DNE);
        };
        Backend backend(reached, {.wait = [](std::chrono::milliseconds) {}});
        use_subject(backend, use);
    });
    CHECK(failed > 20);
}
