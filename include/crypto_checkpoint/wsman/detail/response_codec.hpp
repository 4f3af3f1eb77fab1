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

/// Writes an answer. What XML cannot carry becomes U+FFFD.
/// @pre  The names of an instance and of its properties are names in XML.
inline std::string write_response(const Answer& answer) {
    Envelope envelope;
    envelope.declare("xmlns:a", uri::addressing);
    envelope.declare("xmlns:w", uri::wsman);
    envelope.declare("xmlns:n", uri::enumeration);
    const auto* const fault = std::get_if<Fault>(&answer.body);
    if (!std::holds_alternative<Identified>(answer.body)) {
        add(envelope.header, "a:Action",
            fault ? std::string(namespace_of(fault->subcode).action) : answer.action + "Response");
        add(envelope.header, "a:MessageID", answer.message_id);
        add(envelope.header, "a:To", uri::anonymous);
        if (!answer.relates_to.empty()) add(envelope.header, "a:RelatesTo", answer.relates_to);
    }
    if (fault)
        write_fault(envelope.body, *fault);
    else if (const auto* const page = std::get_if<Page>(&answer.body))
        write_page(envelope.body, *page);
    else if (const auto* const instance = std::get_if<Instance>(&answer.body))
        write_instance(envelope.body, *instance);
    else
        write_identified(envelope.body, std::get<Identified>(answer.body));
    return written(envelope.document);
}

// --- reading

inline Instance read_instance(pugi::xml_node node) {
    return {std::string(local_name(node)), std::string(namespace_uri(node)), properties_in(node)};
}

/// Nothing, where some of the items would be missed.
inline std::optional<Page> read_page(pugi::xml_node node) {
    Page page;
    page.is_first = local_name(node) == "EnumerateResponse";
    page.is_last = static_cast<bool>(child(node, "EndOfSequence"));
    page.context = token_of(child(node, "EnumerationContext"));
    const pugi::xml_node items = only_child(node, "Items");
    if (!items && !child(node, "Items").empty()) return std::nullopt;
    for (const pugi::xml_node item : items.children()) {
        if (!is_element(item)) continue;
        if (local_name(item) != "EndpointReference") {
            page.items.emplace_back(read_instance(item));
            continue;
        }
        const pugi::xml_node parameters = child(item, "ReferenceParameters");
        page.items.emplace_back(EndpointReference{token_of(child(parameters, "ResourceURI")),
                                                  selectors_in(child(parameters, "SelectorSet"))});
    }
    return page;
}

/// Reads an answer. That its HTTP status says the same is the caller's to see.
/// @par Errors  malformed_message
inline Result<Answer> read_response(std::string_view text) {
    auto document = read_xml(text);
    if (!document) return std::unexpected(std::move(document.error()));
    const pugi::xml_node envelope = only_child((*document)->root(), "Envelope");
    const pugi::xml_node body = only_child(envelope, "Body");
    const pugi::xml_node content = only_element(body);
    if (!content)
        return std::unexpected(
            Error(Errc::malformed_message,
                  "the message is no SOAP envelope with one element in its body"));
    Answer answer;
    const pugi::xml_node header = only_child(envelope, "Header");
    if (!header && !child(envelope, "Header").empty())
        return std::unexpected(Error(Errc::malformed_message, "the answer has several headers"));
    answer.message_id = token_of(child(header, "MessageID"));
    answer.relates_to = token_of(child(header, "RelatesTo"));
    if (!child(header, "RelatesTo").empty() && !only_child(header, "RelatesTo"))
        return std::unexpected(
            Error(Errc::malformed_message, "the answer says twice what it is an answer to"));
    const std::string_view name = local_name(content);
    if (name == "Fault") {
        answer.body = read_fault(content);
        return answer;
    }
    constexpr std::string_view suffix = "Response";
    answer.action = token_of(child(header, "Action"));
    if (answer.action.ends_with(suffix)) answer.action.resize(answer.action.size() - suffix.size());
    if (name == "EnumerateResponse" || name == "PullResponse") {
        auto page = read_page(content);
        if (!page)
            return std::unexpected(
                Error(Errc::malformed_message, "the answer has several lists of items"));
        answer.body = *std::move(page);
    } else if (name == "IdentifyResponse") {
        answer.body = Identified{token_of(child(content, "ProductVendor")),
                                 token_of(child(content, "ProductVersion"))};
    } else {
        answer.body = read_instance(content);
    }
    return answer;
}

}  // namespace detail::wsman
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
