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

inline void write_instance(pugi::xml_node parent, const Instance& instance) {
    const pugi::xml_node node = parent.append_child(("p:" + instance.name).c_str());
    set(node, "xmlns:p", instance.uri);
    set(node, "xmlns:xsi", uri::instance);
    if (instance.is_typed) set(node, "xsi:type", "p:" + instance.name + "_Type");
    add_properties(node, instance.properties);
}

/// @par Source  for queries, recorded responses of Windows Server 2003 to 2012: no namespaces; for
///              FragmentTransfer, from memory of DSP0226, 7.7: the elements as they are, or nil
inline void write_fragment(pugi::xml_node parent, const Fragment& fragment) {
    pugi::xml_node node = parent.append_child("w:XmlFragment");
    set(node, "xmlns:xsi", uri::instance);
    if (fragment.text) {
        node.append_child(pugi::node_pcdata).set_value(sanitize(*fragment.text).c_str());
    } else if (fragment.uri.empty()) {
        add_properties(node, fragment.properties, "");
    } else {
        set(node, "xmlns:p", fragment.uri);
        if (fragment.properties.empty()) set(node, "xsi:nil", "true");
        add_properties(node, fragment.properties);
    }
}

inline void write_endpoint_reference(pugi::xml_node parent, const EndpointReference& reference) {
    pugi::xml_node node = parent.append_child("a:EndpointReference");
    add(node, "a:Address", uri::anonymous);
    const pugi::xml_node parameters = node.append_child("a:ReferenceParameters");
    add(parameters, "w:ResourceURI", reference.resource_uri);
    add_selectors(parameters, reference.selectors);
    // Declared again, because shell scripts copy this element into their requests, as wsl does.
    if (pugi::xml_node selector_set = parameters.child("w:SelectorSet"))
        set(selector_set, "xmlns:w", uri::wsman);
}

inline void write_item(pugi::xml_node parent, const Item& item) {
    struct Writer {
        pugi::xml_node parent;
        void operator()(const Instance& instance) const { write_instance(parent, instance); }
        void operator()(const EndpointReference& reference) const {
            write_endpoint_reference(parent, reference);
        }
        void operator()(const InstanceAndReference& both) const {
            pugi::xml_node outer = parent;
            const pugi::xml_node node = outer.append_child("w:Item");
            write_instance(node, both.instance);
            write_endpoint_reference(node, both.reference);
        }
        void operator()(const Fragment& fragment) const { write_fragment(parent, fragment); }
    };
    std::visit(Writer{parent}, item);
}

inline void write_page(pugi::xml_node body, const Page& page) {
    pugi::xml_node node =
        body.append_child(page.is_first ? "n:EnumerateResponse" : "n:PullResponse");
    // Windows writes an empty one in a first response that is also the last, and none in a last one.
    if (page.is_first || !page.is_last) add(node, "n:EnumerationContext", page.context);
    if (!page.is_first || !page.items.empty() || page.is_last) {
        const pugi::xml_node items = node.append_child(page.is_first ? "w:Items" : "n:Items");
        for (const Item& item : page.items) write_item(items, item);
    }
    if (page.is_last) node.append_child(page.is_first ? "w:EndOfSequence" : "n:EndOfSequence");
}

inline void write_identified(pugi::xml_node body, const Identified& identified) {
    const pugi::xml_node node = body.append_child("i:IdentifyResponse");
    set(node, "xmlns:i", uri::identity);
    add(node, "i:ProtocolVersion", uri::wsman);
    add(node, "i:ProductVendor", identified.vendor);
    add(node, "i:ProductVersion", identified.version);
}

/// Replaces what XML cannot carry, as sanitize() does.
/// @pre  The names of an instance and of its properties are XML names.
inline std::string write_response(const Response& response) {
    Envelope envelope;
    envelope.declare("xmlns:a", uri::addressing);
    envelope.declare("xmlns:w", uri::wsman);
    envelope.declare("xmlns:n", uri::enumeration);
    const auto* const fault = std::get_if<Fault>(&response.body);
    if (!std::holds_alternative<Identified>(response.body)) {
        add(envelope.header, "a:Action",
            fault ? std::string(namespace_of(fault->subcode).action)
                  : response.action + "Response");
        add(envelope.header, "a:MessageID", response.message_id);
        add(envelope.header, "a:To", uri::anonymous);
        if (!response.relates_to.empty()) add(envelope.header, "a:RelatesTo", response.relates_to);
        if (!response.operation_id.empty()) add_operation_id(envelope, response.operation_id);
        if (response.fragment && !fault)
            add_must_understand(envelope.header, "w:FragmentTransfer", *response.fragment);
    }
    if (fault)
        write_fault(envelope.body, *fault);
    else if (const auto* const page = std::get_if<Page>(&response.body))
        write_page(envelope.body, *page);
    else if (const auto* const instance = std::get_if<Instance>(&response.body))
        write_instance(envelope.body, *instance);
    else if (const auto* const fragment = std::get_if<Fragment>(&response.body))
        write_fragment(envelope.body, *fragment);
    else if (const auto* const identified = std::get_if<Identified>(&response.body))
        write_identified(envelope.body, *identified);
    return serialize(envelope.document);
}

