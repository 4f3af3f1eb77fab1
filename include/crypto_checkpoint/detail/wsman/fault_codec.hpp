// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_DETAIL_WSMAN_FAULT_CODEC_HPP
#define CRYPTO_CHECKPOINT_DETAIL_WSMAN_FAULT_CODEC_HPP

#include <crypto_checkpoint/detail/wsman/request_codec.hpp>
#include <crypto_checkpoint/native_error.hpp>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail::wsman {

/// How much of what a server says for people is kept.
inline constexpr std::size_t longest_explanation = 2000;

// --- writing

/// Which specification a subcode is of: its prefix in this codec, and the action of the fault.
struct SubcodeHome {
    const char* prefix;
    const char* action;
};

inline SubcodeHome home_of(std::string_view subcode) noexcept {
    constexpr auto of_addressing = std::to_array<std::string_view>(
        {"ActionNotSupported", "DestinationUnreachable", "EndpointUnavailable",
         "InvalidMessageInformationHeader", "MessageInformationHeaderRequired"});
    constexpr auto of_enumeration = std::to_array<std::string_view>(
        {"CannotProcessFilter", "FilterDialectRequestedUnavailable", "FilteringNotSupported",
         "InvalidEnumerationContext"});
    if (std::ranges::find(of_addressing, subcode) != of_addressing.end())
        return {"a:", "http://schemas.xmlsoap.org/ws/2004/08/addressing/fault"};
    if (std::ranges::find(of_enumeration, subcode) != of_enumeration.end())
        return {"n:", "http://schemas.xmlsoap.org/ws/2004/09/enumeration/fault"};
    return {"w:", "http://schemas.dmtf.org/wbem/wsman/1/wsman/fault"};
}

inline void write_extended_status(pugi::xml_node parent, const ExtendedStatus& status) {
    pugi::xml_node node = parent.append_child(("p:" + status.class_name).c_str());
    set(node, "xmlns:p", std::string(uri::wmi_namespace) + status.class_name);
    set(node, "xmlns:xsi", uri::instance);
    const auto number = [](std::optional<std::uint32_t> value) -> std::optional<std::string> {
        return value ? std::optional(std::to_string(*value)) : std::nullopt;
    };
    const auto text = [](const std::string& value) -> std::optional<std::string> {
        return value.empty() ? std::nullopt : std::optional(value);
    };
    std::vector<Property> properties{{"Description", text(status.description)},
                                     {"Operation", text(status.operation)},
                                     {"ParameterInfo", text(status.parameter_info)},
                                     {"ProviderName", text(status.provider_name)},
                                     {"StatusCode", number(status.status_code)}};
    if (status.error_type) properties.push_back({"ErrorType", number(status.error_type)});
    add_properties(node, properties);
}

/// Writes a fault as Windows does: a WSManFault, in it the provider's own, in that what the provider
/// says in its words.
/// @par Source  MS-WSMV 2.2.4.44 and 2.2.4.31 (WSManFault, ProviderFault)
inline void write_fault(pugi::xml_node body, const Fault& fault) {
    pugi::xml_node node = body.append_child("s:Fault");
    pugi::xml_node code = node.append_child("s:Code");
    const bool is_soap = fault.subcode == "MustUnderstand";
    add(code, "s:Value", is_soap ? "s:MustUnderstand" : fault.is_senders ? "s:Sender" : "s:Receiver");
    if (!is_soap && !fault.subcode.empty())
        add(code.append_child("s:Subcode"), "s:Value",
            home_of(fault.subcode).prefix + fault.subcode);
    set(add(node.append_child("s:Reason"), "s:Text", fault.reason), "xml:lang", "en-US");
    if (!fault.code) return;

    const auto add_wsman_fault = [](pugi::xml_node parent, std::uint32_t number) {
        pugi::xml_node wsman_fault = parent.append_child("f:WSManFault");
        set(wsman_fault, "xmlns:f", uri::fault);
        set(wsman_fault, "Code", std::to_string(number));
        set(wsman_fault, "Machine", "localhost");
        return wsman_fault;
    };
    pugi::xml_node outer = add_wsman_fault(node.append_child("s:Detail"), *fault.code);
    pugi::xml_node message = add(outer, "f:Message", fault.message);
    if (!fault.provider_code && !fault.extended_status) return;
    pugi::xml_node provider = message.append_child("f:ProviderFault");
    set(provider, "provider", "WMI Provider");
    set(provider, "path", "%systemroot%\\system32\\WsmWmiPl.dll");
    if (fault.provider_code)
        add(add_wsman_fault(provider, *fault.provider_code), "f:Message", fault.provider_message);
    if (fault.extended_status)
        write_extended_status(provider.append_child("f:ExtendedError"), *fault.extended_status);
}

