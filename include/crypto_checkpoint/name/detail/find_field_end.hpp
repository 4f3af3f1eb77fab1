// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_NAME_DETAIL_FIND_FIELD_END_HPP
#define CRYPTO_CHECKPOINT_NAME_DETAIL_FIND_FIELD_END_HPP

#include <crypto_checkpoint/code_unit.hpp>
#include <crypto_checkpoint/detail/config.hpp>
#include <crypto_checkpoint/detail/unicode.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

#if CRYPTO_CHECKPOINT_HAS_SSE2
#    include <cstring>

#    include <emmintrin.h>
#elif CRYPTO_CHECKPOINT_HAS_NEON
#    include <cstring>

#    include <arm_neon.h>
#endif

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail {

/// Whether a unit may belong to a character of several units. In UTF-16 this includes other units:
/// testing only the top bit treats blocks of 8-bit and 16-bit units the same way.
template <CodeUnit Char>
constexpr bool may_be_multi_unit(Char unit) noexcept {
    constexpr std::uint32_t first = sizeof(Char) == 1 ? 0x80 : sizeof(Char) == 2 ? 0x8000 : 0xD800;
    return unit_value(unit) >= first;
}

/// Whether a unit is a character of its own, and neither a separator nor NUL.
template <CodeUnit Char>
constexpr bool is_ordinary(Char unit) noexcept {
    return unit != Char() && unit != Char('\\') && !may_be_multi_unit(unit);
}

/// Tests 64 bits of units with integer arithmetic (SWAR). Compilers turn the shifts into one load, and
/// they work at compile time.
template <CodeUnit Char>
struct WordBlock {
    using Bits = std::uint64_t;
    static constexpr int unit_bits = 8 * static_cast<int>(sizeof(Char));
    static constexpr int units = 64 / unit_bits;

    /// Has the top bit set of each special unit, and possibly of ordinary ones above the lowest of them.
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
/// Tests 4, 8 or 16 units as a vector of bytes. For 16-bit units it is twice as fast as WordBlock.
template <CodeUnit Char, int size>
struct VectorBlock {
    using Bits = unsigned;
    static constexpr int units = size;

    /// Has a bit set for each special unit.
    static Bits find(const Char* at) noexcept {
        // NOLINTNEXTLINE(misc-const-correctness): 16-bit units change it
        __m128i block = load(at);
        if constexpr (sizeof(Char) == 2) {
            // Saturates: no unit becomes 0 or a separator, and signs are kept. The arguments do not depend on the
            // template: clang's intrinsics are static, and whoever imports this from a module would not find one.
            const __m128i upper = size == 16 ? load(at + size / 2) : block;
            block = _mm_packs_epi16(block, upper);
        }
        const __m128i ordinary = _mm_andnot_si128(_mm_cmpeq_epi8(block, _mm_set1_epi8('\\')),
                                                  _mm_cmpgt_epi8(block, _mm_setzero_si128()));
        return ~static_cast<Bits>(_mm_movemask_epi8(ordinary)) & ((Bits{1} << size) - 1);
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
#elif CRYPTO_CHECKPOINT_HAS_NEON
/// The same in NEON, which has no instruction that takes one bit of each byte: a unit has four or eight bits.
template <CodeUnit Char, int size>
struct VectorBlock {
    using Bits = std::conditional_t<size == 4, std::uint32_t, std::uint64_t>;
    static constexpr int units = size;

    /// Has all bits of each special unit set.
    static Bits find(const Char* at) noexcept {
        if constexpr (size == 16) {
            int8x16_t block;
            if constexpr (sizeof(Char) == 2)
                // Saturates: no unit becomes 0 or a separator, and signs are kept.
                block = vqmovn_high_s16(vqmovn_s16(load<int16x8_t>(at)), load<int16x8_t>(at + 8));
            else
                block = load<int8x16_t>(at);
            const uint8x16_t special =
                vorrq_u8(vceqq_s8(block, vdupq_n_s8('\\')), vclezq_s8(block));
            return vget_lane_u64(vreinterpret_u64_u8(vshrn_n_u16(vreinterpretq_u16_u8(special), 4)),
                                 0);
        } else {
            int8x8_t block;
            if constexpr (sizeof(Char) == 1)
                block = vreinterpret_s8_u64(vdup_n_u64(load<Bits>(at)));
            else if constexpr (size == 8)
                block = vqmovn_s16(load<int16x8_t>(at));
            else
                block = vqmovn_s16(vreinterpretq_s16_u64(vdupq_n_u64(load<std::uint64_t>(at))));
            const uint8x8_t special = vorr_u8(vceq_s8(block, vdup_n_s8('\\')), vclez_s8(block));
            return static_cast<Bits>(vget_lane_u64(vreinterpret_u64_u8(special), 0));
        }
    }

    static int lowest(Bits found) noexcept {
        return std::countr_zero(found) / (size == 16 ? 4 : 8);
    }

private:
    template <class Value>
    static Value load(const Char* at) noexcept {
        Value value;
        std::memcpy(&value, at, sizeof value);
        return value;
    }
};
#endif

/// The first special unit in [first, last), or @p last. The last block overlaps the one before instead
/// of leaving a remainder.
/// @pre  [first, last) holds at least one block
template <class Block, CodeUnit Char>
constexpr const Char* find_in_blocks(const Char* first, const Char* last) noexcept {
    const Char* const last_block = last - Block::units;
    for (; first < last_block; first += Block::units)
        if (const auto found = Block::find(first)) return first + Block::lowest(found);
    const auto found = Block::find(last_block);
    return found != 0 ? last_block + Block::lowest(found) : last;
}

/// The same unit by unit.
template <CodeUnit Char>
constexpr const Char* find_in_units(const Char* first, const Char* last) noexcept {
    while (first != last && is_ordinary(*first)) ++first;
    return first;
}

/// The same in the largest blocks that fit.
template <CodeUnit Char>
constexpr const Char* find_special(const Char* first, const Char* last) noexcept {
    if constexpr (sizeof(Char) == 4) {
        return find_in_units(first, last);
    } else {
#if CRYPTO_CHECKPOINT_HAS_SSE2 || CRYPTO_CHECKPOINT_HAS_NEON
        if (!std::is_constant_evaluated()) {
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

/// find_field_end() from a unit for which may_be_multi_unit() is true.
template <CodeUnit Char>
CRYPTO_CHECKPOINT_NO_INLINE CRYPTO_CHECKPOINT_FLATTEN constexpr const Char* find_field_end_beyond(
    const Char* first, const Char* last) noexcept {
    for (;;) {
        while (first != last && may_be_multi_unit(*first)) {
            const MeasuredCharacter character = measure_character(first, last);
            if (!character.well_formed) return first;
            first += character.length;
        }
        if (first == last || !is_ordinary(*first)) return first;
        first = find_special(first, last);
    }
}

/// The end of the field of a checkpoint name that begins at @p first: the first separator, NUL or
/// ill-formed character in [first, last), or @p last.
template <CodeUnit Char>
constexpr const Char* find_field_end(const Char* first, const Char* last) noexcept {
    first = find_special(first, last);
    if (first == last || !may_be_multi_unit(*first)) return first;
    return find_field_end_beyond(first, last);
}

}  // namespace detail
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
