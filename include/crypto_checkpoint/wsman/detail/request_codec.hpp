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
            return action.append(request.resource_uri).append("/").append(invoke.method);
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
