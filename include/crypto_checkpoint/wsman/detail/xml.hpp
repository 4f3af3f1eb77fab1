// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_WSMAN_DETAIL_XML_HPP
#define CRYPTO_CHECKPOINT_WSMAN_DETAIL_XML_HPP

#include <crypto_checkpoint/detail/ascii.hpp>
#include <crypto_checkpoint/detail/unicode.hpp>
#include <crypto_checkpoint/error/errc.hpp>
#include <crypto_checkpoint/error/error.hpp>
#include <crypto_checkpoint/wsman/detail/xml_validator.hpp>

#include <pugixml.hpp>

#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail::wsman {

/// Whether a text survives being sent as XML.
inline Result<void> check_xml_text(std::string_view text) {
    const char* const end = text.data() + text.size();
    for (const char* at = text.data(); (at = skip_printable(at, end)) != end;) {
        const ScannedCharacter character = scan_character(at, end);
        if (!character.well_formed) return std::unexpected(Error(Errc::ill_formed_text));
        if (!is_xml_character(character.value))
            return std::unexpected(
                Error(Errc::unsupported, "XML cannot carry the character number " +
                                             std::to_string(std::uint32_t{character.value})));
        at += character.length;
    }
    return {};
}

/// A text that came from anywhere, such that XML carries it: what it cannot carry becomes U+FFFD.
inline std::string sanitize(std::string_view text) {
    std::string good;
    good.reserve(text.size());
    const char* const end = text.data() + text.size();
    for (const char* at = text.data(); at != end;) {
        const char* const plain = skip_printable(at, end);
        good.append(at, plain);
        at = plain;
        if (at == end) break;
        const ScannedCharacter character = scan_character(at, end);
        if (character.well_formed && is_xml_character(character.value))
            good.append(at, character.length);
        else
            good += "\xEF\xBF\xBD";
        at += character.length;
    }
    return good;
}

inline std::string_view local_name(std::string_view qualified) noexcept {
    const auto colon = qualified.rfind(':');
    return colon == qualified.npos ? qualified : qualified.substr(colon + 1);
}
inline std::string_view local_name(pugi::xml_node node) noexcept {
    return local_name(std::string_view(node.name()));
}

/// The URI that an element's prefix stands for.
inline std::string_view namespace_uri(pugi::xml_node node) {
    const std::string_view name = node.name();
    const auto colon = name.rfind(':');
    const std::string declaration =
        colon == name.npos ? "xmlns" : "xmlns:" + std::string(name.substr(0, colon));
    for (; node; node = node.parent())
        if (const auto found = node.attribute(declaration.c_str())) return found.value();
    return {};
}

inline bool is_element(pugi::xml_node node) noexcept { return node.type() == pugi::node_element; }

/// The first element of a local name in another. Servers differ in their prefixes and, for some
/// elements, in their namespaces.
inline pugi::xml_node child(pugi::xml_node parent, std::string_view name) noexcept {
    for (const pugi::xml_node node : parent.children())
        if (is_element(node) && local_name(node) == name) return node;
    return {};
}

/// The one element of a local name; none if there are none or several.
inline pugi::xml_node only_child(pugi::xml_node parent, std::string_view name) noexcept {
    pugi::xml_node found;
    for (const pugi::xml_node node : parent.children()) {
        if (!is_element(node) || local_name(node) != name) continue;
        if (found) return {};
        found = node;
    }
    return found;
}

/// The one element in another; none if there are none or several.
inline pugi::xml_node only_element(pugi::xml_node parent) noexcept {
    pugi::xml_node found;
    for (const pugi::xml_node node : parent.children()) {
        if (!is_element(node)) continue;
        if (found) return {};
        found = node;
    }
    return found;
}

/// The text of an element, all its pieces.
inline std::string text_of(pugi::xml_node node) {
    std::string text;
    for (const pugi::xml_node piece : node.children())
        if (piece.type() == pugi::node_pcdata || piece.type() == pugi::node_cdata)
            text += piece.value();
    return text;
}

/// The text of an element that is an identifier: blanks around it mean nothing.
inline std::string trimmed_text(pugi::xml_node node) { return std::string(trim(text_of(node))); }

template <class Number>
std::optional<Number> number_in(std::string_view text) noexcept {
    return parse_number<Number>(trim(text));
}

inline bool is_nil(pugi::xml_node node) noexcept {
    for (const pugi::xml_attribute attribute : node.attributes()) {
        const std::string_view value = attribute.value();
        if (local_name(attribute.name()) == "nil" && (value == "true" || value == "1")) return true;
    }
    return false;
}

using XmlDocument = std::unique_ptr<pugi::xml_document>;

/// Reads a message. Entities are never expanded: SOAP forbids what would declare them.
/// @par Source  SOAP 1.2 part 1, section 5: no document type declaration
/// @par Errors  malformed_message
/// @pre The text is no larger than whoever received it allows.
inline Result<XmlDocument> read_xml(std::string_view text) {
    const auto malformed = [](std::string_view why) {
        return std::unexpected(
            Error(Errc::malformed_message, "the message cannot be read: " + std::string(why)));
    };
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    if (const std::string_view fault = XmlValidator(text).find_error(); !fault.empty())
        return malformed(fault);
    auto document = std::make_unique<pugi::xml_document>();
    // Blanks are kept: names may end with them, and an element may hold nothing else.
    constexpr unsigned flags =
        pugi::parse_escapes | pugi::parse_eol | pugi::parse_cdata | pugi::parse_ws_pcdata;
    const auto read = document->load_buffer(text.data(), text.size(), flags, pugi::encoding_utf8);
    if (!read)
        return malformed(std::string(read.description()) + " at byte " +
                         std::to_string(read.offset));
    return document;
}

/// An element with a text in it. What XML cannot carry is written as U+FFFD; requests are checked
/// before, for there it would be another name.
inline pugi::xml_node add(pugi::xml_node parent, const char* name, std::string_view text = {}) {
    pugi::xml_node node = parent.append_child(name);
    if (!text.empty()) node.append_child(pugi::node_pcdata).set_value(sanitize(text).c_str());
    return node;
}

/// The same for an attribute, where every blank reads as a space.
inline void set(pugi::xml_node node, const char* attribute, std::string_view value) {
    std::string text = sanitize(value);
    for (char& letter : text)
        if (letter == '\t' || letter == '\n') letter = ' ';
    node.append_attribute(attribute).set_value(text.c_str());
}

/// The message as it is sent: UTF-8 without a byte order mark, nothing added between elements.
inline std::string serialize(const pugi::xml_document& document) {
    struct Writer final : pugi::xml_writer {
        std::string text;
        void write(const void* data, std::size_t size) override {
            text.append(static_cast<const char*>(data), size);
        }
    } writer;
    document.save(writer, "", pugi::format_raw | pugi::format_no_declaration, pugi::encoding_utf8);
    return std::move(writer.text);
}

}  // namespace detail::wsman
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