// --- reading

inline Instance read_instance(pugi::xml_node node) {
    return {std::string(local_name(node)), std::string(namespace_uri(node)), properties_in(node),
            !attribute_in(node, uri::instance, "type").empty()};
}

inline EndpointReference read_endpoint_reference(pugi::xml_node node, TextReader& text) {
    const pugi::xml_node parameters = child(node, "ReferenceParameters");
    return {text.trimmed(child(parameters, "ResourceURI")),
            selectors_in(child(parameters, "SelectorSet"), text)};
}

inline Item read_item(pugi::xml_node node, TextReader& text) {
    const std::string_view name = local_name(node);
    if (name == "EndpointReference") return read_endpoint_reference(node, text);
    if (name == "XmlFragment") return Fragment{properties_in(node)};
    if (name != "Item") return read_instance(node);
    return InstanceAndReference{read_instance(node.find_child(is_element)),
                                read_endpoint_reference(child(node, "EndpointReference"), text)};
}

/// @return  nothing if there are several lists of items
inline std::optional<Page> read_page(pugi::xml_node node, TextReader& text) {
    Page page;
    page.is_first = local_name(node) == "EnumerateResponse";
    page.is_last = static_cast<bool>(child(node, "EndOfSequence"));
    page.context = text.trimmed(child(node, "EnumerationContext"));
    const pugi::xml_node items = only_child(node, "Items");
    if (!items && !child(node, "Items").empty()) return std::nullopt;
    for (const pugi::xml_node item : items.children())
        if (is_element(item)) page.items.push_back(read_item(item, text));
    return page;
}

/// Does not compare it to the HTTP status.
/// @par Errors  malformed_message
inline Result<Response> read_response(std::string_view text) {
    auto document = read_xml(text);
    if (!document) return std::unexpected(std::move(document.error()));
    const pugi::xml_node envelope = only_child((*document)->root(), "Envelope");
    const pugi::xml_node body = only_child(envelope, "Body");
    const pugi::xml_node content = only_element(body);
    Response response;
    TextReader texts;
    const pugi::xml_node header = only_child(envelope, "Header");
    const std::string action = texts.trimmed(child(header, "Action"));
    const bool is_released = body && body.find_child(is_element).empty() &&
                             action == std::string(uri::enumeration) + "/ReleaseResponse";
    if (!content && !is_released)
        return std::unexpected(
            Error(Errc::malformed_message,
                  "the message is not a SOAP envelope with one element in its body"));
    if (!header && !child(envelope, "Header").empty())
        return std::unexpected(Error(Errc::malformed_message, "the response has several headers"));
    response.message_id = texts.trimmed(child(header, "MessageID"));
    response.relates_to = texts.trimmed(child(header, "RelatesTo"));
    if (!child(header, "RelatesTo").empty() && !only_child(header, "RelatesTo"))
        return std::unexpected(
            Error(Errc::malformed_message, "the response has several headers RelatesTo"));
    response.operation_id = texts.trimmed(child(header, "OperationID"));
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
        if (!page)
            return std::unexpected(
                Error(Errc::malformed_message, "the response has several lists of items"));
        response.body = *std::move(page);
    } else if (name == "IdentifyResponse") {
        response.body = Identified{texts.trimmed(child(content, "ProductVendor")),
                                   texts.trimmed(child(content, "ProductVersion"))};
    } else if (name == "XmlFragment") {
        response.body = Fragment{properties_in(content)};
    } else {
        response.body = read_instance(content);
    }
    if (std::string error = texts.error(); !error.empty())
        return std::unexpected(Error(Errc::malformed_message, std::move(error)));
    return response;
}

}  // namespace detail::wsman
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
