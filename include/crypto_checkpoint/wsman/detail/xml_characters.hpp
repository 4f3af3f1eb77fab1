// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_WSMAN_DETAIL_XML_CHARACTERS_HPP
#define CRYPTO_CHECKPOINT_WSMAN_DETAIL_XML_CHARACTERS_HPP

#include <crypto_checkpoint/detail/unicode.hpp>

#include <bit>
#include <cstdint>
#include <utility>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail::wsman {

/// Whether XML 1.0 preserves a character. Excludes the carriage return, which is read as a line feed.
/// @par Source  Extensible Markup Language 1.0, 2.2 and 2.11
constexpr bool is_xml_character(char32_t value) noexcept {
    if (value < 0x20) return value == '\t' || value == '\n';
    return (value < 0xD800 || value > 0xDFFF) && value != 0xFFFE && value != 0xFFFF &&
           value <= 0x10FFFF;
}

/// Whether a byte means the same in every part of a message: it is ASCII, printable (or DEL), and
/// neither a bracket nor a quote nor the beginning of a reference. `#` counts as none of these, which
/// saves skip_plain() a comparison.
constexpr bool is_plain(char byte) noexcept {
    return unit_value(byte) >= 0x20 && unit_value(byte) < 0x80 && (byte & ~0x05) != '"' &&
           (byte & ~0x02) != '<';
}

/// The first byte in [at, end) that is not plain, or @p end. Eight bytes at a time, because a message
/// consists of plain bytes for the most part.
inline const char* skip_plain(const char* at, const char* end) noexcept {
    constexpr std::uint64_t each = 0x0101010101010101;
    constexpr std::uint64_t tops = each * 0x80;
    // These set the top bit of the bytes in question, and possibly of bytes above the lowest of them.
    constexpr auto below = [](std::uint64_t word, std::uint64_t limit) {
        return (word - each * limit) & ~word;
    };
    constexpr auto equal = [below](std::uint64_t word, std::uint64_t byte) {
        return below(word ^ each * byte, 1);
    };
    // The first byte is the lowest. Compilers turn the shifts into one load.
    constexpr auto load = []<int... i>(const char* bytes, std::integer_sequence<int, i...>) {
        return (... | (std::uint64_t{unit_value(bytes[i])} << (8 * i)));
    };
    for (; end - at >= 8; at += 8) {
        const std::uint64_t word = load(at, std::make_integer_sequence<int, 8>());
        const std::uint64_t found = (word | below(word, 0x20) | equal(word & ~(each * 0x05), '"') |
                                     equal(word & ~(each * 0x02), '<')) &
                                    tops;
        if (found != 0) return at + std::countr_zero(found) / 8;
    }
    while (at != end && is_plain(*at)) ++at;
    return at;
}

}  // namespace detail::wsman
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
