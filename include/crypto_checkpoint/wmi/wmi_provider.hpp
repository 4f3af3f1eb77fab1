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

/// A WMI provider (instances and methods) of MSCluster_Resource over a backend: a COM object made by
/// make_wmi_provider(). No WMI host ever loaded it; tests call it as a host would, under Wine, which
/// verifies calls, threads, reference counts and objects.
///
/// | behaviour                                                | known from | source or reason           |
/// |----------------------------------------------------------|------------|----------------------------|
/// | Initialize reports WBEM_S_INITIALIZED, 0 to its sink     | from memory | IWbemProviderInit::Initialize |
/// | results by Indicate, then SetStatus(WBEM_STATUS_COMPLETE) once, failures included | from memory | IWbemObjectSink |
/// | SetStatus is called before the call returns              | chosen     | nothing runs afterwards; that it is allowed, from memory |
/// | a call with a null pointer, or before Initialize, fails by its return value only; any other returns the result of SetStatus | chosen | a result is reported once |
/// | a failure has an MSCluster_ExtendedStatus                | documented of the class; that it is SetStatus's object, from memory of __ExtendedStatus | the HRESULT only, if the class is not available |
/// | ProviderName is MS_CLUSTER_PROVIDER                      | chosen     | as a cluster's |
/// | instances are spawned from the class in the namespace; OwnerNode, OwnerGroup and State are left out if it lacks them | chosen | as before Windows Server 2012 |
/// | a method without output parameters indicates nothing; one with some always an object, with null for values not set | from memory; null is chosen | IWbemServices::ExecMethodAsync |
/// | the object for the output is made before the method is executed | chosen | a change whose result could not be reported is not started |
/// | a malformed path: WBEM_E_INVALID_OBJECT_PATH; another class: WBEM_E_INVALID_CLASS | chosen | the codes' names |
/// | names of classes, methods and parameters ignore ASCII case | from memory | of WMI in general         |
/// | unknown parameters are ignored                           | chosen     | an instance of the method's class cannot hold them |
/// | if a sink rejects an object, with WBEM_E_CALL_CANCELLED or another code, that code is the result | from memory for WBEM_E_CALL_CANCELLED, otherwise chosen | IWbemObjectSink::Indicate |
/// | CancelAsyncCall: WBEM_E_NOT_SUPPORTED                    | chosen     | a call has completed when its method returns |
/// | an exception of the backend: WBEM_E_PROVIDER_FAILURE, in a method WBEM_E_TRANSPORT_FAILURE | chosen | WmiBackend maps the latter to outcome_unknown |
/// | what an exception says goes to the debugger (OutputDebugString), not to the client | chosen | it may be a secret of the machine |
/// | a path or parameter with a lone surrogate is rejected    | chosen     | in UTF-8 it would be another name |
///
/// ResourceProvider maps the errors of the backend.
///
/// @tparam Backend  `Backend&` or `Backend`; as in ResourceProvider
/// @par Errors  reported to the sink: those of ResourceProvider, and as the table says
/// @par Thread safety  WMI calls it concurrently, so the backend must allow that, as FakeCluster and
///              JournaledFakeCluster do
/// @par Source  row by row in the table
/// @par Impersonation  None. WMI calls a provider on a thread that may impersonate the client, depending on
///              its registration (__Win32Provider.ImpersonationLevel; from memory). A backend that needs
///              the client's rights calls CoImpersonateClient itself.
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

    /// Serves the cluster of @p backend.
    explicit WmiProvider(Backend&& backend) : provider_(std::forward<Backend>(backend)) {}

    /// IWbemProviderInit: keeps @p services, to find classes, and reports completion to @p sink.
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

    /// IWbemServices: indicates the instance at @p path to @p sink.
    HRESULT STDMETHODCALLTYPE GetObjectAsync(In path, Flags, Context context,
                                             Sink sink) noexcept override {
        if (path == nullptr || sink == nullptr) return invalid_parameter;
        static constexpr Operation operation{"GetObject", WBEM_E_PROVIDER_FAILURE};
        return execute(*sink, context, operation, [&](const Scope& scope) -> Done {
            auto name = resource_at(path, operation);
            if (!name) return std::unexpected(std::move(name.error()));
            auto type = scope.resource_class(operation.name);
            if (!type) return std::unexpected(std::move(type.error()));
            const auto resource = provider_.get(*name);
            if (!resource) return std::unexpected(resource.error());
            return indicate(*sink, operation,
                            detail::instance_of(*type, *resource, operation.name));
        });
    }

    /// IWbemServices: indicates all instances to @p sink. @p class_name must be MSCluster_Resource.
    HRESULT STDMETHODCALLTYPE CreateInstanceEnumAsync(In class_name, Flags, Context context,
                                                      Sink sink) noexcept override {
        if (class_name == nullptr || sink == nullptr) return invalid_parameter;
        static constexpr Operation operation{"CreateInstanceEnum", WBEM_E_PROVIDER_FAILURE};
        return execute(*sink, context, operation, [&](const Scope& scope) -> Done {
            if (!is_resource_class(detail::text_of(class_name))) return no_such_class(operation);
            auto type = scope.resource_class(operation.name);
            if (!type) return std::unexpected(std::move(type.error()));
            const auto resources = provider_.enumerate();
            if (!resources) return std::unexpected(resources.error());
            for (const ReportedResource& resource : *resources)
                if (auto indicated = indicate(*sink, operation,
                                              detail::instance_of(*type, resource, operation.name));
                    !indicated)
                    return indicated;
            return {};
        });
    }

    /// IWbemServices: executes the method @p method_name of the instance at @p path, with the parameters
    /// in @p input (null: none), and indicates its output to @p sink.
    HRESULT STDMETHODCALLTYPE ExecMethodAsync(In path, In method_name, Flags, Context context,
                                              Object* input, Sink sink) noexcept override {
        if (path == nullptr || method_name == nullptr || sink == nullptr) return invalid_parameter;
        static constexpr Operation operation{"ExecMethod", WBEM_E_TRANSPORT_FAILURE};
        return execute(*sink, context, operation, [&](const Scope& scope) -> Done {
            auto name = resource_at(path, operation);
            if (!name) return std::unexpected(std::move(name.error()));
            const std::string spelled = detail::text_of(method_name);
            const MethodDescription* const method = detail::find_method_in_any_case(spelled);
            if (method == nullptr)
                return failed(WBEM_E_INVALID_METHOD, operation,
                              "MSCluster_Resource has no method " + spelled);
            auto arguments = detail::arguments_in(*method, input);
            if (!arguments) return std::unexpected(std::move(arguments.error()));
            const auto output = scope.output_of(*method);
            if (!output) return std::unexpected(output.error());
            const auto results = provider_.invoke(*name, *method, *arguments);
            if (!results) return std::unexpected(results.error());
            if (!*output) return {};
            return indicate(*sink, operation, detail::filled_with(*output, *results));
        });
    }

