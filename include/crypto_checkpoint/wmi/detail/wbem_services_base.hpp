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

/// IWbemServices that offers nothing: whoever derives from it says what it does offer.
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

/// A method that is not offered.
#define CRYPTO_CHECKPOINT_NOT_OFFERED(...) \
    HRESULT STDMETHODCALLTYPE __VA_ARGS__ noexcept override { return wbem_not_supported; }
    CRYPTO_CHECKPOINT_NOT_OFFERED(OpenNamespace(In, Flags, Context, IWbemServices**, Pending));
    CRYPTO_CHECKPOINT_NOT_OFFERED(CancelAsyncCall(Sink));
    CRYPTO_CHECKPOINT_NOT_OFFERED(QueryObjectSink(Flags, IWbemObjectSink**));
    CRYPTO_CHECKPOINT_NOT_OFFERED(GetObject(In, Flags, Context, Object**, Pending));
    CRYPTO_CHECKPOINT_NOT_OFFERED(GetObjectAsync(In, Flags, Context, Sink));
    CRYPTO_CHECKPOINT_NOT_OFFERED(PutClass(Object*, Flags, Context, Pending));
    CRYPTO_CHECKPOINT_NOT_OFFERED(PutClassAsync(Object*, Flags, Context, Sink));
    CRYPTO_CHECKPOINT_NOT_OFFERED(DeleteClass(In, Flags, Context, Pending));
    CRYPTO_CHECKPOINT_NOT_OFFERED(DeleteClassAsync(In, Flags, Context, Sink));
    CRYPTO_CHECKPOINT_NOT_OFFERED(CreateClassEnum(In, Flags, Context, List));
    CRYPTO_CHECKPOINT_NOT_OFFERED(CreateClassEnumAsync(In, Flags, Context, Sink));
    CRYPTO_CHECKPOINT_NOT_OFFERED(PutInstance(Object*, Flags, Context, Pending));
    CRYPTO_CHECKPOINT_NOT_OFFERED(PutInstanceAsync(Object*, Flags, Context, Sink));
    CRYPTO_CHECKPOINT_NOT_OFFERED(DeleteInstance(In, Flags, Context, Pending));
    CRYPTO_CHECKPOINT_NOT_OFFERED(DeleteInstanceAsync(In, Flags, Context, Sink));
    CRYPTO_CHECKPOINT_NOT_OFFERED(CreateInstanceEnum(In, Flags, Context, List));
    CRYPTO_CHECKPOINT_NOT_OFFERED(CreateInstanceEnumAsync(In, Flags, Context, Sink));
    CRYPTO_CHECKPOINT_NOT_OFFERED(ExecQuery(In, In, Flags, Context, List));
    CRYPTO_CHECKPOINT_NOT_OFFERED(ExecQueryAsync(In, In, Flags, Context, Sink));
    CRYPTO_CHECKPOINT_NOT_OFFERED(ExecNotificationQuery(In, In, Flags, Context, List));
    CRYPTO_CHECKPOINT_NOT_OFFERED(ExecNotificationQueryAsync(In, In, Flags, Context, Sink));
    CRYPTO_CHECKPOINT_NOT_OFFERED(ExecMethod(In, In, Flags, Context, Object*, Object**, Pending));
    CRYPTO_CHECKPOINT_NOT_OFFERED(ExecMethodAsync(In, In, Flags, Context, Object*, Sink));
#undef CRYPTO_CHECKPOINT_NOT_OFFERED
};

}  // namespace detail
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
