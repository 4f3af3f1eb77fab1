// SPDX-License-Identifier: BSL-1.0
#include "contenders.hpp"

#include <charconv>
#include <cstdint>
#include <cstring>
#include <system_error>

namespace bench {
namespace {

using crypto_checkpoint::Errc;
using crypto_checkpoint::SyntaxError;

std::uint8_t byte_of(char unit) { return static_cast<std::uint8_t>(unit); }

struct Character {
    std::size_t length;  ///< if ill-formed, of the longest valid prefix
    bool well_formed;
};

/// Decodes the UTF-8 character at @p at. @pre  at != last
Character character_at(const char* at, const char* last) {
    const std::uint8_t lead = byte_of(*at);
    if (lead < 0x80) return {1, true};
    if (lead < 0xC2 || 0xF4 < lead) return {1, false};
    const std::size_t length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    const auto left = static_cast<std::size_t>(last - at);
    // The second byte reveals overlong forms, surrogates and values above U+10FFFF.
    std::uint8_t lowest = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    std::uint8_t highest = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    for (std::size_t i = 1; i != length; ++i) {
        if (i == left || byte_of(at[i]) < lowest || highest < byte_of(at[i])) return {i, false};
        lowest = 0x80;
        highest = 0xBF;
    }
    return {length, true};
}

constexpr std::ptrdiff_t word_size = sizeof(std::uint64_t);

/// Eight bytes whose top bits are set for NUL and beyond ASCII; other bits are undefined.
std::uint64_t suspects(const char* at) {
    constexpr std::uint64_t ones = 0x0101010101010101;
    std::uint64_t word = 0;
    std::memcpy(&word, at, sizeof word);
    return (word - ones) | word;
}

bool has_suspect(std::uint64_t found) { return (found & 0x8080808080808080) != 0; }

/// Whether there is neither NUL nor a byte beyond ASCII. The last word overlaps the one before: no
/// bytes are left over.
bool is_plain_ascii(const char* first, const char* last) {
    if (last - first < word_size) {
        while (first != last && byte_of(*first) - 1u < 0x7F) ++first;
        return first == last;
    }
    std::uint64_t found = suspects(last - word_size);
    for (; last - first > word_size; first += word_size) found |= suspects(first);
    return !has_suspect(found);
}

/// The first NUL or ill-formed character, or @p last.
const char* find_invalid_text(const char* at, const char* last) {
    while (at != last) {
        if (last - at >= word_size && !has_suspect(suspects(at))) {
            at += word_size;
            continue;
        }
        const Character character = character_at(at, last);
        if (*at == '\0' || !character.well_formed) break;
        at += character.length;
    }
    return at;
}

const char* find_separator(const char* first, const char* last) {
    return static_cast<const char*>(
        std::memchr(first, '\\', static_cast<std::size_t>(last - first)));
}

}  // namespace

bool is_text(std::string_view text) {
    const char* const last = text.data() + text.size();
    return is_plain_ascii(text.data(), last) || find_invalid_text(text.data(), last) == last;
}

ParseResult<char> split_by_hand(std::string_view text) {
    const char* const first = text.data();
    const char* const last = first + text.size();
    const auto fail = [first](Errc code, const char* at, std::size_t length) {
        return std::unexpected(SyntaxError{code, {static_cast<std::size_t>(at - first), length}});
    };

    if (!is_plain_ascii(first, last)) {
        const char* const at = find_invalid_text(first, last);
        if (at != last && *at == '\0') return fail(Errc::embedded_nul, at, 1);
        if (at != last) return fail(Errc::ill_formed_text, at, character_at(at, last).length);
    }

    unsigned type = 0;
    const auto [type_end, error] = std::from_chars(first, last, type);
    if (type_end == last || *type_end != '\\' || type_end == first) {
        const char* const separator = find_separator(first, last);
        const char* const field_end = separator != nullptr ? separator : last;
        if (field_end == first) return fail(Errc::missing_provider_type, first, 0);
        if (type_end != field_end)
            return fail(Errc::provider_type_not_decimal, first,
                        static_cast<std::size_t>(field_end - first));
    }
    const auto type_length = static_cast<std::size_t>(type_end - first);
    if (*first == '0' && type_length > 1) {
        const std::size_t zeros = text.find_first_not_of('0');
        return fail(Errc::leading_zero, first, zeros < type_length ? zeros : type_length - 1);
    }
    if (error != std::errc() || type < 1 || type > 999)
        return fail(Errc::provider_type_out_of_range, first, type_length);

    if (type_end == last) return fail(Errc::missing_separator, last, 0);
    const char* const name = type_end + 1;
    const char* const name_end = find_separator(name, last);
    if (name_end == nullptr) return fail(Errc::missing_separator, last, 0);
    const char* const key = name_end + 1;
    if (key == last) return fail(Errc::missing_key_container, last, 0);
    if (const char* const third = find_separator(key, last))
        return fail(Errc::separator_in_key_container, third, 1);

    const crypto_checkpoint::ProviderType provider_type(type);
    const std::string_view key_container(key, last);
    if (name == name_end)
        return ParseResult<char>(std::in_place, crypto_checkpoint::unchecked, provider_type,
                                 std::nullopt, key_container);
    return ParseResult<char>(std::in_place, crypto_checkpoint::unchecked, provider_type,
                             std::string_view(name, name_end), key_container);
}

}  // namespace bench
