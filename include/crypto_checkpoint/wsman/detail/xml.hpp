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

inline std::string_view local_name(std::string_view qualified) noexcept {
    const auto colon = qualified.rfind(':');
    return colon == qualified.npos ? qualified : qualified.substr(colon + 1);
}
inline std::string_view local_name(pugi::xml_node node) noexcept {
    return local_name(std::string_view(node.name()));
}

/// The URI that a prefix stands for at an element; empty if it is not declared.
inline std::string_view namespace_of_prefix(pugi::xml_node node, std::string_view prefix) noexcept {
    constexpr std::string_view xmlns = "xmlns";
    for (; node; node = node.parent())
        for (const pugi::xml_attribute attribute : node.attributes()) {
            const std::string_view name = attribute.name();
            if (!name.starts_with(xmlns)) continue;
            const std::string_view rest = name.substr(xmlns.size());
            if (prefix.empty() ? rest.empty() : rest.starts_with(':') && rest.substr(1) == prefix)
                return attribute.value();
        }
    return {};
}

inline std::string_view prefix_of(std::string_view qualified) noexcept {
    const auto colon = qualified.rfind(':');
    return colon == qualified.npos ? std::string_view() : qualified.substr(0, colon);
}

/// The URI that an element's prefix stands for.
inline std::string_view namespace_uri(pugi::xml_node node) noexcept {
    return namespace_of_prefix(node, prefix_of(node.name()));
}

/// The value of an attribute in a namespace; empty if there is none. An attribute without a prefix has
/// no namespace.
/// @par Source  Namespaces in XML 1.0, 6.2
inline std::string_view attribute_in(pugi::xml_node node, std::string_view uri,
                                     std::string_view name) noexcept {
    for (const pugi::xml_attribute attribute : node.attributes()) {
        const std::string_view prefix = prefix_of(attribute.name());
        if (!prefix.empty() && local_name(attribute.name()) == name &&
            namespace_of_prefix(node, prefix) == uri)
            return attribute.value();
    }
    return {};
}

/// Whether an xs:boolean is true. Blanks around it do not matter.
/// @par Source  XML Schema 1.0 part 2, 3.2.2
inline bool is_true(std::string_view boolean) noexcept {
    boolean = trim(boolean);
    return boolean == "true" || boolean == "1";
}

inline bool is_element(pugi::xml_node node) noexcept { return node.type() == pugi::node_element; }

/// The first element of a local name in another. Servers differ in their prefixes and, for some
/// elements, in their namespaces.
inline pugi::xml_node child(pugi::xml_node parent, std::string_view name) noexcept {
    for (const pugi::xml_node node : parent.children())
        if (is_element(node) && local_name(node) == name) return node;
    return {};
}

/// The first element of a name in another: a service matches namespaces.
inline pugi::xml_node child_in(pugi::xml_node parent, std::string_view uri,
                               std::string_view name) noexcept {
    for (const pugi::xml_node node : parent.children())
        if (is_element(node) && local_name(node) == name && namespace_uri(node) == uri) return node;
    return {};
}

/// The element of a name, if there is exactly one.
inline pugi::xml_node only_child_in(pugi::xml_node parent, std::string_view uri,
                                    std::string_view name) noexcept {
    pugi::xml_node found;
    for (const pugi::xml_node node : parent.children()) {
        if (!is_element(node) || local_name(node) != name || namespace_uri(node) != uri) continue;
        if (found) return {};
        found = node;
    }
    return found;
}

/// The element of a local name, if there is exactly one.
inline pugi::xml_node only_child(pugi::xml_node parent, std::string_view name) noexcept {
    pugi::xml_node found;
    for (const pugi::xml_node node : parent.children()) {
        if (!is_element(node) || local_name(node) != name) continue;
        if (found) return {};
        found = node;
    }
    return found;
}

/// The element in another, if there is exactly one.
inline pugi::xml_node only_element(pugi::xml_node parent) noexcept {
    pugi::xml_node found;
    for (const pugi::xml_node node : parent.children()) {
        if (!is_element(node)) continue;
        if (found) return {};
        found = node;
    }
    return found;
}

/// The pieces of text in an element, without the elements among them: for messages to people, whose
/// content may be mixed.
inline std::string text_beside_elements(pugi::xml_node node) {
    std::string text;
    for (const pugi::xml_node piece : node.children())
        if (piece.type() == pugi::node_pcdata || piece.type() == pugi::node_cdata)
            text += piece.value();
    return text;
}

/// The text of an element, which pugixml stores in several nodes; nothing if there are elements in it.
inline std::optional<std::string> text_of(pugi::xml_node node) {
    if (!node.find_child(is_element).empty()) return std::nullopt;
    return text_beside_elements(node);
}

/// Reads the texts of a message, and remembers the first element that has elements instead of a text:
/// such a message is rejected, since its text without them would be another one.
class TextReader {
public:
    /// The text of an element; empty if it is not one.
    std::string operator()(pugi::xml_node node) {
        auto text = text_of(node);
        if (!text && !wrong_) wrong_ = node;
        return std::move(text).value_or(std::string());
    }

    /// The text of an element whose surrounding blanks are insignificant.
    std::string trimmed(pugi::xml_node node) { return std::string(trim((*this)(node))); }

    /// @return  empty if all were texts
    [[nodiscard]] std::string error() const {
        if (!wrong_) return {};
        return std::string(local_name(wrong_)) + " contains elements instead of text";
    }

private:
    pugi::xml_node wrong_;
};

template <class Number>
std::optional<Number> number_in(std::string_view text) noexcept {
    return parse_number<Number>(trim(text));
}

using XmlDocument = std::unique_ptr<pugi::xml_document>;

/// Parses a message. SOAP forbids the document type declaration, and with it custom entities.
/// @par Source  SOAP 1.2 part 1, section 5: no document type declaration
/// @par Errors  malformed_message
/// @pre The receiver has limited the size of the text.
inline Result<XmlDocument> read_xml(std::string_view text) {
    const auto malformed = [](std::string_view why) {
        return std::unexpected(
            Error(Errc::malformed_message, "the message cannot be read: " + std::string(why)));
    };
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    if (const std::string_view error = XmlValidator(text).find_error(); !error.empty())
        return malformed(error);
    auto document = std::make_unique<pugi::xml_document>();
    // Blanks are significant: names may end with them, and an element may consist of them.
    constexpr unsigned flags =
        pugi::parse_escapes | pugi::parse_eol | pugi::parse_cdata | pugi::parse_ws_pcdata;
    const auto read = document->load_buffer(text.data(), text.size(), flags, pugi::encoding_utf8);
    if (!read)
        return malformed(std::string(read.description()) + " at byte " +
                         std::to_string(read.offset));
    return document;
}

}  // namespace detail::wsman
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
