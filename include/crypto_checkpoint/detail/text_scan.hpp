// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_DETAIL_TEXT_SCAN_HPP
#define CRYPTO_CHECKPOINT_DETAIL_TEXT_SCAN_HPP

#include <crypto_checkpoint/config.hpp>

#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <type_traits>
#include <utility>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {

/// The character types a checkpoint name may be written in. The size of one tells the encoding:
/// 1 UTF-8, 2 UTF-16, 4 UTF-32.
template <class T>
concept CodeUnit = std::same_as<T, char> || std::same_as<T, char8_t> || std::same_as<T, char16_t> ||
                   std::same_as<T, char32_t> || std::same_as<T, wchar_t>;

namespace detail {

/// A code unit as the number it is: 0..0xFF for UTF-8, whatever the sign of char.
template <CodeUnit Char>
constexpr std::uint32_t unit_value(Char unit) noexcept {
    if constexpr (sizeof(Char) == 1)
        return static_cast<unsigned char>(unit);
    else
        return static_cast<std::uint32_t>(unit);
}

/// What stands at a place of a text: how many units it takes, and whether they are well-formed.
struct ScannedCharacter {
    std::size_t length;
    bool well_formed;
    char32_t value = 0;
};

/// The character at @p first (Unicode 15, table 3-7). Of ill-formed text, the longest part that a
/// well-formed character could have begun with.
/// @pre first != last
template <CodeUnit Char>
constexpr ScannedCharacter scan_character(const Char* first, const Char* last) noexcept {
    const std::uint32_t lead = unit_value(*first);
    if constexpr (sizeof(Char) == 4) {
        return {1, lead < 0xD800 || (0xDFFF < lead && lead <= 0x10FFFF), char32_t{lead}};
    } else if constexpr (sizeof(Char) == 2) {
        if (lead < 0xD800 || 0xDFFF < lead) return {1, true, char32_t{lead}};
        if (lead > 0xDBFF || last - first < 2) return {1, false};
        const std::uint32_t trail = unit_value(first[1]);
        if (trail < 0xDC00 || 0xDFFF < trail) return {1, false};
        return {2, true, char32_t{0x10000 + ((lead - 0xD800) << 10) + (trail - 0xDC00)}};
    } else {
        if (lead < 0x80) return {1, true, char32_t{lead}};
        if (lead < 0xC2 || 0xF4 < lead) return {1, false};
        const std::size_t length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        std::uint32_t value = lead & (0x7Fu >> length);
        for (std::size_t i = 1; i != length; ++i) {
            if (first + i == last) return {i, false};
            const std::uint32_t unit = unit_value(first[i]);
            const std::uint32_t lowest = i != 1         ? 0x80u
                                         : lead == 0xE0 ? 0xA0u
                                         : lead == 0xF0 ? 0x90u
                                                        : 0x80u;
            const std::uint32_t highest = i != 1         ? 0xBFu
                                          : lead == 0xED ? 0x9Fu
                                          : lead == 0xF4 ? 0x8Fu
                                                         : 0xBFu;
            if (unit < lowest || highest < unit) return {i, false};
            value = (value << 6) | (unit & 0x3F);
        }
        return {length, true, char32_t{value}};
    }
}

/// Whether a unit needs no second look: neither a separator nor NUL, and a character by itself.
template <CodeUnit Char>
constexpr bool is_plain(Char unit) noexcept {
    const std::uint32_t value = unit_value(unit);
    constexpr std::uint32_t end = sizeof(Char) == 1 ? 0x80 : 0xD800;
    return value != 0 && value != '\\' && value < end;
}

/// The first unit in [first, last) that is not plain, or @p last.
///
/// Where it pays, looks at 64 bits of units at a time: a unit that differs from a wanted one only
/// in bits above it cannot be the lowest hit, so the lowest hit is exact. The shifts make one load
/// of it on every compiler tried, and keep it usable at compile time.
template <CodeUnit Char>
constexpr const Char* find_not_plain(const Char* first, const Char* last) noexcept {
    if constexpr (sizeof(Char) < 4) {
        using Word = std::uint64_t;
        constexpr int unit_bits = 8 * sizeof(Char);
        constexpr int units = 64 / unit_bits;
        constexpr Word unit_mask = (Word{1} << unit_bits) - 1;
        constexpr Word ones = ~Word{0} / unit_mask;
        constexpr Word tops = ones << (unit_bits - 1);
        constexpr auto load = []<int... I>(const Char* at, std::integer_sequence<int, I...>) {
            return (... | (Word{unit_value(at[I])} << (unit_bits * I)));
        };
        constexpr auto zero_units = [](Word word) { return (word - ones) & ~word & tops; };
        for (; last - first >= units; first += units) {
            const Word word = load(first, std::make_integer_sequence<int, units>());
            Word hits = zero_units(word) | zero_units(word ^ (ones * Word{'\\'}));
            if constexpr (sizeof(Char) == 1)
                hits |= word & tops;
            else  // 0xD800 and above: the two top bits set, and one of the next three
                hits |= word & (word << 1) & ((word << 2) | (word << 3) | (word << 4)) & tops;
            if (hits != 0) return first + std::countr_zero(hits) / unit_bits;
        }
    }
    while (first != last && is_plain(*first)) ++first;
    return first;
}

/// The first separator, NUL or ill-formed character in [first, last), or @p last: whatever ends a
/// field of a checkpoint name, for better or worse.
template <CodeUnit Char>
constexpr const Char* find_field_end(const Char* first, const Char* last) noexcept {
    for (;;) {
        first = find_not_plain(first, last);
        for (;; ) {
            if (first == last || *first == Char() || *first == Char('\\')) return first;
            if (is_plain(*first)) break;
            const ScannedCharacter character = scan_character(first, last);
            if (!character.well_formed) return first;
            first += character.length;
        }
    }
}

}  // namespace detail
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
