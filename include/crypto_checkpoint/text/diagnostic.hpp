// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_TEXT_DIAGNOSTIC_HPP
#define CRYPTO_CHECKPOINT_TEXT_DIAGNOSTIC_HPP

/// @file
/// Faults of a name as people read them. Data is elsewhere: this only renders it.

#include <crypto_checkpoint/detail/ascii.hpp>
#include <crypto_checkpoint/detail/unicode.hpp>
#include <crypto_checkpoint/error/errc.hpp>
#include <crypto_checkpoint/error/error.hpp>
#include <crypto_checkpoint/name/advice.hpp>
#include <crypto_checkpoint/name/known_providers.hpp>
#include <crypto_checkpoint/name/suggestion.hpp>
#include <crypto_checkpoint/text/fmt.hpp>  // IWYU pragma: export

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace crypto_checkpoint {
inline namespace v0 {

/// @cond
namespace detail {

/// Whether a character is not drawn but says how others are: where a line ends, and in which direction
/// it is read. With these a name can be made to look like another one.
/// @par Source  Unicode Standard Annex #9, 2: directional formatting characters; Unicode Technical
///              Standard #55, which says what they do to source text
constexpr bool is_bidi_or_line_control(char32_t character) noexcept {
    return character == 0x061C || (0x200E <= character && character <= 0x200F) ||
           (0x2028 <= character && character <= 0x202E) ||
           (0x2066 <= character && character <= 0x2069);
}

}  // namespace detail
/// @endcond

/// The @p text as it is safe to show on one line of a terminal: control characters become their
/// pictures; ill-formed parts, and what would change the direction of reading, the replacement
/// character.
/// @par Units and encoding  UTF-8, or what should be
/// @par Complexity  linear
/// @par Example
/// @snippet reference/names.cpp printable
[[nodiscard]] inline std::string printable(std::string_view text) {
    std::string shown;
    for (const char* at = text.data(); at != text.data() + text.size();) {
        const detail::ScannedCharacter character =
            detail::scan_character(at, text.data() + text.size());
        const bool is_hidden =
            !character.well_formed ||
            (0x80 <= character.value && character.value < 0xA0) ||  // C1 controls
            detail::is_bidi_or_line_control(character.value);
        if (is_hidden)
            shown += "\uFFFD";
        else if (character.value < 0x20)
            (shown += "\xE2\x90") += static_cast<char>(0x80 + character.value);  // U+2400...
        else if (character.value == 0x7F)
            shown += "\u2421";
        else
            shown.append(at, character.length);
        at += character.length;
    }
    return shown;
}

/// @cond
namespace detail {

/// Whether a character is drawn onto the one before it, or not at all: the marks of decomposed
/// Latin and kana text, and what only chooses a shape. Marks of other scripts are not known here.
constexpr bool is_zero_width(char32_t character) noexcept {
    struct Range {
        char32_t first;
        char32_t last;
    };
    for (const auto& [first, last] :
         {Range{0x0300, 0x036F}, Range{0x1AB0, 0x1AFF}, Range{0x1DC0, 0x1DFF},
          Range{0x200B, 0x200F}, Range{0x20D0, 0x20FF}, Range{0x3099, 0x309A},
          Range{0xFE00, 0xFE0F}, Range{0xFE20, 0xFE2F}})
        if (first <= character && character <= last) return true;
    return false;
}

}  // namespace detail
/// @endcond

/// How many columns of a terminal a printable @p text takes. fmt knows wide characters when it fills
/// up to a width, so what it does not fill is what the text takes; but to a mark that combines with
/// the character before it gives a column too.
/// @par Units and encoding  UTF-8
/// @par Example
/// @snippet reference/names.cpp printable
[[nodiscard]] inline std::size_t columns(std::string_view text) {
    std::string counted;
    for (const char* at = text.data(); at != text.data() + text.size();) {
        const auto character = detail::scan_character(at, text.data() + text.size());
        if (!detail::is_zero_width(character.value)) counted.append(at, character.length);
        at += character.length;
    }
    const std::size_t enough = 2 * counted.size();
    return enough - (fmt::format("{:<{}}", counted, enough).size() - counted.size());
}

/// What is wrong with a text that is no checkpoint name, in one sentence without a full stop, as
/// precisely as this text allows.
/// @par Units and encoding  UTF-8
/// @param text   as it was parsed
/// @param error  what parsing it said
/// @see render_diagnostic(), which adds the place
[[nodiscard]] inline std::string explain(std::string_view text, const SyntaxError& error) {
    const std::string_view rest = text.substr((std::min)(error.where.offset, text.size()));
    const std::string_view field = rest.substr(0, error.where.length);
    switch (error.code) {
        case Errc::provider_type_not_decimal:
            if (detail::equals_ignoring_ascii_case(field.substr(0, 5), std::string_view("PROV_")))
                return "the provider type must be the decimal value, not the name of the constant";
            if (field.size() == text.size())
                return "this is no checkpoint name: write Type\\Name\\Key, where Type is a decimal "
                       "number";
            if (find_known_provider(field))
                return "the provider's type is missing before its name: write Type\\Name\\Key";
            break;
        case Errc::missing_key_container:
            // The tolerant dialect takes a name with one backslash.
            if (text.find('\\') == text.rfind('\\'))
                return "the key container name is missing after the backslash";
            break;
        case Errc::separator_in_key_container:
            if (rest.starts_with(R"(\\.\)"))
                return "a smart card's container (\\\\.\\Reader\\Container) cannot be "
                       "checkpointed: its keys cannot be exported";
            if (detail::unescaped(text) && suggest_correction(text))
                return "every backslash is doubled: a checkpoint name has exactly two";
            break;
        case Errc::missing_separator:
            if (const std::size_t separator = text.find('\\');
                separator != text.npos && find_known_provider(text.substr(separator + 1)))
                return "the key container name is missing after the provider's name: write "
                       "Type\\Name\\Key";
            break;
        default: break;
    }
    return std::string(meaning(error.code));
}

/// A fault of a name with a caret under it:
///
///     error: the provider type must be the decimal value, not the name of the constant
///       PROV_RSA_FULL\\MyKey
///       ^~~~~~~~~~~~~ write 1\\MyKey
///
/// Ends with a line feed. Control characters of the text are shown as pictures, so that a name from
/// outside cannot drive a terminal.
/// @par Units and encoding  UTF-8; the caret counts columns of a terminal, as columns() does
/// @param text   as it was parsed
/// @param error  what parsing it said
/// @par Example
/// @snippet reference/names.cpp diagnostic
[[nodiscard]] inline std::string render_diagnostic(std::string_view text,
                                                   const SyntaxError& error) {
    const std::size_t offset = (std::min)(error.where.offset, text.size());
    const std::string before = printable(text.substr(0, offset));
    const std::string marked = printable(text.substr(offset, error.where.length));
    const std::size_t width = (std::max<std::size_t>)(1, columns(marked));
    std::string lines = fmt::format("error: {}\n  {}\n  {:{}}^{:~<{}}", explain(text, error),
                                    printable(text), "", columns(before), "", width - 1);
    if (const auto suggestion = suggest_correction(text))
        lines += fmt::format(" write {}", printable(*suggestion));
    lines += '\n';
    return lines;
}

/// A failure of a call with that name: its fault with a caret where the name is at fault, one line
/// that says what else went wrong where it is not.
/// @par Units and encoding  UTF-8
/// @param text   the name that the call was given
/// @param error  what the call said
/// @par Example
/// @snippet readme.cpp program
[[nodiscard]] inline std::string render_diagnostic(std::string_view text, const Error& error) {
    if (error.where) return render_diagnostic(text, SyntaxError{error.code, *error.where});
    return fmt::format("error: {}\n", error);
}

/// An advice in one sentence without a full stop, with the name that may have been meant.
/// @par Units and encoding  UTF-8
/// @par Example
/// @snippet reference/names.cpp advice
[[nodiscard]] inline std::string explain(const Advice& advice) {
    std::string text(meaning(advice.code));
    if (!advice.provider) return text;
    switch (advice.code) {
        case AdviceCode::provider_type_mismatch:
            return fmt::format("{}; {} has type {}", text, advice.provider->name,
                               advice.provider->type.value());
        case AdviceCode::provider_name_unknown:
            return fmt::format("{}; did you mean {}?", text, advice.provider->name);
        case AdviceCode::provider_name_case:
            return fmt::format("{}: {}", text, advice.provider->name);
        default: return text;
    }
}

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
