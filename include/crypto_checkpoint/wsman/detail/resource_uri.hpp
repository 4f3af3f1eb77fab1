// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_WSMAN_DETAIL_RESOURCE_URI_HPP
#define CRYPTO_CHECKPOINT_WSMAN_DETAIL_RESOURCE_URI_HPP

#include <crypto_checkpoint/detail/ascii.hpp>
#include <crypto_checkpoint/detail/unicode.hpp>
#include <crypto_checkpoint/wsman/detail/message.hpp>
#include <crypto_checkpoint/wsman/detail/service_fault.hpp>
#include <crypto_checkpoint/wsman/wsman_dialect.hpp>

#include <algorithm>
#include <expected>
#include <string>
#include <string_view>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail::wsman {

/// Why an address is not that of the class.
enum class AddressError {
    other_namespace,  ///< not root/MSCluster
    other_class,      ///< not MSCluster_Resource
    no_namespace,     ///< a DMTF address without the selector
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
    const std::string_view address = request.resource_uri;
    const auto begins = [&](std::string_view prefix) {
        return starts_with_ignoring_ascii_case(address, prefix);
    };
    const Selector* name_space = nullptr;
    for (const Selector& selector : request.selectors)
        if (equals_ignoring_ascii_case(selector.name, namespace_selector)) name_space = &selector;

    ClassAddress parsed;
    std::string_view class_name = "*";
    if (begins(uri::all_of_wmi)) {
        const std::string_view rest = address.substr(uri::all_of_wmi.size());
        const auto slash = rest.rfind('/');
        if (slash == rest.npos || !is_cluster_namespace(rest.substr(0, slash)))
            return std::unexpected(AddressError::other_namespace);
        if (name_space && !is_cluster_namespace(name_space->value))
            return std::unexpected(AddressError::conflicting_namespaces);
        class_name = rest.substr(slash + 1);
    } else if (begins(uri::dmtf_classes) ||
               equals_ignoring_ascii_case(address, uri::dmtf_all_classes)) {
        parsed.dialect = WsmanDialect::dmtf;
        // MS-WSMV 3.1.4.1.1: without the selector it is root/hardware.
        if (!name_space) return std::unexpected(AddressError::no_namespace);
        if (!is_cluster_namespace(name_space->value))
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

inline std::unexpected<Rejection> wrong_address(AddressError error) {
    switch (error) {
        case AddressError::other_namespace:
            return rejected(fault_kind::other_namespace,
                            "only the namespace root/MSCluster is served here");
        case AddressError::other_class:
            return rejected(fault_kind::other_class, "only MSCluster_Resource is served here");
        case AddressError::no_namespace:
            return rejected(
                fault_kind::other_class,
                "a DMTF address without the selector __cimnamespace means root/hardware, "
                "which has no MSCluster_Resource");
        case AddressError::conflicting_namespaces:
            return rejected(
                fault_kind::conflicting_namespaces,
                "the selector __cimnamespace and the address name different namespaces");
        case AddressError::unknown_form: break;
    }
    return rejected(fault_kind::unreachable, "this address of a class is not understood");
}

/// The value of the selector Name, the only key of the class.
inline OrRejection<std::string> selected_resource(const Request& request) {
    const std::string* name = nullptr;
    for (const Selector& selector : request.selectors) {
        if (equals_ignoring_ascii_case(selector.name, namespace_selector)) continue;
        if (!equals_ignoring_ascii_case(selector.name, "Name"))
            return rejected(fault_kind::unexpected_selectors,
                            "MSCluster_Resource has only the key Name, not " + selector.name);
        if (name != nullptr)
            return rejected(fault_kind::duplicate_selectors, "the selector Name is repeated");
        name = &selector.value;
    }
    if (name == nullptr)
        return rejected(fault_kind::insufficient_selectors,
                        "the selector Name must identify the MSCluster_Resource");
    return *name;
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
