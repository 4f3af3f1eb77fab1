// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_DETAIL_WSMAN_REQUEST_CODEC_HPP
#define CRYPTO_CHECKPOINT_DETAIL_WSMAN_REQUEST_CODEC_HPP

#include <crypto_checkpoint/detail/wsman/message.hpp>
#include <crypto_checkpoint/detail/wsman/xml.hpp>

#include <algorithm>
#include <array>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail::wsman {

namespace action {
inline constexpr std::string_view get = "http://schemas.xmlsoap.org/ws/2004/09/transfer/Get";
inline constexpr std::string_view enumerate =
    "http://schemas.xmlsoap.org/ws/2004/09/enumeration/Enumerate";
inline constexpr std::string_view pull = "http://schemas.xmlsoap.org/ws/2004/09/enumeration/Pull";
}  // namespace action

/// What a request asks for, as its header says it. Identify has none.
inline std::string action_of(const Request& request) {
    struct Namer {
        const Request& request;
        std::string operator()(const Identify&) const { return {}; }
        std::string operator()(const Get&) const { return std::string(action::get); }
        std::string operator()(const Enumerate&) const { return std::string(action::enumerate); }
        std::string operator()(const Pull&) const { return std::string(action::pull); }
        std::string operator()(const Invoke& invoke) const {
            return request.resource_uri + '/' + invoke.method;
        }
    };
    return std::visit(Namer{request}, request.operation);
}

/// The envelope and its empty header and body.
struct Envelope {
    pugi::xml_document document;
    pugi::xml_node header;
    pugi::xml_node body;

    Envelope() {
        pugi::xml_node envelope = document.append_child("s:Envelope");
        set(envelope, "xmlns:s", uri::soap);
        header = envelope.append_child("s:Header");
        body = envelope.append_child("s:Body");
    }

    /// @param prefix  such as `xmlns:a`
    void declare(const char* prefix, std::string_view uri) {
        set(document.first_child(), prefix, uri);
    }
};

inline pugi::xml_node add_understood(pugi::xml_node parent, const char* name,
                                     std::string_view text) {
    pugi::xml_node node = add(parent, name, text);
    set(node, "s:mustUnderstand", "true");
    return node;
}

inline void add_selectors(pugi::xml_node parent, const std::vector<Selector>& selectors) {
    if (selectors.empty()) return;
    pugi::xml_node set_of_them = parent.append_child("w:SelectorSet");
    for (const Selector& selector : selectors)
        set(add(set_of_them, "w:Selector", selector.value), "Name", selector.name);
}

/// The elements of an instance or of a method's arguments.
inline void add_properties(pugi::xml_node parent, const std::vector<Property>& properties) {
    for (const Property& property : properties) {
        const std::string name = "p:" + property.name;
        pugi::xml_node node = add(parent, name.c_str(), property.value.value_or(""));
        if (!property.value) set(node, "xsi:nil", "true");
    }
}

/// Whether all the texts of a request can be sent.
inline Result<void> check_request(const Request& request) {
    std::vector<std::string_view> texts{request.to, request.message_id, request.resource_uri};
    for (const Selector& selector : request.selectors) {
        texts.push_back(selector.name);
        texts.push_back(selector.value);
    }
    if (const auto* const enumerate = std::get_if<Enumerate>(&request.operation))
        if (enumerate->query) texts.push_back(*enumerate->query);
    if (const auto* const pull = std::get_if<Pull>(&request.operation))
        texts.push_back(pull->context);
    if (const auto* const invoke = std::get_if<Invoke>(&request.operation))
        for (const Property& argument : invoke->arguments)
            if (argument.value) texts.push_back(*argument.value);
    for (const std::string_view text : texts)
        if (auto good = check_xml_text(text); !good) return good;
    return {};
}

