// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_DETAIL_TRANSCODE_HPP
#define CRYPTO_CHECKPOINT_DETAIL_TRANSCODE_HPP

#include <crypto_checkpoint/detail/unicode.hpp>

#include <cstdint>
#include <string>
#include <string_view>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail {

/// UTF-8 as UTF-16. What is ill-formed, and a NUL, which would end the text, becomes U+FFFD.
inline std::u16string utf16_of(std::string_view text) {
    std::u16string units;
    units.reserve(text.size());
    const char* const end = text.data() + text.size();
    for (const char* at = text.data(); at != end;) {
        const ScannedCharacter character = scan_character(at, end);
        const std::uint32_t value = character.value != 0 ? std::uint32_t{character.value} : 0xFFFD;
        if (value < 0x10000) {
            units.push_back(static_cast<char16_t>(value));
        } else {
            units.push_back(static_cast<char16_t>(0xD800 + ((value - 0x10000) >> 10)));
            units.push_back(static_cast<char16_t>(0xDC00 + ((value - 0x10000) & 0x3FF)));
        }
        at += character.length;
    }
    return units;
}

/// A text of any character type as UTF-8. What is ill-formed becomes U+FFFD.
template <class Char>
std::string as_utf8(std::basic_string_view<Char> units) {
    std::string text;
    text.reserve(units.size());
    const Char* const end = units.data() + units.size();
    for (const Char* at = units.data(); at != end;) {
        const ScannedCharacter character = scan_character(at, end);
        const std::uint32_t value = character.well_formed ? std::uint32_t{character.value} : 0xFFFD;
        const auto append = [&](std::uint32_t octet) { text.push_back(static_cast<char>(octet)); };
        if (value < 0x80) {
            append(value);
        } else if (value < 0x800) {
            append(0xC0 | value >> 6);
            append(0x80 | (value & 0x3F));
        } else if (value < 0x10000) {
            append(0xE0 | value >> 12);
            append(0x80 | (value >> 6 & 0x3F));
            append(0x80 | (value & 0x3F));
        } else {
            append(0xF0 | value >> 18);
            append(0x80 | (value >> 12 & 0x3F));
            append(0x80 | (value >> 6 & 0x3F));
            append(0x80 | (value & 0x3F));
        }
        at += character.length;
    }
    return text;
}

/// UTF-16 as UTF-8: a cluster may report anything, and a listing loses no entry.
inline std::string utf8_of(std::u16string_view units) { return as_utf8(units); }

#if defined(_WIN32)

static_assert(sizeof(wchar_t) == sizeof(char16_t), "Windows' wide characters are UTF-16");

/// As utf16_of(), in the type that Windows' functions take.
inline std::wstring wide_text(std::string_view text) {
    const std::u16string units = utf16_of(text);
    return {units.begin(), units.end()};
}

/// As utf8_of(), of the type that Windows' functions give.
inline std::string narrow_text(std::wstring_view text) {
    return utf8_of(std::u16string(text.begin(), text.end()));
}

#endif

}  // namespace detail
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