private:
    using Done = ProviderResult<void>;
    using Scope = detail::ProviderNamespace;

    static constexpr HRESULT invalid_parameter = detail::hresult_of(WBEM_E_INVALID_PARAMETER);

    struct Operation {
        std::string_view name;  ///< in MSCluster_ExtendedStatus
        WBEMSTATUS status_on_exception;
    };

    static std::unexpected<ProviderFailure> failed(WBEMSTATUS status, const Operation& operation,
                                                   std::string_view description) {
        return std::unexpected(
            detail::wmi_failure(detail::hresult_of(status), operation.name, description));
    }
    static std::unexpected<ProviderFailure> no_such_class(const Operation& operation) {
        return failed(WBEM_E_INVALID_CLASS, operation, "MSCluster_Resource is the only class here");
    }

    static bool is_resource_class(std::string_view name) noexcept {
        return detail::equals_ignoring_ascii_case(name, "MSCluster_Resource");
    }

    /// @return  the Name of the instance
    static ProviderResult<std::string> resource_at(BSTR path, const Operation& operation) {
        if (!detail::is_well_formed(path))
            return failed(WBEM_E_INVALID_OBJECT_PATH, operation,
                          "the path is not well-formed UTF-16");
        const std::string text = detail::text_of(path);
        auto read = detail::read_wmi_object_path(text);
        if (!read || !read->key)
            return failed(WBEM_E_INVALID_OBJECT_PATH, operation,
                          text + " is not the path of an instance");
        if (!is_resource_class(read->class_name)) return no_such_class(operation);
        if (!read->key_property.empty() &&
            !detail::equals_ignoring_ascii_case(read->key_property, "Name"))
            return failed(WBEM_E_INVALID_OBJECT_PATH, operation, "the key must be Name");
        return *std::move(read->key);
    }

    static Done indicate(IWbemObjectSink& sink, const Operation& operation,
                         const ProviderResult<detail::WmiObject>& made) {
        if (!made) return std::unexpected(made.error());
        IWbemClassObject* object = made->get();
        const HRESULT indicated = sink.Indicate(1, &object);
        if (FAILED(indicated))
            return std::unexpected(
                detail::wmi_failure(indicated, operation.name, "WMI rejected an object"));
        return {};
    }

    /// Executes @p act and reports the result to the sink.
    template <class Act>
    HRESULT execute(IWbemObjectSink& sink, IWbemContext* context, const Operation& operation,
                    Act act) noexcept {
        const Scope scope(services(), context);
        if (!scope) return detail::hresult_of(WBEM_E_UNEXPECTED);
        const Done result = catching_exceptions(operation, [&] { return act(scope); });
        const detail::WmiObject status =
            result ? detail::WmiObject() : scope.status_of(result.error());
        const auto hresult = result ? S_OK : static_cast<HRESULT>(result.error().hresult);
        return sink.SetStatus(WBEM_STATUS_COMPLETE, hresult, nullptr, status.get());
    }

    template <class Act>
    static Done catching_exceptions(const Operation& operation, Act act) noexcept {
        const HRESULT hresult = detail::hresult_of(operation.status_on_exception);
        try {
            return act();
        } catch (const std::exception& thrown) {
            return std::unexpected(
                detail::failure_by_exception(hresult, operation.name, thrown.what()));
        } catch (...) {
            return std::unexpected(detail::failure_by_exception(hresult, operation.name, nullptr));
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

/// Makes a WmiProvider, for a class factory: see get_class_object().
/// @param backend  the provider refers to a `Backend&`, and owns anything else
/// @param wanted   IID_IWbemProviderInit or another of its interfaces
/// @param found    receives the interface, or a null pointer
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
