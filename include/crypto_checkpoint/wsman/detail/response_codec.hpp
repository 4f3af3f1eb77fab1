// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_WSMAN_DETAIL_RESPONSE_CODEC_HPP
#define CRYPTO_CHECKPOINT_WSMAN_DETAIL_RESPONSE_CODEC_HPP

#include <crypto_checkpoint/error/errc.hpp>
#include <crypto_checkpoint/error/error.hpp>
#include <crypto_checkpoint/wsman/detail/envelope.hpp>
#include <crypto_checkpoint/wsman/detail/fault_codec.hpp>
#include <crypto_checkpoint/wsman/detail/message.hpp>
#include <crypto_checkpoint/wsman/detail/xml.hpp>

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail::wsman {

// --- writing

inline void write_instance(XmlWriter& xml, const Instance& instance) {
    const auto properties = [&] { write_properties(xml, instance.properties); };
    if (instance.is_typed)
        xml.write(R"(
            <p:{} xmlns:p="{}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
                  xsi:type="p:{}_Type">{}</p:{}>)",
                  instance.name, instance.uri, instance.name, properties, instance.name);
    else
        xml.write(R"(
            <p:{} xmlns:p="{}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{}</p:{}>)",
                  instance.name, instance.uri, properties, instance.name);
}

/// @par Source  for queries, recorded responses of Windows Server 2003 to 2012: no namespaces; for
///              FragmentTransfer, from memory of DSP0226, 7.7: the elements as they are, or nil
inline void write_fragment(XmlWriter& xml, const Fragment& fragment) {
    if (fragment.text)
        xml.write(R"(
            <w:XmlFragment xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
              {}
            </w:XmlFragment>)",
                  *fragment.text);
    else if (fragment.uri.empty())
        xml.write(R"(
            <w:XmlFragment xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
              {}
            </w:XmlFragment>)",
                  [&] { write_properties(xml, fragment.properties, ""); });
    else
        xml.write(R"(
            <w:XmlFragment xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:p="{}"{}>
              {}
            </w:XmlFragment>)",
                  fragment.uri, fragment.properties.empty() ? R"( xsi:nil="true")" : "",
                  [&] { write_properties(xml, fragment.properties); });
}

/// The selectors have their namespace again, because shell scripts copy them into their requests, as wsl
/// does.
inline void write_endpoint_reference(XmlWriter& xml, const EndpointReference& reference) {
    xml.write(R"(
        <a:EndpointReference>
          <a:Address>http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</a:Address>
          <a:ReferenceParameters>
            <w:ResourceURI>{}</w:ResourceURI>
            <w:SelectorSet xmlns:w="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd">
              {}
            </w:SelectorSet>
          </a:ReferenceParameters>
        </a:EndpointReference>)",
              reference.resource_uri, [&] { write_selectors(xml, reference.selectors); });
}

struct ItemWriter {
    XmlWriter& xml;
    void operator()(const Instance& instance) const { write_instance(xml, instance); }
    void operator()(const EndpointReference& reference) const {
        write_endpoint_reference(xml, reference);
    }
    void operator()(const InstanceAndReference& both) const {
        xml.write(
            "<w:Item>{}{}</w:Item>", [&] { write_instance(xml, both.instance); },
            [&] { write_endpoint_reference(xml, both.reference); });
    }
    void operator()(const Fragment& fragment) const { write_fragment(xml, fragment); }
};

