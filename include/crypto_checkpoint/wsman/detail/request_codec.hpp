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
            std::string action;
            action.reserve(request.resource_uri.size() + 1 + invoke.method.size());
            action.append(request.resource_uri).append("/").append(invoke.method);
            return action;
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
    text.reserve(text.size() + 36);
    for (int digit = 0; digit != 32; ++digit) {
        if (digit == 8 || digit == 12 || digit == 16 || digit == 20) text += '-';
        text += "0123456789ABCDEF"[words[digit / 16] >> (60 - 4 * (digit % 16)) & 0xF];
    }
    return text;
}

/// A duration as XML Schema writes it: PT60.000S.
inline std::string serialize(std::chrono::milliseconds duration) {
    const auto milliseconds = std::max<std::int64_t>(duration.count(), 0);
    std::string fraction = std::to_string(1000 + milliseconds % 1000);
    fraction.front() = '.';
    return "PT" + std::to_string(milliseconds / 1000) + fraction + "S";
}

/// The headers that not every request has.
inline void write_optional_headers(XmlWriter& xml, const Request& request) {
    if (request.max_envelope_bytes)
        xml.write(R"(<w:MaxEnvelopeSize s:mustUnderstand="true">{}</w:MaxEnvelopeSize>)",
                  *request.max_envelope_bytes);
    if (request.operation_timeout)
        xml.write("<w:OperationTimeout>{}</w:OperationTimeout>",
                  serialize(*request.operation_timeout));
    write_operation_id(xml, request.operation_id);
    if (request.fragment)
        xml.write(R"(<w:FragmentTransfer s:mustUnderstand="true">{}</w:FragmentTransfer>)",
                  *request.fragment);
    if (!request.selectors.empty())
        xml.write("<w:SelectorSet>{}</w:SelectorSet>",
                  [&] { write_selectors(xml, request.selectors); });
}

inline void write_enumerate(XmlWriter& xml, const Enumerate& enumerate) {
    if (enumerate.is_optimized)
        xml.write("<w:OptimizeEnumeration/><w:MaxElements>{}</w:MaxElements>", enumerate.max_items);
    if (enumerate.mode == EnumerationMode::endpoint_reference)
        xml.write("<w:EnumerationMode>EnumerateEPR</w:EnumerationMode>");
    if (enumerate.mode == EnumerationMode::object_and_reference)
        xml.write("<w:EnumerationMode>EnumerateObjectAndEPR</w:EnumerationMode>");
    if (enumerate.query)
        xml.write(R"(
            <w:Filter Dialect="http://schemas.microsoft.com/wbem/wsman/1/WQL">{}</w:Filter>)",
                  *enumerate.query);
}

/// Writes the body of a request.
/// @par Source  MS-WSMV 4.1.4; Microsoft Learn, Session.Invoke (the element `Method_INPUT` in the
///              namespace of the class)
struct OperationWriter {
    XmlWriter& xml;
    std::string_view resource_uri;

    void operator()(const Identify&) const {}
    void operator()(const Get&) const {}
    void operator()(const Enumerate& enumerate) const {
        xml.write("<n:Enumerate>{}</n:Enumerate>", [&] { write_enumerate(xml, enumerate); });
    }
    void operator()(const Pull& pull) const {
        xml.write(R"(
            <n:Pull>
              <n:EnumerationContext>{}</n:EnumerationContext>
              <n:MaxElements>{}</n:MaxElements>
            </n:Pull>)",
                  pull.context, pull.max_items);
    }
    void operator()(const Release& release) const {
        xml.write(R"(
            <n:Release><n:EnumerationContext>{}</n:EnumerationContext></n:Release>)",
                  release.context);
    }
    void operator()(const Invoke& invoke) const {
        xml.write(
            R"(
            <p:{}_INPUT xmlns:p="{}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
              {}
            </p:{}_INPUT>)",
            invoke.method, resource_uri, [&] { write_properties(xml, invoke.arguments); },
            invoke.method);
    }
};

/// @par Errors  unsupported: a text that XML cannot carry; ill_formed_text
/// @pre  The names of a method and of its arguments are names in XML.
inline Result<std::string> write_request(const Request& request) {
    XmlWriter xml;
    if (std::holds_alternative<Identify>(request.operation)) {
        xml.write(R"(
            <s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"
                        xmlns:i="http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd">
              <s:Header/>
              <s:Body><i:Identify/></s:Body>
            </s:Envelope>)");
        return xml.take();
    }
    const std::string action = action_of(request);
    const bool enumerates = action.starts_with(uri::enumeration);
    xml.write(
        R"(
        <s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"
                    xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing"
                    xmlns:w="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd"{}{}>
          <s:Header>
            <a:To>{}</a:To>
            <w:ResourceURI s:mustUnderstand="true">{}</w:ResourceURI>
            <a:ReplyTo><a:Address s:mustUnderstand="true">{}</a:Address></a:ReplyTo>
            <a:Action s:mustUnderstand="true">{}</a:Action>
            <a:MessageID>{}</a:MessageID>
            {}
          </s:Header>
          <s:Body>{}</s:Body>
        </s:Envelope>)",
        operation_id_namespace(request.operation_id),
        enumerates ? R"( xmlns:n="http://schemas.xmlsoap.org/ws/2004/09/enumeration")" : "",
        request.to, request.resource_uri, uri::anonymous, action, request.message_id,
        [&] { write_optional_headers(xml, request); },
        [&] { std::visit(OperationWriter{xml, request.resource_uri}, request.operation); });
    return xml.take_unchanged();
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
    const auto [selector_set] = children(filter, {{Namespace::wsman, "SelectorSet"}});
    if (!selector_set.only())
        return rejected(fault_kind::schema, "the filter contains no SelectorSet");
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

