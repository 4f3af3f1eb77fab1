// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_TEXT_EXPLAIN_HPP
#define CRYPTO_CHECKPOINT_TEXT_EXPLAIN_HPP

/// @file
/// What is wrong with a name, and advice on it, in sentences. Without fmt.

#include <crypto_checkpoint/code_unit.hpp>
#include <crypto_checkpoint/detail/any_text.hpp>
#include <crypto_checkpoint/detail/ascii.hpp>
#include <crypto_checkpoint/detail/text.hpp>
#include <crypto_checkpoint/detail/transcode.hpp>
#include <crypto_checkpoint/detail/unicode.hpp>
#include <crypto_checkpoint/error/errc.hpp>
#include <crypto_checkpoint/error/error.hpp>
#include <crypto_checkpoint/name/advice.hpp>
#include <crypto_checkpoint/name/known_providers.hpp>
#include <crypto_checkpoint/name/parse.hpp>
#include <crypto_checkpoint/name/suggestion.hpp>
#include <crypto_checkpoint/text/to_text.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace crypto_checkpoint {
inline namespace v0 {

/// @cond
namespace detail {

/// Whether a character is invisible and changes the direction of text or ends a line. Such characters
/// can make a name look like another one.
/// @par Source  Unicode Standard Annex #9, 2: directional formatting characters; Unicode Technical
///              Standard #55: their effect on source text
constexpr bool is_bidi_or_line_control(char32_t character) noexcept {
    return character == 0x061C || (0x200E <= character && character <= 0x200F) ||
           (0x2028 <= character && character <= 0x202E) ||
           (0x2066 <= character && character <= 0x2069);
}

}  // namespace detail
/// @endcond

/// The @p text in a form that is safe to show on one line of a terminal: control characters become
/// control pictures; ill-formed parts and characters that change the text direction become U+FFFD.
/// @par Units and encoding  UTF-8, possibly ill-formed
/// @par Complexity  linear
/// @par Example
/// @snippet reference/names.cpp printable
[[nodiscard]] inline std::string printable(std::string_view text) {
    std::string shown;
    for (const char* at = text.data(); at != text.data() + text.size();) {
        const detail::ScannedCharacter character =
            detail::scan_character(at, text.data() + text.size());
        const bool is_unsafe =
            !character.well_formed ||
            (0x80 <= character.value && character.value < 0xA0) ||  // C1 controls
            detail::is_bidi_or_line_control(character.value);
        if (is_unsafe)
            shown += "\xEF\xBF\xBD";  // U+FFFD
        else if (character.value < 0x20)
            (shown += "\xE2\x90") += static_cast<char>(0x80 + character.value);  // U+2400...
        else if (character.value == 0x7F)
            shown += "\xE2\x90\xA1";  // U+2421
        else
            shown.append(at, character.length);
        at += character.length;
    }
    return shown;
}
/// The same for a @p text of another character type. The result is UTF-8.
template <detail::OtherText Text>
[[nodiscard]] std::string printable(const Text& text) {
    return printable(std::string_view(detail::transcode<char>(detail::view_of(text))));
}

/// @cond
namespace detail {

/// Whether a text looks like a list of names. split_name_list() returns none where it is uncertain which ones
/// they are: `1\\A,01\\B`, `1/A,1/B`.
inline bool looks_like_name_list(std::string_view text) {
    const std::string_view plain = unquoted(text).value_or(text);
    const std::string name = with_backslashes(plain).value_or(std::string(plain));
    const std::size_t second = name.find('\\', name.find('\\') + 1);
    if (second == name.npos) return false;
    // The container of the first name, or its provider where all names lost backslashes to a shell.
    const std::size_t third = name.find('\\', second + 1);
    const std::size_t end = third == name.npos ? second : third;
    const std::size_t begin = name.rfind('\\', end - 1) + 1;
    return ends_with_next_type(std::string_view(name).substr(begin, end - begin));
}

/// Adds to a sentence what becomes the provider, where other separators than those in the text are meant.
inline std::string with_provider(std::string_view text, std::string sentence) {
    const auto correction = suggest_correction(text);
    auto name = correction ? correction : with_backslashes(text);
    if (!name) name = with_halved_backslashes(text);
    if (!name) return sentence;
    const auto spec = parse_checkpoint_name(*name);
    if (!spec || !spec->provider_name()) return sentence;
    const std::string_view provider_and_key = std::string_view(*name).substr(name->find('\\') + 1);
    if (text.find(provider_and_key) != text.npos) return sentence;
    Text all;
    all << sentence << "; " << printable(*spec->provider_name()) << " is the provider then"
        << (correction ? "" : ", and no provider of that name is known here");
    return all.take();
}

/// What is wrong with a field that is not a decimal number; empty: nothing in particular.
inline std::string explain_provider_type(std::string_view text, std::string_view field) {
    const std::string_view plain = unquoted(text).value_or(text);
    if (plain.size() != text.size() && !plain.empty()) {
        const auto parsed = parse_checkpoint_name(plain);
        if (parsed || parsed.error().code != Errc::provider_type_not_decimal)
            return "the quotes around the name are not part of it";
    }
    const std::string_view word =
        without_surrounding_blanks(plain.substr(0, plain.find_first_of("\\/")));
    if (const KnownProviderType* const similar = nearest_constant(word);
        similar && !equals_ignoring_ascii_case(word, similar->constant)) {
        Text sentence;
        sentence << "there is no constant " << printable(word) << "; " << similar->constant
                 << " is similar, and its value is " << similar->type.value();
        return sentence.take();
    }
    if (starts_with_ignoring_ascii_case(word, "PROV_"))
        return "the provider type must be the decimal value, not the name of the constant";
    if (const auto changed = with_backslashes(plain);
        changed && (parse_checkpoint_name(*changed) || suggest_correction(text)))
        return "the separators must be backslashes, not slashes";
    if (field.size() == text.size())
        return "this is not a checkpoint name: write Type\\Name\\Key, where Type is a decimal "
               "number";
    if (looks_like_provider(field))
        return "the provider's type is missing before its name: write Type\\Name\\Key";
    return {};
}

/// The same for a third backslash.
/// @param rest  the text from that backslash on
inline std::string explain_third_separator(std::string_view text, std::string_view rest) {
    const std::string_view behind =
        rest.substr((std::min)(rest.find_first_not_of('\\'), rest.size()));
    if (behind.starts_with(".\\")) {
        const std::string_view tail = text.substr((std::min)(text.find('\\'), text.size() - 1) + 1);
        const KnownProvider* const provider = find_known_provider(tail.substr(0, tail.find('\\')));
        if (provider && !provider->keys_exportable)
            return "a smart card's container (\\\\.\\Reader\\Container) cannot be checkpointed: "
                   "its keys cannot be exported";
        return "this container cannot be named: its name (\\\\.\\Reader\\Container) has "
               "backslashes, and a checkpoint name has exactly two";
    }
    if (const auto halved = with_halved_backslashes(text);
        halved && (parse_checkpoint_name(*halved) || suggest_correction(text)))
        return "every backslash is doubled: a checkpoint name has exactly two";
    return {};
}

}  // namespace detail
/// @endcond

/// One sentence, without a full stop, on what is wrong with a text that is not a checkpoint name. More
/// precise than meaning() because it looks at the text. It says what becomes what in the correction where
/// the text does not.
/// @par Units and encoding  UTF-8
/// @param text   the parsed text
/// @param error  the error from parsing it
/// @see render_diagnostic(), which adds the place
[[nodiscard]] inline std::string explain(std::string_view text, const SyntaxError& error) {
    const std::string_view rest = text.substr((std::min)(error.where.offset, text.size()));
    const std::string_view field = rest.substr(0, error.where.length);
    if (!split_name_list(text).empty()) return "these are several names: give them one by one";
    if (error.code != Errc::embedded_nul && error.code != Errc::ill_formed_text &&
        detail::looks_like_name_list(text))
        return "these look like several names: give them one by one";
    std::string found;
    switch (error.code) {
        case Errc::missing_provider_type:
            if (text.empty()) return "the name is empty: a checkpoint name is Type\\Name\\Key";
            break;
        case Errc::provider_type_not_decimal:
            found = detail::explain_provider_type(text, field);
            break;
        case Errc::separator_in_key_container:
            found = detail::explain_third_separator(text, rest);
            break;
        case Errc::missing_key_container:
            // The tolerant dialect accepts one backslash.
            if (text.find('\\') == text.rfind('\\'))
                return "the key container name is missing after the backslash";
            break;
        case Errc::missing_separator:
            if (const std::size_t separator = text.find('\\'); separator != text.npos) {
                const std::string_view last = text.substr(separator + 1);
                if (find_known_provider(last))
                    return "the key container name is missing after the provider's name: write "
                           "Type\\Name\\Key";
                if (detail::looks_like_provider(last))
                    return "the key container name is missing after what looks like a provider's "
                           "name: write Type\\Name\\Key";
            }
            break;
        default: break;
    }
    return detail::with_provider(text, found.empty() ? std::string(meaning(error.code)) : found);
}

/// @cond
namespace detail {

/// The error with its place in the UTF-8 of a text, in which ill-formed parts are U+FFFD.
template <CodeUnit Char>
SyntaxError moved_to_utf8(std::basic_string_view<Char> text, const SyntaxError& error) {
    const std::size_t offset = (std::min)(error.where.offset, text.size());
    return {error.code,
            {transcode<char>(text.substr(0, offset)).size(),
             transcode<char>(text.substr(offset, error.where.length)).size()}};
}

}  // namespace detail
/// @endcond

/// explain() for a text of another character type.
/// @par Units and encoding  @p text and the place as parse_checkpoint_name(); the sentence is UTF-8
template <detail::OtherText Name>
[[nodiscard]] std::string explain(const Name& text, const SyntaxError& error) {
    const auto view = detail::view_of(text);
    return explain(detail::transcode<char>(view), detail::moved_to_utf8(view, error));
}

/// A piece of advice in one sentence, without a full stop, with the documented name.
/// @par Units and encoding  UTF-8
/// @par Example
/// @snippet reference/names.cpp advice
[[nodiscard]] inline std::string explain(const Advice& advice) { return to_text(advice); }

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
