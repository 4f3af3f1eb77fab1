// SPDX-License-Identifier: BSL-1.0
#include "wmi_stand_in.hpp"

#include <crypto_checkpoint/wmi/class_factory.hpp>
#include <crypto_checkpoint/wmi/detail/wmi_object_path.hpp>

#include <stdexcept>
#include <thread>
#include <utility>

namespace test_support {
namespace {

using namespace crypto_checkpoint::detail;

constexpr auto access_denied = static_cast<HRESULT>(WBEM_E_ACCESS_DENIED);
constexpr auto forever = static_cast<LONG>(WBEM_INFINITE);

/// A stand-in for a proxy, which checks its security.
template <class Base>
class Secured : public Base {
public:
    Secured(WmiBehaviour& behaviour, bool is_trusted) noexcept
        : behaviour_(behaviour), is_private_(is_trusted) {}

    HRESULT STDMETHODCALLTYPE QueryBlanket(IUnknown*, DWORD*, DWORD*, OLECHAR**, DWORD*, DWORD*,
                                           void**, DWORD*) noexcept override {
        return E_NOTIMPL;
    }
    HRESULT STDMETHODCALLTYPE SetBlanket(IUnknown*, DWORD, DWORD, OLECHAR*, DWORD level,
                                         DWORD impersonation, void* identity,
                                         DWORD) noexcept override {
        return without_exceptions([&] {
            is_private_ = level == RPC_C_AUTHN_LEVEL_PKT_PRIVACY &&
                          impersonation == RPC_C_IMP_LEVEL_IMPERSONATE;
            behaviour_.identities.push_back(given(static_cast<const COAUTHIDENTITY*>(identity)));
            return S_OK;
        });
    }
    HRESULT STDMETHODCALLTYPE CopyProxy(IUnknown*, IUnknown**) noexcept override {
        return E_NOTIMPL;
    }

protected:
    [[nodiscard]] bool is_private() const noexcept { return is_private_; }

private:
    static std::optional<WmiIdentityGiven> given(const COAUTHIDENTITY* identity) {
        if (identity == nullptr) return std::nullopt;
        if (identity->Flags != SEC_WINNT_AUTH_IDENTITY_UNICODE) return WmiIdentityGiven{};
        const auto text = [](const USHORT* units, ULONG count) {
            return crypto_checkpoint::detail::to_utf8(std::wstring(units, units + count));
        };
        return WmiIdentityGiven{text(identity->User, identity->UserLength),
                                text(identity->Domain, identity->DomainLength),
                                text(identity->Password, identity->PasswordLength)};
    }

    WmiBehaviour& behaviour_;
    std::atomic<bool> is_private_;
};

/// The result of a call.
struct Work {
    WmiCall call;
    ComPointer<CollectingSink> sink;
    WmiBehaviour* behaviour = nullptr;

    struct CallResult {
        HRESULT hresult = S_OK;
        WmiObject object;
        WmiObject explanation;
    };

    [[nodiscard]] std::optional<CallResult> wait_for(LONG milliseconds) const {
        if (behaviour->hangs && behaviour->hangs(call)) return std::nullopt;
        CallResult call_result;
        if (behaviour->fails_later)
            if (const auto failure = behaviour->fails_later(call)) {
                call_result.hresult = *failure;
                call_result.explanation = WmiObject(referenced(behaviour->explanation.get()));
                return call_result;
            }
        auto outcome = sink->wait_for(
            std::chrono::milliseconds(milliseconds == forever ? 1'000'000 : milliseconds));
        if (!outcome) return std::nullopt;
        call_result.hresult = outcome->result;
        call_result.explanation = std::move(outcome->status);
        if (behaviour->object) call_result.object = behaviour->object(call);
        if (!call_result.object && !outcome->objects.empty())
            call_result.object = std::move(outcome->objects.front());
        return call_result;
    }
};

/// Without an explanation, the error object of an earlier call remains.
void explain(const WmiObject& explanation) {
    if (!explanation) return;
    const auto info = query<IErrorInfo>(*explanation.get());
    (void)::SetErrorInfo(0, info.get());
}

class CallResult final : public Secured<ComObject<IWbemCallResult, IClientSecurity>> {
public:
    explicit CallResult(Work work) : Secured(*work.behaviour, false), work_(std::move(work)) {}

