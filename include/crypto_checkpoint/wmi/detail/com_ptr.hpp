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

/// A reference to a COM object, counted once. Not the ComPtr of the Windows Runtime: that of mingw-w64
/// 10.0.0 counts what it takes over.
template <class Interface>
using ComPointer = std::unique_ptr<Interface, ComReleaser>;

/// One reference more to an object that somebody else holds. A null pointer stays one.
template <class Interface>
ComPointer<Interface> referenced(Interface* object) noexcept {
    if (object != nullptr) (void)object->AddRef();
    return ComPointer<Interface>(object);
}

/// Takes what a function hands out by its last parameter: `receive(p, [&](auto** out) { ... })`.
template <class Interface, class Call>
HRESULT receive(ComPointer<Interface>& target, Call call) {
    Interface* received = nullptr;
    const HRESULT result = call(&received);
    target.reset(received);
    return result;
}

/// Another interface of the same object; null where it has none.
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
