// SPDX-License-Identifier: BSL-1.0
// A DLL that replaces WMI when registered as its locator: its namespace root\MSCluster is the sandbox
// CRYPTO_CHECKPOINT_WMI_SANDBOX, behind this library's provider.
#include "wmi/cluster_classes.hpp"
#include "wmi/initialised_provider.hpp"
#include <crypto_checkpoint/fake/journaled.hpp>
#include <crypto_checkpoint/wmi/class_factory.hpp>

#include <memory>
#include <string>

using namespace crypto_checkpoint;

namespace {

/// @return  null if there is no such sandbox
std::unique_ptr<test_support::WmiStandIn> over_sandbox() {
    const wchar_t* const path = ::_wgetenv(L"CRYPTO_CHECKPOINT_WMI_SANDBOX");
    if (path == nullptr) return nullptr;
    auto sandbox = JournaledFakeCluster::open(detail::to_utf8(path));
    if (!sandbox) return nullptr;
    auto stand_in = std::make_unique<test_support::WmiStandIn>(test_support::cluster_classes());
    stand_in->set_provider(test_support::initialised_provider(*std::move(sandbox), *stand_in));
    return stand_in;
}

HRESULT make(REFIID wanted, void** found) {
    static const std::unique_ptr<test_support::WmiStandIn> stand_in = over_sandbox();
    return stand_in ? test_support::make_locator(*stand_in, wanted, found) : E_FAIL;
}

}  // namespace

extern "C" __declspec(dllexport) HRESULT STDAPICALLTYPE DllGetClassObject(REFCLSID wanted,
                                                                          REFIID interface_id,
                                                                          void** found) {
    return get_class_object(__uuidof(WbemLocator), make, wanted, interface_id, found);
}

// Lives until the process ends.
extern "C" __declspec(dllexport) HRESULT STDAPICALLTYPE DllCanUnloadNow() { return S_FALSE; }
