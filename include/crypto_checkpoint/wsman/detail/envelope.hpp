// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_WSMAN_DETAIL_ENVELOPE_HPP
#define CRYPTO_CHECKPOINT_WSMAN_DETAIL_ENVELOPE_HPP

#include <crypto_checkpoint/wsman/detail/message.hpp>
#include <crypto_checkpoint/wsman/detail/xml.hpp>
#include <crypto_checkpoint/wsman/detail/xml_writer.hpp>

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

inline void write_selectors(XmlWriter& xml, const std::vector<Selector>& selectors) {
    for (const Selector& selector : selectors)
        xml.write(R"(<w:Selector Name="{}">{}</w:Selector>)", selector.name, selector.value);
}

/// @param prefix  `p:`, or empty
/// @pre  The names of the properties are XML names.
inline void write_properties(XmlWriter& xml, const std::vector<Property>& properties,
                             std::string_view prefix = "p:") {
    for (const auto& [name, value, has_elements] : properties)
        if (value)
            xml.write("<{}{}>{}</{}{}>", prefix, name, *value, prefix, name);
        else
            xml.write(R"(<{}{} xsi:nil="true"/>)", prefix, name);
}

/// Declares the namespace of write_operation_id() in the envelope, if that is used.
inline std::string_view operation_id_namespace(std::string_view id) noexcept {
    return id.empty() ? "" : R"( xmlns:p="http://schemas.microsoft.com/wbem/wsman/1/wsman.xsd")";
}

/// The headers by which a client that reconnects finds its operation. Each operation is one request and
/// one response here, so both have number 1.
/// @par Source  MS-WSMV 3.1.4.1.39, 3.1.6.6
inline void write_operation_id(XmlWriter& xml, std::string_view id) {
    if (!id.empty())
        xml.write(R"(<p:OperationID s:mustUnderstand="false">{}</p:OperationID>
                     <p:SequenceId>1</p:SequenceId>)",
                  id);
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
