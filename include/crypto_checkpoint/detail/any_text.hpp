// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_DETAIL_ANY_TEXT_HPP
#define CRYPTO_CHECKPOINT_DETAIL_ANY_TEXT_HPP

#include <crypto_checkpoint/code_unit.hpp>

#include <concepts>
#include <string>
#include <string_view>
#include <utility>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail {

template <CodeUnit Char>
constexpr std::basic_string_view<Char> view_of(std::basic_string_view<Char> text) noexcept {
    return text;
}
template <CodeUnit Char>
constexpr std::basic_string_view<Char> view_of(const std::basic_string<Char>& text) noexcept {
    return text;
}
template <CodeUnit Char>
constexpr std::basic_string_view<Char> view_of(const Char* text) noexcept {
    return text;
}

/// A string, a view, or a pointer to a text that ends with a NUL.
template <class T>
concept AnyText = requires(const T& text) { view_of(text); };

/// The type of its code units.
template <AnyText T>
using CharOf = typename decltype(view_of(std::declval<const T&>()))::value_type;

/// A text of another type than `char`.
template <class T>
concept OtherText = AnyText<T> && !std::same_as<CharOf<T>, char>;

/// Two texts of one character type.
template <class T, class U>
concept IsTextLike = AnyText<T> && AnyText<U> && std::same_as<CharOf<T>, CharOf<U>>;

}  // namespace detail
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
