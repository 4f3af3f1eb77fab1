// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Messages written by hand, as this codec and others write them. Independent of the codec under test.

#include <crypto_checkpoint/error/native_error.hpp>

#include <string>
#include <string_view>

namespace wsman_tests {

inline constexpr auto win32 = crypto_checkpoint::NativeDomain::win32;
inline constexpr auto hresult = crypto_checkpoint::NativeDomain::hresult;
inline constexpr auto wsman_code = crypto_checkpoint::NativeDomain::wsman_fault;
inline constexpr auto cim = crypto_checkpoint::NativeDomain::cim_status;

inline const std::string soap_uri = "http://www.w3.org/2003/05/soap-envelope";
inline const std::string addressing_uri = "http://schemas.xmlsoap.org/ws/2004/08/addressing";
inline const std::string wsman_uri = "http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd";
inline const std::string enumeration_uri = "http://schemas.xmlsoap.org/ws/2004/09/enumeration";
inline const std::string fault_uri = "http://schemas.microsoft.com/wbem/wsman/1/wsmanfault";
inline const std::string wmi_uri =
    "http://schemas.microsoft.com/wbem/wsman/1/wmi/root/mscluster/MSCluster_Resource";
inline const std::string dmtf_uri =
    "http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/MSCluster_Resource";

inline std::string replaced(std::string text, std::string_view what, std::string_view with) {
    for (auto at = text.find(what); at != text.npos; at = text.find(what, at + with.size()))
        text.replace(at, what.size(), with);
    return text;
}

/// A response to `uuid:1` as Windows writes it, with a body.
inline std::string response_with(std::string_view body) {
    return R"(<s:Envelope xml:lang="en-US" xmlns:s=")" + soap_uri + "\" xmlns:a=\"" +
           addressing_uri + "\" xmlns:w=\"" + wsman_uri + "\" xmlns:n=\"" + enumeration_uri +
           "\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">"
           "<s:Header><a:Action>urn:x/AnyResponse</a:Action><a:MessageID>uuid:2</a:MessageID>"
           "<a:To>" +
           addressing_uri +
           "/role/anonymous</a:To><a:RelatesTo>uuid:1</a:RelatesTo>"
           "</s:Header><s:Body>" +
           std::string(body) + "</s:Body></s:Envelope>";
}

/// The response of a method, with its outputs.
inline std::string output_with(std::string_view outputs,
                               std::string_view name = "AddCryptoCheckpoint_OUTPUT") {
    return response_with("<p:" + std::string(name) + " xmlns:p=\"" + wmi_uri + "\">" +
                         std::string(outputs) + "</p:" + std::string(name) + ">");
}

/// An instance of MSCluster_Resource with these properties.
inline std::string instance_with(std::string_view properties) {
    return "<p:MSCluster_Resource xmlns:p=\"" + wmi_uri + "\">" + std::string(properties) +
           "</p:MSCluster_Resource>";
}

/// A fault with a subcode such as `w:AccessDenied` and a detail.
inline std::string fault_with(std::string_view subcode, std::string_view detail,
                              std::string_view reason = "Reason.") {
    return response_with(
        "<s:Fault><s:Code><s:Value>s:Receiver</s:Value><s:Subcode><s:Value>" +
        std::string(subcode) +
        "</s:Value></s:Subcode></s:Code><s:Reason><s:Text "
        "xml:lang=\"en-US\">" +
        std::string(reason) + "</s:Text></s:Reason>" +
        (detail.empty() ? "" : "<s:Detail>" + std::string(detail) + "</s:Detail>") + "</s:Fault>");
}

/// A WSManFault with a message, which may be mixed content.
inline std::string wsman_fault(std::string_view code, std::string_view message) {
    return "<f:WSManFault xmlns:f=\"" + fault_uri + "\" Code=\"" + std::string(code) +
           R"(" Machine="node1"><f:Message>)" + std::string(message) +
           "</f:Message></f:WSManFault>";
}

/// A ProviderFault, for the message of a WSManFault.
inline std::string provider_fault(std::string_view inside) {
    return R"(<f:ProviderFault provider="Provider" path="C:\p.dll">)" + std::string(inside) +
           "</f:ProviderFault>";
}

}  // namespace wsman_tests
