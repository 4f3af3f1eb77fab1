// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_NAME_DETAIL_WRITTEN_TYPE_HPP
#define CRYPTO_CHECKPOINT_NAME_DETAIL_WRITTEN_TYPE_HPP

/// @file
/// Provider types as people write them.

#include <crypto_checkpoint/code_unit.hpp>
#include <crypto_checkpoint/detail/ascii.hpp>
#include <crypto_checkpoint/detail/unicode.hpp>
#include <crypto_checkpoint/name/detail/edit_distance.hpp>
#include <crypto_checkpoint/name/known_providers.hpp>
#include <crypto_checkpoint/name/provider_type.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail {

/// The value of an ASCII, Arabic-Indic, Extended Arabic-Indic, Devanagari or full-width digit. The ten
/// digits of a script are consecutive in Unicode.
constexpr std::optional<std::uint32_t> digit_value(char32_t character) noexcept {
    for (const char32_t zero : {U'0', U'\u0660', U'\u06F0', U'\u0966', U'\uFF10'})
        if (zero <= character && character < zero + 10) return character - zero;
    return std::nullopt;
}

template <CodeUnit Char>
constexpr std::basic_string_view<Char> without_surrounding_blanks(
    std::basic_string_view<Char> text) noexcept {
    const auto is_blank = [](Char unit) { return unit == Char(' ') || unit == Char('\t'); };
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    return text;
}

/// The only constant at an edit distance of 0 or 1, or nullptr.
template <CodeUnit Char>
constexpr const KnownProviderType* nearest_constant(std::basic_string_view<Char> field) noexcept {
    const KnownProviderType* found = nullptr;
    for (const KnownProviderType& known : known_provider_types) {
        const std::size_t length = known.constant.size();
        if (field.size() + 1 < length || length + 1 < field.size()) continue;  // cheaper
        if (edit_distance(field, known.constant) > 1) continue;
        if (found) return nullptr;
        found = &known;
    }
    return found;
}

/// The type that a non-decimal first field probably means: it is the name of a constant, a hexadecimal
/// number, or a number with a sign, surrounding blanks, or digits of another script.
template <CodeUnit Char>
constexpr std::optional<std::uint32_t> intended_provider_type(
    std::basic_string_view<Char> field) noexcept {
    field = without_surrounding_blanks(field);
    for (const KnownProviderType& known : known_provider_types)
        if (equals_ignoring_ascii_case(field, known.constant)) return known.type.value();
    if (const KnownProviderType* const known = nearest_constant(field)) return known->type.value();

    std::uint32_t base = 10;
    if (!field.empty() && field.front() == Char('+')) field.remove_prefix(1);
    if (field.size() > 2 && field[0] == Char('0') &&
        ascii_lower(unit_value(field[1])) == std::uint32_t{'x'}) {
        base = 16;
        field.remove_prefix(2);
    }
    if (field.empty()) return std::nullopt;
    std::uint32_t value = 0;
    for (const Char* at = field.data(); at != field.data() + field.size();) {
        const ScannedCharacter character = scan_character(at, field.data() + field.size());
        std::optional<std::uint32_t> digit = digit_value(character.value);
        const std::uint32_t letter = ascii_lower(character.value);
        if (base == 16 && 'a' <= letter && letter <= 'f') digit = letter - 'a' + 10;
        if (!digit || value > ProviderType::highest_valid) return std::nullopt;
        value = value * base + *digit;
        at += character.length;
    }
    return value;
}

}  // namespace detail
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