// --- reading

inline std::optional<std::uint32_t> code_in(std::string_view text) noexcept {
    text = trimmed(text);
    if (const auto plain = number_in<std::uint32_t>(text)) return plain;
    // Some write an HRESULT as the signed number it is.
    if (const auto negative = number_in<std::int32_t>(text))
        return static_cast<std::uint32_t>(*negative);
    return std::nullopt;
}

/// What a server says for people: enough of it, in one piece.
inline std::string explanation_in(pugi::xml_node node) {
    std::string text = token_of(node);
    if (text.size() <= longest_explanation) return text;
    const char* at = text.data();
    const char* const end = at + text.size();
    while (at - text.data() < std::ptrdiff_t{longest_explanation})
        at += scan_character(at, end).length;
    text.resize(static_cast<std::size_t>(at - text.data()));
    return text + " ...";
}

inline ExtendedStatus read_extended_status(pugi::xml_node node) {
    return {.class_name = std::string(local_name(node)),
            .description = explanation_in(child(node, "Description")),
            .operation = explanation_in(child(node, "Operation")),
            .parameter_info = explanation_in(child(node, "ParameterInfo")),
            .provider_name = explanation_in(child(node, "ProviderName")),
            .status_code = code_in(text_of(child(node, "StatusCode"))),
            .error_type = code_in(text_of(child(node, "ErrorType")))};
}

/// A WSManFault's message is a text, or the provider's own fault, or both: mixed content.
inline void read_wsman_fault(pugi::xml_node node, Fault& fault) {
    fault.code = code_in(node.attribute("Code").value());
    const pugi::xml_node message = child(node, "Message");
    fault.message = explanation_in(message);
    pugi::xml_node provider = child(message, "ProviderFault");
    if (!provider) provider = child(node, "ProviderFault");
    if (!provider) return;
    if (const pugi::xml_node inner = child(provider, "WSManFault")) {
        fault.provider_code = code_in(inner.attribute("Code").value());
        fault.provider_message = explanation_in(child(inner, "Message"));
    } else {
        fault.provider_message = explanation_in(provider);
    }
    if (const pugi::xml_node extended = only_element(child(provider, "ExtendedError")))
        fault.extended_status = read_extended_status(extended);
}

inline Fault read_fault(pugi::xml_node node) {
    Fault fault;
    const pugi::xml_node code = child(node, "Code");
    const std::string value(local_name(token_of(child(code, "Value"))));
    fault.is_senders = value != "Receiver";
    const std::string subcode = token_of(child(child(code, "Subcode"), "Value"));
    fault.subcode = std::string(local_name(subcode));
    if (value == "MustUnderstand") fault.subcode = value;
    fault.reason = explanation_in(child(child(node, "Reason"), "Text"));
    const pugi::xml_node detail = child(node, "Detail");
    if (const pugi::xml_node wsman_fault = child(detail, "WSManFault"))
        read_wsman_fault(wsman_fault, fault);
    if (const pugi::xml_node wmi_error = child(detail, "MSFT_WmiError")) {
        fault.cim_status = code_in(text_of(child(wmi_error, "CIMStatusCode")));
        fault.cim_code = code_in(text_of(child(wmi_error, "error_Code")));
        fault.cim_message = explanation_in(child(wmi_error, "Message"));
    }
    if (const pugi::xml_node omi_error = child(detail, "OMI_Error"))
        fault.cim_code = code_in(text_of(child(omi_error, "OMI_Code")));
    return fault;
}

// --- what a fault means

/// Whose number a code is: those of WS-Management have a facility of their own.
inline NativeCode native_code_of(std::uint32_t code) noexcept {
    constexpr std::uint32_t wsman_facility = 0x80330000;
    if ((code & 0xFFFF0000) == wsman_facility) return {NativeDomain::wsman_fault, code};
    if ((code & 0x80000000) != 0) return unwrapped({NativeDomain::hresult, code});
    return {NativeDomain::win32, code};
}

