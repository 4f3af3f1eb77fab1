// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_WSMAN_DETAIL_FAULT_CODEC_HPP
#define CRYPTO_CHECKPOINT_WSMAN_DETAIL_FAULT_CODEC_HPP

#include <crypto_checkpoint/detail/ascii.hpp>
#include <crypto_checkpoint/detail/unicode.hpp>
#include <crypto_checkpoint/wsman/detail/envelope.hpp>
#include <crypto_checkpoint/wsman/detail/message.hpp>
#include <crypto_checkpoint/wsman/detail/xml.hpp>
#include <crypto_checkpoint/wsman/detail/xml_validator.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail::wsman {

/// Longer explanations are cut off.
inline constexpr std::size_t max_explanation_bytes = 2000;

// --- writing

/// The specification of a subcode: the prefix that this codec gives it, and the action of its faults.
struct SubcodeNamespace {
    std::string_view prefix;
    std::string_view action;
};

inline SubcodeNamespace namespace_of(std::string_view subcode) noexcept {
    constexpr auto of_addressing = std::to_array<std::string_view>(
        {"ActionNotSupported", "DestinationUnreachable", "EndpointUnavailable",
         "InvalidMessageInformationHeader", "MessageInformationHeaderRequired"});
    constexpr auto of_enumeration =
        std::to_array<std::string_view>({"CannotProcessFilter", "FilterDialectRequestedUnavailable",
                                         "FilteringNotSupported", "InvalidEnumerationContext"});
    if (std::ranges::find(of_addressing, subcode) != of_addressing.end())
        return {"a:", "http://schemas.xmlsoap.org/ws/2004/08/addressing/fault"};
    if (std::ranges::find(of_enumeration, subcode) != of_enumeration.end())
        return {"n:", "http://schemas.xmlsoap.org/ws/2004/09/enumeration/fault"};
    return {"w:", "http://schemas.dmtf.org/wbem/wsman/1/wsman/fault"};
}

inline std::optional<std::string> text_or_nil(const std::string& text) {
    return text.empty() ? std::nullopt : std::optional(text);
}
inline std::optional<std::string> text_or_nil(std::optional<std::uint32_t> number) {
    return number ? std::optional(std::to_string(*number)) : std::nullopt;
}

inline void write_extended_status(XmlWriter& xml, const ExtendedStatus& status) {
    std::vector<Property> properties{{"Description", text_or_nil(status.description)},
                                     {"Operation", text_or_nil(status.operation)},
                                     {"ParameterInfo", text_or_nil(status.parameter_info)},
                                     {"ProviderName", text_or_nil(status.provider_name)},
                                     {"StatusCode", text_or_nil(status.status_code)}};
    if (status.error_type) properties.push_back({"ErrorType", text_or_nil(status.error_type)});
    xml.write(
        R"(
        <p:{} xmlns:p="http://schemas.microsoft.com/wbem/wsman/1/wmi/root/mscluster/{}"
              xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{}</p:{}>)",
        status.class_name, status.class_name, [&] { write_properties(xml, properties); },
        status.class_name);
}

/// The properties of a class derived from CIM_Error that hold its code and the code space. Open Management
/// Infrastructure names them as Windows does in every class but its own.
struct CimCodeNames {
    const char* code;
    const char* type;
};
inline constexpr CimCodeNames windows_code_names{"error_Code", "error_Type"};
inline constexpr CimCodeNames omi_code_names{"OMI_Code", "OMI_Type"};

inline CimCodeNames code_names_of(std::string_view class_name) noexcept {
    return class_name == "OMI_Error" ? omi_code_names : windows_code_names;
}

inline void write_cim_error(XmlWriter& xml, const CimError& error) {
    const CimCodeNames names = code_names_of(error.class_name);
    const std::vector<Property> properties{{"CIMStatusCode", text_or_nil(error.status)},
                                           {"Message", text_or_nil(error.message)},
                                           {names.code, text_or_nil(error.code)},
                                           {names.type, text_or_nil(error.type)}};
    xml.write(
        R"(
        <p:{} xmlns:p="http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/{}"
              xmlns:b="http://schemas.dmtf.org/wbem/wsman/1/cimbinding.xsd"
              xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
              b:IsCIM_Error="true">{}</p:{}>)",
        error.class_name, error.class_name, [&] { write_properties(xml, properties); },
        error.class_name);
}