inline void write_page(XmlWriter& xml, const Page& page) {
    const auto items = [&] {
        for (const Item& item : page.items) std::visit(ItemWriter{xml}, item);
    };
    const auto first_items = [&] {
        if (!page.items.empty() || page.is_last) xml.write("<w:Items>{}</w:Items>", items);
    };
    // Windows writes an empty context in a first response that is also the last, and none in a last one.
    const auto context = [&] {
        if (!page.is_last)
            xml.write("<n:EnumerationContext>{}</n:EnumerationContext>", page.context);
    };
    if (page.is_first)
        xml.write(R"(
            <n:EnumerateResponse>
              <n:EnumerationContext>{}</n:EnumerationContext>
              {}{}
            </n:EnumerateResponse>)",
                  page.context, first_items, [&] {
                      if (page.is_last) xml.write("<w:EndOfSequence/>");
                  });
    else
        xml.write(R"(
            <n:PullResponse>
              {}
              <n:Items>{}</n:Items>
              {}
            </n:PullResponse>)",
                  context, items, [&] {
                      if (page.is_last) xml.write("<n:EndOfSequence/>");
                  });
}

inline void write_identified(XmlWriter& xml, const Identified& identified) {
    xml.write(R"(
        <i:IdentifyResponse
           xmlns:i="http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd">
          <i:ProtocolVersion>http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd</i:ProtocolVersion>
          <i:ProductVendor>{}</i:ProductVendor>
          <i:ProductVersion>{}</i:ProductVersion>
        </i:IdentifyResponse>)",
              identified.vendor, identified.version);
}

struct BodyWriter {
    XmlWriter& xml;
    void operator()(const Identified& identified) const { write_identified(xml, identified); }
    void operator()(const Instance& instance) const { write_instance(xml, instance); }
    void operator()(const Fragment& fragment) const { write_fragment(xml, fragment); }
    void operator()(const Page& page) const { write_page(xml, page); }
    void operator()(const Released&) const {}
    void operator()(const Fault& fault) const { write_fault(xml, fault); }
};

/// What SOAP 1.2 asks for in the header beside a fault of its own: which envelopes are read, and which
/// header blocks are not understood.
/// @par Source  SOAP 1.2 part 1, 5.4.7 and 5.4.8
inline void write_fault_headers(XmlWriter& xml, const Fault& fault) {
    if (fault.subcode == "VersionMismatch")
        xml.write(R"(<s:Upgrade><s:SupportedEnvelope qname="s:Envelope"/></s:Upgrade>)");
    for (const auto& [uri, local] : fault.not_understood)
        if (uri.empty())
            xml.write(R"(<s:NotUnderstood qname="{}"/>)", local);
        else
            xml.write(R"(<s:NotUnderstood qname="x:{}" xmlns:x="{}"/>)", local, uri);
}

inline void write_response_headers(XmlWriter& xml, const Response& response) {
    if (std::holds_alternative<Identified>(response.body)) return;
    const auto* const fault = std::get_if<Fault>(&response.body);
    xml.write(R"(
        <a:Action>{}{}</a:Action>
        <a:MessageID>{}</a:MessageID>
        <a:To>http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</a:To>)",
              fault ? namespace_of(fault->subcode).action : response.action,
              fault ? "" : "Response", response.message_id);
    if (!response.relates_to.empty())
        xml.write("<a:RelatesTo>{}</a:RelatesTo>", response.relates_to);
    write_operation_id(xml, response.operation_id);
    if (fault) write_fault_headers(xml, *fault);
    if (response.fragment && !fault)
        xml.write(R"(<w:FragmentTransfer s:mustUnderstand="true">{}</w:FragmentTransfer>)",
                  *response.fragment);
}

/// Replaces what XML cannot carry, as XmlWriter does.
/// @pre  The names of an instance and of its properties are XML names.
inline std::string write_response(const Response& response) {
    XmlWriter xml;
    xml.write(
        R"(
        <s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"
                    xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing"
                    xmlns:w="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd"
                    xmlns:n="http://schemas.xmlsoap.org/ws/2004/09/enumeration"{}>
          <s:Header>{}</s:Header>
          <s:Body>{}</s:Body>
        </s:Envelope>)",
        operation_id_namespace(response.operation_id),
        [&] { write_response_headers(xml, response); },
        [&] { std::visit(BodyWriter{xml}, response.body); });
    return xml.take();
}

// --- reading

