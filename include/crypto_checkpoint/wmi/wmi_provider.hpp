// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_WMI_WMI_PROVIDER_HPP
#define CRYPTO_CHECKPOINT_WMI_WMI_PROVIDER_HPP

#include <crypto_checkpoint/cluster/backend.hpp>
#include <crypto_checkpoint/cluster/reported_resource.hpp>
#include <crypto_checkpoint/cluster/resource_provider.hpp>
#include <crypto_checkpoint/detail/ascii.hpp>
#include <crypto_checkpoint/wmi/detail/com_ptr.hpp>
#include <crypto_checkpoint/wmi/detail/provider_objects.hpp>
#include <crypto_checkpoint/wmi/detail/variant.hpp>
#include <crypto_checkpoint/wmi/detail/wbem_services_base.hpp>
#include <crypto_checkpoint/wmi/detail/wmi_object.hpp>
#include <crypto_checkpoint/wmi/detail/wmi_object_path.hpp>

#include <wbemprov.h>

#include <exception>
#include <expected>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

namespace crypto_checkpoint {
inline namespace v0 {

/// Serves MSCluster_Resource over a backend to WMI: a COM object that a provider's class factory makes,
/// an instance provider and a method provider in one. Made by make_wmi_provider().
///
/// | behaviour                                                | known from | source or reason           |
/// |----------------------------------------------------------|------------|----------------------------|
/// | Initialize tells its sink WBEM_S_INITIALIZED, 0          | from memory | IWbemProviderInit::Initialize |
/// | results by Indicate, then SetStatus(WBEM_STATUS_COMPLETE) once, failures included | from memory | IWbemObjectSink |
/// | SetStatus is called before the call returns              | chosen     | nothing is left running; that it may be, from memory |
/// | a call with a null pointer, or before Initialize, is refused by its return value, and its sink hears nothing; any other returns what SetStatus returned | chosen | an outcome is told once |
/// | a failure comes with an MSCluster_ExtendedStatus         | documented of the class; that it is SetStatus's object, from memory of __ExtendedStatus | without one where that class cannot be had: the HRESULT stays |
/// | ProviderName is MS_CLUSTER_PROVIDER                      | chosen     | clients see what they would see of a cluster |
/// | instances are spawned from the class as its namespace has it, OwnerNode, OwnerGroup and State left out where it lacks them | chosen | before Windows Server 2012 it did |
/// | a method without output parameters indicates nothing; one that has some always an object, null what it did not set | from memory; what is null is chosen | IWbemServices::ExecMethodAsync |
/// | the object for the output is found before the method is carried out | chosen | a change whose result could not be told is not begun |
/// | no such path: WBEM_E_INVALID_OBJECT_PATH; another class: WBEM_E_INVALID_CLASS | chosen | the codes' names |
/// | names of classes, methods and parameters ignore ASCII case | from memory | of WMI in general         |
/// | whatever a method does not take is not looked at         | chosen     | an instance of its class cannot hold it |
/// | a sink that refuses an object, with WBEM_E_CALL_CANCELLED or otherwise, gets no more of them and that as the outcome | from memory of cancelling, otherwise chosen | IWbemObjectSink::Indicate |
/// | CancelAsyncCall: WBEM_E_NOT_SUPPORTED                    | chosen     | a call has ended before its method returns |
/// | a backend that throws: WBEM_E_PROVIDER_FAILURE; of a method WBEM_E_TRANSPORT_FAILURE | chosen | the latter is what this library reads as outcome_unknown |
///
/// What the failures of the backend become is said at ResourceProvider.
///
/// It was driven under Wine, by tests that call it as a host would: that calls, threads, reference
/// counts and objects fit together was seen there, and what a host does was not. No WMI host ever
/// loaded it.
///
/// @tparam Backend  `Backend&` or `Backend`; as in ResourceProvider
/// @par Errors  as outcomes that the sink is told: those of ResourceProvider, and as the table says
/// @par Thread safety  as that of the backend, which has to be safe: WMI calls from several threads at
///              once. FakeCluster and JournaledFakeCluster are.
/// @par Source  row by row in the table
/// @par Impersonation  None here. WMI calls a provider on a thread that may impersonate the client: its
///              registration says whether (__Win32Provider.ImpersonationLevel; from memory). A backend
///              that acts with the client's rights calls CoImpersonateClient itself.
/// @par Example  in a DLL:
/// @snippet wmi_provider/provider_dll.cpp provider
template <BackendOrReference Backend>
class WmiProvider final : public detail::WbemServicesBase<IWbemProviderInit> {
    using Base = detail::WbemServicesBase<IWbemProviderInit>;

public:
    using typename Base::Context;
    using typename Base::Flags;
    using typename Base::In;
    using typename Base::Object;
    using typename Base::Sink;

    /// Serves what @p backend reaches.
    explicit WmiProvider(Backend&& backend) : provider_(std::forward<Backend>(backend)) {}

    /// IWbemProviderInit: keeps @p services, to find classes by, and tells @p sink that it is ready.
    HRESULT STDMETHODCALLTYPE Initialize(LPWSTR, LONG, LPWSTR, LPWSTR, IWbemServices* services,
                                         IWbemContext*,
                                         IWbemProviderInitSink* sink) noexcept override {
        if (services == nullptr || sink == nullptr) return invalid_parameter;
        auto kept = detail::referenced(services);
        {
            const std::lock_guard lock(mutex_);
            services_.swap(kept);
        }
        return sink->SetStatus(WBEM_S_INITIALIZED, 0);
    }

    /// IWbemServices: tells @p sink of the instance at @p path.
    HRESULT STDMETHODCALLTYPE GetObjectAsync(In path, Flags, Context context,
                                             Sink sink) noexcept override {
        if (path == nullptr || sink == nullptr) return invalid_parameter;
        static constexpr Asked asked{"GetObject", WBEM_E_PROVIDER_FAILURE};
        return answer(*sink, context, asked, [&](const Scope& scope) -> Done {
            auto name = resource_at(path, asked);
            if (!name) return std::unexpected(std::move(name.error()));
            auto type = scope.resource_class(asked.operation);
            if (!type) return std::unexpected(std::move(type.error()));
            const auto resource = provider_.get(*name);
            if (!resource) return std::unexpected(resource.error());
            return indicate(*sink, asked, detail::instance_of(*type, *resource, asked.operation));
        });
    }

    /// IWbemServices: tells @p sink of all instances, where @p class_name is MSCluster_Resource.
    HRESULT STDMETHODCALLTYPE CreateInstanceEnumAsync(In class_name, Flags, Context context,
                                                      Sink sink) noexcept override {
        if (class_name == nullptr || sink == nullptr) return invalid_parameter;
        static constexpr Asked asked{"CreateInstanceEnum", WBEM_E_PROVIDER_FAILURE};
        return answer(*sink, context, asked, [&](const Scope& scope) -> Done {
            if (!is_resource_class(detail::text_of(class_name))) return no_such_class(asked);
            auto type = scope.resource_class(asked.operation);
            if (!type) return std::unexpected(std::move(type.error()));
            const auto resources = provider_.enumerate();
            if (!resources) return std::unexpected(resources.error());
            for (const ReportedResource& resource : *resources)
                if (auto taken = indicate(*sink, asked,
                                          detail::instance_of(*type, resource, asked.operation));
                    !taken)
                    return taken;
            return {};
        });
    }

    /// IWbemServices: carries the method @p method_name of the instance at @p path out, with the
    /// parameters that @p input holds (null: none), and tells @p sink what it returned.
    HRESULT STDMETHODCALLTYPE ExecMethodAsync(In path, In method_name, Flags, Context context,
                                              Object* input, Sink sink) noexcept override {
        if (path == nullptr || method_name == nullptr || sink == nullptr) return invalid_parameter;
        static constexpr Asked asked{"ExecMethod", WBEM_E_TRANSPORT_FAILURE};
        return answer(*sink, context, asked, [&](const Scope& scope) -> Done {
            auto name = resource_at(path, asked);
            if (!name) return std::unexpected(std::move(name.error()));
            const std::string spelled = detail::text_of(method_name);
            const MethodDescription* const method = detail::find_method_in_any_case(spelled);
            if (method == nullptr)
                return failed(WBEM_E_INVALID_METHOD, asked,
                              "MSCluster_Resource has no method " + spelled);
            auto arguments = detail::arguments_in(*method, input);
            if (!arguments) return std::unexpected(std::move(arguments.error()));
            const auto output = scope.output_of(*method);
            if (!output) return std::unexpected(output.error());
            const auto results = provider_.invoke(*name, method->name, *arguments);
            if (!results) return std::unexpected(results.error());
            if (!*output) return {};
            return indicate(*sink, asked, detail::filled_with(*output, *results));
        });
    }

private:
    using Done = ProviderResult<void>;
    using Scope = detail::ProviderNamespace;

    static constexpr HRESULT invalid_parameter = detail::hresult_of(WBEM_E_INVALID_PARAMETER);

    /// What WMI asks for, and what a backend that throws then comes to.
    struct Asked {
        std::string_view operation;  ///< as MSCluster_ExtendedStatus calls it
        WBEMSTATUS if_thrown;
    };

    static std::unexpected<ProviderFailure> failed(WBEMSTATUS status, const Asked& asked,
                                                   std::string_view description) {
        return std::unexpected(
            detail::wmi_failure(detail::hresult_of(status), asked.operation, description));
    }
    static std::unexpected<ProviderFailure> no_such_class(const Asked& asked) {
        return failed(WBEM_E_INVALID_CLASS, asked, "MSCluster_Resource is the only class here");
    }

    static bool is_resource_class(std::string_view name) noexcept {
        return detail::equals_ignoring_ascii_case(name, "MSCluster_Resource");
    }

    /// The Name of the instance at a path.
    static ProviderResult<std::string> resource_at(BSTR path, const Asked& asked) {
        const std::string text = detail::text_of(path);
        auto read = detail::read_wmi_object_path(text);
        if (!read || !read->key)
            return failed(WBEM_E_INVALID_OBJECT_PATH, asked, text + " names no instance");
        if (!is_resource_class(read->class_name)) return no_such_class(asked);
        if (!read->key_property.empty() &&
            !detail::equals_ignoring_ascii_case(read->key_property, "Name"))
            return failed(WBEM_E_INVALID_OBJECT_PATH, asked, "the key is Name");
        return *std::move(read->key);
    }

    static Done indicate(IWbemObjectSink& sink, const Asked& asked,
                         const ProviderResult<detail::WmiObject>& made) {
        if (!made) return std::unexpected(made.error());
        IWbemClassObject* object = made->get();
        const HRESULT taken = sink.Indicate(1, &object);
        if (FAILED(taken))
            return std::unexpected(
                detail::wmi_failure(taken, asked.operation, "WMI takes no more objects"));
        return {};
    }

    /// Does what is asked and tells the sink what came of it, once.
    template <class Act>
    HRESULT answer(IWbemObjectSink& sink, IWbemContext* context, const Asked& asked,
                   Act act) noexcept {
        const Scope scope(services(), context);
        if (!scope) return detail::hresult_of(WBEM_E_UNEXPECTED);
        const Done done = done_without_exceptions(asked, [&] { return act(scope); });
        const detail::WmiObject status = done ? detail::WmiObject() : scope.status_of(done.error());
        const auto outcome = done ? S_OK : static_cast<HRESULT>(done.error().hresult);
        return sink.SetStatus(WBEM_STATUS_COMPLETE, outcome, nullptr, status.get());
    }

    template <class Act>
    static Done done_without_exceptions(const Asked& asked, Act act) noexcept {
        const HRESULT result = detail::hresult_of(asked.if_thrown);
        try {
            return act();
        } catch (const std::exception& thrown) {
            return std::unexpected(
                detail::failure_by_exception(result, asked.operation, thrown.what()));
        } catch (...) {
            return std::unexpected(detail::failure_by_exception(result, asked.operation, {}));
        }
    }

    detail::ComPointer<IWbemServices> services() const noexcept {
        const std::lock_guard lock(mutex_);
        return detail::referenced(services_.get());
    }

    ResourceProvider<Backend> provider_;
    mutable std::mutex mutex_;
    detail::ComPointer<IWbemServices> services_;
};

/// Makes a provider, for a class factory: see get_class_object().
/// @param backend  kept by the provider: `Backend&` is referred to, anything else is moved in
/// @param wanted   IID_IWbemProviderInit or another of its interfaces
/// @param found    takes the interface, or a null pointer
/// @return  S_OK, E_NOINTERFACE, E_POINTER
/// @par Example
/// @snippet wmi_provider/provider_dll.cpp provider
template <BackendOrReference Backend>
HRESULT make_wmi_provider(Backend&& backend, REFIID wanted, void** found) {
    return detail::new_com_object<WmiProvider<Backend>>(std::forward<Backend>(backend))
        ->QueryInterface(wanted, found);
}

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
