// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_DETAIL_ASCII_HPP
#define CRYPTO_CHECKPOINT_DETAIL_ASCII_HPP

#include <crypto_checkpoint/code_unit.hpp>
#include <crypto_checkpoint/detail/unicode.hpp>

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail {

/// Folds A..Z and nothing else: case beyond ASCII depends on a locale no document names.
constexpr std::uint32_t ascii_lower(std::uint32_t unit) noexcept {
    return 'A' <= unit && unit <= 'Z' ? unit + ('a' - 'A') : unit;
}

template <CodeUnit Left, CodeUnit Right>
constexpr bool equals_ignoring_ascii_case(std::basic_string_view<Left> left,
                                          std::basic_string_view<Right> right) noexcept {
    if (left.size() != right.size()) return false;
    for (std::size_t i = 0; i != left.size(); ++i)
        if (ascii_lower(unit_value(left[i])) != ascii_lower(unit_value(right[i]))) return false;
    return true;
}

/// The same for whatever converts to std::string_view.
constexpr bool equals_ignoring_ascii_case(std::string_view left, std::string_view right) noexcept {
    return equals_ignoring_ascii_case<char, char>(left, right);
}

constexpr bool starts_with_ignoring_ascii_case(std::string_view text,
                                               std::string_view prefix) noexcept {
    return equals_ignoring_ascii_case(text.substr(0, prefix.size()), prefix);
}

/// The order in which texts that differ only in ASCII case are equal.
struct LessIgnoringAsciiCase {
    using is_transparent = void;
    constexpr bool operator()(std::string_view left, std::string_view right) const noexcept {
        for (std::size_t i = 0; i != left.size() && i != right.size(); ++i) {
            const std::uint32_t l = ascii_lower(unit_value(left[i]));
            const std::uint32_t r = ascii_lower(unit_value(right[i]));
            if (l != r) return l < r;
        }
        return left.size() < right.size();
    }
};

/// The text without the blanks at its beginning and end.
constexpr std::string_view trim(std::string_view text) noexcept {
    constexpr std::string_view blanks = " \t\r\n";
    const std::size_t first = text.find_first_not_of(blanks);
    if (first == text.npos) return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

/// The number that the whole text spells, or nothing. As std::from_chars: no blanks, no `+`.
template <class Number>
std::optional<Number> parse_number(std::string_view text, int base = 10) noexcept {
    Number number{};
    const char* const end = text.data() + text.size();
    const std::from_chars_result result = std::from_chars(text.data(), end, number, base);
    if (result.ec != decltype(result.ec)() || result.ptr != end) return std::nullopt;
    return number;
}

}  // namespace detail
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
