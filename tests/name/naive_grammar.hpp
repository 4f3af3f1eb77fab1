// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// A second implementation of the grammar, simple and slow: splits at the backslashes, then checks the
/// fields. Shares no code with the library, whose results are compared with its results.

#include "support/characters.hpp"
#include <crypto_checkpoint/name/grammar.hpp>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace name_tests::naive {

using crypto_checkpoint::Dialect;
using crypto_checkpoint::Errc;

template <class Char>
struct NaiveResult {
    std::uint32_t provider_type = 0;
    std::optional<std::basic_string<Char>> provider_name;
    std::basic_string<Char> key_container;
    bool is_error = false;
    Errc code{};
    std::size_t offset = 0;
    std::size_t length = 0;

    static NaiveResult fail(Errc code, std::size_t offset, std::size_t length) {
        NaiveResult result;
        result.is_error = true;
        result.code = code;
        result.offset = offset;
        result.length = length;
        return result;
    }
};

/// The range of a unit of a character.
struct Range {
    std::uint32_t lowest;
    std::uint32_t highest;
};

/// The units of a kind of character.
using Units = std::vector<Range>;

/// The Unicode Standard, table 3-7: well-formed UTF-8 byte sequences.
inline const std::vector<Units> utf8 = {
    {{0x00, 0x7F}},
    {{0xC2, 0xDF}, {0x80, 0xBF}},
    {{0xE0, 0xE0}, {0xA0, 0xBF}, {0x80, 0xBF}},
    {{0xE1, 0xEC}, {0x80, 0xBF}, {0x80, 0xBF}},
    {{0xED, 0xED}, {0x80, 0x9F}, {0x80, 0xBF}},
    {{0xEE, 0xEF}, {0x80, 0xBF}, {0x80, 0xBF}},
    {{0xF0, 0xF0}, {0x90, 0xBF}, {0x80, 0xBF}, {0x80, 0xBF}},
    {{0xF1, 0xF3}, {0x80, 0xBF}, {0x80, 0xBF}, {0x80, 0xBF}},
    {{0xF4, 0xF4}, {0x80, 0x8F}, {0x80, 0xBF}, {0x80, 0xBF}},
};
/// Definitions D91 and D90: UTF-16 and UTF-32.
inline const std::vector<Units> utf16 = {
    {{0x0000, 0xD7FF}}, {{0xD800, 0xDBFF}, {0xDC00, 0xDFFF}}, {{0xE000, 0xFFFF}}};
inline const std::vector<Units> utf32 = {{{0x0000, 0xD7FF}}, {{0xE000, 0x10FFFF}}};

template <class Char>
const std::vector<Units>& encoding() {
    return sizeof(Char) == 1 ? utf8 : sizeof(Char) == 2 ? utf16 : utf32;
}

template <class Char>
std::uint32_t value_of(Char unit) {
    return sizeof(Char) == 1 ? static_cast<unsigned char>(unit) : static_cast<std::uint32_t>(unit);
}

/// The length of the character at a place, and whether it is complete. For an ill-formed one the longest
/// beginning of any character, at least one unit.
template <class Char>
std::pair<std::size_t, bool> character_at(const std::basic_string<Char>& text, std::size_t place) {
    std::size_t longest = 0;
    for (const Units& units : encoding<Char>()) {
        std::size_t fitting = 0;
        while (fitting != units.size() && place + fitting != text.size() &&
               units[fitting].lowest <= value_of(text[place + fitting]) &&
               value_of(text[place + fitting]) <= units[fitting].highest)
            ++fitting;
        if (fitting == units.size()) return {fitting, true};
        longest = std::max(longest, fitting);
    }
    return {std::max<std::size_t>(longest, 1), false};
}

/// Errors of the encoding and NULs, which take precedence; the leftmost one.
template <class Char>
std::optional<NaiveResult<Char>> fault_of_encoding(const std::basic_string<Char>& text) {
    for (std::size_t place = 0; place != text.size();) {
        if (text[place] == Char()) return NaiveResult<Char>::fail(Errc::embedded_nul, place, 1);
        const auto [length, is_whole] = character_at(text, place);
        if (!is_whole) return NaiveResult<Char>::fail(Errc::ill_formed_text, place, length);
        place += length;
    }
    return std::nullopt;
}

