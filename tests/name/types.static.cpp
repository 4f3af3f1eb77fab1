// SPDX-License-Identifier: BSL-1.0
#include <crypto_checkpoint/error/error.hpp>
#include <crypto_checkpoint/name/parse.hpp>
#include <crypto_checkpoint/name/suggestion.hpp>

#include <concepts>
#include <functional>
#include <string>
#include <string_view>
#include <type_traits>

namespace {

using namespace crypto_checkpoint;

// SyntaxError is trivial.
static_assert(std::is_trivially_copyable_v<SyntaxError>);
static_assert(std::is_trivially_destructible_v<SyntaxError>);
static_assert(std::is_aggregate_v<SyntaxError>);
static_assert(sizeof(SyntaxError) <= 3 * sizeof(void*));
static_assert(std::regular<SyntaxError>);
static_assert(std::is_trivially_copyable_v<NativeCode> && sizeof(NativeCode) == 8);
static_assert(sizeof(Errc) == 4 && std::is_enum_v<Errc>);

// Error is a regular value and moves without throwing.
static_assert(std::regular<Error>);
static_assert(std::is_nothrow_move_constructible_v<Error>);
static_assert(std::is_convertible_v<SyntaxError, Error>);
static_assert(std::is_convertible_v<Errc, Error>);

// ProviderType is explicit.
static_assert(std::regular<ProviderType> && std::totally_ordered<ProviderType>);
static_assert(std::is_trivially_copyable_v<ProviderType> && sizeof(ProviderType) == 4);
static_assert(!std::is_convertible_v<unsigned, ProviderType>);
static_assert(std::is_constructible_v<ProviderType, unsigned>);
static_assert(ProviderType(1).is_valid() && ProviderType(999).is_valid());
static_assert(!ProviderType(0).is_valid() && !ProviderType(1000).is_valid());

template <class Char>
constexpr bool holds_for_specs() {
    using View = BasicCspSpecView<Char>;
    using String = std::basic_string<Char>;
    using Owner = BasicCspSpec<String>;

    // Values; views are trivially copyable.
    static_assert(std::copyable<View> && std::totally_ordered<View>);
    static_assert(std::copyable<Owner> && std::totally_ordered<Owner>);
    static_assert(std::is_trivially_copyable_v<View>);
    static_assert(std::is_trivially_destructible_v<ParseResult<Char>>);
    static_assert(sizeof(View) <= 6 * sizeof(void*));
    static_assert(sizeof(ParseResult<Char>) <= 7 * sizeof(void*));
    static_assert(std::is_nothrow_move_constructible_v<Owner>);
    static_assert(std::same_as<typename Owner::View, std::basic_string_view<Char>>);

    // Owners convert to views, and views to owners, which copy the text.
    static_assert(std::is_nothrow_constructible_v<View, const Owner&>);
    static_assert(std::is_convertible_v<const Owner&, View>);
    static_assert(std::is_convertible_v<const View&, Owner>);
    static_assert(std::same_as<decltype(std::declval<View>().to_owned()), Owner>);
    static_assert(std::same_as<decltype(std::declval<Owner>().to_owned()), Owner>);
    static_assert(std::totally_ordered_with<View, const View&>);
    static_assert(requires(const View view, const Owner owner) {
        { view == owner } -> std::same_as<bool>;
        { owner == view } -> std::same_as<bool>;
        { view < owner } -> std::same_as<bool>;
        { owner < view } -> std::same_as<bool>;
    });

    // No default constructor.
    static_assert(!std::is_default_constructible_v<View>);
    static_assert(!std::is_default_constructible_v<Owner>);
    static_assert(!std::is_constructible_v<View, ProviderType, std::nullopt_t, String>);
    static_assert(!std::is_constructible_v<View, String>);
    static_assert(!std::is_convertible_v<String, View>);

    // noexcept
    static_assert(noexcept(check_checkpoint_name(std::basic_string_view<Char>())));
    static_assert(noexcept(parse_checkpoint_name(std::basic_string_view<Char>())));
    static_assert(noexcept(parse_checkpoint_name(std::declval<const String&>())));
    static_assert(noexcept(parse_checkpoint_name(std::declval<const Char*>())));
    static_assert(noexcept(std::declval<const View&>().provider_type()));
    static_assert(noexcept(std::declval<const View&>().provider_name()));
    static_assert(noexcept(std::declval<const View&>().key_container()));
    static_assert(noexcept(std::hash<View>()(std::declval<const View&>())));
    static_assert(noexcept(std::hash<Owner>()(std::declval<const Owner&>())));

    // All kinds of texts can be parsed but temporary strings.
    static_assert(
        requires(const String& kept, std::basic_string_view<Char> view, const Char* pointer) {
            { parse_checkpoint_name(kept) } -> std::same_as<ParseResult<Char>>;
            { parse_checkpoint_name(view) } -> std::same_as<ParseResult<Char>>;
            { parse_checkpoint_name(pointer) } -> std::same_as<ParseResult<Char>>;
            { check_checkpoint_name(view, Dialect::tolerant) } -> std::same_as<ParseResult<Char>>;
            { check_checkpoint_name(pointer) } -> std::same_as<ParseResult<Char>>;
            { suggest_correction(view) } -> std::same_as<std::optional<String>>;
        });
    static_assert(!requires { parse_checkpoint_name(String()); });
    static_assert(!requires { parse_checkpoint_name(String(), Dialect::tolerant); });
    static_assert(!requires { check_checkpoint_name(String()); });
    return true;
}

static_assert(holds_for_specs<char>());
static_assert(holds_for_specs<char8_t>());
static_assert(holds_for_specs<char16_t>());
static_assert(holds_for_specs<char32_t>());
static_assert(holds_for_specs<wchar_t>());

// Only character types; specs of different ones do not mix.
static_assert(CodeUnit<char> && CodeUnit<char8_t> && CodeUnit<char16_t> && CodeUnit<char32_t> &&
              CodeUnit<wchar_t>);
static_assert(!CodeUnit<signed char> && !CodeUnit<unsigned char> && !CodeUnit<unsigned short> &&
              !CodeUnit<int> && !CodeUnit<const char>);
static_assert(!std::equality_comparable_with<CspSpec, WCspSpec>);
static_assert(!std::is_convertible_v<WCspSpec, CspSpecView>);

}  // namespace