    HRESULT STDMETHODCALLTYPE GetCallStatus(LONG limit, LONG* status) noexcept override {
        return without_exceptions([&]() -> HRESULT {
            if (!is_private()) return access_denied;
            const auto& lost = work_.behaviour->loses_answer;
            const auto call_result = work_.wait_for(limit);
            if (!call_result) return WBEM_S_TIMEDOUT;
            if (const auto loss = lost ? lost(work_.call) : std::nullopt) return *loss;
            *status = call_result->hresult;
            return WBEM_S_NO_ERROR;
        });
    }
    HRESULT STDMETHODCALLTYPE GetResultObject(LONG limit,
                                              IWbemClassObject** object) noexcept override {
        return without_exceptions([&]() -> HRESULT {
            if (!is_private()) return access_denied;
            const auto call_result = work_.wait_for(limit == 0 ? 1 : limit);
            if (!call_result) return WBEM_S_TIMEDOUT;
            if (FAILED(call_result->hresult)) {
                explain(call_result->explanation);
                return call_result->hresult;
            }
            hand_out(call_result->object, object);
            return WBEM_S_NO_ERROR;
        });
    }
    HRESULT STDMETHODCALLTYPE GetResultString(LONG, BSTR*) noexcept override {
        return wbem_not_supported;
    }
    HRESULT STDMETHODCALLTYPE GetResultServices(LONG, IWbemServices**) noexcept override {
        return wbem_not_supported;
    }

private:
    Work work_;
};

class Enumeration final : public Secured<ComObject<IEnumWbemClassObject, IClientSecurity>> {
public:
    explicit Enumeration(Work work) : Secured(*work.behaviour, false), work_(std::move(work)) {}

    HRESULT STDMETHODCALLTYPE Next(LONG limit, ULONG wanted, IWbemClassObject** objects,
                                   ULONG* returned) noexcept override {
        return without_exceptions([&]() -> HRESULT {
            if (!is_private()) return access_denied;
            *returned = 0;
            std::this_thread::sleep_for(work_.behaviour->time_of_object);
            const auto call_result = work_.wait_for(limit);
            if (!call_result) return WBEM_S_TIMEDOUT;
            if (FAILED(call_result->hresult)) {
                explain(call_result->explanation);
                return call_result->hresult;
            }
            const auto outcome = work_.sink->wait_for(std::chrono::milliseconds(limit));
            if (!outcome) return WBEM_S_TIMEDOUT;
            for (; *returned != wanted && next_ != outcome->objects.size(); ++next_)
                hand_out(outcome->objects[next_], &objects[(*returned)++]);
            return *returned == wanted ? WBEM_S_NO_ERROR : WBEM_S_FALSE;
        });
    }
    HRESULT STDMETHODCALLTYPE Reset() noexcept override { return wbem_not_supported; }
    HRESULT STDMETHODCALLTYPE NextAsync(ULONG, IWbemObjectSink*) noexcept override {
        return wbem_not_supported;
    }
    HRESULT STDMETHODCALLTYPE Clone(IEnumWbemClassObject**) noexcept override {
        return wbem_not_supported;
    }
    HRESULT STDMETHODCALLTYPE Skip(LONG, ULONG) noexcept override { return wbem_not_supported; }

private:
    Work work_;
    std::size_t next_ = 0;
};

class Namespace final : public Secured<WbemServicesBase<IClientSecurity>> {
public:
    Namespace(WmiStandIn& stand_in, bool is_trusted)
        : Secured(stand_in.behaviour, is_trusted), stand_in_(stand_in) {}

    HRESULT STDMETHODCALLTYPE GetObject(const BSTR path, LONG flags, IWbemContext* context,
                                        IWbemClassObject** object,
                                        IWbemCallResult** result) noexcept override {
        return without_exceptions([&]() -> HRESULT {
            if (!is_private()) return access_denied;
            if (const WmiObject* const found = stand_in_.class_of(text_of(path))) {
                hand_out(*found, object);
                return WBEM_S_NO_ERROR;
            }
            if (!read_wmi_object_path(text_of(path)))
                return static_cast<HRESULT>(WBEM_E_INVALID_OBJECT_PATH);
            if (!read_wmi_object_path(text_of(path))->key || stand_in_.provider() == nullptr)
                return static_cast<HRESULT>(WBEM_E_NOT_FOUND);
            return hand_on(
                {"GetObject", text_of(path)}, flags,
                [&](IWbemObjectSink* sink) {
                    return stand_in_.provider()->GetObjectAsync(path, 0, context, sink);
                },
                object, result);
        });
    }

    HRESULT STDMETHODCALLTYPE ExecMethod(const BSTR path, const BSTR method, LONG flags,
                                         IWbemContext* context, IWbemClassObject* input,
                                         IWbemClassObject** output,
                                         IWbemCallResult** result) noexcept override {
        return without_exceptions([&]() -> HRESULT {
            if (!is_private()) return access_denied;
            return hand_on(
                {"ExecMethod", text_of(path), text_of(method)}, flags,
                [&](IWbemObjectSink* sink) {
                    return stand_in_.provider()->ExecMethodAsync(path, method, 0, context, input,
                                                                 sink);
                },
                output, result);
        });
    }

