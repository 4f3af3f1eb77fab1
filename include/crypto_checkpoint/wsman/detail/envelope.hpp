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

/// @pre  The names of the properties are XML names.
inline void add_properties(pugi::xml_node parent, const std::vector<Property>& properties) {
    for (const Property& property : properties) {
        const std::string name = "p:" + property.name;
        const pugi::xml_node node = add(parent, name.c_str(), property.value.value_or(""));
        if (!property.value) set(node, "xsi:nil", "true");
    }
}

// --- reading

inline std::vector<Selector> selectors_in(pugi::xml_node selector_set) {
    std::vector<Selector> selectors;
    for (const pugi::xml_node node : selector_set.children())
        if (is_element(node) && local_name(node) == "Selector")
            selectors.push_back({node.attribute("Name").value(), text_of(node)});
    return selectors;
}

inline std::vector<Property> properties_in(pugi::xml_node parent) {
    std::vector<Property> properties;
    for (const pugi::xml_node node : parent.children()) {
        if (!is_element(node)) continue;
        Property property{std::string(local_name(node)), std::nullopt};
        if (!is_nil(node)) property.value = text_of(node);
        for (const pugi::xml_node inner : node.children())
            if (is_element(inner)) property.has_elements = true;
        properties.push_back(std::move(property));
    }
    return properties;
}

}  // namespace detail::wsman
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