/// A WSManFault. @param inside  text, or a function that writes what its message contains
template <class Inside>
void write_wsman_fault(XmlWriter& xml, std::uint32_t code, const Inside& inside) {
    xml.write(R"(
        <f:WSManFault xmlns:f="http://schemas.microsoft.com/wbem/wsman/1/wsmanfault"
                      Code="{}" Machine="localhost"><f:Message>{}</f:Message></f:WSManFault>)",
              code, inside);
}

/// The message of a WSManFault: the text, the provider's WSManFault, and the extended status in that.
inline void write_fault_message(XmlWriter& xml, const Fault& fault) {
    xml.write("{}", fault.message);
    if (!fault.provider_code && fault.provider_message.empty() && !fault.extended_status) return;
    const auto provider = [&] {
        if (fault.provider_code)
            write_wsman_fault(xml, *fault.provider_code, fault.provider_message);
        else
            xml.write("{}", fault.provider_message);
        if (fault.extended_status)
            xml.write("<f:ExtendedError>{}</f:ExtendedError>",
                      [&] { write_extended_status(xml, *fault.extended_status); });
    };
    xml.write(R"(
        <f:ProviderFault provider="WMI Provider" path="%systemroot%\system32\WsmWmiPl.dll">
          {}
        </f:ProviderFault>)",
              provider);
}

inline void write_fault_detail(XmlWriter& xml, const Fault& fault) {
    if (!fault.detail.empty()) xml.write("<w:FaultDetail>{}</w:FaultDetail>", fault.detail);
    if (fault.code) write_wsman_fault(xml, *fault.code, [&] { write_fault_message(xml, fault); });
    if (fault.cim_error) write_cim_error(xml, *fault.cim_error);
}

/// Writes a fault as Windows does, or with a CIM_Error as other servers do.
/// @par Source  MS-WSMV (WSManFault, ProviderFault); recorded responses
inline void write_fault(XmlWriter& xml, const Fault& fault) {
    const bool is_soap = fault.subcode == "MustUnderstand" || fault.subcode == "VersionMismatch";
    const std::string_view who = fault.is_sender_fault ? "Sender" : "Receiver";
    const auto subcode = [&] {
        if (!is_soap && !fault.subcode.empty())
            xml.write("<s:Subcode><s:Value>{}{}</s:Value></s:Subcode>",
                      namespace_of(fault.subcode).prefix, fault.subcode);
    };
    const auto detail = [&] {
        if (fault.code || fault.cim_error || !fault.detail.empty())
            xml.write("<s:Detail>{}</s:Detail>", [&] { write_fault_detail(xml, fault); });
    };
    xml.write(R"(
        <s:Fault>
          <s:Code><s:Value>s:{}</s:Value>{}</s:Code>
          <s:Reason><s:Text xml:lang="en-US">{}</s:Text></s:Reason>
          {}
        </s:Fault>)",
              is_soap ? fault.subcode : who, subcode, fault.reason, detail);
}

// --- reading

inline std::optional<std::uint32_t> code_in(std::string_view text) noexcept {
    text = trim(text);
    if (const auto plain = number_in<std::uint32_t>(text)) return plain;
    // Some servers write an HRESULT as a signed number.
    if (const auto negative = number_in<std::int32_t>(text))
        return static_cast<std::uint32_t>(*negative);
    return std::nullopt;
}

/// A message for people, cut off at max_explanation_bytes between characters.
inline std::string explanation_in(pugi::xml_node node) {
    std::string text(trim(text_beside_elements(node)));
    if (text.size() <= max_explanation_bytes) return text;
    const char* at = text.data();
    const char* const end = at + text.size();
    while (at - text.data() < std::ptrdiff_t{max_explanation_bytes})
        at += scan_character(at, end).length;
    text.resize(static_cast<std::size_t>(at - text.data()));
    return text + " ...";
}

/// A code; nothing if the element contains others.
inline std::optional<std::uint32_t> code_in(pugi::xml_node node) {
    return code_in(std::string_view(text_of(node).value_or("")));
}

