// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_TEXT_FMT_HPP
#define CRYPTO_CHECKPOINT_TEXT_FMT_HPP

/// @file
/// fmt formatters for the types with a to_text(), in every character type that fmt has. fmt/xchar.h is
/// included, so that `fmt::format(L"{}", value)` compiles.

#include <crypto_checkpoint/name/provider_type.hpp>
#include <crypto_checkpoint/text/to_text.hpp>

#include <fmt/format.h>
#include <fmt/xchar.h>  // IWYU pragma: export

#include <cstdint>
#include <type_traits>
#include <vector>

/// @cond
FMT_BEGIN_NAMESPACE
template <typename T, typename Char>
struct is_range;  // of fmt/ranges.h
FMT_END_NAMESPACE

namespace crypto_checkpoint {
inline namespace v0 {
namespace detail {

template <class T, class Char>
struct FmtFormatter : fmt::formatter<fmt::basic_string_view<Char>, Char> {
    template <class Context>
    auto format(const T& value, Context& context) const {
        const auto text = to_text_in<Char>(value);
        return fmt::formatter<fmt::basic_string_view<Char>, Char>::format(
            fmt::basic_string_view<Char>(text.data(), text.size()), context);
    }
};

}  // namespace detail
}  // namespace v0
}  // namespace crypto_checkpoint

/// A list of this library is formatted below, also where fmt/ranges.h is included.
template <crypto_checkpoint::HasText T, class Char>
struct fmt::is_range<T, Char> : std::false_type {};
template <crypto_checkpoint::HasText T, class Char>
struct fmt::is_range<std::vector<T>, Char> : std::false_type {};
/// @endcond

/// Formats to_text() of a value, with the format specifications of a string.
/// @par Example
/// @snippet reference/names.cpp format
template <crypto_checkpoint::HasText T, class Char>
struct fmt::formatter<T, Char> : crypto_checkpoint::detail::FmtFormatter<T, Char> {};

/// Formats to_text() of values, with the format specifications of a string.
template <crypto_checkpoint::HasText T, class Char>
struct fmt::formatter<std::vector<T>, Char>
    : crypto_checkpoint::detail::FmtFormatter<std::vector<T>, Char> {};

/// Formats a provider type as its number, with the format specifications of a number.
template <class Char>
struct fmt::formatter<crypto_checkpoint::ProviderType, Char> : fmt::formatter<std::uint32_t, Char> {
    template <class Context>
    auto format(crypto_checkpoint::ProviderType type, Context& context) const {
        return fmt::formatter<std::uint32_t, Char>::format(type.value(), context);
    }
};

#endif
