// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_WSMAN_DETAIL_PROVIDER_CODEC_HPP
#define CRYPTO_CHECKPOINT_WSMAN_DETAIL_PROVIDER_CODEC_HPP

#include <crypto_checkpoint/cluster/detail/extended_status.hpp>
#include <crypto_checkpoint/cluster/resource_provider.hpp>
#include <crypto_checkpoint/error/errc.hpp>
#include <crypto_checkpoint/wsman/detail/message.hpp>
#include <crypto_checkpoint/wsman/detail/service_fault.hpp>
#include <crypto_checkpoint/wsman/detail/xml.hpp>

#include <algorithm>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// @file
/// Failures and arguments of the provider as CIM properties: what only the service needs.

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail::wsman {

/// The path of an instance, as WMI writes it in ParameterInfo.
/// @par Source  Microsoft Learn, WMI object paths: backslashes and quotes are escaped
inline std::string object_path(std::string_view resource) {
    std::string path = std::string(resource_class) + ".Name=\"";
    for (const char letter : resource) {
        if (letter == '\\' || letter == '"') path += '\\';
        path += letter;
    }
    return path += '"';
}

/// The fault of a resource that does not exist, or of another failure of the provider.
/// @param resource  that the request names; may be empty
inline Fault fault_of(const ProviderFailure& failure, std::string_view resource) {
    if (failure.code == Errc::resource_not_found)
        return explained_by_wmi(rejected(fault_kind::no_instance, failure.description,
                                         fault_detail::invalid_resource_uri),
                                failure.operation, object_path(resource))
            .error()
            .fault;
    Fault fault;
    const bool is_denied = failure.code == Errc::access_denied;
    fault.is_sender_fault = is_denied;
    fault.subcode = is_denied ? "AccessDenied" : "InternalError";
    fault.reason = failure.description;
    fault.code = failure.hresult;
    fault.provider_code = failure.hresult;
    fault.provider_message = fault.reason;
    fault.extended_status =
        ExtendedStatus{.class_name = "MSCluster_ExtendedStatus",
                       .description = fault.reason,
                       .operation = failure.operation,
                       .parameter_info = failure.parameter_info,
                       .provider_name = "MS_CLUSTER_PROVIDER",
                       .status_code = failure.status_code,
                       .error_type = static_cast<std::uint32_t>(failure.error_type)};
    return fault;
}

/// The arguments of a method, with the types of its parameters. Unknown parameters are text; the
/// provider rejects them.
/// @param method  nullptr if there is no such method
/// @return  or why they are rejected
inline std::expected<std::vector<ProviderArgument>, std::string> arguments_of(
    const MethodDescription* method, const Invoke& invoke) {
    std::vector<ProviderArgument> arguments;
    for (const Property& property : invoke.arguments) {
        ParameterType type = ParameterType::text;
        if (method != nullptr)
            for (const ParameterDescription& parameter : method->parameters)
                if (parameter.name == property.name) type = parameter.type;
        if (property.has_elements)
            return std::unexpected(property.name + " contains elements instead of text");
        if (!property.value) continue;  // nil counts as absent
        if (type == ParameterType::text) {
            arguments.push_back({property.name, *property.value});
        } else if (type == ParameterType::number) {
            const auto number = number_in<std::int32_t>(*property.value);
            if (!number) return std::unexpected(property.name + " is not a number of 32 bits");
            arguments.push_back({property.name, *number});
        } else {
            const auto byte = number_in<std::uint8_t>(*property.value);
            if (!byte)
                return std::unexpected(property.name + " contains something other than bytes");
            auto known = std::ranges::find(arguments, property.name, &ProviderArgument::name);
            if (known == arguments.end())
                known = arguments.insert(known, {property.name, std::vector<std::uint8_t>()});
            std::get<std::vector<std::uint8_t>>(known->value).push_back(*byte);
        }
    }
    return arguments;
}

inline std::vector<Property> properties_of(const std::vector<ProviderArgument>& outputs) {
    std::vector<Property> properties;
    for (const ProviderArgument& output : outputs) {
        if (const auto* const text = std::get_if<std::string>(&output.value))
            properties.push_back({output.name, *text});
        else if (const auto* const number = std::get_if<std::int32_t>(&output.value))
            properties.push_back({output.name, std::to_string(*number)});
        else
            for (const std::uint8_t byte : std::get<std::vector<std::uint8_t>>(output.value))
                properties.push_back({output.name, std::to_string(byte)});
    }
    return properties;
}

}  // namespace detail::wsman
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