inline ExtendedStatus read_extended_status(pugi::xml_node node) {
    const auto [description, operation, parameter_info, provider_name, status_code, error_type] =
        children(node, {"Description", "Operation", "ParameterInfo", "ProviderName", "StatusCode",
                        "ErrorType"});
    return {.class_name = std::string(local_name(node)),
            .description = explanation_in(description),
            .operation = explanation_in(operation),
            .parameter_info = explanation_in(parameter_info),
            .provider_name = explanation_in(provider_name),
            .status_code = code_in(status_code),
            .error_type = code_in(error_type)};
}

/// Whether an element is an instance of CIM_Error or of a class derived from it. A server may omit the
/// mark, and then the classes that were seen are known by their names.
inline bool is_cim_error(pugi::xml_node node) noexcept {
    const std::string_view name = local_name(node);
    if (name == "CIM_Error" || name == "MSFT_WmiError" || name == "OMI_Error") return true;
    return std::ranges::any_of(node.attributes(), [](pugi::xml_attribute attribute) {
        return local_name(attribute.name()) == "IsCIM_Error" && is_true(attribute.value());
    });
}

/// A class may have the names of either for its code, whatever its own name is.
inline CimError read_cim_error(pugi::xml_node node) {
    const auto [status, message, code, type, omi_code, omi_type] =
        children(node, {"CIMStatusCode", "Message", windows_code_names.code,
                        windows_code_names.type, omi_code_names.code, omi_code_names.type});
    const std::string_view class_name = local_name(node);
    const bool is_omi = class_name == "OMI_Error";
    const bool has_omi_names =
        is_omi ? code_in(omi_code) || !code_in(code) : code_in(omi_code) && !code_in(code);
    return {.class_name = std::string(class_name),
            .status = code_in(status),
            .message = explanation_in(message),
            .code = code_in(has_omi_names ? omi_code : code),
            .type = explanation_in(has_omi_names ? omi_type : type)};
}

/// The message of a WSManFault is mixed content: text, a ProviderFault, or both.
inline void read_wsman_fault(pugi::xml_node node, Fault& fault) {
    const auto [message, provider_beside] = children(node, {"Message", "ProviderFault"});
    const auto [provider_inside] = children(message, {"ProviderFault"});
    fault.code = code_in(std::string_view(node.attribute("Code").value()));
    fault.message = explanation_in(message);
    const pugi::xml_node provider = provider_inside ? provider_inside : provider_beside;
    if (!provider) return;
    const auto [inner, extended_error] = children(provider, {"WSManFault", "ExtendedError"});
    if (inner) {
        const auto [inner_message] = children(inner, {"Message"});
        fault.provider_code = code_in(std::string_view(inner.attribute("Code").value()));
        fault.provider_message = explanation_in(inner_message);
    } else {
        fault.provider_message = explanation_in(provider);
    }
    if (const pugi::xml_node status = child_of(extended_error).only())
        fault.extended_status = read_extended_status(status);
}

inline Fault read_fault(pugi::xml_node node, TextReader& text) {
    const auto [code, reason, detail] = children(node, {"Code", "Reason", "Detail"});
    const auto [value_node, subcode_node] = children(code, {"Value", "Subcode"});
    const auto [subcode] = children(subcode_node, {"Value"});
    const auto [reason_text] = children(reason, {"Text"});
    const auto [fault_detail, wsman_fault] = children(detail, {"FaultDetail", "WSManFault"});
    Fault fault;
    const std::string value(local_name(text.trimmed(value_node)));
    fault.is_sender_fault = value == "Sender" || value == "MustUnderstand";
    fault.subcode = local_name(text.trimmed(subcode));
    if (value == "MustUnderstand" || value == "VersionMismatch") fault.subcode = value;
    fault.reason = explanation_in(reason_text);
    fault.detail = explanation_in(fault_detail);
    if (wsman_fault) read_wsman_fault(wsman_fault, fault);
    if (const pugi::xml_node error = detail.find_child(is_cim_error))
        fault.cim_error = read_cim_error(error);
    return fault;
}

}  // namespace detail::wsman
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
