// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "wmi_stand_in.hpp"
#include <crypto_checkpoint/wmi/wmi_provider.hpp>

#include <utility>

namespace test_support {

/// Makes a provider over a backend, initialised as by WMI.
/// @return  null on failure
template <crypto_checkpoint::BackendOrReference Backend>
com::ComPointer<IWbemServices> initialised_provider(Backend&& backend, const WmiStandIn& stand_in) {
    struct InitSink final : com::ComObject<IWbemProviderInitSink> {
        HRESULT STDMETHODCALLTYPE SetStatus(LONG outcome, LONG) noexcept override {
            status = outcome;
            return WBEM_S_NO_ERROR;
        }
        LONG status = -1;
    };
    com::ComPointer<IWbemProviderInit> provider;
    const HRESULT made = com::receive(provider, [&](IWbemProviderInit** out) {
        return crypto_checkpoint::make_wmi_provider(std::forward<Backend>(backend),
                                                    __uuidof(IWbemProviderInit),
                                                    reinterpret_cast<void**>(out));
    });
    if (FAILED(made)) return nullptr;
    const auto sink = com::new_com_object<InitSink>();
    const com::Bstr scope = com::bstr(R"(root\MSCluster)");
    const HRESULT begun = provider->Initialize(nullptr, 0, scope.get(), nullptr,
                                               stand_in.for_provider().get(), nullptr, sink.get());
    if (FAILED(begun) || sink->status != WBEM_S_INITIALIZED) return nullptr;
    return com::query<IWbemServices>(*provider);
}

}  // namespace test_support
