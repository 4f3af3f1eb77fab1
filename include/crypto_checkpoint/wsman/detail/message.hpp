// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_WSMAN_DETAIL_MESSAGE_HPP
#define CRYPTO_CHECKPOINT_WSMAN_DETAIL_MESSAGE_HPP

#include <crypto_checkpoint/cluster/detail/extended_status.hpp>
#include <crypto_checkpoint/wsman/wsman_dialect.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
/// WS-Management messages as values, which one side writes and the other reads.
namespace detail::wsman {

// --- requests

struct Selector {
    std::string name;
    std::string value;
    friend bool operator==(const Selector&, const Selector&) = default;
};

/// Requests WsmanIdentity. The only request without a header.
struct Identify {
    friend bool operator==(const Identify&, const Identify&) = default;
};

/// Reads the instance that the selectors identify.
struct Get {
    friend bool operator==(const Get&, const Get&) = default;
};

enum class EnumerationMode { object, endpoint_reference, object_and_reference };

/// Starts listing instances.
struct Enumerate {
    std::optional<std::string> query;  ///< WQL; without one, all instances of the class
    EnumerationMode mode = EnumerationMode::object;
    bool is_optimized = false;    ///< the response contains the first items
    std::uint32_t max_items = 1;  ///< in one response
    friend bool operator==(const Enumerate&, const Enumerate&) = default;
};

/// Continues listing.
struct Pull {
    std::string context;
    std::uint32_t max_items = 1;
    friend bool operator==(const Pull&, const Pull&) = default;
};

/// An argument of a method, or a property. An array is several with the same name.
struct Property {
    std::string name;
    std::optional<std::string> value;  ///< nothing if it is nil
    bool has_elements = false;         ///< it contains elements, so it has no value
    friend bool operator==(const Property&, const Property&) = default;
};

/// Ends a listing.
struct Release {
    std::string context;
    friend bool operator==(const Release&, const Release&) = default;
};

/// Executes a method of the instance that the selectors identify.
struct Invoke {
    std::string method;
    std::vector<Property> arguments;
    friend bool operator==(const Invoke&, const Invoke&) = default;
};

using RequestBody = std::variant<Identify, Get, Enumerate, Pull, Release, Invoke>;

struct Request {
    std::string to;
    std::string message_id;
    std::string resource_uri;
    std::vector<Selector> selectors;
    std::optional<std::chrono::milliseconds> operation_timeout;
    std::optional<std::uint32_t> max_envelope_bytes;  ///< of the response
    std::string operation_id;                         ///< OperationID; may be empty
    std::optional<std::string> fragment;              ///< FragmentTransfer: a path
    RequestBody operation;
    friend bool operator==(const Request&, const Request&) = default;
};

// --- responses

struct Identified {
    std::string vendor;
    std::string version;
    friend bool operator==(const Identified&, const Identified&) = default;
};

/// An instance of a class, or the output of a method.
struct Instance {
    std::string name;  ///< of the element: the class, or `Method_OUTPUT`
    std::string uri;
    std::vector<Property> properties;
    bool is_typed = false;  ///< xsi:type names the type of the class
    friend bool operator==(const Instance&, const Instance&) = default;
};

struct EndpointReference {
    std::string resource_uri;
    std::vector<Selector> selectors;
    friend bool operator==(const EndpointReference&, const EndpointReference&) = default;
};

struct InstanceAndReference {
    Instance instance;
    EndpointReference reference;
    friend bool operator==(const InstanceAndReference&, const InstanceAndReference&) = default;
};

/// The properties that a query or FragmentTransfer selects.
struct Fragment {
    std::vector<Property> properties;
    std::string uri{};                  ///< of the properties; empty for those of a query
    std::optional<std::string> text{};  ///< instead of properties
    friend bool operator==(const Fragment&, const Fragment&) = default;
};

using Item = std::variant<Instance, EndpointReference, InstanceAndReference, Fragment>;

/// Part of a listing.
struct Page {
    bool is_first = false;  ///< in response to Enumerate, not Pull
    bool is_last = false;
    std::string context;  ///< for the next Pull; if empty, the previous one stays valid
    std::vector<Item> items;
    friend bool operator==(const Page&, const Page&) = default;
};

/// A CIM server's explanation of a failure.
/// @par Source  recorded responses: a fault may contain an instance of a class derived from CIM_Error;
///              MSFT_WmiError and OMI_Error were seen
struct CimError {
    std::string class_name;               ///< `MSFT_WmiError` or `OMI_Error`
    std::optional<std::uint32_t> status;  ///< CIMStatusCode
    std::string message;
    std::optional<std::uint32_t> code;  ///< error_Code, OMI_Code
    std::string type;                   ///< error_Type, OMI_Type: the code space, such as `HRESULT`
    friend bool operator==(const CimError&, const CimError&) = default;
};

/// The name of an element of any namespace.
struct ElementName {
    std::string uri;  ///< of its namespace; empty without one
    std::string local;
    friend bool operator==(const ElementName&, const ElementName&) = default;
};

struct Fault {
    bool is_sender_fault = true;                 ///< the request is at fault, not the receiver
    std::string subcode;                         ///< `AccessDenied`
    std::string reason;                          ///< for people
    std::string detail;                          ///< FaultDetail, a URI; may be empty
    std::optional<std::uint32_t> code;           ///< of WSManFault
    std::string message;                         ///< for people
    std::optional<std::uint32_t> provider_code;  ///< of the WSManFault inside a ProviderFault
    std::string provider_message;                ///< for people
    std::optional<ExtendedStatus> extended_status;
    std::optional<CimError> cim_error;
    std::vector<ElementName> not_understood{};  ///< header blocks, of MustUnderstand; only written
    friend bool operator==(const Fault&, const Fault&) = default;
};

/// The listing has ended.
struct Released {
    friend bool operator==(const Released&, const Released&) = default;
};

using Body = std::variant<Identified, Instance, Fragment, Page, Released, Fault>;

struct Response {
    std::string message_id;
    std::string relates_to;  ///< the message_id of the request
    std::string action;      ///< of the request; empty for a fault
    Body body;
    std::string operation_id{};             ///< OperationID of the request; may be empty
    std::optional<std::string> fragment{};  ///< FragmentTransfer of the request
    friend bool operator==(const Response&, const Response&) = default;
};

// --- names

namespace uri {
inline constexpr auto soap = "http://www.w3.org/2003/05/soap-envelope";
inline constexpr auto addressing = "http://schemas.xmlsoap.org/ws/2004/08/addressing";
inline constexpr auto wsman = "http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd";
/// Windows' own headers.
inline constexpr auto microsoft = "http://schemas.microsoft.com/wbem/wsman/1/wsman.xsd";
inline constexpr auto enumeration = "http://schemas.xmlsoap.org/ws/2004/09/enumeration";
inline constexpr auto identity = "http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd";
inline constexpr auto fault = "http://schemas.microsoft.com/wbem/wsman/1/wsmanfault";
inline constexpr auto cim_binding = "http://schemas.dmtf.org/wbem/wsman/1/cimbinding.xsd";
inline constexpr auto instance = "http://www.w3.org/2001/XMLSchema-instance";
inline constexpr auto anonymous = "http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous";
inline constexpr auto selector_filter = "http://schemas.dmtf.org/wbem/wsman/1/wsman/SelectorFilter";
inline constexpr auto wql = "http://schemas.microsoft.com/wbem/wsman/1/WQL";
inline constexpr std::string_view all_of_wmi = "http://schemas.microsoft.com/wbem/wsman/1/wmi/";
inline constexpr std::string_view wmi_namespace =
    "http://schemas.microsoft.com/wbem/wsman/1/wmi/root/mscluster/";
inline constexpr std::string_view all_of_dmtf = "http://schemas.dmtf.org/wbem/wscim/1/";
inline constexpr std::string_view dmtf_classes =
    "http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/";
inline constexpr std::string_view dmtf_all_classes = "http://schemas.dmtf.org/wbem/wscim/1/*";
}  // namespace uri

inline constexpr std::string_view resource_class = "MSCluster_Resource";
inline constexpr std::string_view namespace_selector = "__cimnamespace";
inline constexpr std::string_view cluster_namespace = "root/MSCluster";

inline std::string resource_class_uri(WsmanDialect dialect) {
    return std::string(dialect == WsmanDialect::wmi ? uri::wmi_namespace : uri::dmtf_classes)
        .append(resource_class);
}

}  // namespace detail::wsman
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
