// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_WSMAN_DETAIL_REQUEST_CODEC_HPP
#define CRYPTO_CHECKPOINT_WSMAN_DETAIL_REQUEST_CODEC_HPP

#include <crypto_checkpoint/detail/ascii.hpp>
#include <crypto_checkpoint/error/errc.hpp>
#include <crypto_checkpoint/error/error.hpp>
#include <crypto_checkpoint/wsman/detail/envelope.hpp>
#include <crypto_checkpoint/wsman/detail/message.hpp>
#include <crypto_checkpoint/wsman/detail/xml.hpp>
#include <crypto_checkpoint/wsman/detail/xml_validator.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

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

/// The header Action; empty for Identify.
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

/// `uuid:` and a random UUID: unique, not secret.
/// @par Source  RFC 9562, 5.4 (version 4)
inline std::string new_message_id() {
    thread_local std::mt19937_64 random = [] {
        std::random_device device;
        std::seed_seq seed{device(), device(), device(), device()};
        return std::mt19937_64(seed);
    }();
    const std::uint64_t words[] = {(random() & ~std::uint64_t{0xF000}) | 0x4000,
                                   (random() & ~(std::uint64_t{3} << 62)) | std::uint64_t{2} << 62};
    std::string text = "uuid:";
    for (int digit = 0; digit != 32; ++digit) {
        if (digit == 8 || digit == 12 || digit == 16 || digit == 20) text += '-';
        text += "0123456789ABCDEF"[words[digit / 16] >> (60 - 4 * (digit % 16)) & 0xF];
    }
    return text;
}

/// Whether XML preserves all texts of a request.
inline Result<void> check_request(const Request& request) {
    std::vector<std::string_view> texts{request.to, request.message_id};
    std::vector<std::string_view> attributes{request.resource_uri};
    for (const Selector& selector : request.selectors) {
        attributes.push_back(selector.name);
        texts.push_back(selector.value);
    }
    if (const auto* const enumerate = std::get_if<Enumerate>(&request.operation))
        if (enumerate->query) texts.push_back(*enumerate->query);
    if (const auto* const pull = std::get_if<Pull>(&request.operation))
        texts.push_back(pull->context);
    if (const auto* const invoke = std::get_if<Invoke>(&request.operation))
        for (const Property& argument : invoke->arguments)
            if (argument.value) texts.push_back(*argument.value);
    for (const std::string_view text : attributes) {
        if (text.find_first_of("\t\n") != text.npos)
            return std::unexpected(
                Error(Errc::unsupported, "an attribute in XML cannot carry a tab or a line break"));
        texts.push_back(text);
    }
    for (const std::string_view text : texts)
        if (auto good = check_xml_text(text); !good) return good;
    return {};
}

/// A duration as XML Schema writes it: PT60.000S.
inline std::string serialize(std::chrono::milliseconds duration) {
    const auto milliseconds = std::max<std::int64_t>(duration.count(), 0);
    std::string fraction = std::to_string(1000 + milliseconds % 1000);
    fraction.front() = '.';
    return "PT" + std::to_string(milliseconds / 1000) + fraction + "S";
}

