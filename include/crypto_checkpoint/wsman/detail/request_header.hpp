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
#include <utility>
#include <vector>

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

/// The header blocks that the service knows, which are those that mustUnderstand may mark. It uses some
/// and complies with the others anyway: it has no options and no estimates. Locale and DataLocale are
/// rejected with a fault of their own.
struct HeaderBlocks {
    pugi::xml_node action, fault_to, message_id, reply_to, to;
    pugi::xml_node fragment_transfer, locale, max_envelope_size, operation_timeout, option_set,
        request_epr, total_items_estimate, resource_uri, selector_set;
    pugi::xml_node activity_id, data_locale, operation_id, sequence_id, session_id;
};

struct KnownHeader {
    QualifiedName name;
    pugi::xml_node HeaderBlocks::* block;
};
inline constexpr auto known_headers = std::to_array<KnownHeader>({
    {{Namespace::addressing, "Action"}, &HeaderBlocks::action},
    {{Namespace::addressing, "FaultTo"}, &HeaderBlocks::fault_to},
    {{Namespace::addressing, "MessageID"}, &HeaderBlocks::message_id},
    {{Namespace::addressing, "ReplyTo"}, &HeaderBlocks::reply_to},
    {{Namespace::addressing, "To"}, &HeaderBlocks::to},
    {{Namespace::wsman, "FragmentTransfer"}, &HeaderBlocks::fragment_transfer},
    {{Namespace::wsman, "Locale"}, &HeaderBlocks::locale},
    {{Namespace::wsman, "MaxEnvelopeSize"}, &HeaderBlocks::max_envelope_size},
    {{Namespace::wsman, "OperationTimeout"}, &HeaderBlocks::operation_timeout},
    {{Namespace::wsman, "OptionSet"}, &HeaderBlocks::option_set},
    {{Namespace::wsman, "RequestEPR"}, &HeaderBlocks::request_epr},
    {{Namespace::wsman, "RequestTotalItemsCountEstimate"}, &HeaderBlocks::total_items_estimate},
    {{Namespace::wsman, "ResourceURI"}, &HeaderBlocks::resource_uri},
    {{Namespace::wsman, "SelectorSet"}, &HeaderBlocks::selector_set},
    {{Namespace::microsoft, "ActivityId"}, &HeaderBlocks::activity_id},
    {{Namespace::microsoft, "DataLocale"}, &HeaderBlocks::data_locale},
    {{Namespace::microsoft, "OperationID"}, &HeaderBlocks::operation_id},
    // As the examples of MS-WSMV have it, and as its schema has it (2.2.4.46).
    {{Namespace::microsoft, "SequenceId"}, &HeaderBlocks::sequence_id},
    {{Namespace::microsoft, "SequenceID"}, &HeaderBlocks::sequence_id},
    {{Namespace::microsoft, "SessionId"}, &HeaderBlocks::session_id},
});

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

/// Finds the header blocks for the service; of a repeated one, the first. @return  why the header is
/// rejected
/// @par Source  SOAP 1.2 part 1, 2.4 and 2.6 (what is not understood counts before what is wrong), 5.4.8
inline std::optional<Rejection> find_blocks(pugi::xml_node header, HeaderBlocks& blocks) {
    std::vector<ElementName> not_understood;  // few, as each repeats its namespace
    std::size_t name_bytes = 0;
    std::string_view repeated;
    for (const pugi::xml_node node : header.children()) {
        if (!is_element(node) || !is_for_service(node)) continue;
        const QualifiedName name = name_of(node);
        const auto* const known = std::ranges::find(known_headers, name, &KnownHeader::name);
        if (known == known_headers.end()) {
            if (!must_be_understood(node)) continue;
            const std::string_view uri = namespace_uri(node);
            name_bytes += uri.size() + name.local.size();
            if (not_understood.empty() || name_bytes <= max_identifier_bytes)
                not_understood.push_back({std::string(uri), std::string(name.local)});
        } else if (pugi::xml_node& block = blocks.*known->block) {
            if (repeated.empty()) repeated = name.local;
        } else {
            block = node;
        }
    }
    std::optional<Rejection> rejection;
    if (!not_understood.empty()) {
        rejection = rejected(fault_kind::must_understand,
                             "the header " + not_understood.front().local + " is not understood")
                        .error();
        rejection->fault.not_understood = std::move(not_understood);
    } else if (!repeated.empty()) {
        rejection = rejected(fault_kind::invalid_header,
                             "the header " + std::string(repeated) + " is repeated")
                        .error();
    }
    return rejection;
}

