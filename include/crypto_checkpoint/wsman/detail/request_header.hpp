// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_WSMAN_DETAIL_REQUEST_HEADER_HPP
#define CRYPTO_CHECKPOINT_WSMAN_DETAIL_REQUEST_HEADER_HPP

#include <crypto_checkpoint/detail/ascii.hpp>
#include <crypto_checkpoint/error/errc.hpp>
#include <crypto_checkpoint/wsman/detail/envelope.hpp>
#include <crypto_checkpoint/wsman/detail/message.hpp>
#include <crypto_checkpoint/wsman/detail/service_fault.hpp>
#include <crypto_checkpoint/wsman/detail/xml.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

/// @file
/// The SOAP header of a request: which of it concerns the service, and what it says.

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail::wsman {

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

/// Each response repeats the identifiers of its request.
/// @par Source  MS-WSMV, note 47: a MessageID is no longer than 2 kilobytes; for the others, chosen
inline constexpr std::size_t max_identifier_bytes = 2048;

struct HeaderName {
    std::string_view uri;
    std::string_view name;
    friend bool operator==(HeaderName, HeaderName) = default;
};

/// Headers that mustUnderstand may mark. The service uses some and complies with the others anyway: it
/// has no options and no estimates. Locale and DataLocale are rejected with a fault of their own.
inline bool is_understood(HeaderName header) noexcept {
    constexpr auto known = std::to_array<HeaderName>({
        {uri::addressing, "Action"},      {uri::addressing, "FaultTo"},
        {uri::addressing, "MessageID"},   {uri::addressing, "ReplyTo"},
        {uri::addressing, "To"},          {uri::wsman, "FragmentTransfer"},
        {uri::wsman, "Locale"},           {uri::wsman, "MaxEnvelopeSize"},
        {uri::wsman, "OperationTimeout"}, {uri::wsman, "OptionSet"},
        {uri::wsman, "RequestEPR"},       {uri::wsman, "RequestTotalItemsCountEstimate"},
        {uri::wsman, "ResourceURI"},      {uri::wsman, "SelectorSet"},
        {uri::microsoft, "ActivityId"},   {uri::microsoft, "DataLocale"},
        {uri::microsoft, "OperationID"},  {uri::microsoft, "SequenceId"},
        {uri::microsoft, "SessionId"},
    });
    return std::ranges::find(known, header) != known.end();
}

inline bool must_be_understood(pugi::xml_node header) noexcept {
    return is_true(attribute_in(header, uri::soap, "mustUnderstand"));
}

/// Whether a header block is for the service, not for a node on the way.
/// @par Source  SOAP 1.2 part 1, 2.2 and 5.2.2
inline bool is_for_service(pugi::xml_node header) noexcept {
    const std::string_view role = trim(attribute_in(header, uri::soap, "role"));
    return role.empty() || role == "http://www.w3.org/2003/05/soap-envelope/role/next" ||
           role == "http://www.w3.org/2003/05/soap-envelope/role/ultimateReceiver";
}

/// Removes the header blocks for others. @return  why the rest is rejected
/// @par Source  SOAP 1.2 part 1, 2.4 and 2.6
inline std::optional<Rejection> select_headers(pugi::xml_node header) {
    for (pugi::xml_node node = header.first_child(); node;) {
        const pugi::xml_node next = node.next_sibling();
        if (!is_element(node) || !is_for_service(node)) header.remove_child(node);
        node = next;
    }
    for (const pugi::xml_node node : header.children()) {
        const HeaderName name{namespace_uri(node), local_name(node)};
        if (!is_understood(name)) {
            if (must_be_understood(node))
                return rejected(fault_kind::must_understand,
                                "the header " + std::string(name.name) + " is not understood")
                    .error();
        } else if (!only_child_in(header, name.uri, name.name)) {
            return rejected(fault_kind::invalid_header,
                            "the header " + std::string(name.name) + " is repeated")
                .error();
        }
    }
    return std::nullopt;
}

/// Whether an endpoint reference is the connection itself.
/// @par Source  MS-WSMV 3.1.4.1.3, and 3.1.4.1.4, which writes a slash at the end
inline bool is_anonymous(pugi::xml_node reference, TextReader& text) {
    const std::string address = text.trimmed(child_in(reference, uri::addressing, "Address"));
    return address == uri::anonymous || address == std::string(uri::anonymous) + "/";
}

/// @return  nothing if a header has the form that MS-WSMV asks for
inline std::optional<Rejection> find_header_error(pugi::xml_node header, const Request& request,
                                                  std::string_view action, TextReader& text) {
    const auto reject = [](const FaultKind& kind, std::string reason,
                           std::string_view detail = {}) {
        return rejected(kind, std::move(reason), detail).error();
    };
    if (request.message_id.empty())  // MS-WSMV 3.1.4.1.5
        return reject(fault_kind::invalid_header, "the header MessageID is missing or empty");
    if (action.empty())  // WS-Addressing (August 2004), 4
        return reject(fault_kind::missing_header, "the header Action is missing or empty");
    const pugi::xml_node reply_to = child_in(header, uri::addressing, "ReplyTo");
    if (!reply_to)  // MS-WSMV 3.1.4.1.3
        return reject(fault_kind::missing_header, "the header ReplyTo is missing");
    const pugi::xml_node fault_to = child_in(header, uri::addressing, "FaultTo");
    if (!is_anonymous(reply_to, text) || (fault_to && !is_anonymous(fault_to, text)))
        return reject(fault_kind::unsupported_feature,
                      "ReplyTo and FaultTo must be the anonymous address",
                      fault_detail::addressing_mode);
    if (must_be_understood(child_in(header, uri::wsman, "Locale")))  // MS-WSMV 3.1.4.1.8
        return reject(fault_kind::unsupported_feature, "texts are in English only",
                      fault_detail::locale);
    if (must_be_understood(child_in(header, uri::microsoft, "DataLocale")))  // MS-WSMV 3.1.4.1.9
        return reject(fault_kind::unsupported_feature, "numbers have one format only",
                      fault_detail::data_locale);
    if (text(child_in(header, uri::microsoft, "ActivityId")).size() > max_identifier_bytes ||
        request.operation_id.size() > max_identifier_bytes)  // MS-WSMV 3.1.4.1.12
        return reject(fault_kind::invalid_header, "the ActivityId or OperationID is too long");
    if (request.fragment &&  // MS-WSMV 3.1.4.1.18
        !must_be_understood(child_in(header, uri::wsman, "FragmentTransfer")))
        return reject(fault_kind::invalid_header, "FragmentTransfer must have mustUnderstand");
    const pugi::xml_node sequence = child_in(header, uri::microsoft, "SequenceId");
    if (!request.operation_id.empty() && sequence &&
        number_in<std::uint64_t>(text(sequence)) != 1)  // MS-WSMV 3.1.4.1.39
        return reject(fault_kind::invalid_header, "the SequenceId of a request must be 1");
    return std::nullopt;
}

/// The header of a request, and why it is rejected.
inline std::optional<Rejection> read_header(pugi::xml_node header, Request& request,
                                            std::string& action, TextReader& text) {
    // The rest is read even if the request is rejected: the response and the log name the request.
    auto rejection = select_headers(header);
    action = text.trimmed(child_in(header, uri::addressing, "Action"));
    request.to = text.trimmed(child_in(header, uri::addressing, "To"));
    request.message_id = text.trimmed(child_in(header, uri::addressing, "MessageID"));
    request.resource_uri = text.trimmed(child_in(header, uri::wsman, "ResourceURI"));
    request.selectors = selectors_in(child_in(header, uri::wsman, "SelectorSet"), text);
    request.operation_id = text.trimmed(child_in(header, uri::microsoft, "OperationID"));
    if (const auto fragment = child_in(header, uri::wsman, "FragmentTransfer"))
        request.fragment = text(fragment);
    if (const auto timeout = child_in(header, uri::wsman, "OperationTimeout"))
        request.operation_timeout = duration_in(text(timeout));
    if (const auto limit = child_in(header, uri::wsman, "MaxEnvelopeSize")) {
        const auto bytes = number_in<std::uint64_t>(text(limit));
        if (!bytes && !rejection)
            rejection = rejected(fault_kind::schema, "MaxEnvelopeSize is not a number").error();
        constexpr std::uint64_t most = (std::numeric_limits<std::uint32_t>::max)();
        if (bytes)
            request.max_envelope_bytes = static_cast<std::uint32_t>((std::min)(*bytes, most));
    }
    if (request.message_id.size() > max_identifier_bytes) {
        request.message_id.clear();
        rejection = rejected(fault_kind::invalid_header, "the MessageID is too long").error();
        rejection->code = Errc::limit_exceeded;
    }
    if (!rejection) rejection = find_header_error(header, request, action, text);
    return rejection;
}

}  // namespace detail::wsman
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
