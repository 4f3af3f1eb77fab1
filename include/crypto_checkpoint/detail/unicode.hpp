// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_DETAIL_UNICODE_HPP
#define CRYPTO_CHECKPOINT_DETAIL_UNICODE_HPP

#include <crypto_checkpoint/code_unit.hpp>

#include <cstddef>
#include <cstdint>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {

namespace detail {

/// The value of a code unit: 0..0xFF for UTF-8, whether char is signed or not.
template <CodeUnit Char>
constexpr std::uint32_t unit_value(Char unit) noexcept {
    if constexpr (sizeof(Char) == 1)
        return static_cast<unsigned char>(unit);
    else
        return static_cast<std::uint32_t>(unit);
}

/// The number of units of a character, and whether they are well-formed.
struct MeasuredCharacter {
    std::size_t length;
    bool well_formed;
};

/// Measures the character at @p first (Unicode 15, table 3-7). The length of an ill-formed one is that of
/// its longest part that a well-formed character can begin with.
/// @pre first != last
template <CodeUnit Char>
constexpr MeasuredCharacter measure_character(const Char* first, const Char* last) noexcept {
    const std::uint32_t lead = unit_value(*first);
    if constexpr (sizeof(Char) == 4) {
        return {1, lead < 0xD800 || (0xDFFF < lead && lead <= 0x10FFFF)};
    } else if constexpr (sizeof(Char) == 2) {
        if (lead < 0xD800 || 0xDFFF < lead) return {1, true};
        if (lead > 0xDBFF || last - first < 2) return {1, false};
        if ((unit_value(first[1]) & 0xFC00) != 0xDC00) return {1, false};
        return {2, true};
    } else {
        const auto continues = [=](std::ptrdiff_t i) {
            return i < last - first && (unit_value(first[i]) & 0xC0) == 0x80;
        };
        if (lead < 0x80) return {1, true};
        if (lead < 0xC2 || 0xF4 < lead || !continues(1)) return {1, false};
        if (lead < 0xE0) return {2, true};
        const std::uint32_t second = unit_value(first[1]);
        if (lead < 0xF0) {
            if (lead == 0xE0 && second < 0xA0) return {1, false};  // overlong
            if (lead == 0xED && second > 0x9F) return {1, false};  // surrogate
            if (!continues(2)) return {2, false};
            return {3, true};
        }
        if (lead == 0xF0 && second < 0x90) return {1, false};  // overlong
        if (lead == 0xF4 && second > 0x8F) return {1, false};  // beyond U+10FFFF
        if (!continues(2)) return {2, false};
        if (!continues(3)) return {3, false};
        return {4, true};
    }
}

/// A measured character and its value, which is 0 if it is ill-formed.
struct ScannedCharacter {
    std::size_t length;
    bool well_formed;
    char32_t value = 0;
};

/// Measures the character at @p first and decodes it.
/// @pre first != last
template <CodeUnit Char>
constexpr ScannedCharacter scan_character(const Char* first, const Char* last) noexcept {
    const auto [length, well_formed] = measure_character(first, last);
    if (!well_formed) return {length, false};
    // NOLINTNEXTLINE(misc-const-correctness): characters of several units change it
    std::uint32_t value = unit_value(*first);
    if constexpr (sizeof(Char) == 2) {
        if (length == 2)
            value = 0x10000 + ((value - 0xD800) << 10) + (unit_value(first[1]) - 0xDC00);
    } else if constexpr (sizeof(Char) == 1) {
        if (length != 1) value &= 0x7Fu >> length;
        for (std::size_t i = 1; i != length; ++i)
            value = (value << 6) | (unit_value(first[i]) & 0x3F);
    }
    return {length, true, char32_t{value}};
}

}  // namespace detail
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
