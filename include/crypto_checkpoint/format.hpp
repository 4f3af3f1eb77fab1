// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_FORMAT_HPP
#define CRYPTO_CHECKPOINT_FORMAT_HPP

/// @file
/// fmt formatters: a spec as its canonical name, a provider type as its number, an error as one line
/// for people.

#include <crypto_checkpoint/csp_spec.hpp>
#include <crypto_checkpoint/native_error.hpp>

#include <fmt/format.h>

#include <cstdint>
#include <iterator>

/// A spec formats as its canonical name, with the format specifications of a string, in `char`,
/// `wchar_t` and `char16_t`.
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

/// A provider type formats as its number, with the format specifications of one.
template <>
struct fmt::formatter<crypto_checkpoint::ProviderType> : fmt::formatter<std::uint32_t> {
    template <class Context>
    auto format(crypto_checkpoint::ProviderType type, Context& context) const {
        return fmt::formatter<std::uint32_t>::format(type.value(), context);
    }
};

/// A native code formats with its name or its domain: `NTE_BAD_KEY (0x80090003)`.
template <>
struct fmt::formatter<crypto_checkpoint::NativeCode> {
    constexpr auto parse(fmt::format_parse_context& context) { return context.begin(); }
    template <class Context>
    auto format(const crypto_checkpoint::NativeCode& native, Context& context) const {
        using crypto_checkpoint::NativeDomain;
        const std::string_view name = native_name(native);
        const std::string_view label = name.empty() ? to_string(native.domain) : name;
        if (native.domain == NativeDomain::hresult || native.domain == NativeDomain::wsman_fault)
            return fmt::format_to(context.out(), "{} ({:#010x})", label, native.value);
        return fmt::format_to(context.out(), "{} ({})", label, native.value);
    }
};

/// An error formats as one line: what it was about, what it means, what the far side said.
template <>
struct fmt::formatter<crypto_checkpoint::Error> {
    constexpr auto parse(fmt::format_parse_context& context) { return context.begin(); }
    template <class Context>
    auto format(const crypto_checkpoint::Error& error, Context& context) const {
        auto out = context.out();
        if (!error.context.empty()) out = fmt::format_to(out, "{}: ", error.context);
        out = fmt::format_to(out, "{}", meaning(error.code));
        if (error.native) out = fmt::format_to(out, " [{}]", *error.native);
        if (!error.detail.empty()) out = fmt::format_to(out, ": {}", error.detail);
        return out;
    }
};

#endif