/// @par Errors  unsupported: a text that XML cannot carry; ill_formed_text
/// @pre  The names of a method and of its arguments are names in XML.
/// @par Source  MS-WSMV 4.1.4; Microsoft Learn, Session.Invoke (the element `Method_INPUT` in the
///              namespace of the class)
inline Result<std::string> write_request(const Request& request) {
    if (auto good = check_request(request); !good) return std::unexpected(std::move(good.error()));
    Envelope envelope;
    if (std::holds_alternative<Identify>(request.operation)) {
        envelope.declare("xmlns:i", uri::identity);
        envelope.body.append_child("i:Identify");
        return serialize(envelope.document);
    }
    envelope.declare("xmlns:a", uri::addressing);
    envelope.declare("xmlns:w", uri::wsman);
    pugi::xml_node header = envelope.header;
    add(header, "a:To", request.to);
    add_must_understand(header, "w:ResourceURI", request.resource_uri);
    add_must_understand(header.append_child("a:ReplyTo"), "a:Address", uri::anonymous);
    add_must_understand(header, "a:Action", action_of(request));
    add(header, "a:MessageID", request.message_id);
    if (request.max_envelope_bytes)
        add_must_understand(header, "w:MaxEnvelopeSize",
                            std::to_string(*request.max_envelope_bytes));
    if (request.operation_timeout)
        add(header, "w:OperationTimeout", serialize(*request.operation_timeout));
    add_selectors(header, request.selectors);

    if (const auto* const enumerate = std::get_if<Enumerate>(&request.operation)) {
        envelope.declare("xmlns:n", uri::enumeration);
        pugi::xml_node node = envelope.body.append_child("n:Enumerate");
        if (enumerate->is_optimized) {
            node.append_child("w:OptimizeEnumeration");
            add(node, "w:MaxElements", std::to_string(enumerate->max_items));
        }
        if (enumerate->mode == EnumerationMode::endpoint_reference)
            add(node, "w:EnumerationMode", "EnumerateEPR");
        if (enumerate->query) set(add(node, "w:Filter", *enumerate->query), "Dialect", uri::wql);
    } else if (const auto* const pull = std::get_if<Pull>(&request.operation)) {
        envelope.declare("xmlns:n", uri::enumeration);
        const pugi::xml_node node = envelope.body.append_child("n:Pull");
        add(node, "n:EnumerationContext", pull->context);
        add(node, "n:MaxElements", std::to_string(pull->max_items));
    } else if (const auto* const invoke = std::get_if<Invoke>(&request.operation)) {
        const pugi::xml_node node =
            envelope.body.append_child(("p:" + invoke->method + "_INPUT").c_str());
        set(node, "xmlns:p", request.resource_uri);
        set(node, "xmlns:xsi", uri::instance);
        add_properties(node, invoke->arguments);
    }
    return serialize(envelope.document);
}

// --- reading

