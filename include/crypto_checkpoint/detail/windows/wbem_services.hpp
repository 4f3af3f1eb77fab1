// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_DETAIL_WINDOWS_WBEM_SERVICES_HPP
#define CRYPTO_CHECKPOINT_DETAIL_WINDOWS_WBEM_SERVICES_HPP

#include <crypto_checkpoint/detail/windows/com_object.hpp>

#include <wbemcli.h>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail {

inline constexpr HRESULT wbem_not_supported = static_cast<HRESULT>(WBEM_E_NOT_SUPPORTED);

/// IWbemServices that offers nothing: whoever derives from it says what it does offer.
template <class... Others>
class NoWbemServices : public ComObject<IWbemServices, Others...> {
public:
    using In = const BSTR;
    using Flags = LONG;
    using Context = IWbemContext*;
    using Object = IWbemClassObject;
    using Sink = IWbemObjectSink*;
    using Pending = IWbemCallResult**;
    using List = IEnumWbemClassObject**;

#define CRYPTO_CHECKPOINT_NOT_OFFERED \
    override { return wbem_not_supported; }
    HRESULT STDMETHODCALLTYPE OpenNamespace(In, Flags, Context, IWbemServices**, Pending) noexcept
        CRYPTO_CHECKPOINT_NOT_OFFERED HRESULT STDMETHODCALLTYPE
        CancelAsyncCall(Sink) noexcept CRYPTO_CHECKPOINT_NOT_OFFERED HRESULT STDMETHODCALLTYPE
        QueryObjectSink(Flags, IWbemObjectSink**) noexcept CRYPTO_CHECKPOINT_NOT_OFFERED HRESULT
        STDMETHODCALLTYPE
        GetObject(In, Flags, Context, Object**,
                  Pending) noexcept CRYPTO_CHECKPOINT_NOT_OFFERED HRESULT STDMETHODCALLTYPE
        GetObjectAsync(In, Flags, Context,
                       Sink) noexcept CRYPTO_CHECKPOINT_NOT_OFFERED HRESULT STDMETHODCALLTYPE
        PutClass(Object*, Flags, Context,
                 Pending) noexcept CRYPTO_CHECKPOINT_NOT_OFFERED HRESULT STDMETHODCALLTYPE
        PutClassAsync(Object*, Flags, Context,
                      Sink) noexcept CRYPTO_CHECKPOINT_NOT_OFFERED HRESULT STDMETHODCALLTYPE
        DeleteClass(In, Flags, Context,
                    Pending) noexcept CRYPTO_CHECKPOINT_NOT_OFFERED HRESULT STDMETHODCALLTYPE
        DeleteClassAsync(In, Flags, Context,
                         Sink) noexcept CRYPTO_CHECKPOINT_NOT_OFFERED HRESULT STDMETHODCALLTYPE
        CreateClassEnum(In, Flags, Context,
                        List) noexcept CRYPTO_CHECKPOINT_NOT_OFFERED HRESULT STDMETHODCALLTYPE
        CreateClassEnumAsync(In, Flags, Context,
                             Sink) noexcept CRYPTO_CHECKPOINT_NOT_OFFERED HRESULT STDMETHODCALLTYPE
        PutInstance(Object*, Flags, Context,
                    Pending) noexcept CRYPTO_CHECKPOINT_NOT_OFFERED HRESULT STDMETHODCALLTYPE
        PutInstanceAsync(Object*, Flags, Context,
                         Sink) noexcept CRYPTO_CHECKPOINT_NOT_OFFERED HRESULT STDMETHODCALLTYPE
        DeleteInstance(In, Flags, Context,
                       Pending) noexcept CRYPTO_CHECKPOINT_NOT_OFFERED HRESULT STDMETHODCALLTYPE
        DeleteInstanceAsync(In, Flags, Context,
                            Sink) noexcept CRYPTO_CHECKPOINT_NOT_OFFERED HRESULT STDMETHODCALLTYPE
        CreateInstanceEnum(In, Flags, Context,
                           List) noexcept CRYPTO_CHECKPOINT_NOT_OFFERED HRESULT STDMETHODCALLTYPE
        CreateInstanceEnumAsync(In, Flags, Context, Sink) noexcept
        CRYPTO_CHECKPOINT_NOT_OFFERED HRESULT STDMETHODCALLTYPE
        ExecQuery(In, In, Flags, Context,
                  List) noexcept CRYPTO_CHECKPOINT_NOT_OFFERED HRESULT STDMETHODCALLTYPE
        ExecQueryAsync(In, In, Flags, Context,
                       Sink) noexcept CRYPTO_CHECKPOINT_NOT_OFFERED HRESULT STDMETHODCALLTYPE
        ExecNotificationQuery(In, In, Flags, Context,
                              List) noexcept CRYPTO_CHECKPOINT_NOT_OFFERED HRESULT STDMETHODCALLTYPE
        ExecNotificationQueryAsync(In, In, Flags, Context, Sink) noexcept
        CRYPTO_CHECKPOINT_NOT_OFFERED HRESULT STDMETHODCALLTYPE
        ExecMethod(In, In, Flags, Context, Object*, Object**,
                   Pending) noexcept CRYPTO_CHECKPOINT_NOT_OFFERED HRESULT STDMETHODCALLTYPE
        ExecMethodAsync(In, In, Flags, Context, Object*,
                        Sink) noexcept CRYPTO_CHECKPOINT_NOT_OFFERED
#undef CRYPTO_CHECKPOINT_NOT_OFFERED
};

}  // namespace detail
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
