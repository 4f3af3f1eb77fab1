// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_DETAIL_TRANSCODE_HPP
#define CRYPTO_CHECKPOINT_DETAIL_TRANSCODE_HPP

#include <crypto_checkpoint/code_unit.hpp>
#include <crypto_checkpoint/detail/any_text.hpp>
#include <crypto_checkpoint/detail/unicode.hpp>

#include <concepts>
#include <string>
#include <string_view>
#include <utility>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail {

/// Appends a character in the encoding of @p Char. A surrogate becomes ill-formed text.
template <CodeUnit Char>
void append_code_point(std::basic_string<Char>& text, char32_t character) {
    const auto append = [&](char32_t unit) { text.push_back(static_cast<Char>(unit)); };
    if constexpr (sizeof(Char) == 4) {
        append(character);
    } else if constexpr (sizeof(Char) == 2) {
        if (character < 0x10000) return append(character);
        append(0xD800 + ((character - 0x10000) >> 10));
        append(0xDC00 + ((character - 0x10000) & 0x3FF));
    } else {
        if (character < 0x80) return append(character);
        if (character >= 0x10000) {
            append(0xF0 | character >> 18);
            append(0x80 | (character >> 12 & 0x3F));
        } else if (character >= 0x800) {
            append(0xE0 | character >> 12);
        }
        append(character >= 0x800 ? 0x80 | (character >> 6 & 0x3F) : 0xC0 | character >> 6);
        append(0x80 | (character & 0x3F));
    }
}

/// The text in the encoding of @p To. Ill-formed parts become U+FFFD.
template <CodeUnit To, CodeUnit From>
std::basic_string<To> transcode(std::basic_string_view<From> text) {
    std::basic_string<To> result;
    result.reserve(text.size());
    const From* const end = text.data() + text.size();
    for (const From* at = text.data(); at != end;) {
        const ScannedCharacter character = scan_character(at, end);
        append_code_point(result, character.well_formed ? character.value : U'\uFFFD');
        at += character.length;
    }
    return result;
}

template <CodeUnit Char>
std::string to_utf8(std::basic_string_view<Char> text) {
    return transcode<char>(text);
}
inline std::string to_utf8(std::u16string_view text) { return transcode<char>(text); }

/// A parameter that takes a text of any type, or a std::filesystem::path, as UTF-8. Ill-formed text stays
/// ill-formed.
class Utf8Argument {
public:
    template <class T>
        requires(std::convertible_to<T, std::string> && !OtherText<std::remove_cvref_t<T>>)
    // NOLINTNEXTLINE(google-explicit-constructor, bugprone-forwarding-reference-overload): a parameter
    Utf8Argument(T&& text) : text_(std::forward<T>(text)) {}
    Utf8Argument(std::string_view text) : text_(text) {}  // NOLINT(google-explicit-constructor)
    template <OtherText T>
    Utf8Argument(const T& text) {  // NOLINT(google-explicit-constructor)
        const auto view = view_of(text);
        const auto* const end = view.data() + view.size();
        for (const auto* at = view.data(); at != end;) {
            const ScannedCharacter character = scan_character(at, end);
            append_code_point(text_, character.well_formed ? character.value : U'\xD800');
            at += character.length;
        }
    }
    template <class Path>
        requires(!std::convertible_to<Path, std::string> &&
                 requires(const Path& path) {
                     { path.u8string() } -> std::same_as<std::basic_string<Char8>>;
                 })
    // NOLINTNEXTLINE(google-explicit-constructor)
    Utf8Argument(const Path& path) : Utf8Argument(path.u8string()) {}

    /// Empties it.
    std::string take() { return std::move(text_); }

private:
    std::string text_;
};

/// UTF-8 as text for functions that end it at a NUL, which becomes U+FFFD.
template <CodeUnit Char>
std::basic_string<Char> to_c_string(std::string_view text) {
    auto units = transcode<Char>(text);
    for (Char& unit : units)
        if (unit == Char()) unit = static_cast<Char>(0xFFFD);
    return units;
}
inline std::u16string to_utf16(std::string_view text) { return to_c_string<char16_t>(text); }

#if defined(_WIN32)
static_assert(sizeof(wchar_t) == sizeof(char16_t), "Windows' wide characters are UTF-16");

inline std::string to_utf8(std::wstring_view text) { return transcode<char>(text); }
inline std::wstring to_wide(std::string_view text) { return to_c_string<wchar_t>(text); }
#endif

}  // namespace detail
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
