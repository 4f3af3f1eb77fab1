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

bool is_continuation(char unit) { return (byte_of(unit) & 0xC0) == 0x80; }

/// How many bytes at @p at, which are not ASCII, make one character; 0 if they make none.
std::size_t well_formed_length(const char* at, const char* last) {
    const std::uint8_t lead = byte_of(at[0]);
    const auto left = last - at;
    if (lead < 0xC2) return 0;
    if (lead < 0xE0) return left >= 2 && is_continuation(at[1]) ? 2 : 0;
    if (lead < 0xF0) {
        if (left < 3 || !is_continuation(at[1]) || !is_continuation(at[2])) return 0;
        if (lead == 0xE0 && byte_of(at[1]) < 0xA0) return 0;  // overlong
        if (lead == 0xED && byte_of(at[1]) > 0x9F) return 0;  // surrogate
        return 3;
    }
    if (lead > 0xF4 || left < 4) return 0;
    if (!is_continuation(at[1]) || !is_continuation(at[2]) || !is_continuation(at[3])) return 0;
    if (lead == 0xF0 && byte_of(at[1]) < 0x90) return 0;  // overlong
    if (lead == 0xF4 && byte_of(at[1]) > 0x8F) return 0;  // beyond U+10FFFF
    return 4;
}

/// The first byte that does not belong to well-formed UTF-8, or @p last.
const char* find_ill_formed(const char* at, const char* last) {
    constexpr std::uint64_t beyond_ascii = 0x8080808080808080;
    while (at != last) {
        std::uint64_t word = 0;
        if (last - at >= static_cast<std::ptrdiff_t>(sizeof word)) {
            std::memcpy(&word, at, sizeof word);
            if ((word & beyond_ascii) == 0) {
                at += sizeof word;
                continue;
            }
        }
        if (byte_of(*at) < 0x80) {
            ++at;
        } else if (const std::size_t length = well_formed_length(at, last)) {
            at += length;
        } else {
            break;
        }
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
    return text.find('\0') == text.npos && find_ill_formed(text.data(), last) == last;
}

ParseResult<char> split_by_hand(std::string_view text) {
    const char* const first = text.data();
    const char* const last = first + text.size();
    const auto fail = [first](Errc code, const char* at, std::size_t length) {
        return std::unexpected(SyntaxError{code, {static_cast<std::size_t>(at - first), length}});
    };

    const char* const nul = static_cast<const char*>(std::memchr(first, '\0', text.size()));
    const char* const text_end = nul != nullptr ? nul : last;
    if (const char* const at = find_ill_formed(first, text_end); at != text_end)
        return fail(Errc::ill_formed_text, at, 1);
    if (nul != nullptr) return fail(Errc::embedded_nul, nul, 1);

    const char* const separator = find_separator(first, last);
    const char* const type_end = separator != nullptr ? separator : last;
    const auto type_length = static_cast<std::size_t>(type_end - first);
    if (type_end == first) return fail(Errc::missing_provider_type, first, 0);
    unsigned type = 0;
    const auto [digits_end, error] = std::from_chars(first, type_end, type);
    if (digits_end != type_end) return fail(Errc::provider_type_not_decimal, first, type_length);
    if (*first == '0' && type_length > 1) {
        const std::size_t zeros = text.find_first_not_of('0');
        return fail(Errc::leading_zero, first, zeros < type_length ? zeros : type_length - 1);
    }
    if (error != std::errc() || type < 1 || type > 999)
        return fail(Errc::provider_type_out_of_range, first, type_length);

    if (separator == nullptr) return fail(Errc::missing_separator, last, 0);
    const char* const name = separator + 1;
    const char* const name_end = find_separator(name, last);
    if (name_end == nullptr) return fail(Errc::missing_separator, last, 0);
    const char* const key = name_end + 1;
    if (key == last) return fail(Errc::missing_key_container, last, 0);
    if (const char* const third = find_separator(key, last))
        return fail(Errc::separator_in_key_container, third, 1);

    return CspSpecView(
        crypto_checkpoint::unchecked, crypto_checkpoint::ProviderType(type),
        name == name_end ? std::nullopt : std::optional(std::string_view(name, name_end)),
        std::string_view(key, last));
}

}  // namespace bench
