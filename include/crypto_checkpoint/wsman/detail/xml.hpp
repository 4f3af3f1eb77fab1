// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_WSMAN_DETAIL_XML_HPP
#define CRYPTO_CHECKPOINT_WSMAN_DETAIL_XML_HPP

#include <crypto_checkpoint/detail/ascii.hpp>
#include <crypto_checkpoint/detail/unicode.hpp>
#include <crypto_checkpoint/error/errc.hpp>
#include <crypto_checkpoint/error/error.hpp>
#include <crypto_checkpoint/wsman/detail/message.hpp>
#include <crypto_checkpoint/wsman/detail/xml_validator.hpp>

#include <pugixml.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <iterator>
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

// --- names

inline std::string_view local_name(std::string_view qualified) noexcept {
    return qualified.substr(qualified.rfind(':') + 1);
}
inline std::string_view local_name(pugi::xml_node node) noexcept {
    return local_name(std::string_view(node.name()));
}
inline std::string_view prefix_of(std::string_view qualified) noexcept {
    const auto colon = qualified.rfind(':');
    return colon == qualified.npos ? std::string_view() : qualified.substr(0, colon);
}

/// The URI that a prefix stands for at an element; empty if it is not declared.
inline std::string_view namespace_of_prefix(pugi::xml_node node, std::string_view prefix) noexcept {
    constexpr std::string_view xmlns = "xmlns";
    for (; node; node = node.parent())
        for (auto attribute = node.first_attribute(); attribute;
             attribute = attribute.next_attribute()) {
            std::string_view name = attribute.name();
            if (!name.starts_with(xmlns)) continue;
            name.remove_prefix(xmlns.size());
            if (prefix.empty() ? name.empty() : name.starts_with(':') && name.substr(1) == prefix)
                return attribute.value();
        }
    return {};
}

/// The URI that an element's prefix stands for.
inline std::string_view namespace_uri(pugi::xml_node node) noexcept {
    return namespace_of_prefix(node, prefix_of(node.name()));
}

/// The namespaces of the protocol.
enum class Namespace : unsigned char {
    other,
    soap,
    addressing,
    wsman,
    microsoft,
    enumeration,
    identity,
};

inline Namespace known_namespace(std::string_view uri) noexcept {
    constexpr auto known = std::to_array<std::pair<std::string_view, Namespace>>({
        {uri::soap, Namespace::soap},
        {uri::addressing, Namespace::addressing},
        {uri::wsman, Namespace::wsman},
        {uri::microsoft, Namespace::microsoft},
        {uri::enumeration, Namespace::enumeration},
        {uri::identity, Namespace::identity},
    });
    for (const auto& [name, value] : known)
        if (name == uri) return value;
    return Namespace::other;
}

/// The name of an element, by which a service compares.
struct QualifiedName {
    Namespace space = Namespace::other;
    std::string_view local;
    friend bool operator==(QualifiedName, QualifiedName) = default;
};

inline QualifiedName name_of(pugi::xml_node node) noexcept {
    return {known_namespace(namespace_uri(node)), local_name(node)};
}

// --- attributes

/// The value of an attribute in a namespace; empty if there is none. An attribute without a prefix has
/// no namespace.
/// @par Source  Namespaces in XML 1.0, 6.2
inline std::string_view attribute_in(pugi::xml_node node, std::string_view uri,
                                     std::string_view name) noexcept {
    for (auto attribute = node.first_attribute(); attribute;
         attribute = attribute.next_attribute()) {
        const std::string_view qualified = attribute.name();
        const std::string_view prefix = prefix_of(qualified);
        if (!prefix.empty() && local_name(qualified) == name &&
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

// --- elements

inline bool is_element(pugi::xml_node node) noexcept { return node.type() == pugi::node_element; }

/// An element of another, or none.
struct Child : pugi::xml_node {
    bool is_repeated = false;  ///< it is the first of several

    /// The element, if there is exactly one.
    [[nodiscard]] pugi::xml_node only() const noexcept {
        return is_repeated ? pugi::xml_node() : static_cast<const pugi::xml_node&>(*this);
    }

    void add(pugi::xml_node node) noexcept {
        if (*this)
            is_repeated = true;
        else
            static_cast<pugi::xml_node&>(*this) = node;
    }
};

/// The elements in another.
inline Child child_of(pugi::xml_node parent) noexcept {
    Child found;
    for (auto node = parent.first_child(); node; node = node.next_sibling())
        if (is_element(node)) found.add(node);
    return found;
}

/// The elements of some names in another, in one walk.
/// @param name_of  the name of an element, as @p names has them
template <class Name, std::size_t count, class NameOf>
std::array<Child, count> find_children(pugi::xml_node parent, const Name (&names)[count],
                                       NameOf name_of) noexcept {
    std::array<Child, count> found;
    for (auto node = parent.first_child(); node; node = node.next_sibling()) {
        if (!is_element(node)) continue;
        const auto at = std::ranges::find(names, name_of(node));
        if (at != std::end(names)) found[static_cast<std::size_t>(at - names)].add(node);
    }
    return found;
}

/// By namespace and local name, as a service does.
template <std::size_t count>
std::array<Child, count> children(pugi::xml_node parent,
                                  const QualifiedName (&names)[count]) noexcept {
    return find_children(parent, names, [](pugi::xml_node node) { return name_of(node); });
}

/// By local name. Servers differ in their prefixes and, for some elements, in their namespaces.
template <std::size_t count>
std::array<Child, count> children(pugi::xml_node parent,
                                  const std::string_view (&names)[count]) noexcept {
    return find_children(parent, names, [](pugi::xml_node node) { return local_name(node); });
}

// --- texts

/// The pieces of text in an element, without the elements among them: for messages to people, whose
/// content may be mixed.
/// @param has_elements  set to true if there are some
inline std::string text_beside_elements(pugi::xml_node node, bool& has_elements) {
    std::string text;
    for (auto piece = node.first_child(); piece; piece = piece.next_sibling())
        if (is_element(piece))
            has_elements = true;
        else if (piece.type() == pugi::node_pcdata || piece.type() == pugi::node_cdata)
            text += piece.value();
    return text;
}
inline std::string text_beside_elements(pugi::xml_node node) {
    bool ignored = false;
    return text_beside_elements(node, ignored);
}

/// The text of an element, which pugixml stores in several nodes; nothing if there are elements in it.
inline std::optional<std::string> text_of(pugi::xml_node node) {
    bool has_elements = false;
    std::string text = text_beside_elements(node, has_elements);
    return has_elements ? std::nullopt : std::optional(std::move(text));
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
    std::string trimmed(pugi::xml_node node) {
        std::string text = (*this)(node);
        const std::string_view inside = trim(text);
        if (inside.size() != text.size()) text = std::string(inside);
        return text;
    }

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