/// The fields between the backslashes.
template <class Char>
std::vector<std::basic_string<Char>> fields_of(const std::basic_string<Char>& text) {
    std::vector<std::basic_string<Char>> fields(1);
    for (const Char unit : text)
        if (unit == Char('\\'))
            fields.emplace_back();
        else
            fields.back() += unit;
    return fields;
}

/// The value of a field of digits if it fits 32 bits.
template <class Char>
std::optional<std::uint32_t> number(const std::basic_string<Char>& digits) {
    std::uint64_t value = 0;
    for (const Char digit : digits) {
        value = value * 10 + (value_of(digit) - value_of('0'));
        if (value > 0xFFFFFFFF) return std::nullopt;
    }
    return static_cast<std::uint32_t>(value);
}

template <class Char>
NaiveResult<Char> read(const std::basic_string<Char>& text, Dialect dialect) {
    using String = std::basic_string<Char>;
    const auto fail = &NaiveResult<Char>::fail;
    if (const auto found = fault_of_encoding(text)) return *found;

    const std::vector<String> fields = fields_of(text);
    const bool is_documented = dialect == Dialect::documented;

    // 1. the provider type
    const String& type = fields[0];
    if (type.empty()) return fail(Errc::missing_provider_type, 0, 0);
    for (const Char unit : type)
        if (unit < Char('0') || Char('9') < unit)
            return fail(Errc::provider_type_not_decimal, 0, type.size());
    std::size_t zeros = 0;
    while (zeros + 1 < type.size() && type[zeros] == Char('0')) ++zeros;
    if (is_documented && zeros != 0) return fail(Errc::leading_zero, 0, zeros);
    const auto value = number(type);
    if (!value || (is_documented && (*value < 1 || 999 < *value)))
        return fail(Errc::provider_type_out_of_range, 0, type.size());

    // 2. the number of separators
    if (fields.size() < (is_documented ? 3 : 2))
        return fail(Errc::missing_separator, text.size(), 0);
    if (is_documented && fields.size() > 3) {
        const std::size_t before = fields[0].size() + 1 + fields[1].size() + 1 + fields[2].size();
        return fail(Errc::separator_in_key_container, before, 1);
    }

    // 3. the other parts: the last is the key container, and of more than three fields, all the rest
    NaiveResult<Char> result;
    result.provider_type = *value;
    if (fields.size() > 2 && !fields[1].empty()) result.provider_name = fields[1];
    const std::size_t first_of_key = fields.size() > 2 ? 2 : 1;
    result.key_container = fields[first_of_key];
    for (std::size_t i = first_of_key + 1; i < fields.size(); ++i) {
        result.key_container += Char('\\');
        result.key_container += fields[i];
    }
    if (result.key_container.empty()) return fail(Errc::missing_key_container, text.size(), 0);
    return result;
}

template <class Char>
std::string shown(const NaiveResult<Char>& result) {
    if (result.is_error)
        return std::string(to_string(result.code)) + " at " + std::to_string(result.offset) +
               ", units " + std::to_string(result.length);
    return "type " + std::to_string(result.provider_type) + ", " +
           (result.provider_name ? "name <" + test_support::shown(*result.provider_name) + ">"
                                 : "no name") +
           ", key <" + test_support::shown(result.key_container) + ">";
}

/// Whether the library returns the expected result, and the parts of a spec refer to the parsed text.
template <class Char>
bool agrees(const crypto_checkpoint::ParseResult<Char>& result, const NaiveResult<Char>& expected,
            std::basic_string_view<Char> text) {
    if (!result) {
        const auto& error = result.error();
        return expected.is_error && error.code == expected.code &&
               error.where.offset == expected.offset && error.where.length == expected.length;
    }
    const auto name = result->provider_name();
    const auto key = result->key_container();
    return !expected.is_error && result->provider_type().value() == expected.provider_type &&
           name.has_value() == expected.provider_name.has_value() &&
           (!name || (*name == *expected.provider_name &&
                      name->data() == text.data() + text.find(Char('\\')) + 1)) &&
           key == expected.key_container && key.data() + key.size() == text.data() + text.size();
}

}  // namespace name_tests::naive
