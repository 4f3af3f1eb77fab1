// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_WSMAN_DETAIL_RESOURCE_QUERY_HPP
#define CRYPTO_CHECKPOINT_WSMAN_DETAIL_RESOURCE_QUERY_HPP

#include <crypto_checkpoint/detail/ascii.hpp>
#include <crypto_checkpoint/wsman/detail/cim_codec.hpp>
#include <crypto_checkpoint/wsman/detail/message.hpp>
#include <crypto_checkpoint/wsman/detail/service_fault.hpp>
#include <crypto_checkpoint/wsman/detail/wql.hpp>
#include <crypto_checkpoint/wsman/detail/wql_condition.hpp>

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail::wsman {

/// A query for instances of MSCluster_Resource.
class ResourceQuery {
public:
    /// @param text  WQL; empty for all instances and properties
    static OrRejection<ResourceQuery> read(const std::string& text) {
        ResourceQuery query;
        if (text.empty()) return query;
        auto read = read_wql(text);
        if (!read) return rejected(fault_kind::filter, std::move(read.error().detail));
        query.query_ = *std::move(read);
        if (!equals_ignoring_ascii_case(query.query_.class_name, resource_class))
            return explained_by_wmi(
                rejected(fault_kind::filter, "only MSCluster_Resource can be queried"), "ExecQuery",
                text);
        std::string error;
        for (const std::string& name : query.query_.properties)
            if (find_resource_property(name) == nullptr) error = no_property(name);
        for (WqlTerm& term : query.query_.condition)
            if (auto* const comparison = std::get_if<WqlComparison>(&term);
                comparison && error.empty())
                error = adapt(*comparison);
        if (error.empty()) return query;
        return explained_by_wmi(rejected(fault_kind::filter, std::move(error)), "ExecQuery", text);
    }

    [[nodiscard]] bool selects(const std::vector<Property>& instance) const {
        return meets(query_.condition, [&](std::string_view name) {
            return value_of(*find_resource_property(name), instance);
        });
    }

    /// Whether it selects some properties only.
    [[nodiscard]] bool is_projection() const noexcept { return !query_.properties.empty(); }

    /// The selected properties, in the order of the instance, which is the alphabet's.
    /// @par Source  MS-WSMV, notes 58 and 59
    [[nodiscard]] Fragment project(std::vector<Property> instance) const {
        std::erase_if(instance, [&](const Property& property) {
            return std::ranges::none_of(query_.properties, [&](const std::string& name) {
                return equals_ignoring_ascii_case(name, property.name);
            });
        });
        return {std::move(instance)};
    }

private:
    static std::string no_property(std::string_view name) {
        return "MSCluster_Resource has no property " + std::string(name);
    }

    /// Gives a comparison the type of its property. @return  why that is not possible
    /// @par Source  chosen: a number may be written as a text, as tools do
    static std::string adapt(WqlComparison& comparison) {
        const ResourceProperty* const property = find_resource_property(comparison.property);
        if (property == nullptr) return no_property(comparison.property);
        const std::string name(property->name);
        if (property->is_array) return name + " is an array, which a query cannot compare";
        if (property->type == ResourceProperty::Type::object)
            return name + " is an object, which a query cannot compare";
        if (std::holds_alternative<std::monostate>(comparison.value)) {
            const bool is_equality = comparison.operation == WqlOperator::equal ||
                                     comparison.operation == WqlOperator::not_equal;
            return is_equality ? std::string() : "NULL is neither less nor greater than " + name;
        }
        auto* const text = std::get_if<std::string>(&comparison.value);
        if (property->type == ResourceProperty::Type::text)
            return text != nullptr ? std::string()
                                   : name + " is a text: compare it with a text in quotes";
        if (comparison.operation == WqlOperator::like)
            return name + " is no text: LIKE compares texts";
        if (property->type == ResourceProperty::Type::boolean)
            return std::holds_alternative<bool>(comparison.value)
                       ? std::string()
                       : name + " is a boolean: compare it with TRUE or FALSE";
        if (text != nullptr)
            if (const auto number = parse_number<std::int64_t>(*text)) comparison.value = *number;
        return std::holds_alternative<std::int64_t>(comparison.value)
                   ? std::string()
                   : name + " is a number: compare it with a number";
    }

    static WqlValue value_of(const ResourceProperty& property,
                             const std::vector<Property>& instance) {
        const auto found = std::ranges::find(instance, property.name, &Property::name);
        if (found == instance.end() || !found->value) return {};
        if (property.type != ResourceProperty::Type::number) return *found->value;
        const auto number = parse_number<std::int64_t>(*found->value);
        return number ? WqlValue(*number) : WqlValue();
    }

    WqlQuery query_;
};

}  // namespace detail::wsman
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
