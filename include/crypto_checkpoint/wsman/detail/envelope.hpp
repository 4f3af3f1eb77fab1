// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_WSMAN_DETAIL_ENVELOPE_HPP
#define CRYPTO_CHECKPOINT_WSMAN_DETAIL_ENVELOPE_HPP

#include <crypto_checkpoint/wsman/detail/message.hpp>
#include <crypto_checkpoint/wsman/detail/xml.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail::wsman {

// --- writing

/// An envelope with an empty header and body.
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

inline pugi::xml_node add_must_understand(pugi::xml_node parent, const char* name,
                                          std::string_view text) {
    pugi::xml_node node = add(parent, name, text);
    set(node, "s:mustUnderstand", "true");
    return node;
}

inline void add_selectors(pugi::xml_node parent, const std::vector<Selector>& selectors) {
    if (selectors.empty()) return;
    const pugi::xml_node selector_set = parent.append_child("w:SelectorSet");
    for (const Selector& selector : selectors)
        set(add(selector_set, "w:Selector", selector.value), "Name", selector.name);
}

/// The headers by which a client that reconnects finds its operation. Each operation is one request and
/// one response here, so both have number 1.
/// @par Source  MS-WSMV 3.1.4.1.39, 3.1.6.6
inline void add_operation_id(Envelope& envelope, std::string_view id) {
    envelope.declare("xmlns:p", uri::microsoft);
    set(add(envelope.header, "p:OperationID", id), "s:mustUnderstand", "false");
    add(envelope.header, "p:SequenceId", "1");
}

/// @pre  The names of the properties are XML names.
inline void add_properties(pugi::xml_node parent, const std::vector<Property>& properties,
                           std::string_view prefix = "p:") {
    for (const Property& property : properties) {
        const std::string name = std::string(prefix) + property.name;
        const pugi::xml_node node = add(parent, name.c_str(), property.value.value_or(""));
        if (!property.value) set(node, "xsi:nil", "true");
    }
}

// --- reading

inline std::vector<Selector> selectors_in(pugi::xml_node selector_set, TextReader& text) {
    std::vector<Selector> selectors;
    for (const pugi::xml_node node : selector_set.children())
        if (is_element(node) && local_name(node) == "Selector")
            selectors.push_back({node.attribute("Name").value(), text(node)});
    return selectors;
}

/// @par Source  XML Schema 1.0 part 1, 2.6.2
inline bool is_nil(pugi::xml_node node) noexcept {
    return is_true(attribute_in(node, uri::instance, "nil"));
}

/// A property may have elements: Windows has embedded objects and dates. Who reads it decides.
inline std::vector<Property> properties_in(pugi::xml_node parent) {
    std::vector<Property> properties;
    for (const pugi::xml_node node : parent.children()) {
        if (!is_element(node)) continue;
        Property property{std::string(local_name(node)), std::nullopt};
        auto text = text_of(node);
        property.has_elements = !text;
        if (!is_nil(node)) property.value = std::move(text);
        properties.push_back(std::move(property));
    }
    return properties;
}

}  // namespace detail::wsman
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
