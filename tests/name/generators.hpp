// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Random specs and texts for tests of properties, by RapidCheck. A failure prints how to repeat it:
/// RC_PARAMS="reproduce=...".

#include "support/characters.hpp"
#include <crypto_checkpoint/name/csp_spec.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace name_tests {

/// Whether a property holds a thousand times, or as often as RC_PARAMS says. Prints the counterexample.
bool holds(const char* sentence, const std::function<void()>& property);

/// Fails a property with a message.
void require(bool condition, const char* expression, const std::string& context = {});
#define REQUIRE_PROPERTY(...) ::name_tests::require(static_cast<bool>(__VA_ARGS__), #__VA_ARGS__)

bool any_bool();
std::size_t any_number_below(std::size_t end);

/// The parts of a valid spec, before they are in a character type.
struct Parts {
    std::uint32_t type = 1;
    std::optional<std::u32string> name;
    std::u32string key;
};

Parts any_parts(std::uint32_t lowest_type = 1, std::uint32_t highest_type = 999);

template <class Char>
crypto_checkpoint::BasicCspSpec<std::basic_string<Char>> spec_of(const Parts& parts) {
    using String = std::basic_string<Char>;
    using test_support::converted;
    return {crypto_checkpoint::unchecked, crypto_checkpoint::ProviderType(parts.type),
            parts.name ? std::optional<String>(converted<Char>(*parts.name)) : std::nullopt,
            converted<Char>(parts.key)};
}

/// Any units, special ones more often; sometimes enough for many blocks of the search.
std::vector<std::uint32_t> any_units(std::uint32_t highest);

template <class Char>
std::basic_string<Char> any_text() {
    std::basic_string<Char> text;
    for (const std::uint32_t unit : any_units(sizeof(Char) == 1   ? 0xFF
                                              : sizeof(Char) == 2 ? 0xFFFF
                                                                  : 0x120000))
        text.push_back(static_cast<Char>(unit));
    return text;
}

/// Calls `property.operator()<Char>()` for every character type.
template <class Property>
void in_every_character_type(Property property) {
    property.template operator()<char>();
    property.template operator()<char8_t>();
    property.template operator()<char16_t>();
    property.template operator()<wchar_t>();
}

}  // namespace name_tests
