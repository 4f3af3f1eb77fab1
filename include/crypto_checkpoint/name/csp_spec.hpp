// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_NAME_CSP_SPEC_HPP
#define CRYPTO_CHECKPOINT_NAME_CSP_SPEC_HPP

#include <crypto_checkpoint/detail/text_hook.hpp>
#include <crypto_checkpoint/name/provider_type.hpp>

#include <array>
#include <compare>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace crypto_checkpoint {
inline namespace v0 {

/// Tag of the constructor of BasicCspSpec that does not check its arguments.
struct Unchecked {
    /// Explicit: `{}` does not make one.
    explicit Unchecked() = default;
};
/// The value of Unchecked.
inline constexpr Unchecked unchecked{};

/// A key container of a cryptographic service provider (CSP), which a checkpoint name identifies.
///
/// parse_checkpoint_name(), the `_csp` literal and make_csp_spec() make valid ones;
/// to_checkpoint_name() returns the text. Specs are equal if they are spelled the same: comparison
/// neither folds case nor resolves an omitted provider name.
///
/// @par Units and encoding  UTF-8 in `char` and `char8_t`, UTF-16 in `char16_t`, UTF-32 in
///                 `char32_t`, and UTF-16 or UTF-32 in `wchar_t`: see CodeUnit
/// @tparam String  `std::basic_string` (owns its text) or `std::basic_string_view` (refers to the
///                 text that was parsed, and must not outlive it)
/// @par Source     Microsoft Learn, MSCluster_Resource.AddCryptoCheckpoint, parameter CheckpointName.
/// @par Example
/// @snippet reference/names.cpp write
template <class String>
class BasicCspSpec {
public:
    using Char = typename String::value_type;   ///< the character type
    using View = std::basic_string_view<Char>;  ///< the type of its parts

    /// Makes a spec from parts without checking them.
    /// @param type           1 to 999; tolerant dialect: any
    /// @param provider_name  not empty; `std::nullopt`: omitted
    /// @param key_container  not empty
    /// @pre The grammar allows the parts; make_csp_spec() checks that.
    constexpr BasicCspSpec(Unchecked, ProviderType type, std::optional<String> provider_name,
                           String key_container)
        : provider_type_(type),
          provider_name_(std::move(provider_name)),
          key_container_(std::move(key_container)) {}

    /// A view of an owning spec, which must outlive it.
    template <class Owner>
        requires(std::same_as<String, View> && std::same_as<Owner, std::basic_string<Char>>)
    // NOLINTNEXTLINE(google-explicit-constructor): as std::string converts to std::string_view
    constexpr BasicCspSpec(const BasicCspSpec<Owner>& owner) noexcept
        : provider_type_(owner.provider_type()),
          provider_name_(owner.provider_name()),
          key_container_(owner.key_container()) {}

    /// A copy that owns its text: `CspSpec spec = R"(1\\\\MyKey)"_csp;`
    template <class Viewed>
        requires(!std::same_as<String, View> && std::same_as<Viewed, View>)
    // NOLINTNEXTLINE(google-explicit-constructor): no text is lost
    constexpr BasicCspSpec(const BasicCspSpec<Viewed>& viewed) : BasicCspSpec(viewed.to_owned()) {}

    /// The type of the CSP.
    [[nodiscard]] constexpr ProviderType provider_type() const noexcept { return provider_type_; }

    /// The name of the CSP, never empty. If it is omitted (`std::nullopt`), each node uses its
    /// default CSP of that type.
    [[nodiscard]] constexpr std::optional<View> provider_name() const noexcept {
        // NOLINTNEXTLINE(bugprone-optional-value-conversion): a CspSpec holds a std::string
        return provider_name_ ? std::optional<View>(*provider_name_) : std::nullopt;
    }

    /// The name of the key container, never empty.
    [[nodiscard]] constexpr View key_container() const noexcept { return key_container_; }

    /// A copy that owns its text.
    [[nodiscard]] constexpr BasicCspSpec<std::basic_string<Char>> to_owned() const {
        using Owner = std::basic_string<Char>;
        return {unchecked, provider_type_,
                // NOLINTNEXTLINE(bugprone-optional-value-conversion): copies a View
                provider_name_ ? std::optional<Owner>(*provider_name_) : std::nullopt,
                Owner(key_container_)};
    }

    /// Compares the parts.
    template <class Other>
        requires(std::same_as<Char, typename Other::value_type>)
    [[nodiscard]] constexpr bool operator==(const BasicCspSpec<Other>& other) const noexcept {
        return (*this <=> other) == 0;
    }
    /// Orders by the parts; one without a provider's name first.
    template <class Other>
        requires(std::same_as<Char, typename Other::value_type>)
    [[nodiscard]] constexpr std::strong_ordering operator<=>(
        const BasicCspSpec<Other>& other) const noexcept {
        if (const auto order = provider_type() <=> other.provider_type(); order != 0) return order;
        if (const auto order = provider_name() <=> other.provider_name(); order != 0) return order;
        return key_container() <=> other.key_container();
    }

private:
    ProviderType provider_type_;
    std::optional<String> provider_name_;
    String key_container_;
};

/// A spec that refers to a text of any character type.
template <class Char>
using BasicCspSpecView = BasicCspSpec<std::basic_string_view<Char>>;

using CspSpec = BasicCspSpec<std::string>;             ///< owns UTF-8 text
using CspSpecView = BasicCspSpec<std::string_view>;    ///< refers to UTF-8 text
using WCspSpec = BasicCspSpec<std::wstring>;           ///< owns wide text
using WCspSpecView = BasicCspSpec<std::wstring_view>;  ///< refers to wide text
#if defined(__cpp_char8_t)
using U8CspSpec = BasicCspSpec<std::u8string>;           ///< owns `char8_t` text
using U8CspSpecView = BasicCspSpec<std::u8string_view>;  ///< refers to `char8_t` text
#endif
using U16CspSpec = BasicCspSpec<std::u16string>;           ///< owns UTF-16 text
using U16CspSpecView = BasicCspSpec<std::u16string_view>;  ///< refers to UTF-16 text

/// @cond
namespace detail {
template <class String>
void append_text(Text& text, const BasicCspSpec<String>& spec);
}
/// @endcond

/// Appends the canonical text of a spec, `Type\Name\Key` or `Type\\Key`, to @p text.
/// @par Units and encoding  as BasicCspSpec
/// @par Complexity   linear, one allocation at most
/// @see to_checkpoint_name()
template <class String>
constexpr void append_checkpoint_name(std::basic_string<typename String::value_type>& text,
                                      const BasicCspSpec<String>& spec) {
    using Char = typename String::value_type;
    std::array<char, 10> digits{};  // enough for 32 bits
    std::size_t first = digits.size();
    std::uint32_t rest = spec.provider_type().value();
    do digits[--first] = static_cast<char>('0' + rest % 10);
    while ((rest /= 10) != 0);
    const auto name = spec.provider_name().value_or(std::basic_string_view<Char>());
    text.reserve(text.size() + (digits.size() - first) + 2 + name.size() +
                 spec.key_container().size());
    for (; first != digits.size(); ++first) text.push_back(static_cast<Char>(digits[first]));
    text.push_back(Char('\\'));
    text.append(name);
    text.push_back(Char('\\'));
    text.append(spec.key_container());
}

/// The canonical text of a spec, `Type\Name\Key` or `Type\\Key`: the argument of AddCryptoCheckpoint.
/// Parsing it returns an equal spec.
/// @par Grammar      checkpoint-name, of the same dialect as the spec: see #Dialect
/// @par Units and encoding  as BasicCspSpec
/// @par Complexity   linear, one allocation at most
/// @par Source       Microsoft Learn, MSCluster_Resource.AddCryptoCheckpoint, parameter CheckpointName;
///                   CLUSCTL_RESOURCE_ADD_CRYPTO_CHECKPOINT for an omitted name, `1\\MyKey`
/// @par Example
/// @snippet reference/names.cpp write
template <class String>
[[nodiscard]] constexpr std::basic_string<typename String::value_type> to_checkpoint_name(
    const BasicCspSpec<String>& spec) {
    std::basic_string<typename String::value_type> text;
    append_checkpoint_name(text, spec);
    return text;
}

}  // namespace v0
}  // namespace crypto_checkpoint

/// Hashes the parts; an owning spec and a view of it have the same hash.
template <class String>
struct std::hash<crypto_checkpoint::BasicCspSpec<String>> {
    [[nodiscard]] std::size_t operator()(
        const crypto_checkpoint::BasicCspSpec<String>& spec) const noexcept {
        using View = typename crypto_checkpoint::BasicCspSpec<String>::View;
        constexpr std::size_t spread = 31;
        std::size_t seed = spec.provider_type().value();
        seed = seed * spread + std::hash<View>()(spec.provider_name().value_or(View()));
        return seed * spread + std::hash<View>()(spec.key_container());
    }
};

#endif
