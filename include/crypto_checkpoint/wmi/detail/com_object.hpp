// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_WMI_DETAIL_COM_OBJECT_HPP
#define CRYPTO_CHECKPOINT_WMI_DETAIL_COM_OBJECT_HPP

#include <crypto_checkpoint/wmi/detail/com_ptr.hpp>

#include <atomic>
#include <new>
#include <utility>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail {

/// The number of COM objects of this module. Without any, a DLL may be unloaded.
inline std::atomic<long>& living_com_objects() noexcept {
    static std::atomic<long> count = 0;
    return count;
}

/// A reference-counted COM object that implements the interfaces it derives from. Made by
/// new_com_object().
template <class First, class... Others>
// NOLINTNEXTLINE(cppcoreguidelines-virtual-class-destructor): only Release() deletes
class ComObject : public First, public Others... {
public:
    ComObject() noexcept { ++living_com_objects(); }
    ComObject(const ComObject&) = delete;
    ComObject& operator=(const ComObject&) = delete;

    HRESULT STDMETHODCALLTYPE QueryInterface(REFIID wanted, void** found) noexcept override {
        if (found == nullptr) return E_POINTER;
        *found = nullptr;
        // Always the same base: COM compares objects by this pointer.
        if (IsEqualIID(wanted, __uuidof(IUnknown))) *found = static_cast<First*>(this);
        find<First>(wanted, found);
        (find<Others>(wanted, found), ...);
        if (*found == nullptr) return E_NOINTERFACE;
        (void)AddRef();
        return S_OK;
    }
    ULONG STDMETHODCALLTYPE AddRef() noexcept override { return ++references_; }
    ULONG STDMETHODCALLTYPE Release() noexcept override {
        const ULONG left = --references_;
        if (left == 0) delete this;
        return left;
    }

protected:
    virtual ~ComObject() { --living_com_objects(); }

private:
    template <class Interface>
    void find(REFIID wanted, void** found) noexcept {
        if (*found == nullptr && IsEqualIID(wanted, __uuidof(Interface)))
            *found = static_cast<Interface*>(this);
    }

    std::atomic<ULONG> references_ = 1;
};

template <class Object, class... Arguments>
ComPointer<Object> new_com_object(Arguments&&... arguments) {
    return ComPointer<Object>(new Object(std::forward<Arguments>(arguments)...));
}

/// Converts exceptions to HRESULTs: none may propagate to another module.
template <class Act>
HRESULT without_exceptions(Act act) noexcept {
    try {
        return act();
    } catch (const std::bad_alloc&) {
        return E_OUTOFMEMORY;
    } catch (...) {
        return E_FAIL;
    }
}

}  // namespace detail
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
