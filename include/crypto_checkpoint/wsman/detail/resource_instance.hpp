// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_WSMAN_DETAIL_RESOURCE_INSTANCE_HPP
#define CRYPTO_CHECKPOINT_WSMAN_DETAIL_RESOURCE_INSTANCE_HPP

#include <crypto_checkpoint/cluster/backend.hpp>
#include <crypto_checkpoint/cluster/reported_resource.hpp>
#include <crypto_checkpoint/wsman/detail/message.hpp>
#include <crypto_checkpoint/wsman/detail/xml.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail::wsman {

/// The properties of a resource. An array that is empty is left out, as Windows does.
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

/// A resource as an instance says it is. What is absent is empty, and so is what is said twice.
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

}  // namespace detail::wsman
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
