// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_DETAIL_TEXT_SCAN_HPP
#define CRYPTO_CHECKPOINT_DETAIL_TEXT_SCAN_HPP

#include <crypto_checkpoint/code_unit.hpp>
#include <crypto_checkpoint/config.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <utility>

#if CRYPTO_CHECKPOINT_HAS_SSE2
#    include <cstring>

#    include <emmintrin.h>
#endif

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {

namespace detail {

/// A code unit as the number it is: 0..0xFF for UTF-8, whatever the sign of char.
template <CodeUnit Char>
constexpr std::uint32_t unit_value(Char unit) noexcept {
    if constexpr (sizeof(Char) == 1)
        return static_cast<unsigned char>(unit);
    else
        return static_cast<std::uint32_t>(unit);
}

/// How many units the character at a place of a text takes, and whether they are well-formed.
struct MeasuredCharacter {
    std::size_t length;
    bool well_formed;
};

/// The character at @p first (Unicode 15, table 3-7). Of ill-formed text, the longest part that a
/// well-formed character could have begun with.
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
            if (lead == 0xE0 && second < 0xA0) return {1, false};  // fits two units
            if (lead == 0xED && second > 0x9F) return {1, false};  // half of a surrogate pair
            if (!continues(2)) return {2, false};
            return {3, true};
        }
        if (lead == 0xF0 && second < 0x90) return {1, false};  // fits three units
        if (lead == 0xF4 && second > 0x8F) return {1, false};  // beyond U+10FFFF
        if (!continues(2)) return {2, false};
        if (!continues(3)) return {3, false};
        return {4, true};
    }
}

/// A measured character, and if it is well-formed which one it is.
struct ScannedCharacter {
    std::size_t length;
    bool well_formed;
    char32_t value = 0;
};

