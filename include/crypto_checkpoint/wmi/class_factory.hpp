// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_WMI_CLASS_FACTORY_HPP
#define CRYPTO_CHECKPOINT_WMI_CLASS_FACTORY_HPP

#include <crypto_checkpoint/wmi/detail/com_object.hpp>

#include <concepts>
#include <utility>

namespace crypto_checkpoint {
inline namespace v0 {

/// Makes the objects of a COM class: stores an interface of a new object in the pointer, as
/// QueryInterface does. It may throw.
/// @par Thread safety  called from any thread
template <class T>
concept ComObjectMaker = requires(T& make, REFIID wanted, void** found) {
    { make(wanted, found) } -> std::same_as<HRESULT>;
};

/// @cond
namespace detail {

template <ComObjectMaker Make>
class ClassFactory final : public ComObject<IClassFactory> {
public:
    explicit ClassFactory(Make make) : make_(std::move(make)) {}

    HRESULT STDMETHODCALLTYPE CreateInstance(IUnknown* outer, REFIID wanted,
                                             void** found) noexcept override {
        if (found == nullptr) return E_POINTER;
        *found = nullptr;
        if (outer != nullptr) return CLASS_E_NOAGGREGATION;
        return without_exceptions([&] { return make_(wanted, found); });
    }

    /// A lock counts as a living object.
    HRESULT STDMETHODCALLTYPE LockServer(BOOL lock) noexcept override {
        living_com_objects() += lock != FALSE ? 1 : -1;
        return S_OK;
    }

private:
    Make make_;
};

}  // namespace detail
/// @endcond

/// Implements DllGetClassObject of a DLL with a single class.
/// @param own           the class of the DLL
/// @param make          called for each object, from any thread
/// @param wanted        the requested class
/// @param interface_id  of the factory: IID_IClassFactory
/// @param found         receives the factory, or a null pointer
/// @return  S_OK; CLASS_E_CLASSNOTAVAILABLE, E_NOINTERFACE, E_POINTER, E_OUTOFMEMORY
/// @par Thread safety  a factory may be used concurrently if @p make may
/// @par Source  Microsoft Learn, DllGetClassObject, IClassFactory; from memory, and seen under Wine
/// @par Example
/// @snippet wmi_provider/provider_dll.cpp provider
template <ComObjectMaker Make>
HRESULT get_class_object(REFCLSID own, Make make, REFCLSID wanted, REFIID interface_id,
                         void** found) noexcept {
    if (found == nullptr) return E_POINTER;
    *found = nullptr;
    if (!IsEqualCLSID(own, wanted)) return CLASS_E_CLASSNOTAVAILABLE;
    return detail::without_exceptions([&] {
        return detail::new_com_object<detail::ClassFactory<Make>>(std::move(make))
            ->QueryInterface(interface_id, found);
    });
}

/// Implements DllCanUnloadNow: S_OK if no COM object of this library lives in this DLL and no lock is
/// held, otherwise S_FALSE.
/// @par Source  Microsoft Learn, DllCanUnloadNow; from memory, and seen under Wine
/// @par Example
/// @snippet wmi_provider/provider_dll.cpp provider
[[nodiscard]] inline HRESULT can_unload_now() noexcept {
    return detail::living_com_objects() == 0 ? S_OK : S_FALSE;
}

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