/// Writes a request.
/// @par Errors  unsupported: a text that XML cannot carry; ill_formed_text
/// @par Source  MS-WSMV 4.1.4; Microsoft Learn, Session.Invoke (the element `Method_INPUT` in the
///              namespace of the class)
inline Result<std::string> write_request(const Request& request) {
    if (auto good = check_request(request); !good) return std::unexpected(std::move(good.error()));
    Envelope envelope;
    if (std::holds_alternative<Identify>(request.operation)) {
        envelope.declare("xmlns:i", uri::identity);
        envelope.body.append_child("i:Identify");
        return written(envelope.document);
    }
    envelope.declare("xmlns:a", uri::addressing);
    envelope.declare("xmlns:w", uri::wsman);
    pugi::xml_node header = envelope.header;
    add(header, "a:To", request.to);
    add_understood(header, "w:ResourceURI", request.resource_uri);
    add_understood(header.append_child("a:ReplyTo"), "a:Address", uri::anonymous);
    add_understood(header, "a:Action", action_of(request));
    add(header, "a:MessageID", request.message_id);
    if (request.most_bytes)
        add_understood(header, "w:MaxEnvelopeSize", std::to_string(*request.most_bytes));
    if (request.operation_timeout) {
        const auto milliseconds = request.operation_timeout->count();
        std::string fraction = std::to_string(1000 + milliseconds % 1000);
        fraction.front() = '.';
        add(header, "w:OperationTimeout",
            "PT" + std::to_string(milliseconds / 1000) + fraction + "S");
    }
    add_selectors(header, request.selectors);

    if (const auto* const enumerate = std::get_if<Enumerate>(&request.operation)) {
        envelope.declare("xmlns:n", uri::enumeration);
        pugi::xml_node node = envelope.body.append_child("n:Enumerate");
        if (enumerate->is_optimized) {
            node.append_child("w:OptimizeEnumeration");
            add(node, "w:MaxElements", std::to_string(enumerate->most_items));
        }
        if (enumerate->mode == EnumerationMode::endpoint_reference)
            add(node, "w:EnumerationMode", "EnumerateEPR");
        if (enumerate->query)
            set(add(node, "w:Filter", *enumerate->query), "Dialect", uri::wql);
    } else if (const auto* const pull = std::get_if<Pull>(&request.operation)) {
        envelope.declare("xmlns:n", uri::enumeration);
        pugi::xml_node node = envelope.body.append_child("n:Pull");
        add(node, "n:EnumerationContext", pull->context);
        add(node, "n:MaxElements", std::to_string(pull->most_items));
    } else if (const auto* const invoke = std::get_if<Invoke>(&request.operation)) {
        pugi::xml_node node = envelope.body.append_child(("p:" + invoke->method + "_INPUT").c_str());
        set(node, "xmlns:p", request.resource_uri);
        set(node, "xmlns:xsi", uri::instance);
        add_properties(node, invoke->arguments);
    }
    return written(envelope.document);
}

// --- reading

inline std::vector<Selector> selectors_in(pugi::xml_node selector_set) {
    std::vector<Selector> selectors;
    for (const pugi::xml_node node : selector_set.children())
        if (is_element(node) && local_name(node) == "Selector")
            selectors.push_back({node.attribute("Name").value(), text_of(node)});
    return selectors;
}

inline std::vector<Property> properties_in(pugi::xml_node parent) {
    std::vector<Property> properties;
    for (const pugi::xml_node node : parent.children()) {
        if (!is_element(node)) continue;
        Property property{std::string(local_name(node)), std::nullopt};
        if (!is_nil(node)) property.value = text_of(node);
        properties.push_back(std::move(property));
    }
    return properties;
}

/// A duration such as PT60.000S; days and more are no time to wait for an answer.
inline std::optional<std::chrono::milliseconds> duration_in(std::string_view text) noexcept {
    text = trimmed(text);
    if (!text.starts_with("PT") || !text.ends_with('S')) return std::nullopt;
    text = text.substr(2, text.size() - 3);
    const auto point = text.find('.');
    const auto seconds = number_in<std::uint32_t>(text.substr(0, point));
    if (!seconds) return std::nullopt;
    std::uint32_t milliseconds = 0;
    std::uint32_t weight = 100;
    if (point != text.npos)
        for (const char digit : text.substr(point + 1)) {
            if (digit < '0' || '9' < digit) return std::nullopt;
            milliseconds += weight * static_cast<std::uint32_t>(digit - '0');
            weight /= 10;
        }
    return std::chrono::milliseconds(*seconds * std::uint64_t{1000} + milliseconds);
}

/// Headers that may be marked as having to be understood. What is not needed to answer is understood
/// by doing what it asks anyway, or by having no locale and no options.
inline bool is_understood(std::string_view header) noexcept {
    constexpr auto known = std::to_array<std::string_view>(
        {"Action", "ActivityId", "DataLocale", "FaultTo", "Locale", "MaxEnvelopeSize", "MessageID",
         "OperationID", "OperationTimeout", "OptionSet", "ReplyTo", "RequestEPR", "ResourceURI",
         "SelectorSet", "SequenceId", "SessionId", "To"});
    return std::ranges::find(known, header) != known.end();
}

/// A fault that the reader of a request answers with.
inline Fault senders_fault(std::string subcode, std::string reason) {
    Fault fault;
    fault.subcode = std::move(subcode);
    fault.reason = std::move(reason);
    return fault;
}

template <class T>
using Readable = std::expected<T, Fault>;

