// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "class_object.hpp"
#include <crypto_checkpoint/wmi/detail/wbem_services_base.hpp>

#include <atomic>
#include <map>
#include <string>

namespace test_support {

/// A namespace with classes only, as WMI passes it to a provider.
/// @par Thread safety  may be used concurrently once its classes are added
class ClassNamespace final : public crypto_checkpoint::detail::WbemServicesBase<> {
public:
    std::map<std::string, crypto_checkpoint::detail::WmiObject> classes;
    std::atomic<IWbemContext*> last_context = nullptr;

    HRESULT STDMETHODCALLTYPE GetObject(const BSTR path, LONG, IWbemContext* context,
                                        IWbemClassObject** object,
                                        IWbemCallResult**) noexcept override {
        using namespace crypto_checkpoint::detail;
        return without_exceptions([&] {
            last_context = context;
            const auto found = classes.find(text_of(path));
            if (found == classes.end()) return static_cast<HRESULT>(WBEM_E_NOT_FOUND);
            *object = referenced(found->second.get()).release();
            return static_cast<HRESULT>(WBEM_S_NO_ERROR);
        });
    }
};

}  // namespace test_support
