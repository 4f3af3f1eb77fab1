// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_WMI_DETAIL_PROVIDER_OBJECTS_HPP
#define CRYPTO_CHECKPOINT_WMI_DETAIL_PROVIDER_OBJECTS_HPP

#include <crypto_checkpoint/cluster/backend.hpp>
#include <crypto_checkpoint/cluster/reported_resource.hpp>
#include <crypto_checkpoint/cluster/resource_provider.hpp>
#include <crypto_checkpoint/detail/ascii.hpp>
#include <crypto_checkpoint/detail/transcode.hpp>
#include <crypto_checkpoint/error/errc.hpp>
#include <crypto_checkpoint/error/error.hpp>
#include <crypto_checkpoint/error/native_error.hpp>
#include <crypto_checkpoint/wmi/detail/com_ptr.hpp>
#include <crypto_checkpoint/wmi/detail/variant.hpp>
#include <crypto_checkpoint/wmi/detail/wmi_object.hpp>

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail {

/// The enumerators are HRESULTs, but unsigned.
constexpr HRESULT hresult_of(WBEMSTATUS status) noexcept { return static_cast<HRESULT>(status); }

/// A failure with a code of WMI.
inline ProviderFailure wmi_failure(HRESULT result, std::string_view operation,
                                   std::string_view description) {
    const auto hresult = static_cast<std::uint32_t>(result);
    return {.code = errc_from_native({NativeDomain::hresult, hresult}),
            .hresult = hresult,
            .status_code = hresult,
            .error_type = ProviderFailure::Type::com,
            .description = std::string(description),
            .operation = std::string(operation),
            .parameter_info = {}};
}

/// The failure of a backend that threw. What it says may be a secret of the machine: it goes to the
/// debugger, not to the client. Without texts if memory is exhausted.
/// @param what  null if the exception says nothing
inline ProviderFailure failure_by_exception(HRESULT result, std::string_view operation,
                                            const char* what) noexcept {
    ::OutputDebugStringA("crypto_checkpoint: the backend threw: ");
    ::OutputDebugStringA(what == nullptr ? "no std::exception" : what);
    ::OutputDebugStringA("\n");
    try {
        return wmi_failure(result, operation, "the backend of the provider failed");
    } catch (...) {
        return {.code = Errc::outcome_unknown,
                .hresult = static_cast<std::uint32_t>(result),
                .status_code = static_cast<std::uint32_t>(result),
                .error_type = ProviderFailure::Type::com,
                .description = {},
                .operation = {},
                .parameter_info = {}};
    }
}

/// The namespace of a call, which contains the classes.
class ProviderNamespace {
public:
    /// @param context  of WMI's call, to be passed on with nested calls
    ProviderNamespace(ComPointer<IWbemServices> services, IWbemContext* context) noexcept
        : services_(std::move(services)), context_(context) {}

    [[nodiscard]] explicit operator bool() const noexcept { return services_ != nullptr; }

    HRESULT find_class(std::string_view name, WmiObject& found) const {
        ComPointer<IWbemClassObject> object;
        const HRESULT result = receive(object, [&](IWbemClassObject** out) {
            return services_->GetObject(bstr(name).get(), 0, context_, out, nullptr);
        });
        found = WmiObject(std::move(object));
        if (SUCCEEDED(result) && !found) return hresult_of(WBEM_E_NOT_FOUND);
        return result;
    }

    [[nodiscard]] ProviderResult<WmiObject> resource_class(std::string_view operation) const {
        WmiObject found;
        const HRESULT result = find_class("MSCluster_Resource", found);
        if (FAILED(result))
            return std::unexpected(
                wmi_failure(result, operation,
                            "the namespace of the provider has no class MSCluster_Resource"));
        return found;
    }

    /// An object for the output of a method; empty if it has no output parameters.
    [[nodiscard]] ProviderResult<WmiObject> output_of(const MethodDescription& method) const {
        constexpr std::string_view operation = "ExecMethod";
        auto type = resource_class(operation);
        if (!type) return type;
        WmiObject input;
        WmiObject output;
        WmiObject instance;
        HRESULT result = type->method(method.name, input, output);
        if (SUCCEEDED(result) && output) result = output.spawn(instance);
        if (FAILED(result))
            return std::unexpected(
                wmi_failure(result, operation, "the class does not have the method"));
        return instance;
    }

    /// A failure as MSCluster_ExtendedStatus; empty if that cannot be made, since the HRESULT suffices.
    /// Properties that the class lacks are left out.
    [[nodiscard]] WmiObject status_of(const ProviderFailure& failure) const noexcept {
        try {
            WmiObject type;
            WmiObject status;
            if (FAILED(find_class("MSCluster_ExtendedStatus", type)) || FAILED(type.spawn(status)))
                return {};
            (void)status.put("Description", failure.description);
            (void)status.put("Operation", failure.operation);
            (void)status.put("ParameterInfo", failure.parameter_info);
            (void)status.put("ProviderName", std::string("MS_CLUSTER_PROVIDER"));
            (void)status.put("StatusCode", static_cast<std::int32_t>(failure.status_code));
            (void)status.put("ErrorType", static_cast<std::int32_t>(failure.error_type));
            return status;
        } catch (...) {
            return {};
        }
    }

private:
    ComPointer<IWbemServices> services_;
    IWbemContext* context_;
};

/// @param type  MSCluster_Resource. Properties that it lacks, as in Windows Server 2008, are left out.
inline ProviderResult<WmiObject> instance_of(const WmiObject& type,
                                             const ReportedResource& resource,
                                             std::string_view operation) {
    WmiObject instance;
    HRESULT result = type.spawn(instance);
    if (SUCCEEDED(result)) result = instance.put("Name", resource.name);
    if (SUCCEEDED(result)) {
        std::vector<std::string> texts;
        for (const ReportedCheckpoint& checkpoint : resource.crypto_checkpoints)
            texts.push_back(checkpoint.text);
        result = instance.put("CryptoCheckpoints", std::move(texts));
    }
    if (FAILED(result))
        return std::unexpected(
            wmi_failure(result, operation, "the class MSCluster_Resource is not as documented"));
    if (!resource.owner_node.empty()) (void)instance.put("OwnerNode", resource.owner_node);
    if (!resource.owner_group.empty()) (void)instance.put("OwnerGroup", resource.owner_group);
    (void)instance.put("State", static_cast<std::int32_t>(resource.state));
    return instance;
}

inline const MethodDescription* find_method_in_any_case(std::string_view name) noexcept {
    for (const MethodDescription& method : provider_methods)
        if (equals_ignoring_ascii_case(method.name, name)) return &method;
    return nullptr;
}

/// Converts a WMI value to an argument; nothing if no parameter has its type.
struct ArgumentReader {
    using Value = std::optional<ProviderArgument::Value>;
    Value operator()(std::string&& text) const { return std::move(text); }
    Value operator()(std::int32_t number) const { return number; }
    Value operator()(std::vector<std::uint8_t>&& bytes) const { return std::move(bytes); }
    template <class Other>
    Value operator()(const Other&) const {
        return std::nullopt;
    }
};

/// The arguments of a method, with their original types; the provider checks them. Null counts as absent.
/// @param input  null if there are none
inline ProviderResult<std::vector<ProviderArgument>> arguments_in(const MethodDescription& method,
                                                                  IWbemClassObject* input) {
    std::vector<ProviderArgument> arguments;
    if (input == nullptr) return arguments;
    for (const ParameterDescription& parameter : method.parameters) {
        std::string name(parameter.name);
        Variant variant;
        const HRESULT got =
            input->Get(to_wide(name).c_str(), 0, variant.receive(), nullptr, nullptr);
        if (got == hresult_of(WBEM_E_NOT_FOUND)) continue;
        if (FAILED(got))
            return std::unexpected(wmi_failure(got, "ExecMethod", "the parameter " + name));
        if (variant.get()->vt == VT_BSTR && !is_well_formed(variant.get()->bstrVal))
            return std::unexpected(
                wmi_failure(hresult_of(WBEM_E_INVALID_METHOD_PARAMETERS), "ExecMethod",
                            "the parameter " + name + " is not well-formed UTF-16"));
        auto read = read_variant(*variant.get());
        if (read && std::holds_alternative<std::monostate>(*read)) continue;
        std::optional<ProviderArgument::Value> value;
        if (read) value = std::visit(ArgumentReader(), std::move(*read));
        if (!value)
            return std::unexpected(wmi_failure(hresult_of(WBEM_E_INVALID_METHOD_PARAMETERS),
                                               "ExecMethod",
                                               "the parameter " + name + " has another type"));
        arguments.push_back({std::move(name), std::move(*value)});
    }
    return arguments;
}

/// Stores the results of a method in its output object.
inline ProviderResult<WmiObject> filled_with(const WmiObject& output,
                                             const std::vector<ProviderArgument>& results) {
    for (const ProviderArgument& result : results) {
        const HRESULT put = std::visit(
            [&](const auto& value) { return output.put(result.name, value); }, result.value);
        if (FAILED(put))
            return std::unexpected(
                wmi_failure(put, "ExecMethod", "the output has no property " + result.name));
    }
    return WmiObject(referenced(output.get()));
}

}  // namespace detail
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
