// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_NAME_SUGGESTION_HPP
#define CRYPTO_CHECKPOINT_NAME_SUGGESTION_HPP

#include <crypto_checkpoint/code_unit.hpp>
#include <crypto_checkpoint/detail/ascii.hpp>
#include <crypto_checkpoint/detail/unicode.hpp>
#include <crypto_checkpoint/error/errc.hpp>
#include <crypto_checkpoint/error/error.hpp>
#include <crypto_checkpoint/name/csp_spec.hpp>
#include <crypto_checkpoint/name/detail/edit_distance.hpp>
#include <crypto_checkpoint/name/grammar.hpp>
#include <crypto_checkpoint/name/known_providers.hpp>
#include <crypto_checkpoint/name/provider_type.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace crypto_checkpoint {
inline namespace v0 {

/// @cond
namespace detail {

/// The value of a decimal digit of any script that people type: ASCII, Arabic-Indic, Devanagari,
/// full-width. Unicode keeps the ten digits of a script next to each other.
constexpr std::optional<std::uint32_t> digit_value(char32_t character) noexcept {
    for (const char32_t zero : {U'0', U'\u0660', U'\u06F0', U'\u0966', U'\uFF10'})
        if (zero <= character && character < zero + 10) return character - zero;
    return std::nullopt;
}

/// The constant that is one slip of the finger away, if there is just one.
template <CodeUnit Char>
constexpr const KnownProviderType* nearest_constant(std::basic_string_view<Char> field) noexcept {
    const KnownProviderType* found = nullptr;
    for (const KnownProviderType& known : known_provider_types) {
        const std::size_t length = known.constant.size();
        if (field.size() + 1 < length || length + 1 < field.size()) continue;  // cheap to see
        if (edit_distance(field, known.constant) > 1) continue;
        if (found) return nullptr;
        found = &known;
    }
    return found;
}

/// What a first field that is not decimal was probably meant to be: the name of a constant, a
/// hexadecimal number, a number with a sign, with blanks around it, or in other digits.
template <CodeUnit Char>
constexpr std::optional<std::uint32_t> intended_provider_type(
    std::basic_string_view<Char> field) noexcept {
    const auto is_blank = [](Char unit) { return unit == Char(' ') || unit == Char('\t'); };
    while (!field.empty() && is_blank(field.front())) field.remove_prefix(1);
    while (!field.empty() && is_blank(field.back())) field.remove_suffix(1);
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

/// The text with every run of backslashes halved, where all of them are even: a name that was
/// escaped as if for a C string or for JSON.
template <CodeUnit Char>
constexpr std::optional<std::basic_string<Char>> unescaped(std::basic_string_view<Char> text) {
    std::basic_string<Char> plain;
    for (std::size_t i = 0; i != text.size(); ++i) {
        plain.push_back(text[i]);
        if (text[i] != Char('\\')) continue;
        if (i + 1 == text.size() || text[i + 1] != Char('\\')) return std::nullopt;
        ++i;
    }
    return plain;
}

/// The text with slashes turned round, where it has no backslash at all.
template <CodeUnit Char>
constexpr std::optional<std::basic_string<Char>> with_backslashes(
    std::basic_string_view<Char> text) {
    if (text.find(Char('\\')) != text.npos || text.find(Char('/')) == text.npos)
        return std::nullopt;
    std::basic_string<Char> turned(text);
    std::ranges::replace(turned, Char('/'), Char('\\'));
    return turned;
}

/// The text without the quotes around it, which a shell or a programming language would have taken.
template <CodeUnit Char>
constexpr std::optional<std::basic_string<Char>> unquoted(std::basic_string_view<Char> text) {
    if (text.size() < 2 || text.front() != text.back() ||
        (text.front() != Char('"') && text.front() != Char('\'')))
        return std::nullopt;
    return std::basic_string<Char>(text.substr(1, text.size() - 2));
}

/// The text with two backslashes, where all that it has are more of them in one place.
/// @pre It has more than two.
template <CodeUnit Char>
constexpr std::optional<std::basic_string<Char>> with_two_separators(
    std::basic_string_view<Char> text) {
    const std::size_t first = text.find(Char('\\'));
    const std::size_t last = text.rfind(Char('\\'));
    for (std::size_t i = first; i != last; ++i)
        if (text[i] != Char('\\')) return std::nullopt;
    return std::basic_string<Char>(text.substr(0, first + 2)).append(text.substr(last + 1));
}

/// The text with one fault corrected, where it can be told how.
template <CodeUnit Char>
constexpr std::optional<std::basic_string<Char>> corrected(std::basic_string_view<Char> text,
                                                           const SyntaxError& error) {
    using String = std::basic_string<Char>;
    const auto replaced = [&](std::size_t length, std::uint32_t type) {
        String result;
        for (const char digit : to_checkpoint_name(
                 BasicCspSpecView<char>(unchecked, ProviderType(type), std::nullopt, "")))
            if (digit != '\\') result.push_back(static_cast<Char>(digit));
        return result.append(text.substr(length));
    };
    switch (error.code) {
        case Errc::provider_type_not_decimal:
            if (const auto type = intended_provider_type(text.substr(0, error.where.length)))
                return replaced(error.where.length, *type);
            // `Microsoft Strong Cryptographic Provider\MyKey` lacks a type, and the CSP has just one.
            if (const KnownProvider* known =
                    find_known_provider(text.substr(0, error.where.length))) {
                String typed = replaced(0, known->type.value());
                typed.insert(typed.size() - text.size(), 1, Char('\\'));
                return typed;
            }
            if (auto plain = unquoted(text)) return plain;
            return with_backslashes(text);
        case Errc::leading_zero: return String(text.substr(error.where.length));
        case Errc::missing_provider_type: {
            // A documented CSP has one type, so `\Name\Key` can only mean that one.
            const auto rest = text.substr(text.empty() ? 0 : 1);
            const auto name = rest.substr(0, rest.find(Char('\\')));
            if (const KnownProvider* known = find_known_provider(name))
                return replaced(0, known->type.value());
            return std::nullopt;
        }
        case Errc::missing_separator: {
            const std::size_t separator = text.find(Char('\\'));
            if (separator == text.npos) return std::nullopt;
            // `1\Microsoft Base ...` lacks the key container, and who could tell its name?
            if (find_known_provider(text.substr(separator + 1))) return std::nullopt;
            String result(text);
            result.insert(separator, 1, Char('\\'));
            return result;
        }
        case Errc::separator_in_key_container:
            if (auto plain = unescaped(text)) return plain;
            return with_two_separators(text);
        default: return std::nullopt;
    }
}

}  // namespace detail
/// @endcond

/// What to write instead of a @p text that is no checkpoint name, where that can be told. What it
/// returns is always a valid name of the documented dialect.
///
/// It knows what people write instead of a provider type (the constant's name, hexadecimal, leading
/// zeros, other digits), separators that are missing, doubled, or slashes, quotes that belong to a
/// shell, and a provider's name without its type.
/// @par Units and encoding  as parse_checkpoint_name()
/// @return           Nothing where the text is valid, or no correction is likely.
/// @par Complexity   linear in the text, for each of three corrections at most
/// @par Thread safety  none needed
/// @par Source       what is likely is chosen
/// @par Example
/// @snippet reference/names.cpp suggest
template <CodeUnit Char>
[[nodiscard]] constexpr std::optional<std::basic_string<Char>> suggest_correction(
    std::basic_string_view<Char> text) {
    // One slip often comes with another: `PROV_RSA_FULL\MyKey` has two.
    constexpr int max_corrections = 3;
    std::basic_string<Char> attempt(text);
    for (int corrections = 0; corrections != max_corrections; ++corrections) {
        const auto checked = check_checkpoint_name(std::basic_string_view<Char>(attempt));
        if (checked) break;
        auto next = detail::corrected(std::basic_string_view<Char>(attempt), checked.error());
        if (!next) return std::nullopt;
        attempt = std::move(*next);
    }
    if (std::basic_string_view<Char>(attempt) == text ||
        !check_checkpoint_name(std::basic_string_view<Char>(attempt)))
        return std::nullopt;
    return attempt;
}

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
