// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_TEXT_STD_FORMAT_HPP
#define CRYPTO_CHECKPOINT_TEXT_STD_FORMAT_HPP

/// @file
/// Formatters for std::format, in `char` and `wchar_t`, for the types with a to_text().
///
/// Empty if the standard library has no std::format (`__cpp_lib_format`; g++ 12 has none).

#include <crypto_checkpoint/name/provider_type.hpp>  // IWYU pragma: keep
#include <crypto_checkpoint/text/to_text.hpp>        // IWYU pragma: keep

#include <version>

#if defined(__cpp_lib_format)

#    include <cstdint>
#    include <format>
#    include <ranges>
#    include <string_view>
#    include <vector>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail {

template <class T, class Char>
struct StdFormatter : std::formatter<std::basic_string_view<Char>, Char> {
    template <class Context>
    auto format(const T& value, Context& context) const {
        return std::formatter<std::basic_string_view<Char>, Char>::format(to_text_in<Char>(value),
                                                                          context);
    }
};

}  // namespace detail
}  // namespace v0
}  // namespace crypto_checkpoint

#    if defined(__cpp_lib_format_ranges)
/// A list of this library is formatted below.
template <std::ranges::input_range T>
    requires(crypto_checkpoint::HasText<T> && std::same_as<T, std::remove_cvref_t<T>>)
constexpr std::range_format std::format_kind<T> = std::range_format::disabled;
#    endif
/// @endcond

/// Formats to_text() of a value, with the format specifications of a string.
/// @par Example
/// @snippet std_format.cpp program
template <crypto_checkpoint::HasText T, class Char>
struct std::formatter<T, Char> : crypto_checkpoint::detail::StdFormatter<T, Char> {};

/// Formats to_text() of values, with the format specifications of a string.
template <crypto_checkpoint::HasText T, class Char>
struct std::formatter<std::vector<T>, Char>
    : crypto_checkpoint::detail::StdFormatter<std::vector<T>, Char> {};

/// Formats a provider type as its number, with the format specifications of a number.
template <class Char>
struct std::formatter<crypto_checkpoint::ProviderType, Char> : std::formatter<std::uint32_t, Char> {
    template <class Context>
    auto format(crypto_checkpoint::ProviderType type, Context& context) const {
        return std::formatter<std::uint32_t, Char>::format(type.value(), context);
    }
};

#endif

#endif
