// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_WMI_DETAIL_COM_PTR_HPP
#define CRYPTO_CHECKPOINT_WMI_DETAIL_COM_PTR_HPP

#include <crypto_checkpoint/detail/windows.hpp>

#include <objbase.h>
#include <unknwn.h>

#include <memory>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail {

struct ComReleaser {
    template <class Interface>
    void operator()(Interface* object) const noexcept {
        (void)object->Release();
    }
};

/// An owning reference to a COM object. Not the ComPtr of the Windows Runtime: that of mingw-w64 10.0.0
/// adds a reference when it attaches.
template <class Interface>
using ComPointer = std::unique_ptr<Interface, ComReleaser>;

/// Adds a reference to an object, which may be null.
template <class Interface>
ComPointer<Interface> referenced(Interface* object) noexcept {
    if (object != nullptr) (void)object->AddRef();
    return ComPointer<Interface>(object);
}

/// Receives an output parameter: `receive(p, [&](auto** out) { ... })`.
template <class Interface, class Call>
HRESULT receive(ComPointer<Interface>& target, Call call) {
    Interface* received = nullptr;
    const HRESULT result = call(&received);
    target.reset(received);
    return result;
}

/// Another interface of the same object, or null.
template <class Interface, class Object>
ComPointer<Interface> query(Object& object) noexcept {
    void* found = nullptr;
    if (FAILED(object.QueryInterface(__uuidof(Interface), &found))) return nullptr;
    return ComPointer<Interface>(static_cast<Interface*>(found));
}

}  // namespace detail
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
