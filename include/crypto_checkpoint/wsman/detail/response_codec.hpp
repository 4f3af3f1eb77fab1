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
    add_properties(node, instance.properties);
}

inline void write_endpoint_reference(pugi::xml_node parent, const EndpointReference& reference) {
    pugi::xml_node node = parent.append_child("a:EndpointReference");
    add(node, "a:Address", uri::anonymous);
    const pugi::xml_node parameters = node.append_child("a:ReferenceParameters");
    add(parameters, "w:ResourceURI", reference.resource_uri);
    add_selectors(parameters, reference.selectors);
}

inline void write_page(pugi::xml_node body, const Page& page) {
    pugi::xml_node node =
        body.append_child(page.is_first ? "n:EnumerateResponse" : "n:PullResponse");
    add(node, "n:EnumerationContext", page.context);
    if (!page.is_first || !page.items.empty() || page.is_last) {
        const pugi::xml_node items = node.append_child(page.is_first ? "w:Items" : "n:Items");
        for (const Item& item : page.items) {
            if (const auto* const instance = std::get_if<Instance>(&item))
                write_instance(items, *instance);
            else
                write_endpoint_reference(items, std::get<EndpointReference>(item));
        }
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

/// Replaces what XML cannot carry by U+FFFD.
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
    }
    if (fault)
        write_fault(envelope.body, *fault);
    else if (const auto* const page = std::get_if<Page>(&response.body))
        write_page(envelope.body, *page);
    else if (const auto* const instance = std::get_if<Instance>(&response.body))
        write_instance(envelope.body, *instance);
    else
        write_identified(envelope.body, std::get<Identified>(response.body));
    return serialize(envelope.document);
}

// --- reading

inline Instance read_instance(pugi::xml_node node) {
    return {std::string(local_name(node)), std::string(namespace_uri(node)), properties_in(node)};
}

/// @return  nothing if there are several lists of items
inline std::optional<Page> read_page(pugi::xml_node node) {
    Page page;
    page.is_first = local_name(node) == "EnumerateResponse";
    page.is_last = static_cast<bool>(child(node, "EndOfSequence"));
    page.context = trimmed_text(child(node, "EnumerationContext"));
    const pugi::xml_node items = only_child(node, "Items");
    if (!items && !child(node, "Items").empty()) return std::nullopt;
    for (const pugi::xml_node item : items.children()) {
        if (!is_element(item)) continue;
        if (local_name(item) != "EndpointReference") {
            page.items.emplace_back(read_instance(item));
            continue;
        }
        const pugi::xml_node parameters = child(item, "ReferenceParameters");
        page.items.emplace_back(EndpointReference{trimmed_text(child(parameters, "ResourceURI")),
                                                  selectors_in(child(parameters, "SelectorSet"))});
    }
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
    if (!content)
        return std::unexpected(
            Error(Errc::malformed_message,
                  "the message is not a SOAP envelope with one element in its body"));
    Response response;
    const pugi::xml_node header = only_child(envelope, "Header");
    if (!header && !child(envelope, "Header").empty())
        return std::unexpected(Error(Errc::malformed_message, "the response has several headers"));
    response.message_id = trimmed_text(child(header, "MessageID"));
    response.relates_to = trimmed_text(child(header, "RelatesTo"));
    if (!child(header, "RelatesTo").empty() && !only_child(header, "RelatesTo"))
        return std::unexpected(
            Error(Errc::malformed_message, "the response has several headers RelatesTo"));
    const std::string_view name = local_name(content);
    if (name == "Fault") {
        response.body = read_fault(content);
        return response;
    }
    constexpr std::string_view suffix = "Response";
    response.action = trimmed_text(child(header, "Action"));
    if (response.action.ends_with(suffix))
        response.action.resize(response.action.size() - suffix.size());
    if (name == "EnumerateResponse" || name == "PullResponse") {
        auto page = read_page(content);
        if (!page)
            return std::unexpected(
                Error(Errc::malformed_message, "the response has several lists of items"));
        response.body = *std::move(page);
    } else if (name == "IdentifyResponse") {
        response.body = Identified{trimmed_text(child(content, "ProductVendor")),
                                   trimmed_text(child(content, "ProductVersion"))};
    } else {
        response.body = read_instance(content);
    }
    return response;
}

}  // namespace detail::wsman
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
