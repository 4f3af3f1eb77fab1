// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_TEXT_STD_FORMAT_HPP
#define CRYPTO_CHECKPOINT_TEXT_STD_FORMAT_HPP

/// @file
/// Formatters for std::format: a spec as its canonical name, a provider type as its number, an error as
/// one line.
///
/// Empty if the standard library has no std::format (`__cpp_lib_format`; g++ 12 has none).

#include <crypto_checkpoint/name/csp_spec.hpp>  // IWYU pragma: keep
#include <crypto_checkpoint/text/to_text.hpp>   // IWYU pragma: keep

#include <version>

#if defined(__cpp_lib_format)

#    include <cstdint>
#    include <format>
#    include <string_view>

/// Formats a spec as its canonical name, with the format specifications of a string, in `char` and
/// `wchar_t`.
/// @par Example
/// @snippet std_format.cpp program
template <class String>
struct std::formatter<crypto_checkpoint::BasicCspSpec<String>, typename String::value_type>
    : std::formatter<std::basic_string_view<typename String::value_type>,
                     typename String::value_type> {
    template <class Context>
    auto format(const crypto_checkpoint::BasicCspSpec<String>& spec, Context& context) const {
        using Char = typename String::value_type;
        return std::formatter<std::basic_string_view<Char>, Char>::format(
            crypto_checkpoint::to_checkpoint_name(spec), context);
    }
};

/// Formats a provider type as its number, with the format specifications of a number.
template <>
struct std::formatter<crypto_checkpoint::ProviderType> : std::formatter<std::uint32_t> {
    template <class Context>
    auto format(crypto_checkpoint::ProviderType type, Context& context) const {
        return std::formatter<std::uint32_t>::format(type.value(), context);
    }
};

/// Formats to_text() of an error or code, with the format specifications of a string.
template <crypto_checkpoint::HasText T>
struct std::formatter<T> : std::formatter<std::string_view> {
    template <class Context>
    auto format(const T& value, Context& context) const {
        return std::formatter<std::string_view>::format(to_text(value), context);
    }
};

#endif

#endif
