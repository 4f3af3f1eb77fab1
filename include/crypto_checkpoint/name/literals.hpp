// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_NAME_LITERALS_HPP
#define CRYPTO_CHECKPOINT_NAME_LITERALS_HPP

#include <crypto_checkpoint/error/errc.hpp>
#include <crypto_checkpoint/name/csp_spec.hpp>
#include <crypto_checkpoint/name/grammar.hpp>
#include <crypto_checkpoint/name/provider_type.hpp>

#include <cstddef>
#include <optional>
#include <string_view>

namespace crypto_checkpoint {
inline namespace v0 {

/// @cond
namespace detail {

template <class Char, std::size_t size>
struct LiteralText {
    Char units[size]{};
    // NOLINTNEXTLINE(google-explicit-constructor): a string literal converts
    consteval LiteralText(const Char (&literal)[size]) {
        for (std::size_t i = 0; i != size; ++i) units[i] = literal[i];
    }
    [[nodiscard]] constexpr std::basic_string_view<Char> view() const noexcept {
        return {units, size - 1};
    }
};

}  // namespace detail
/// @endcond

/// Import with `using namespace crypto_checkpoint::literals`.
inline namespace literals {

/// `"1\\\\MyKey"_csp`, or better `R"(1\\MyKey)"_csp`: a spec that is checked at compile time, in any
/// character type. It refers to static storage, so it never dangles.
/// @return      BasicCspSpecView of that character type, of the documented dialect
/// @par Errors  Names that parse_checkpoint_name() rejects do not compile.
/// @par Example
/// @snippet reference/names.cpp literal
template <detail::LiteralText text>
[[nodiscard]] consteval auto operator""_csp() {
    constexpr auto parsed = check_checkpoint_name(text.view());
    constexpr Errc error = parsed ? Errc{} : parsed.error().code;
    static_assert(error != Errc::missing_provider_type,
                  "_csp: the provider type is missing: write Type\\Name\\Key");
    static_assert(error != Errc::provider_type_not_decimal,
                  "_csp: the provider type must be a decimal number: 1, not PROV_RSA_FULL");
    static_assert(error != Errc::provider_type_out_of_range,
                  "_csp: the provider type must be 1 to 999");
    static_assert(error != Errc::leading_zero,
                  "_csp: the provider type must be written without leading zeros");
    static_assert(error != Errc::missing_separator,
                  "_csp: a backslash is missing: write R\"(1\\\\MyKey)\"_csp or "
                  "\"1\\\\\\\\MyKey\"_csp to leave the provider name out");
    static_assert(error != Errc::missing_key_container, "_csp: the key container name is missing");
    static_assert(error != Errc::separator_in_key_container,
                  "_csp: a key container name holds no backslash");
    static_assert(error != Errc::embedded_nul, "_csp: a NUL inside the name");
    static_assert(error != Errc::ill_formed_text, "_csp: the text is not well-formed Unicode");
    // Returns a spec after an error too, so that the compiler reports the error alone.
    using Spec = typename decltype(parsed)::value_type;
    if constexpr (parsed.has_value())
        return Spec(*parsed);
    else
        return Spec(unchecked, ProviderType(), std::nullopt, {});
}

}  // namespace literals
}  // namespace v0
}  // namespace crypto_checkpoint

#endif