inline OrRejection<RequestBody> read_enumerate(pugi::xml_node node, const Request& request,
                                               TextReader& text) {
    if (name_of(node) != QualifiedName{Namespace::enumeration, "Enumerate"})
        return rejected(fault_kind::schema, "the body contains no Enumerate");
    const auto [mode, optimize, max_items, plain_filter, own_filter] =
        children(node, {{Namespace::wsman, "EnumerationMode"},
                        {Namespace::wsman, "OptimizeEnumeration"},
                        {Namespace::wsman, "MaxElements"},
                        {Namespace::enumeration, "Filter"},
                        {Namespace::wsman, "Filter"}});
    Enumerate enumerate;
    if (mode) {
        const auto read = read_mode(mode, text);
        if (!read) return std::unexpected(read.error());
        enumerate.mode = *read;
    }
    enumerate.is_optimized = static_cast<bool>(optimize);
    if (auto rejection = read_max_items(max_items, enumerate.max_items, text))
        return std::unexpected(*std::move(rejection));
    // MS-WSMV 3.1.4.1.13: both are the same.
    if (plain_filter && own_filter)
        return rejected(fault_kind::filter, "the request has two filters");
    const pugi::xml_node filter = plain_filter ? plain_filter : own_filter;
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

inline OrRejection<RequestBody> read_pull(pugi::xml_node node, TextReader& text) {
    const auto [context, max_items] = children(
        node,
        {{Namespace::enumeration, "EnumerationContext"}, {Namespace::enumeration, "MaxElements"}});
    if (name_of(node) != QualifiedName{Namespace::enumeration, "Pull"} || !context.only())
        return rejected(fault_kind::schema, "the body contains no Pull with an EnumerationContext");
    Pull pull{text.trimmed(context), 1};
    if (auto rejection = read_max_items(max_items, pull.max_items, text))
        return std::unexpected(*std::move(rejection));
    return pull;
}

inline OrRejection<RequestBody> read_release(pugi::xml_node node, TextReader& text) {
    const auto [context] = children(node, {{Namespace::enumeration, "EnumerationContext"}});
    if (name_of(node) != QualifiedName{Namespace::enumeration, "Release"} || !context.only())
        return rejected(fault_kind::schema,
                        "the body contains no Release with an EnumerationContext");
    return Release{text.trimmed(context)};
}

/// Whether an element has the namespace of the request's class. Addresses ignore case.
inline bool is_of_class(pugi::xml_node node, const Request& request) noexcept {
    const std::string_view name = namespace_uri(node);
    return name == request.resource_uri || equals_ignoring_ascii_case(name, request.resource_uri);
}

/// @param input  the element in the body; none for a method without arguments
inline OrRejection<RequestBody> read_invoke(pugi::xml_node input, const Request& request,
                                            std::string_view action) {
    const std::size_t size = request.resource_uri.size();
    if (size == 0 || action.size() <= size || action[size] != '/' ||
        !starts_with_ignoring_ascii_case(action, request.resource_uri))
        return rejected(fault_kind::action_not_supported,
                        "this action is not supported: " + std::string(action));
    Invoke invoke{std::string(action.substr(size + 1)), {}};
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

/// @param node  the element in the body; may be none
inline OrRejection<RequestBody> read_operation(pugi::xml_node node, const Request& request,
                                               std::string_view action, TextReader& text) {
    if (action == action::get) return Get{};
    if (action == action::enumerate) return read_enumerate(node, request, text);
    if (action == action::pull) return read_pull(node, text);
    if (action == action::release) return read_release(node, text);
    return read_invoke(node, request, action);
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
    const pugi::xml_node envelope = child_of((*document)->root());
    const QualifiedName name = name_of(envelope);
    if (name.local == "Envelope" && name.space != Namespace::soap) {
        read.rejection =
            rejected(fault_kind::version_mismatch, "the envelope is not one of SOAP 1.2").error();
        return read;
    }
    const auto [header, body] =
        children(envelope, {{Namespace::soap, "Header"}, {Namespace::soap, "Body"}});
    if (name.local != "Envelope" || !body.only())
        return std::unexpected(
            Error(Errc::malformed_message, "the message is not a SOAP envelope with a body"));
    const Child content = child_of(body);
    const bool is_identify = name_of(content) == QualifiedName{Namespace::identity, "Identify"};
    if (is_identify && !content.is_repeated) return read;

    TextReader texts;
    read.rejection = read_header(header.only(), request, read.action, texts);
    if (content.is_repeated && !read.rejection)
        read.rejection =
            rejected(fault_kind::schema, "the body contains more than one element").error();
    if (!read.rejection) {
        auto operation = read_operation(content, request, read.action, texts);
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