inline Instance read_instance(pugi::xml_node node) {
    return {std::string(local_name(node)), std::string(namespace_uri(node)), properties_in(node),
            !attribute_in(node, uri::instance, "type").empty()};
}

inline EndpointReference read_endpoint_reference(pugi::xml_node node, TextReader& text) {
    const auto [parameters] = children(node, {"ReferenceParameters"});
    const auto [resource_uri, selector_set] = children(parameters, {"ResourceURI", "SelectorSet"});
    return {text.trimmed(resource_uri), selectors_in(selector_set, text)};
}

inline Item read_item(pugi::xml_node node, TextReader& text) {
    const std::string_view name = local_name(node);
    if (name == "EndpointReference") return read_endpoint_reference(node, text);
    if (name == "XmlFragment") return Fragment{properties_in(node)};
    if (name != "Item") return read_instance(node);
    const auto [reference] = children(node, {"EndpointReference"});
    return InstanceAndReference{read_instance(child_of(node)),
                                read_endpoint_reference(reference, text)};
}

/// @return  nothing if there are several lists of items
inline std::optional<Page> read_page(pugi::xml_node node, TextReader& text) {
    const auto [context, items, end] =
        children(node, {"EnumerationContext", "Items", "EndOfSequence"});
    if (items.is_repeated) return std::nullopt;
    Page page;
    page.is_first = local_name(node) == "EnumerateResponse";
    page.is_last = static_cast<bool>(end);
    page.context = text.trimmed(context);
    for (const pugi::xml_node item : items.children())
        if (is_element(item)) page.items.push_back(read_item(item, text));
    return page;
}

inline Identified read_identified(pugi::xml_node node, TextReader& text) {
    const auto [vendor, version] = children(node, {"ProductVendor", "ProductVersion"});
    return {text.trimmed(vendor), text.trimmed(version)};
}

/// Does not compare it to the HTTP status.
/// @par Errors  malformed_message
inline Result<Response> read_response(std::string_view text) {
    auto document = read_xml(text);
    if (!document) return std::unexpected(std::move(document.error()));
    const auto malformed = [](std::string why) {
        return std::unexpected(Error(Errc::malformed_message, std::move(why)));
    };
    const auto [envelope] = children((*document)->root(), {"Envelope"});
    const auto [header, body] = children(envelope, {"Header", "Body"});
    const auto [action_node, message_id, relates_to, operation_id] =
        children(header, {"Action", "MessageID", "RelatesTo", "OperationID"});
    const Child content = child_of(body.only());
    TextReader texts;
    const std::string action = texts.trimmed(action_node);
    const bool is_released =
        body.only() && !content && action == std::string(uri::enumeration) + "/ReleaseResponse";
    if (!content.only() && !is_released)
        return malformed("the message is not a SOAP envelope with one element in its body");
    if (header.is_repeated) return malformed("the response has several headers");
    if (relates_to.is_repeated) return malformed("the response has several headers RelatesTo");
    Response response;
    response.message_id = texts.trimmed(message_id);
    response.relates_to = texts.trimmed(relates_to);
    response.operation_id = texts.trimmed(operation_id);
    constexpr std::string_view suffix = "Response";
    const std::string_view name = local_name(content);
    if (name != "Fault")
        response.action =
            action.substr(0, action.size() - (action.ends_with(suffix) ? suffix.size() : 0));
    if (is_released) {
        response.body = Released{};
    } else if (name == "Fault") {
        response.body = read_fault(content, texts);
    } else if (name == "EnumerateResponse" || name == "PullResponse") {
        auto page = read_page(content, texts);
        if (!page) return malformed("the response has several lists of items");
        response.body = *std::move(page);
    } else if (name == "IdentifyResponse") {
        response.body = read_identified(content, texts);
    } else if (name == "XmlFragment") {
        response.body = Fragment{properties_in(content)};
    } else {
        response.body = read_instance(content);
    }
    if (std::string error = texts.error(); !error.empty()) return malformed(std::move(error));
    return response;
}

}  // namespace detail::wsman
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