/// A duration such as PT60.000S; days and longer units are not read.
inline std::optional<std::chrono::milliseconds> duration_in(std::string_view text) noexcept {
    text = trim(text);
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

/// A MessageID is a URI, and each response repeats it.
inline constexpr std::size_t max_message_id_bytes = 1024;

/// Headers that mustUnderstand may mark. The service uses some and complies with the others anyway: it
/// has no locales and no options.
inline bool is_understood(std::string_view header) noexcept {
    constexpr auto known = std::to_array<std::string_view>(
        {"Action", "ActivityId", "DataLocale", "FaultTo", "Locale", "MaxEnvelopeSize", "MessageID",
         "OperationID", "OperationTimeout", "OptionSet", "ReplyTo", "RequestEPR", "ResourceURI",
         "SelectorSet", "SequenceId", "SessionId", "To"});
    return std::ranges::find(known, header) != known.end();
}

inline Fault sender_fault(std::string subcode, std::string reason) {
    Fault fault;
    fault.subcode = std::move(subcode);
    fault.reason = std::move(reason);
    return fault;
}

template <class T>
using Parsed = std::expected<T, Fault>;

/// @param max_items  unchanged if the request has no MaxElements
inline std::optional<Fault> read_max_items(pugi::xml_node parent, std::uint32_t& max_items) {
    const pugi::xml_node node = child(parent, "MaxElements");
    if (!node) return std::nullopt;
    const auto number = number_in<std::uint32_t>(text_of(node));
    if (!number || *number == 0)
        return sender_fault("InvalidParameter", "MaxElements is not a positive number");
    max_items = *number;
    return std::nullopt;
}

inline Parsed<RequestBody> read_enumerate(pugi::xml_node body) {
    const pugi::xml_node node = only_child(body, "Enumerate");
    if (!node)
        return std::unexpected(
            sender_fault("SchemaValidationError", "the body contains no Enumerate"));
    Enumerate enumerate;
    if (const auto mode = child(node, "EnumerationMode")) {
        if (trimmed_text(mode) != "EnumerateEPR" && trimmed_text(mode) != "EnumerateObject")
            return std::unexpected(
                sender_fault("UnsupportedFeature", "this EnumerationMode is not supported"));
        if (trimmed_text(mode) == "EnumerateEPR")
            enumerate.mode = EnumerationMode::endpoint_reference;
    }
    enumerate.is_optimized = static_cast<bool>(child(node, "OptimizeEnumeration"));
    if (auto fault = read_max_items(node, enumerate.max_items))
        return std::unexpected(*std::move(fault));
    if (const auto filter = child(node, "Filter")) {
        // The supported queries are the same in CQL and WQL.
        const std::string dialect = filter.attribute("Dialect").value();
        if (dialect != uri::wql && dialect != "http://schemas.dmtf.org/wbem/cql/1/dsp0202.pdf")
            return std::unexpected(sender_fault("FilterDialectRequestedUnavailable",
                                                "the filter's dialect must be WQL"));
        enumerate.query = text_of(filter);
    }
    return enumerate;
}

inline Parsed<RequestBody> read_pull(pugi::xml_node body) {
    const pugi::xml_node node = only_child(body, "Pull");
    const pugi::xml_node context = only_child(node, "EnumerationContext");
    if (!context)
        return std::unexpected(sender_fault(
            "SchemaValidationError", "the body contains no Pull with an EnumerationContext"));
    Pull pull{trimmed_text(context), 1};
    if (auto fault = read_max_items(node, pull.max_items))
        return std::unexpected(*std::move(fault));
    return pull;
}

inline Parsed<RequestBody> read_invoke(pugi::xml_node body, const Request& request,
                                       std::string_view action) {
    const std::string prefix = request.resource_uri + '/';
    const std::string_view address = action.substr(0, prefix.size());
    if (request.resource_uri.empty() || !equals_ignoring_ascii_case(address, prefix))
        return std::unexpected(sender_fault(
            "ActionNotSupported", "this action is not supported: " + std::string(action)));
    Invoke invoke{std::string(action.substr(prefix.size())), {}};
    const pugi::xml_node input = only_element(body);
    const std::string_view name = local_name(input);
    if (!input.empty() && name != invoke.method + "_INPUT" && name != invoke.method)
        return std::unexpected(sender_fault(
            "SchemaValidationError",
            "the body contains " + std::string(name) + " instead of " + invoke.method + "_INPUT"));
    if (!input && !body.find_child(is_element).empty())
        return std::unexpected(
            sender_fault("SchemaValidationError", "the body contains more than one element"));
    invoke.arguments = properties_in(input);
    return invoke;
}

/// A request, or the fault to respond with and what of the request could be read.
struct ParsedRequest {
    Request request;
    std::string action;
    std::optional<Fault> fault;
};

/// @par Errors  malformed_message: its header cannot be read
inline Result<ParsedRequest> read_request(std::string_view text) {
    auto document = read_xml(text);
    if (!document) return std::unexpected(std::move(document.error()));
    const pugi::xml_node envelope = only_child((*document)->root(), "Envelope");
    const pugi::xml_node body = only_child(envelope, "Body");
    if (!body)
        return std::unexpected(
            Error(Errc::malformed_message, "the message is not a SOAP envelope with a body"));
    ParsedRequest read;
    Request& request = read.request;
    if (!only_child(body, "Identify").empty()) return read;

    const pugi::xml_node header = only_child(envelope, "Header");
    read.action = trimmed_text(child(header, "Action"));
    request.to = trimmed_text(child(header, "To"));
    request.message_id = trimmed_text(child(header, "MessageID"));
    request.resource_uri = trimmed_text(child(header, "ResourceURI"));
    request.selectors = selectors_in(child(header, "SelectorSet"));
    if (const auto limit = child(header, "MaxEnvelopeSize"))
        request.max_envelope_bytes = number_in<std::uint32_t>(text_of(limit));
    if (const auto timeout = child(header, "OperationTimeout"))
        request.operation_timeout = duration_in(text_of(timeout));

    if (request.message_id.size() > max_message_id_bytes) {
        request.message_id.clear();
        read.fault = sender_fault("InvalidMessageInformationHeader", "the MessageID is too long");
        return read;
    }
    for (const pugi::xml_node node : header.children()) {
        const std::string_view name = local_name(node);
        for (const pugi::xml_attribute attribute : node.attributes()) {
            const std::string_view value = attribute.value();
            const bool must = local_name(attribute.name()) == "mustUnderstand" &&
                              (value == "true" || value == "1");
            if (must && !is_understood(name)) {
                read.fault = sender_fault("MustUnderstand",
                                          "the header " + std::string(name) + " is not understood");
                return read;
            }
        }
        if (is_understood(name) && is_element(node) && !only_child(header, name)) {
            read.fault = sender_fault("InvalidMessageInformationHeader",
                                      "the header " + std::string(name) + " is repeated");
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
