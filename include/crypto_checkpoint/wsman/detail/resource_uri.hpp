// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_WSMAN_DETAIL_RESOURCE_URI_HPP
#define CRYPTO_CHECKPOINT_WSMAN_DETAIL_RESOURCE_URI_HPP

#include <crypto_checkpoint/detail/ascii.hpp>
#include <crypto_checkpoint/detail/unicode.hpp>
#include <crypto_checkpoint/wsman/detail/message.hpp>
#include <crypto_checkpoint/wsman/wsman_dialect.hpp>

#include <algorithm>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail::wsman {

enum class AddressError {
    other_namespace,  ///< not root/MSCluster
    other_class,      ///< not MSCluster_Resource
    unknown_form,     ///< neither dialect
    conflicting_namespaces,
};

struct ClassAddress {
    WsmanDialect dialect = WsmanDialect::wmi;
    bool is_all_classes = false;  ///< `*`, for a query
};

inline bool is_cluster_namespace(std::string_view name) noexcept {
    constexpr std::string_view wanted = "root/mscluster";
    return std::ranges::equal(name, wanted, [](char letter, char other) {
        return ascii_lower(unit_value(letter == '\\' ? '/' : letter)) == unit_value(other);
    });
}

/// Parses an address. Addresses ignore case.
/// @par Source  Microsoft Learn, Resource URIs; clients in the field (the selector __cimnamespace)
inline std::expected<ClassAddress, AddressError> class_address_of(const Request& request) {
    constexpr std::string_view all_of_wmi = "http://schemas.microsoft.com/wbem/wsman/1/wmi/";
    const std::string_view address = request.resource_uri;
    const auto begins = [&](std::string_view prefix) {
        return starts_with_ignoring_ascii_case(address, prefix);
    };
    const Selector* name_space = nullptr;
    for (const Selector& selector : request.selectors)
        if (equals_ignoring_ascii_case(selector.name, namespace_selector)) name_space = &selector;

    ClassAddress parsed;
    std::string_view class_name = "*";
    if (begins(all_of_wmi)) {
        const std::string_view rest = address.substr(all_of_wmi.size());
        const auto slash = rest.rfind('/');
        if (slash == rest.npos || !is_cluster_namespace(rest.substr(0, slash)))
            return std::unexpected(AddressError::other_namespace);
        if (name_space && !is_cluster_namespace(name_space->value))
            return std::unexpected(AddressError::conflicting_namespaces);
        class_name = rest.substr(slash + 1);
    } else if (begins(uri::dmtf_classes) ||
               equals_ignoring_ascii_case(address, uri::dmtf_all_classes)) {
        parsed.dialect = WsmanDialect::dmtf;
        if (name_space && !is_cluster_namespace(name_space->value))
            return std::unexpected(AddressError::other_namespace);
        if (begins(uri::dmtf_classes)) class_name = address.substr(uri::dmtf_classes.size());
    } else {
        return std::unexpected(AddressError::unknown_form);
    }
    parsed.is_all_classes = class_name == "*";
    if (!parsed.is_all_classes && !equals_ignoring_ascii_case(class_name, resource_class))
        return std::unexpected(AddressError::other_class);
    return parsed;
}

/// The value of the selector Name; nothing if there are other selectors.
inline std::optional<std::string> selected_resource(const Request& request) {
    std::optional<std::string> name;
    for (const Selector& selector : request.selectors) {
        if (equals_ignoring_ascii_case(selector.name, namespace_selector)) continue;
        if (!equals_ignoring_ascii_case(selector.name, "Name") || name) return std::nullopt;
        name = selector.value;
    }
    return name;
}

inline EndpointReference reference_to(WsmanDialect dialect, const std::string& resource) {
    EndpointReference reference{resource_class_uri(dialect), {}};
    if (dialect == WsmanDialect::dmtf)
        reference.selectors.push_back(
            {std::string(namespace_selector), std::string(cluster_namespace)});
    reference.selectors.push_back({"Name", resource});
    return reference;
}

}  // namespace detail::wsman
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
