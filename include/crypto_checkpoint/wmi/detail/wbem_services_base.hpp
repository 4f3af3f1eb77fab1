// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_WMI_DETAIL_WBEM_SERVICES_BASE_HPP
#define CRYPTO_CHECKPOINT_WMI_DETAIL_WBEM_SERVICES_BASE_HPP

#include <crypto_checkpoint/wmi/detail/com_object.hpp>

#include <wbemcli.h>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail {

inline constexpr HRESULT wbem_not_supported = static_cast<HRESULT>(WBEM_E_NOT_SUPPORTED);

/// IWbemServices whose methods all return WBEM_E_NOT_SUPPORTED.
template <class... Others>
class WbemServicesBase : public ComObject<IWbemServices, Others...> {
public:
    using In = const BSTR;
    using Flags = LONG;
    using Context = IWbemContext*;
    using Object = IWbemClassObject;
    using Sink = IWbemObjectSink*;
    using Pending = IWbemCallResult**;
    using List = IEnumWbemClassObject**;

#define CRYPTO_CHECKPOINT_NOT_SUPPORTED(...) \
    HRESULT STDMETHODCALLTYPE __VA_ARGS__ noexcept override { return wbem_not_supported; }
    CRYPTO_CHECKPOINT_NOT_SUPPORTED(OpenNamespace(In, Flags, Context, IWbemServices**, Pending));
    CRYPTO_CHECKPOINT_NOT_SUPPORTED(CancelAsyncCall(Sink));
    CRYPTO_CHECKPOINT_NOT_SUPPORTED(QueryObjectSink(Flags, IWbemObjectSink**));
    CRYPTO_CHECKPOINT_NOT_SUPPORTED(GetObject(In, Flags, Context, Object**, Pending));
    CRYPTO_CHECKPOINT_NOT_SUPPORTED(GetObjectAsync(In, Flags, Context, Sink));
    CRYPTO_CHECKPOINT_NOT_SUPPORTED(PutClass(Object*, Flags, Context, Pending));
    CRYPTO_CHECKPOINT_NOT_SUPPORTED(PutClassAsync(Object*, Flags, Context, Sink));
    CRYPTO_CHECKPOINT_NOT_SUPPORTED(DeleteClass(In, Flags, Context, Pending));
    CRYPTO_CHECKPOINT_NOT_SUPPORTED(DeleteClassAsync(In, Flags, Context, Sink));
    CRYPTO_CHECKPOINT_NOT_SUPPORTED(CreateClassEnum(In, Flags, Context, List));
    CRYPTO_CHECKPOINT_NOT_SUPPORTED(CreateClassEnumAsync(In, Flags, Context, Sink));
    CRYPTO_CHECKPOINT_NOT_SUPPORTED(PutInstance(Object*, Flags, Context, Pending));
    CRYPTO_CHECKPOINT_NOT_SUPPORTED(PutInstanceAsync(Object*, Flags, Context, Sink));
    CRYPTO_CHECKPOINT_NOT_SUPPORTED(DeleteInstance(In, Flags, Context, Pending));
    CRYPTO_CHECKPOINT_NOT_SUPPORTED(DeleteInstanceAsync(In, Flags, Context, Sink));
    CRYPTO_CHECKPOINT_NOT_SUPPORTED(CreateInstanceEnum(In, Flags, Context, List));
    CRYPTO_CHECKPOINT_NOT_SUPPORTED(CreateInstanceEnumAsync(In, Flags, Context, Sink));
    CRYPTO_CHECKPOINT_NOT_SUPPORTED(ExecQuery(In, In, Flags, Context, List));
    CRYPTO_CHECKPOINT_NOT_SUPPORTED(ExecQueryAsync(In, In, Flags, Context, Sink));
    CRYPTO_CHECKPOINT_NOT_SUPPORTED(ExecNotificationQuery(In, In, Flags, Context, List));
    CRYPTO_CHECKPOINT_NOT_SUPPORTED(ExecNotificationQueryAsync(In, In, Flags, Context, Sink));
    CRYPTO_CHECKPOINT_NOT_SUPPORTED(ExecMethod(In, In, Flags, Context, Object*, Object**, Pending));
    CRYPTO_CHECKPOINT_NOT_SUPPORTED(ExecMethodAsync(In, In, Flags, Context, Object*, Sink));
#undef CRYPTO_CHECKPOINT_NOT_SUPPORTED
};

}  // namespace detail
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
