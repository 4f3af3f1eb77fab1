// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_WSMAN_DETAIL_CIM_CODEC_HPP
#define CRYPTO_CHECKPOINT_WSMAN_DETAIL_CIM_CODEC_HPP

#include <crypto_checkpoint/cluster/detail/extended_status.hpp>
#include <crypto_checkpoint/cluster/reported_resource.hpp>
#include <crypto_checkpoint/cluster/resource_provider.hpp>
#include <crypto_checkpoint/error/errc.hpp>
#include <crypto_checkpoint/wsman/detail/message.hpp>
#include <crypto_checkpoint/wsman/detail/xml.hpp>

#include <algorithm>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

/// @file
/// Resources, failures and arguments as CIM properties.

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail::wsman {

/// The properties of a resource. An empty array is left out, as Windows does.
/// @par Source  Microsoft Learn, MSCluster_Resource
inline std::vector<Property> properties_of(const ReportedResource& resource) {
    std::vector<Property> properties;
    for (const ReportedCheckpoint& checkpoint : resource.crypto_checkpoints)
        properties.push_back({"CryptoCheckpoints", checkpoint.text});
    properties.push_back({"Name", resource.name});
    properties.push_back({"OwnerGroup", resource.owner_group});
    properties.push_back({"OwnerNode", resource.owner_node});
    properties.push_back({"State", std::to_string(static_cast<std::int32_t>(resource.state))});
    return properties;
}

/// The resource of an instance. A property that is absent or repeated is empty.
inline ReportedResource resource_of(const Instance& instance) {
    const auto single = [&](std::string_view name) {
        auto values = values_of(instance.properties, name);
        return values.size() == 1 ? std::move(values.front()) : std::string();
    };
    ReportedResource resource;
    resource.name = single("Name");
    resource.owner_node = single("OwnerNode");
    resource.owner_group = single("OwnerGroup");
    if (const auto state = number_in<std::int32_t>(single("State")))
        resource.state = static_cast<ResourceState>(*state);
    for (std::string& text : values_of(instance.properties, "CryptoCheckpoints"))
        resource.crypto_checkpoints.push_back(reported_checkpoint(std::move(text)));
    return resource;
}

inline Fault fault_of(const ProviderFailure& failure) {
    Fault fault;
    const bool is_denied = failure.code == Errc::access_denied;
    const bool is_missing = failure.code == Errc::resource_not_found;
    fault.is_sender_fault = is_denied || is_missing;
    fault.subcode = is_denied ? "AccessDenied" : is_missing ? "InvalidSelectors" : "InternalError";
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
/// @return  or why they are rejected
inline std::expected<std::vector<ProviderArgument>, std::string> arguments_of(
    const Invoke& invoke) {
    const MethodDescription* const method = find_provider_method(invoke.method);
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