/// Whether an endpoint reference is the connection itself.
/// @par Source  MS-WSMV 3.1.4.1.3, and 3.1.4.1.4, which writes a slash at the end
inline bool is_anonymous(pugi::xml_node reference, TextReader& text) {
    const auto [node] = children(reference, {{Namespace::addressing, "Address"}});
    const std::string address = text.trimmed(node);
    return address == uri::anonymous || address == std::string(uri::anonymous) + "/";
}

/// @return  nothing if a header has the form that MS-WSMV asks for
inline std::optional<Rejection> find_header_error(const HeaderBlocks& header,
                                                  const Request& request, std::string_view action,
                                                  TextReader& text) {
    const auto reject = [](const FaultKind& kind, std::string reason,
                           std::string_view detail = {}) {
        return rejected(kind, std::move(reason), detail).error();
    };
    if (request.message_id.empty())  // MS-WSMV 3.1.4.1.5
        return reject(fault_kind::invalid_header, "the header MessageID is missing or empty");
    if (action.empty())  // WS-Addressing (August 2004), 4
        return reject(fault_kind::missing_header, "the header Action is missing or empty");
    if (!header.reply_to)  // MS-WSMV 3.1.4.1.3
        return reject(fault_kind::missing_header, "the header ReplyTo is missing");
    if (!is_anonymous(header.reply_to, text) ||
        (header.fault_to && !is_anonymous(header.fault_to, text)))
        return reject(fault_kind::unsupported_feature,
                      "ReplyTo and FaultTo must be the anonymous address",
                      fault_detail::addressing_mode);
    if (must_be_understood(header.locale))  // MS-WSMV 3.1.4.1.8
        return reject(fault_kind::unsupported_feature, "texts are in English only",
                      fault_detail::locale);
    if (must_be_understood(header.data_locale))  // MS-WSMV 3.1.4.1.9
        return reject(fault_kind::unsupported_feature, "numbers have one format only",
                      fault_detail::data_locale);
    if (text(header.activity_id).size() > max_identifier_bytes ||
        request.operation_id.size() > max_identifier_bytes)  // MS-WSMV 3.1.4.1.12
        return reject(fault_kind::invalid_header, "the ActivityId or OperationID is too long");
    if (request.fragment && !must_be_understood(header.fragment_transfer))  // MS-WSMV 3.1.4.1.18
        return reject(fault_kind::invalid_header, "FragmentTransfer must have mustUnderstand");
    if (!request.operation_id.empty() && header.sequence_id &&
        number_in<std::uint64_t>(text(header.sequence_id)) != 1)  // MS-WSMV 3.1.4.1.39
        return reject(fault_kind::invalid_header, "the SequenceId of a request must be 1");
    return std::nullopt;
}

/// Whether an address is one of classes or instances, whatever their namespace.
inline bool is_cim_address(std::string_view address) noexcept {
    return starts_with_ignoring_ascii_case(address, uri::all_of_wmi) ||
           starts_with_ignoring_ascii_case(address, uri::all_of_dmtf);
}

/// The header of a request, and why it is rejected.
inline std::optional<Rejection> read_header(pugi::xml_node node, Request& request,
                                            std::string& action, TextReader& text) {
    // The rest is read even if the request is rejected: the response and the log name the request.
    HeaderBlocks header;
    auto rejection = find_blocks(node, header);
    action = text.trimmed(header.action);
    request.to = text.trimmed(header.to);
    request.message_id = text.trimmed(header.message_id);
    request.resource_uri = text.trimmed(header.resource_uri);
    request.selectors = selectors_in(header.selector_set, text);
    // Elsewhere it is ignored: MS-WSMV 3.1.4.1.39.
    if (header.operation_id && is_cim_address(request.resource_uri))
        request.operation_id = text.trimmed(header.operation_id);
    if (header.fragment_transfer) request.fragment = text(header.fragment_transfer);
    if (header.operation_timeout)
        request.operation_timeout = duration_in(text(header.operation_timeout));
    if (header.max_envelope_size) {
        const auto bytes = number_in<std::uint64_t>(text(header.max_envelope_size));
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
