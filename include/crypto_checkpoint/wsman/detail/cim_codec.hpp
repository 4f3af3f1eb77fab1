// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_WSMAN_DETAIL_CIM_CODEC_HPP
#define CRYPTO_CHECKPOINT_WSMAN_DETAIL_CIM_CODEC_HPP

#include <crypto_checkpoint/cluster/checkpoint_list.hpp>
#include <crypto_checkpoint/cluster/reported_resource.hpp>
#include <crypto_checkpoint/detail/ascii.hpp>
#include <crypto_checkpoint/error/errc.hpp>
#include <crypto_checkpoint/error/error.hpp>
#include <crypto_checkpoint/wsman/detail/message.hpp>
#include <crypto_checkpoint/wsman/detail/xml.hpp>

#include <array>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// @file
/// Resources as CIM properties.

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail::wsman {

/// The values of a property: several for an array, none if it is absent.
/// @par Errors  malformed_message: one contains elements instead of text
inline Result<std::vector<std::string>> values_of(const std::vector<Property>& properties,
                                                  std::string_view name) {
    std::vector<std::string> values;
    for (const Property& property : properties) {
        if (property.name != name) continue;
        if (property.has_elements)
            return std::unexpected(Error(Errc::malformed_message,
                                         property.name + " contains elements instead of text"));
        if (property.value) values.push_back(*property.value);
    }
    return values;
}

/// A property of MSCluster_Resource.
struct ResourceProperty {
    enum class Type { text, number, boolean, object };
    std::string_view name;
    Type type = Type::text;
    bool is_array = false;
};

/// The properties that are served, in the order of the alphabet, as Windows writes them. Those that a
/// ReportedResource lacks are null.
/// @par Source  Microsoft Learn, MSCluster_Resource, which has more
inline constexpr auto resource_properties = std::to_array<ResourceProperty>({
    {"CoreResource", ResourceProperty::Type::boolean},
    {"CryptoCheckpoints", ResourceProperty::Type::text, true},
    {"Id"},
    {"LastOperationStatusCode", ResourceProperty::Type::number},
    {"Name"},
    {"OwnerGroup"},
    {"OwnerNode"},
    {"PrivateProperties", ResourceProperty::Type::object},
    {"RegistryCheckpoints", ResourceProperty::Type::text, true},
    {"ResourceSpecificStatus"},
    {"State", ResourceProperty::Type::number},
    {"Type"},
});

/// @return  nullptr if it is not served
inline const ResourceProperty* find_resource_property(std::string_view name) noexcept {
    for (const ResourceProperty& property : resource_properties)
        if (equals_ignoring_ascii_case(property.name, name)) return &property;
    return nullptr;
}

/// The properties of a resource.
/// @par Source  Microsoft Learn, MSCluster_Resource; MS-WSMV 3.1.4.1.26 (a null array is one element)
inline std::vector<Property> properties_of(const ReportedResource& resource) {
    std::vector<Property> properties;
    for (const ResourceProperty& property : resource_properties) {
        const std::string_view name = property.name;
        Property& added = properties.emplace_back(Property{std::string(name), std::nullopt});
        if (name == "Name") added.value = resource.name;
        if (name == "OwnerGroup") added.value = resource.owner_group;
        if (name == "OwnerNode") added.value = resource.owner_node;
        if (name == "State")
            added.value = std::to_string(static_cast<std::int32_t>(resource.state));
        if (name != "CryptoCheckpoints") continue;
        if (!resource.crypto_checkpoints.empty()) properties.pop_back();
        for (const ReportedCheckpoint& checkpoint : resource.crypto_checkpoints)
            properties.push_back({std::string(name), checkpoint.text});
    }
    return properties;
}

/// The resource of an instance. A property that is absent or repeated is empty.
/// @par Errors  malformed_message: a property that is read contains elements, so its text is another one
inline Result<ReportedResource> resource_of(const Instance& instance) {
    ReportedResource resource;
    std::string state;
    for (const auto& [name, text] :
         {std::pair("Name", &resource.name), std::pair("OwnerNode", &resource.owner_node),
          std::pair("OwnerGroup", &resource.owner_group), std::pair("State", &state)}) {
        auto values = values_of(instance.properties, name);
        if (!values) return std::unexpected(std::move(values.error()));
        if (values->size() == 1) *text = std::move(values->front());
    }
    if (const auto number = number_in<std::int32_t>(state))
        resource.state = static_cast<ResourceState>(*number);
    auto checkpoints = values_of(instance.properties, "CryptoCheckpoints");
    if (!checkpoints) return std::unexpected(std::move(checkpoints.error()));
    for (std::string& text : *checkpoints)
        resource.crypto_checkpoints.push_back(reported_checkpoint(std::move(text)));
    return resource;
}

}  // namespace detail::wsman
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
