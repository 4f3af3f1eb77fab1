// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Properties of every text that is read as a checkpoint name, in every character type.

#include "name/naive_grammar.hpp"
#include "require.hpp"
#include "support/characters.hpp"
#include "support/exact_buffer.hpp"
#include <crypto_checkpoint/name/known_providers.hpp>
#include <crypto_checkpoint/name/parse.hpp>
#include <crypto_checkpoint/name/suggestion.hpp>

#include <cstring>
#include <string>
#include <string_view>

namespace fuzz_tests {

using namespace crypto_checkpoint;

/// A spec survives a round trip.
template <CodeUnit Char>
void check_round_trip(const BasicCspSpecView<Char>& spec, Dialect dialect) {
    using Spec = BasicCspSpec<std::basic_string<Char>>;
    const Spec owned = spec.to_owned();
    const auto text = to_checkpoint_name(spec);
    require(text == to_checkpoint_name(owned));
    const auto again = parse_checkpoint_name(text, dialect);
    require(again.has_value());
    require(*again == spec && again->to_owned() == owned);
    require(std::hash<BasicCspSpecView<Char>>()(*again) == std::hash<Spec>()(owned));

    const auto made =
        make_csp_spec(spec.provider_type(), spec.provider_name(), spec.key_container());
    const auto documented = check_checkpoint_name(std::basic_string_view<Char>(text));
    require(made.has_value() == documented.has_value());
    if (made)
        require(*made == owned);
    else
        require(made.error() == documented.error());
}

/// X3, check_checkpoint_name() and the naive grammar agree.
template <CodeUnit Char>
void check_reading(std::basic_string_view<Char> text) {
    namespace naive = name_tests::naive;
    const std::basic_string<Char> copy(text);
    for (const Dialect dialect : {Dialect::documented, Dialect::tolerant}) {
        const ParseResult<Char> parsed = parse_checkpoint_name(text, dialect);
        const ParseResult<Char> checked = check_checkpoint_name(text, dialect);
        const auto expected = naive::read(copy, dialect);
        require(parsed == checked);
        require(naive::agrees(parsed, expected, text));
        require(naive::agrees(checked, expected, text));
        if (parsed) {
            check_round_trip(*parsed, dialect);
            continue;
        }
        const auto where = parsed.error().where;
        require(where.offset <= text.size() && where.length <= text.size() - where.offset);
    }
    const auto suggestion = suggest_correction(text);
    if (!suggestion) return;
    require(!check_checkpoint_name(text));
    const auto spec = check_checkpoint_name(std::basic_string_view<Char>(*suggestion));
    require(spec.has_value());
    // it means what the text says
    require(text.find(spec->key_container()) != text.npos);
    if (const auto provider = spec->provider_name())
        require(find_known_provider(*provider) || is_known_key_storage_provider(*provider) ||
                text.find(suggestion->substr(suggestion->find(Char('\\')))) != text.npos);
    require(split_name_list(text).empty());
}

/// Bytes as units in memory; incomplete units are dropped.
template <CodeUnit Char>
void check_reading_of_memory(std::string_view bytes) {
    std::basic_string<Char> units(bytes.size() / sizeof(Char), Char());
    if (!units.empty()) std::memcpy(units.data(), bytes.data(), units.size() * sizeof(Char));
    check_reading(test_support::ExactBuffer<Char>(std::basic_string_view<Char>(units)).view());
}

/// Each byte as a unit, so that a name in one type is one in all.
template <CodeUnit Char>
void check_reading_of_units(std::string_view bytes) {
    test_support::ExactBuffer<Char> units(bytes.size());
    for (std::size_t i = 0; i != bytes.size(); ++i)
        units[i] = static_cast<Char>(static_cast<unsigned char>(bytes[i]));
    check_reading(units.view());
}

/// The same characters in another encoding have the same result.
template <CodeUnit Char>
void check_same_characters(std::string_view utf8) {
    const auto text = test_support::converted<Char>(utf8);
    check_reading(test_support::ExactBuffer<Char>(std::basic_string_view<Char>(text)).view());
    const auto one = check_checkpoint_name(utf8);
    const auto other = check_checkpoint_name(std::basic_string_view<Char>(text));
    require(one.has_value() == other.has_value());
    if (!one) {
        require(one.error().code == other.error().code);
        return;
    }
    require(one->provider_type() == other->provider_type());
    require(one->provider_name().has_value() == other->provider_name().has_value());
    require(test_support::converted<Char>(one->key_container()) == other->key_container());
}

inline bool is_well_formed(std::string_view text) {
    const std::string copy(text);
    for (std::size_t place = 0; place != copy.size();) {
        const auto [length, is_whole] = name_tests::naive::character_at(copy, place);
        if (!is_whole) return false;
        place += length;
    }
    return true;
}

/// All properties.
inline void check_checkpoint_names(std::string_view bytes) {
    const test_support::ExactBuffer<char> buffer(bytes);
    const std::string_view text = buffer.view();
    check_reading(text);
    check_reading_of_memory<char8_t>(text);
    check_reading_of_memory<char16_t>(text);
    check_reading_of_memory<char32_t>(text);
    check_reading_of_memory<wchar_t>(text);
    check_reading_of_units<char16_t>(text);
    check_reading_of_units<char32_t>(text);
    check_reading_of_units<wchar_t>(text);
    if (!is_well_formed(text)) return;
    check_same_characters<char8_t>(text);
    check_same_characters<char16_t>(text);
    check_same_characters<char32_t>(text);
    check_same_characters<wchar_t>(text);
}

}  // namespace fuzz_tests