    HRESULT STDMETHODCALLTYPE CreateInstanceEnum(const BSTR name, LONG, IWbemContext* context,
                                                 IEnumWbemClassObject** list) noexcept override {
        return without_exceptions([&]() -> HRESULT {
            if (!is_private()) return access_denied;
            Work work = begin({"CreateInstanceEnum", text_of(name)});
            if (const auto failure = failing_at_once(work.call)) return *failure;
            const HRESULT begun =
                stand_in_.provider()->CreateInstanceEnumAsync(name, 0, context, work.sink.get());
            if (FAILED(begun)) return begun;
            *list = new_com_object<Enumeration>(std::move(work)).release();
            return WBEM_S_NO_ERROR;
        });
    }

private:
    Work begin(WmiCall call) {
        stand_in_.behaviour.seen.push_back(call);
        return {std::move(call), new_com_object<CollectingSink>(), &stand_in_.behaviour};
    }

    std::optional<HRESULT> failing_at_once(const WmiCall& call) {
        const WmiBehaviour& behaviour = stand_in_.behaviour;
        const auto failure = behaviour.fails_at_once ? behaviour.fails_at_once(call) : std::nullopt;
        if (failure) explain(behaviour.explanation);
        return failure;
    }

    template <class Ask>
    HRESULT hand_on(WmiCall call, LONG flags, Ask ask, IWbemClassObject** object,
                    IWbemCallResult** result) {
        Work work = begin(std::move(call));
        if (const auto failure = failing_at_once(work.call)) return *failure;
        const HRESULT begun = ask(work.sink.get());
        if (FAILED(begun)) return begun;
        const bool is_semisynchronous = (flags & WBEM_FLAG_RETURN_IMMEDIATELY) != 0;
        if (is_semisynchronous && !stand_in_.behaviour.is_immediate) {
            *result = new_com_object<CallResult>(std::move(work)).release();
            return WBEM_S_NO_ERROR;
        }
        const auto call_result = work.wait_for(forever);
        if (!call_result) return static_cast<HRESULT>(WBEM_E_TIMED_OUT);
        if (FAILED(call_result->hresult)) {
            explain(call_result->explanation);
            return call_result->hresult;
        }
        hand_out(call_result->object, object);
        return WBEM_S_NO_ERROR;
    }

    WmiStandIn& stand_in_;
};

class Locator final : public ComObject<IWbemLocator> {
public:
    explicit Locator(WmiStandIn& stand_in) : stand_in_(stand_in) {}

    HRESULT STDMETHODCALLTYPE ConnectServer(const BSTR scope, const BSTR user, const BSTR password,
                                            const BSTR, LONG, const BSTR, IWbemContext*,
                                            IWbemServices** services) noexcept override {
        return without_exceptions([&] {
            WmiConnectionMade made{text_of(scope), std::nullopt, std::nullopt};
            if (user != nullptr) made.user = text_of(user);
            if (password != nullptr) made.password = text_of(password);
            return stand_in_.connect(made, services);
        });
    }

private:
    WmiStandIn& stand_in_;
};

}  // namespace

WmiStandIn::WmiStandIn(std::vector<WmiObject> classes, std::string scope)
    : scope_(std::move(scope)) {
    for (WmiObject& one : classes) {
        std::string name = one.value_or_empty<std::string>("__CLASS");
        classes_.emplace(std::move(name), std::move(one));
    }
}

HRESULT make_locator(WmiStandIn& stand_in, REFIID wanted, void** found) {
    return new_com_object<Locator>(stand_in)->QueryInterface(wanted, found);
}

ReplacedLocator::ReplacedLocator(WmiStandIn& stand_in) {
    const auto make = [&stand_in](REFIID wanted, void** found) {
        return make_locator(stand_in, wanted, found);
    };
    const auto factory = new_com_object<ClassFactory<decltype(make)>>(make);
    if (FAILED(::CoRegisterClassObject(__uuidof(WbemLocator), factory.get(), CLSCTX_INPROC_SERVER,
                                       REGCLS_MULTIPLEUSE, &registration_)))
        throw std::runtime_error("the locator of WMI cannot be replaced");
}

ReplacedLocator::~ReplacedLocator() { (void)::CoRevokeClassObject(registration_); }

ComPointer<IWbemServices> WmiStandIn::for_provider() const {
    return new_com_object<Namespace>(const_cast<WmiStandIn&>(*this), true);
}

HRESULT WmiStandIn::connect(const WmiConnectionMade& connection, IWbemServices** services) {
    connections.push_back(connection);
    const bool is_remote = connection.scope.starts_with(R"(\\)");
    if (!connection.scope.ends_with(scope_)) return static_cast<HRESULT>(WBEM_E_INVALID_NAMESPACE);
    if (connection.user && !is_remote) return static_cast<HRESULT>(WBEM_E_LOCAL_CREDENTIALS);
    *services = new_com_object<Namespace>(*this, false).release();
    return WBEM_S_NO_ERROR;
}

const WmiObject* WmiStandIn::class_of(const std::string& path) const {
    const auto found = classes_.find(path);
    return found == classes_.end() ? nullptr : &found->second;
}

}  // namespace test_support
