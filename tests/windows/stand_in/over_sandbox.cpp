// SPDX-License-Identifier: BSL-1.0
// Starts the stand-in for clusapi.dll with the sandbox CRYPTO_CHECKPOINT_CLUSAPI_SANDBOX and repeats its
// changes there, to share them between processes. Linked into a separate DLL, beside clusapi.cpp.
#include "clusapi/clusapi_stand_in.hpp"
#include <crypto_checkpoint/detail/transcode.hpp>
#include <crypto_checkpoint/detail/windows.hpp>
#include <crypto_checkpoint/fake/journaled.hpp>

#include <cstdlib>
#include <memory>
#include <optional>
#include <string_view>

extern "C" test_support::ClusApiStandIn* crypto_checkpoint_new_stand_in();

namespace {

using namespace crypto_checkpoint;

/// The sandbox rejects what the stand-in rejects.
void do_it_there_too(JournaledFakeCluster& sandbox, const test_support::ControlCall& call) {
    using enum detail::ResourceControl;
    if (call.code == static_cast<std::uint32_t>(get_crypto_checkpoints)) return;
    const auto name = detail::read_control_text(call.input);
    if (!name) return;
    const auto spec = check_checkpoint_name(std::string_view(*name), Dialect::tolerant);
    if (!spec) return;
    const bool adds = call.code == static_cast<std::uint32_t>(add_crypto_checkpoint);
    (void)(adds ? sandbox.add(call.resource, *spec) : sandbox.remove(call.resource, *spec));
}

bool work_on_sandbox() {
    const wchar_t* const path = ::_wgetenv(L"CRYPTO_CHECKPOINT_CLUSAPI_SANDBOX");
    if (path == nullptr) return false;
    auto opened = JournaledFakeCluster::open(detail::to_utf8(path));
    if (!opened) return false;
    auto state = opened->state();
    if (!state) return false;
    test_support::ClusApiStandIn& stand_in = *crypto_checkpoint_new_stand_in();
    stand_in.cluster.set_state(*std::move(state));
    stand_in.afterwards =
        [sandbox = std::make_shared<JournaledFakeCluster>(std::move(*opened))](
            const test_support::ControlCall& call) -> std::optional<test_support::ControlResult> {
        do_it_there_too(*sandbox, call);
        return std::nullopt;
    };
    return true;
}

[[maybe_unused]] const bool is_on_sandbox = work_on_sandbox();

}  // namespace