inline std::optional<Errc> errc_of_subcode(std::string_view subcode) noexcept {
    struct Row {
        std::string_view subcode;
        Errc code;
    };
    /// @par Source  DSP0226, annex C, and WS-Addressing: what each fault is for
    constexpr auto table = std::to_array<Row>({
        {"AccessDenied", Errc::access_denied},
        {"TimedOut", Errc::outcome_unknown},
        {"InvalidSelectors", Errc::resource_not_found},
        {"DestinationUnreachable", Errc::object_not_found},
        {"EndpointUnavailable", Errc::cluster_unreachable},
        {"InvalidResourceURI", Errc::unsupported},
        {"ActionNotSupported", Errc::unsupported},
        {"UnsupportedFeature", Errc::unsupported},
        {"MustUnderstand", Errc::unsupported},
        {"CannotProcessFilter", Errc::unsupported},
        {"FilteringNotSupported", Errc::unsupported},
        {"FilterDialectRequestedUnavailable", Errc::unsupported},
        {"AlreadyExists", Errc::object_already_exists},
        {"InvalidParameter", Errc::invalid_value},
        {"SchemaValidationError", Errc::unsupported},
        {"QuotaLimit", Errc::limit_exceeded},
        {"EncodingLimit", Errc::limit_exceeded},
        {"Concurrency", Errc::cluster_refused},
    });
    for (const Row& row : table)
        if (row.subcode == subcode) return row.code;
    return std::nullopt;
}

/// CIMStatusCode of MSFT_WmiError, where it says more than "failed".
/// @par Source  DSP0200, 5.2.5
inline std::optional<Errc> errc_of_cim_status(std::uint32_t status) noexcept {
    switch (status) {
        case 2: return Errc::access_denied;
        case 3: return Errc::clustering_not_installed;  // invalid namespace
        case 4: return Errc::invalid_value;
        case 5: return Errc::clustering_not_installed;  // invalid class
        case 6: return Errc::resource_not_found;
        case 7: return Errc::unsupported;
        case 11: return Errc::object_already_exists;
        case 16:
        case 17: return Errc::unsupported;  // method not available, not found
        default: return std::nullopt;
    }
}

/// A fault as an error: the code that says most, and the words of whoever was nearest to the cause.
///
/// MSCluster_ExtendedStatus comes first, then the provider's HRESULT, then the service's own code,
/// then the names of faults. No document says in which of them a cluster puts what went wrong.
inline Error error_of(const Fault& fault) {
    constexpr std::uint32_t is_win32 = 1;
    std::vector<NativeCode> codes;
    if (const auto& status = fault.extended_status; status && status->status_code.value_or(0) != 0)
        codes.push_back(status->error_type == is_win32
                            ? unwrapped({NativeDomain::win32, *status->status_code})
                            : native_code_of(*status->status_code));
    for (const auto& code : {fault.provider_code, fault.code, fault.cim_code})
        if (code.value_or(0) != 0) codes.push_back(native_code_of(*code));

    Error error(Errc::cluster_refused);
    const auto known = std::ranges::find_if(
        codes, [](NativeCode code) { return find_native_error(code) != nullptr; });
    if (known != codes.end()) {
        error.code = errc_from_native(*known);
        error.native = *known;
    } else {
        if (const auto named = errc_of_subcode(fault.subcode))
            error.code = *named;
        else if (const auto status = errc_of_cim_status(fault.cim_status.value_or(0)))
            error.code = *status;
        if (!codes.empty()) error.native = codes.front();
    }

    const std::string extended =
        fault.extended_status ? fault.extended_status->description : std::string();
    for (const std::string* const words :
         {&extended, &fault.provider_message, &fault.message, &fault.cim_message, &fault.reason})
        if (error.detail.empty()) error.detail = *words;
    if (error.detail.empty() && !fault.subcode.empty()) error.detail = "fault " + fault.subcode;
    // A service that explains with our own words would have them said twice.
    if (error.detail.starts_with(meaning(error.code))) {
        error.detail.erase(0, meaning(error.code).size());
        if (error.detail.starts_with(": ")) error.detail.erase(0, 2);
    }
    return error;
}

}  // namespace detail::wsman
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
