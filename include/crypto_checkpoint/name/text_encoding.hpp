// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_NAME_TEXT_ENCODING_HPP
#define CRYPTO_CHECKPOINT_NAME_TEXT_ENCODING_HPP

/// @file
/// Text in another encoding. The functions of this library that take a name take every character type and need
/// none of it.

#include <crypto_checkpoint/code_unit.hpp>
#include <crypto_checkpoint/detail/transcode.hpp>
#include <crypto_checkpoint/detail/unicode.hpp>
#include <crypto_checkpoint/error/errc.hpp>
#include <crypto_checkpoint/error/error.hpp>
#include <crypto_checkpoint/name/csp_spec.hpp>

#include <concepts>
#include <cstddef>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

namespace crypto_checkpoint {
inline namespace v0 {

/// @cond
namespace detail {

template <CodeUnit To, CodeUnit From>
std::expected<std::basic_string<To>, SyntaxError> strictly_transcoded(
    std::basic_string_view<From> text) {
    std::basic_string<To> result;
    result.reserve(text.size());
    const From* const end = text.data() + text.size();
    for (const From* at = text.data(); at != end;) {
        const ScannedCharacter character = scan_character(at, end);
        if (!character.well_formed)
            return std::unexpected(
                SyntaxError{Errc::ill_formed_text,
                            {static_cast<std::size_t>(at - text.data()), character.length}});
        append_code_point(result, character.value);
        at += character.length;
    }
    return result;
}

/// A spec in UTF-8. Ill-formed parts, which only an unchecked one has, become U+FFFD.
template <class String>
CspSpec spec_in_utf8(const BasicCspSpec<String>& spec) {
    const auto provider = spec.provider_name();
    return {unchecked, spec.provider_type(),
            provider ? std::optional(transcode<char>(*provider)) : std::nullopt,
            transcode<char>(spec.key_container())};
}

template <class T>
inline constexpr bool is_other_spec = false;
template <class String>
inline constexpr bool is_other_spec<BasicCspSpec<String>> =
    !std::same_as<typename String::value_type, char>;

/// A text or a spec of another character type than `char`.
template <class T>
concept OtherName = OtherText<T> || is_other_spec<T>;

/// Calls @p action with the text of a name.
template <OtherName Name, class Action>
auto with_text_of(const Name& name, Action action) {
    if constexpr (OtherText<Name>)
        return action(view_of(name));
    else
        return action(view_of(to_checkpoint_name(name)));
}

}  // namespace detail
/// @endcond

/// The @p text in UTF-8: `to_utf8(L"1\\\\Key")`.
/// @param text      a string, a view or a pointer to a text that ends with a NUL, of any CodeUnit
/// @par Errors      ill_formed_text, such as an unpaired surrogate, with its place in code units of @p text
/// @par Complexity  linear
/// @par Example
/// @snippet reference/names.cpp encoding
template <detail::AnyText Text>
[[nodiscard]] std::expected<std::string, SyntaxError> to_utf8(const Text& text) {
    return detail::strictly_transcoded<char>(detail::view_of(text));
}

/// The @p spec in UTF-8: for DesiredResource, and other structs with a CspSpec.
/// @par Errors      as above, with the place in to_checkpoint_name(spec); a parsed spec has none
/// @par Complexity  linear
template <class String>
[[nodiscard]] std::expected<CspSpec, SyntaxError> to_utf8(const BasicCspSpec<String>& spec) {
    if (const auto text = to_utf8(to_checkpoint_name(spec)); !text)
        return std::unexpected(text.error());
    return detail::spec_in_utf8(spec);
}

/// The @p text in wide characters: UTF-16 on Windows, UTF-32 elsewhere.
/// @param text      as of to_utf8()
/// @par Errors      as to_utf8()
/// @par Complexity  linear
/// @par Example
/// @snippet reference/names.cpp encoding
template <detail::AnyText Text>
[[nodiscard]] std::expected<std::wstring, SyntaxError> to_wide(const Text& text) {
    return detail::strictly_transcoded<wchar_t>(detail::view_of(text));
}

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
