// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_TEXT_FMT_HPP
#define CRYPTO_CHECKPOINT_TEXT_FMT_HPP

/// @file
/// fmt formatters: a spec as its canonical name, a provider type as its number, an error as one line.

#include <crypto_checkpoint/name/csp_spec.hpp>
#include <crypto_checkpoint/name/provider_type.hpp>
#include <crypto_checkpoint/text/to_text.hpp>

#include <fmt/format.h>

#include <cstdint>
#include <string_view>

/// Formats a spec as its canonical name, with the format specifications of a string, in `char`, `wchar_t`
/// and `char16_t`.
/// @par Example
/// @snippet reference/names.cpp make
template <class String>
struct fmt::formatter<crypto_checkpoint::BasicCspSpec<String>, typename String::value_type>
    : fmt::formatter<fmt::basic_string_view<typename String::value_type>,
                     typename String::value_type> {
    template <class Context>
    auto format(const crypto_checkpoint::BasicCspSpec<String>& spec, Context& context) const {
        using Char = typename String::value_type;
        const auto name = crypto_checkpoint::to_checkpoint_name(spec);
        return fmt::formatter<fmt::basic_string_view<Char>, Char>::format(
            fmt::basic_string_view<Char>(name.data(), name.size()), context);
    }
};

/// Formats a provider type as its number, with the format specifications of a number.
template <>
struct fmt::formatter<crypto_checkpoint::ProviderType> : fmt::formatter<std::uint32_t> {
    template <class Context>
    auto format(crypto_checkpoint::ProviderType type, Context& context) const {
        return fmt::formatter<std::uint32_t>::format(type.value(), context);
    }
};

/// Formats to_text() of an error or code, with the format specifications of a string.
/// @par Example
/// @snippet reference/names.cpp format
template <crypto_checkpoint::HasText T>
struct fmt::formatter<T, char> : fmt::formatter<std::string_view> {
    template <class Context>
    auto format(const T& value, Context& context) const {
        return fmt::formatter<std::string_view>::format(to_text(value), context);
    }
};

#endif
