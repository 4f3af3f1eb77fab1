// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_TEXT_TO_TEXT_HPP
#define CRYPTO_CHECKPOINT_TEXT_TO_TEXT_HPP

/// @file
/// The text of values for fmt, std::format, streams and test frameworks: one line for each, without
/// secrets. A code is its stable name, a spec its to_checkpoint_name(), an error a sentence.

#include <crypto_checkpoint/code_unit.hpp>
#include <crypto_checkpoint/detail/text.hpp>
#include <crypto_checkpoint/detail/text_hook.hpp>
#include <crypto_checkpoint/detail/transcode.hpp>
#include <crypto_checkpoint/error/errc.hpp>
#include <crypto_checkpoint/error/error.hpp>
#include <crypto_checkpoint/error/native_error.hpp>
#include <crypto_checkpoint/name/csp_spec.hpp>
#include <crypto_checkpoint/name/provider_type.hpp>
#include <crypto_checkpoint/version.hpp>

#include <array>
#include <charconv>
#include <concepts>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace crypto_checkpoint {
inline namespace v0 {

/// @cond
namespace detail {

inline void append_text(Text& text, const Version& version) { text << to_string(version); }
inline void append_text(Text& text, Errc code) { text << to_string(code); }
inline void append_text(Text& text, Condition condition) { text << to_string(condition); }
inline void append_text(Text& text, NativeDomain domain) { text << to_string(domain); }
inline void append_text(Text& text, ProviderType type) { text << type.value(); }

template <class String>
void append_text(Text& text, const BasicCspSpec<String>& spec) {
    const auto name = to_checkpoint_name(spec);
    if constexpr (std::same_as<decltype(name), const std::string>)
        text << name;
    else
        text << to_utf8(std::basic_string_view<typename String::value_type>(name));
}

inline void append_text(Text& text, const TextSpan& span) {
    text << "offset " << span.offset << ", length " << span.length;
}

inline void append_text(Text& text, const SyntaxError& error) {
    text << meaning(error.code) << " (" << error.where << ")";
}

/// `5`, or `0x80090003` for the domains that Windows' documents write in hexadecimal.
inline std::string native_number(NativeCode native) {
    const bool is_hexadecimal =
        native.domain == NativeDomain::hresult || native.domain == NativeDomain::wsman_fault;
    std::array<char, 10> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), native.value,
                                   is_hexadecimal ? 16 : 10);
    const std::string_view number(digits.data(), end.ptr);
    if (!is_hexadecimal) return std::string(number);
    return "0x" + std::string(2 * sizeof native.value - number.size(), '0').append(number);
}

inline void append_text(Text& text, const NativeCode& native) {
    const std::string_view name = native_name(native);
    text << (name.empty() ? to_string(native.domain) : name) << " (" << native_number(native)
         << ")";
}

template <std::same_as<Error> T>
void append_text(Text& text, const T& error) {
    if (!error.resource.empty())
        text << "resource '" << error.resource << "'" << (error.context.empty() ? ": " : " at ");
    if (!error.context.empty()) text << error.context << ": ";
    text << meaning(error.code);
    if (error.native) text << " [" << *error.native << "]";
    if (!error.detail.empty()) text << ": " << error.detail;
}

}  // namespace detail
/// @endcond

/// The types with a text: the values of this library, but none that is or returns a secret.
/// text/fmt.hpp, text/std_format.hpp, text/ostream.hpp, testing/catch2.hpp and testing/gtest.hpp show
/// them and a std::vector of them.
/// @par Units and encoding  UTF-8
/// @par Example
/// @snippet reference/names.cpp format
template <class T>
concept HasText =
    detail::HasTextHook<T> && requires(detail::Text& text, const T& value) { text << value; };

/// The text of @p value, in one line. It may contain control characters of the other side: see printable().
///
/// A code or another enumerator is its stable name, a native code its name or domain and its number, an
/// error its resource, context, meaning, native code and detail. A password is never part of it.
/// @par Units and encoding  UTF-8
/// @par Example
/// @snippet reference/names.cpp text
template <HasText T>
[[nodiscard]] std::string to_text(const T& value) {
    detail::Text text;
    text << value;
    return text.take();
}

/// The texts of @p values: `[1\\A, 1\\B]`.
/// @par Units and encoding  UTF-8
template <HasText T>
[[nodiscard]] std::string to_text(const std::vector<T>& values) {
    return detail::Text().list(values).take();
}

/// The text of the alternative that @p value holds: of a FakeClusterCommand, a FindingCode. There is no
/// formatter and no stream operator for it: fmt/std.h has a formatter for every std::variant, and a second
/// one would be ambiguous.
/// @pre  the variant holds a value
/// @par Units and encoding  UTF-8
template <HasText... Types>
[[nodiscard]] std::string to_text(const std::variant<Types...>& value) {
    return std::visit([](const auto& held) { return to_text(held); }, value);
}

/// @cond
namespace detail {

/// to_text() in any encoding; a spec in its own is copied unchanged.
template <CodeUnit Char, class T>
std::basic_string<Char> to_text_in(const T& value) {
    if constexpr (std::same_as<Char, char>)
        return to_text(value);
    else if constexpr (requires {
                           { to_checkpoint_name(value) } -> std::same_as<std::basic_string<Char>>;
                       })
        return to_checkpoint_name(value);
    else
        return transcode<Char>(std::string_view(to_text(value)));
}

}  // namespace detail
/// @endcond

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
