// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Converts texts to other character types: one table of rows serves them all. Independent of the
/// library under test.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace test_support {

/// Appends a character in the encoding of the unit size. Surrogates are appended unchanged, to make
/// ill-formed text.
template <class Text>
constexpr void append_character(Text& text, char32_t character) {
    using Char = typename Text::value_type;
    const auto unit = [&](std::uint32_t value) { text.push_back(static_cast<Char>(value)); };
    const std::uint32_t c = character;
    if constexpr (sizeof(Char) == 4) {
        unit(c);
    } else if constexpr (sizeof(Char) == 2) {
        if (c < 0x10000) {
            unit(c);
        } else {
            unit(0xD800 + ((c - 0x10000) >> 10));
            unit(0xDC00 + ((c - 0x10000) & 0x3FF));
        }
    } else {
        const auto trail = [&](int shift) { unit(0x80 | ((c >> shift) & 0x3F)); };
        if (c < 0x80) {
            unit(c);
        } else if (c < 0x800) {
            unit(0xC0 | (c >> 6));
            trail(0);
        } else if (c < 0x10000) {
            unit(0xE0 | (c >> 12));
            trail(6);
            trail(0);
        } else {
            unit(0xF0 | (c >> 18));
            trail(12);
            trail(6);
            trail(0);
        }
    }
}

/// Appends a well-formed UTF-8 text in the encoding of another.
template <class Text>
constexpr void append_converted(Text& text, std::string_view utf8) {
    for (std::size_t i = 0; i != utf8.size();) {
        const auto byte = [&] { return static_cast<unsigned char>(utf8[i]); };
        char32_t character = byte() < 0x80   ? byte()
                             : byte() < 0xE0 ? byte() & 0x1Fu
                             : byte() < 0xF0 ? byte() & 0x0Fu
                                             : byte() & 0x07u;
        for (++i; i != utf8.size() && (byte() & 0xC0) == 0x80; ++i)
            character = (character << 6) | (byte() & 0x3Fu);
        append_character(text, character);
    }
}

/// Appends the very same units.
template <class Text, class From>
constexpr void append_units(Text& text, std::basic_string_view<From> units) {
    static_assert(sizeof(From) <= sizeof(typename Text::value_type));
    for (const From unit : units) text.push_back(static_cast<typename Text::value_type>(unit));
}

/// A well-formed UTF-8 text in another character type.
template <class Char>
std::basic_string<Char> converted(std::string_view utf8) {
    std::basic_string<Char> text;
    append_converted(text, utf8);
    return text;
}

/// A UTF-32 text in another character type.
template <class Char>
std::basic_string<Char> converted(std::u32string_view characters) {
    std::basic_string<Char> text;
    for (const char32_t character : characters) append_character(text, character);
    return text;
}

/// A short text that can be made at compile time with every compiler: not all of them have a
/// std::string that can.
template <class Char>
class ShortText {
public:
    using value_type = Char;
    constexpr void push_back(Char unit) { units_.at(size_++) = unit; }
    [[nodiscard]] constexpr std::size_t size() const { return size_; }
    [[nodiscard]] constexpr std::basic_string_view<Char> view() const {
        return {units_.data(), size_};
    }

private:
    std::array<Char, 160> units_{};
    std::size_t size_ = 0;
};

/// A text as a message can show it: printable ASCII, and every other unit as `{E9}`.
template <class Char>
std::string shown(std::basic_string_view<Char> text) {
    std::string result;
    for (const Char unit : text) {
        const std::uint32_t value =
            sizeof(Char) == 1 ? static_cast<unsigned char>(unit) : static_cast<std::uint32_t>(unit);
        if (0x20 <= value && value < 0x7F) {
            result += static_cast<char>(value);
            continue;
        }
        std::string digits;
        for (std::uint32_t rest = value; digits.size() < 2 || rest != 0; rest /= 16)
            digits.insert(digits.begin(), "0123456789ABCDEF"[rest % 16]);
        result += '{' + digits + '}';
    }
    return result;
}

template <class Char>
std::string shown(const std::basic_string<Char>& text) {
    return shown(std::basic_string_view<Char>(text));
}

}  // namespace test_support