/// As measure_character(), and decodes it.
/// @pre first != last
template <CodeUnit Char>
constexpr ScannedCharacter scan_character(const Char* first, const Char* last) noexcept {
    const auto [length, well_formed] = measure_character(first, last);
    if (!well_formed) return {length, false};
    // NOLINTNEXTLINE(misc-const-correctness): it changes where a character has several units
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

/// Whether a unit may be one of several that make a character. In UTF-16 others are among them: with
/// the top bit as the only mark, blocks of units of both sizes are tested alike.
template <CodeUnit Char>
constexpr bool needs_second_look(Char unit) noexcept {
    constexpr std::uint32_t first = sizeof(Char) == 1 ? 0x80 : sizeof(Char) == 2 ? 0x8000 : 0xD800;
    return unit_value(unit) >= first;
}

/// Whether a unit needs no second look: neither a separator nor NUL, and a character by itself.
template <CodeUnit Char>
constexpr bool is_plain(Char unit) noexcept {
    return unit != Char() && unit != Char('\\') && !needs_second_look(unit);
}

/// 64 bits of units, tested with the arithmetic every processor has.
///
/// A unit that differs from a wanted one only in bits above it cannot be the lowest hit, so the
/// lowest hit is exact. The shifts make one load of it on every compiler tried, and keep it usable
/// at compile time.
template <CodeUnit Char>
struct WordBlock {
    using Bits = std::uint64_t;
    static constexpr int unit_bits = 8 * static_cast<int>(sizeof(Char));
    static constexpr int units = 64 / unit_bits;

    /// The top bit of each unit that is not plain; above the lowest of them, of others too.
    static constexpr Bits find(const Char* at) noexcept {
        constexpr Bits ones = ~Bits{0} / ((Bits{1} << unit_bits) - 1);
        constexpr Bits tops = ones << (unit_bits - 1);
        constexpr auto zero_units = [](Bits word) { return (word - ones) & ~word; };
        const Bits word = [at]<int... i>(std::integer_sequence<int, i...>) {
            return (... | (Bits{unit_value(at[i])} << (unit_bits * i)));
        }(std::make_integer_sequence<int, units>());
        return (zero_units(word) | zero_units(word ^ (ones * Bits{'\\'})) | word) & tops;
    }

    static constexpr int lowest(Bits found) noexcept { return std::countr_zero(found) / unit_bits; }
};

#if CRYPTO_CHECKPOINT_HAS_SSE2
/// 4, 8 or 16 units in a vector of bytes. For 16-bit units this takes half the time that words do.
template <CodeUnit Char, int size>
struct VectorBlock {
    using Bits = unsigned;
    static constexpr int units = size;

    /// A bit for each unit that is not plain.
    static Bits find(const Char* at) noexcept {
        // NOLINTNEXTLINE(misc-const-correctness): it changes where units are of 16 bits
        __m128i block = load(at);
        if constexpr (sizeof(Char) == 2)
            // Saturates: 0 and the separator stay what they are, no other unit becomes one of them,
            // and the sign stays.
            block = _mm_packs_epi16(block, size == 16 ? load(at + size / 2) : block);
        const __m128i plain = _mm_andnot_si128(_mm_cmpeq_epi8(block, _mm_set1_epi8('\\')),
                                               _mm_cmpgt_epi8(block, _mm_setzero_si128()));
        return ~static_cast<Bits>(_mm_movemask_epi8(plain)) & ((Bits{1} << size) - 1);
    }

    static int lowest(Bits found) noexcept { return std::countr_zero(found); }

private:
    static __m128i load(const Char* at) noexcept {
        constexpr std::size_t bytes = size * sizeof(Char);
        if constexpr (bytes >= 16) {
            return _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
        } else if constexpr (bytes == 8) {
            return _mm_loadl_epi64(reinterpret_cast<const __m128i*>(at));
        } else {
            std::int32_t word = 0;
            std::memcpy(&word, at, sizeof word);
            return _mm_cvtsi32_si128(word);
        }
    }
};
#endif

/// The first unit in [first, last) that is not plain, or @p last. The last block overlaps the one
/// before, so that no units are left over.
/// @pre  [first, last) holds a block or more
template <class Block, CodeUnit Char>
constexpr const Char* find_in_blocks(const Char* first, const Char* last) noexcept {
    const Char* const last_block = last - Block::units;
    for (; first < last_block; first += Block::units)
        if (const auto found = Block::find(first)) return first + Block::lowest(found);
    const auto found = Block::find(last_block);
    return found != 0 ? last_block + Block::lowest(found) : last;
}

/// The same, unit by unit.
template <CodeUnit Char>
constexpr const Char* find_in_units(const Char* first, const Char* last) noexcept {
    while (first != last && is_plain(*first)) ++first;
    return first;
}

/// The same, in the largest blocks there are.
template <CodeUnit Char>
constexpr const Char* find_not_plain(const Char* first, const Char* last) noexcept {
    if constexpr (sizeof(Char) == 4) {
        return find_in_units(first, last);
    } else {
#if CRYPTO_CHECKPOINT_HAS_SSE2
        if !consteval {
            if (last - first >= 16) return find_in_blocks<VectorBlock<Char, 16>>(first, last);
            if (last - first >= 8) return find_in_blocks<VectorBlock<Char, 8>>(first, last);
            if (last - first >= 4) return find_in_blocks<VectorBlock<Char, 4>>(first, last);
            return find_in_units(first, last);
        }
#endif
        if (last - first >= WordBlock<Char>::units)
            return find_in_blocks<WordBlock<Char>>(first, last);
        return find_in_units(first, last);
    }
}

/// find_field_end() from a unit that needs a second look.
template <CodeUnit Char>
CRYPTO_CHECKPOINT_NO_INLINE CRYPTO_CHECKPOINT_FLATTEN constexpr const Char* find_field_end_beyond(
    const Char* first, const Char* last) noexcept {
    for (;;) {
        while (first != last && needs_second_look(*first)) {
            const MeasuredCharacter character = measure_character(first, last);
            if (!character.well_formed) return first;
            first += character.length;
        }
        if (first == last || !is_plain(*first)) return first;
        first = find_not_plain(first, last);
    }
}

/// The first separator, NUL or ill-formed character in [first, last), or @p last: whatever ends a
/// field of a checkpoint name, for better or worse.
template <CodeUnit Char>
constexpr const Char* find_field_end(const Char* first, const Char* last) noexcept {
    first = find_not_plain(first, last);
    if (first == last || !needs_second_look(*first)) return first;
    return find_field_end_beyond(first, last);
}

}  // namespace detail
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
