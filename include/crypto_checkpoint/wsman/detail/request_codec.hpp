// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_WSMAN_DETAIL_REQUEST_CODEC_HPP
#define CRYPTO_CHECKPOINT_WSMAN_DETAIL_REQUEST_CODEC_HPP

#include <crypto_checkpoint/detail/ascii.hpp>
#include <crypto_checkpoint/error/errc.hpp>
#include <crypto_checkpoint/error/error.hpp>
#include <crypto_checkpoint/wsman/detail/envelope.hpp>
#include <crypto_checkpoint/wsman/detail/message.hpp>
#include <crypto_checkpoint/wsman/detail/request_header.hpp>
#include <crypto_checkpoint/wsman/detail/service_fault.hpp>
#include <crypto_checkpoint/wsman/detail/wql.hpp>
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
inline constexpr std::string_view release =
    "http://schemas.xmlsoap.org/ws/2004/09/enumeration/Release";
}  // namespace action

/// The header Action; empty for Identify.
inline std::string action_of(const Request& request) {
    struct Namer {
        const Request& request;
        std::string operator()(const Identify&) const { return {}; }
        std::string operator()(const Get&) const { return std::string(action::get); }
        std::string operator()(const Enumerate&) const { return std::string(action::enumerate); }
        std::string operator()(const Pull&) const { return std::string(action::pull); }
        std::string operator()(const Release&) const { return std::string(action::release); }
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
    std::vector<std::string_view> texts{request.to, request.message_id, request.operation_id};
    std::vector<std::string_view> attributes{request.resource_uri};
    for (const Selector& selector : request.selectors) {
        attributes.push_back(selector.name);
        texts.push_back(selector.value);
    }
    if (request.fragment) texts.push_back(*request.fragment);
    if (const auto* const enumerate = std::get_if<Enumerate>(&request.operation))
        if (enumerate->query) texts.push_back(*enumerate->query);
    if (const auto* const pull = std::get_if<Pull>(&request.operation))
        texts.push_back(pull->context);
    if (const auto* const release = std::get_if<Release>(&request.operation))
        texts.push_back(release->context);
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
    if (!request.operation_id.empty()) add_operation_id(envelope, request.operation_id);
    if (request.fragment) add_must_understand(header, "w:FragmentTransfer", *request.fragment);
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
        if (enumerate->mode == EnumerationMode::object_and_reference)
            add(node, "w:EnumerationMode", "EnumerateObjectAndEPR");
        if (enumerate->query) set(add(node, "w:Filter", *enumerate->query), "Dialect", uri::wql);
    } else if (const auto* const pull = std::get_if<Pull>(&request.operation)) {
        envelope.declare("xmlns:n", uri::enumeration);
        const pugi::xml_node node = envelope.body.append_child("n:Pull");
        add(node, "n:EnumerationContext", pull->context);
        add(node, "n:MaxElements", std::to_string(pull->max_items));
    } else if (const auto* const release = std::get_if<Release>(&request.operation)) {
        envelope.declare("xmlns:n", uri::enumeration);
        add(envelope.body.append_child("n:Release"), "n:EnumerationContext", release->context);
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

/// @param max_items  unchanged if the request has no MaxElements
inline std::optional<Rejection> read_max_items(pugi::xml_node node, std::uint32_t& max_items,
                                               TextReader& text) {
    if (!node) return std::nullopt;
    const auto number = number_in<std::uint32_t>(text(node));
    if (!number || *number == 0)
        return rejected(fault_kind::schema, "MaxElements is not a positive number").error();
    max_items = *number;
    return std::nullopt;
}

/// @param node  not empty
inline OrRejection<EnumerationMode> read_mode(pugi::xml_node node, TextReader& text) {
    const std::string name = text.trimmed(node);
    if (name == "EnumerateObject") return EnumerationMode::object;
    if (name == "EnumerateEPR") return EnumerationMode::endpoint_reference;
    if (name == "EnumerateObjectAndEPR") return EnumerationMode::object_and_reference;
    return rejected(fault_kind::unsupported_feature, "there is no such EnumerationMode",
                    fault_detail::enumeration_mode);
}

/// A filter of selectors as a query.
/// @par Source  MS-WSMV 3.1.4.1.13
inline OrRejection<std::string> read_selector_filter(pugi::xml_node filter,
                                                     std::string_view resource_uri,
                                                     TextReader& text) {
    if (resource_uri.ends_with('*'))
        return rejected(fault_kind::filter, "a filter of selectors needs the address of a class");
    const pugi::xml_node selector_set = only_child_in(filter, uri::wsman, "SelectorSet");
    if (!selector_set) return rejected(fault_kind::schema, "the filter contains no SelectorSet");
    std::string query = "SELECT * FROM " + std::string(resource_class);
    std::vector<Selector> before;
    for (const Selector& selector : selectors_in(selector_set, text)) {
        if (std::ranges::any_of(before, [&](const Selector& other) {
                return equals_ignoring_ascii_case(std::string_view(other.name),
                                                  std::string_view(selector.name));
            }))
            return rejected(fault_kind::filter, "the filter has a selector twice");
        if (selector.value.find_first_of("\"'") != selector.value.npos)
            return rejected(fault_kind::filter, "the value of a selector has a quotation mark");
        if (!is_wql_word(selector.name))
            return rejected(fault_kind::filter, "the name of a selector is not one of a property");
        query += before.empty() ? " WHERE " : " AND ";
        query += selector.name + '=' + wql_literal(selector.value);
        before.push_back(selector);
    }
    return query;
}

inline OrRejection<RequestBody> read_enumerate(pugi::xml_node body, const Request& request,
                                               TextReader& text) {
    const pugi::xml_node node = child_in(body, uri::enumeration, "Enumerate");
    if (!node) return rejected(fault_kind::schema, "the body contains no Enumerate");
    Enumerate enumerate;
    if (const auto mode = child_in(node, uri::wsman, "EnumerationMode")) {
        const auto read = read_mode(mode, text);
        if (!read) return std::unexpected(read.error());
        enumerate.mode = *read;
    }
    enumerate.is_optimized = static_cast<bool>(child_in(node, uri::wsman, "OptimizeEnumeration"));
    if (auto rejection =
            read_max_items(child_in(node, uri::wsman, "MaxElements"), enumerate.max_items, text))
        return std::unexpected(*std::move(rejection));
    // MS-WSMV 3.1.4.1.13: both are the same.
    const pugi::xml_node plain = child_in(node, uri::enumeration, "Filter");
    const pugi::xml_node filter = plain ? plain : child_in(node, uri::wsman, "Filter");
    if (plain && child_in(node, uri::wsman, "Filter"))
        return rejected(fault_kind::filter, "the request has two filters");
    if (!filter) return enumerate;
    const std::string dialect = filter.attribute("Dialect").value();
    if (dialect == uri::selector_filter) {
        auto query = read_selector_filter(filter, request.resource_uri, text);
        if (!query) return std::unexpected(std::move(query.error()));
        enumerate.query = *std::move(query);
        return enumerate;
    }
    // The supported queries are the same in CQL and WQL.
    if (dialect != uri::wql && dialect != "http://schemas.dmtf.org/wbem/cql/1/dsp0202.pdf")
        return rejected(fault_kind::filter_dialect,
                        "the filter's dialect must be WQL or SelectorFilter");
    enumerate.query = text(filter);
    return enumerate;
}

/// The context of a Pull or a Release.
inline OrRejection<std::string> read_enumeration_context(pugi::xml_node node, std::string_view name,
                                                         TextReader& text) {
    const pugi::xml_node context = only_child_in(node, uri::enumeration, "EnumerationContext");
    if (context) return text.trimmed(context);
    return rejected(fault_kind::schema,
                    "the body contains no " + std::string(name) + " with an EnumerationContext");
}

inline OrRejection<RequestBody> read_pull(pugi::xml_node body, TextReader& text) {
    const pugi::xml_node node = child_in(body, uri::enumeration, "Pull");
    auto context = read_enumeration_context(node, "Pull", text);
    if (!context) return std::unexpected(std::move(context.error()));
    Pull pull{*std::move(context), 1};
    if (auto rejection =
            read_max_items(child_in(node, uri::enumeration, "MaxElements"), pull.max_items, text))
        return std::unexpected(*std::move(rejection));
    return pull;
}

inline OrRejection<RequestBody> read_release(pugi::xml_node body, TextReader& text) {
    const pugi::xml_node node = child_in(body, uri::enumeration, "Release");
    auto context = read_enumeration_context(node, "Release", text);
    if (!context) return std::unexpected(std::move(context.error()));
    return Release{*std::move(context)};
}

/// Whether an element has the namespace of the request's class. Addresses ignore case.
inline bool is_of_class(pugi::xml_node node, const Request& request) noexcept {
    return equals_ignoring_ascii_case(namespace_uri(node), std::string_view(request.resource_uri));
}

inline OrRejection<RequestBody> read_invoke(pugi::xml_node body, const Request& request,
                                            std::string_view action) {
    const std::string prefix = request.resource_uri + '/';
    const std::string_view address = action.substr(0, prefix.size());
    if (request.resource_uri.empty() || !equals_ignoring_ascii_case(address, prefix))
        return rejected(fault_kind::action_not_supported,
                        "this action is not supported: " + std::string(action));
    Invoke invoke{std::string(action.substr(prefix.size())), {}};
    const pugi::xml_node input = only_element(body);
    if (!input) return invoke;
    const std::string_view name = local_name(input);
    if (name != invoke.method + "_INPUT" && name != invoke.method)
        return rejected(fault_kind::schema, "the body contains " + std::string(name) +
                                                " instead of " + invoke.method + "_INPUT");
    const auto is_foreign = [&](pugi::xml_node node) {
        return is_element(node) && !is_of_class(node, request);
    };
    if (is_foreign(input) || !input.find_child(is_foreign).empty())
        return rejected(fault_kind::schema,
                        "the method and its parameters must have the namespace of the class");
    invoke.arguments = properties_in(input);
    return invoke;
}

inline OrRejection<RequestBody> read_operation(pugi::xml_node body, const Request& request,
                                               std::string_view action, TextReader& text) {
    if (action == action::get) return Get{};
    if (action == action::enumerate) return read_enumerate(body, request, text);
    if (action == action::pull) return read_pull(body, text);
    if (action == action::release) return read_release(body, text);
    return read_invoke(body, request, action);
}

/// A request, or why it is rejected and what of the request could be read.
struct ParsedRequest {
    Request request;
    std::string action;
    std::optional<Rejection> rejection;
};

/// @par Errors  malformed_message: its header cannot be read
inline Result<ParsedRequest> read_request(std::string_view text) {
    auto document = read_xml(text);
    if (!document) return std::unexpected(std::move(document.error()));
    ParsedRequest read;
    Request& request = read.request;
    const pugi::xml_node envelope = only_element((*document)->root());
    if (local_name(envelope) == "Envelope" && namespace_uri(envelope) != uri::soap) {
        read.rejection =
            rejected(fault_kind::version_mismatch, "the envelope is not one of SOAP 1.2").error();
        return read;
    }
    const pugi::xml_node body = only_child_in(envelope, uri::soap, "Body");
    if (local_name(envelope) != "Envelope" || !body)
        return std::unexpected(
            Error(Errc::malformed_message, "the message is not a SOAP envelope with a body"));
    const bool has_several = !only_element(body) && !body.find_child(is_element).empty();
    const bool is_identify = static_cast<bool>(child_in(body, uri::identity, "Identify"));
    if (is_identify && !has_several) return read;

    TextReader texts;
    read.rejection =
        read_header(only_child_in(envelope, uri::soap, "Header"), request, read.action, texts);
    if (has_several && !read.rejection)
        read.rejection =
            rejected(fault_kind::schema, "the body contains more than one element").error();
    if (!read.rejection) {
        auto operation = read_operation(body, request, read.action, texts);
        if (operation)
            request.operation = std::move(*operation);
        else
            read.rejection = std::move(operation.error());
    }
    if (std::string error = texts.error(); !error.empty() && !read.rejection)
        read.rejection = rejected(fault_kind::schema, std::move(error)).error();
    return read;
}

}  // namespace detail::wsman
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