inline Readable<Operation> read_enumerate(pugi::xml_node body) {
    const pugi::xml_node node = only_child(body, "Enumerate");
    if (!node)
        return std::unexpected(
            senders_fault("SchemaValidationError", "the body holds no Enumerate"));
    Enumerate enumerate;
    if (const auto mode = child(node, "EnumerationMode")) {
        if (token_of(mode) != "EnumerateEPR" && token_of(mode) != "EnumerateObject")
            return std::unexpected(senders_fault(
                "UnsupportedFeature", "the EnumerationMode is not one that is offered here"));
        if (token_of(mode) == "EnumerateEPR") enumerate.mode = EnumerationMode::endpoint_reference;
    }
    enumerate.is_optimized = static_cast<bool>(child(node, "OptimizeEnumeration"));
    if (const auto most = child(node, "MaxElements")) {
        const auto number = number_in<std::uint32_t>(text_of(most));
        if (!number || *number == 0)
            return std::unexpected(
                senders_fault("InvalidParameter", "MaxElements is no positive number"));
        enumerate.most_items = *number;
    }
    if (const auto filter = child(node, "Filter")) {
        // CQL spells the queries that are understood here as WQL does.
        const std::string dialect = filter.attribute("Dialect").value();
        if (dialect != uri::wql && dialect != "http://schemas.dmtf.org/wbem/cql/1/dsp0202.pdf")
            return std::unexpected(senders_fault("FilterDialectRequestedUnavailable",
                                                 "the filter's dialect must be WQL"));
        enumerate.query = text_of(filter);
    }
    return enumerate;
}

inline Readable<Operation> read_pull(pugi::xml_node body) {
    const pugi::xml_node node = only_child(body, "Pull");
    const pugi::xml_node context = only_child(node, "EnumerationContext");
    if (!context)
        return std::unexpected(senders_fault("SchemaValidationError",
                                             "the body holds no Pull with an EnumerationContext"));
    Pull pull{token_of(context), 1};
    if (const auto most = child(node, "MaxElements"))
        pull.most_items = number_in<std::uint32_t>(text_of(most)).value_or(1);
    return pull;
}

inline Readable<Operation> read_invoke(pugi::xml_node body, const Request& request,
                                       std::string_view action) {
    const std::string prefix = request.resource_uri + '/';
    if (request.resource_uri.empty() || !action.starts_with(prefix))
        return std::unexpected(
            senders_fault("ActionNotSupported", "this action is not offered here: " + std::string(action)));
    Invoke invoke{std::string(action.substr(prefix.size())), {}};
    const pugi::xml_node input = only_element(body);
    const std::string_view name = local_name(input);
    if (input && name != invoke.method + "_INPUT" && name != invoke.method)
        return std::unexpected(senders_fault("SchemaValidationError",
                                             "the body holds " + std::string(name) + " where " +
                                                 invoke.method + "_INPUT should be"));
    if (!input && body.first_child())
        return std::unexpected(
            senders_fault("SchemaValidationError", "the body holds more than one element"));
    invoke.arguments = properties_in(input);
    return invoke;
}

/// A request that was read, or the fault to answer with and the message that it answers.
struct ReadRequest {
    Request request;
    std::string action;
    std::optional<Fault> fault;
};

/// Reads a request.
/// @par Errors  malformed_message: not even its header can be read
inline Result<ReadRequest> read_request(std::string_view text) {
    auto document = read_xml(text);
    if (!document) return std::unexpected(std::move(document.error()));
    const pugi::xml_node envelope = only_child(**document, "Envelope");
    const pugi::xml_node body = only_child(envelope, "Body");
    if (!body)
        return std::unexpected(
            Error(Errc::malformed_message, "the message is no SOAP envelope with a body"));
    ReadRequest read;
    Request& request = read.request;
    if (only_child(body, "Identify")) return read;

    const pugi::xml_node header = only_child(envelope, "Header");
    read.action = token_of(child(header, "Action"));
    request.to = token_of(child(header, "To"));
    request.message_id = token_of(child(header, "MessageID"));
    request.resource_uri = token_of(child(header, "ResourceURI"));
    request.selectors = selectors_in(child(header, "SelectorSet"));
    if (const auto limit = child(header, "MaxEnvelopeSize"))
        request.most_bytes = number_in<std::uint32_t>(text_of(limit));
    if (const auto timeout = child(header, "OperationTimeout"))
        request.operation_timeout = duration_in(text_of(timeout));

    for (const pugi::xml_node node : header.children()) {
        const std::string_view name = local_name(node);
        for (const pugi::xml_attribute attribute : node.attributes()) {
            const std::string_view value = attribute.value();
            const bool must = local_name(attribute.name()) == "mustUnderstand" &&
                              (value == "true" || value == "1");
            if (must && !is_understood(name)) {
                read.fault = senders_fault(
                    "MustUnderstand", "the header " + std::string(name) + " is not understood here");
                return read;
            }
        }
        if (is_understood(name) && is_element(node) && !only_child(header, name)) {
            read.fault = senders_fault("InvalidMessageInformationHeader",
                                       "the header " + std::string(name) + " stands there twice");
            return read;
        }
    }

    if (read.action == action::get) {
        request.operation = Get{};
        return read;
    }
    auto operation = read.action == action::enumerate ? read_enumerate(body)
                     : read.action == action::pull    ? read_pull(body)
                                                      : read_invoke(body, request, read.action);
    if (operation)
        request.operation = std::move(*operation);
    else
        read.fault = std::move(operation.error());
    return read;
}

}  // namespace detail::wsman
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
