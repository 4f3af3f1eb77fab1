// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_TEXT_TO_TEXT_HPP
#define CRYPTO_CHECKPOINT_TEXT_TO_TEXT_HPP

/// @file
/// What values look like as text, once: fmt, std::format, streams and test frameworks all show what
/// to_text() says. A spec's text is to_checkpoint_name().
///
/// Texts of one word are ASCII and in static storage.

#include <crypto_checkpoint/error/errc.hpp>
#include <crypto_checkpoint/error/error.hpp>
#include <crypto_checkpoint/error/native_error.hpp>

#include <array>
#include <charconv>
#include <concepts>
#include <string>
#include <string_view>

namespace crypto_checkpoint {
inline namespace v0 {

/// @cond
namespace detail {

/// As `5`, or as `0x80090003` where Windows' documents write it so.
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

}  // namespace detail
/// @endcond

/// The stable name of a code: `missing_separator`.
[[nodiscard]] constexpr std::string_view to_text(Errc code) noexcept { return to_string(code); }

/// The stable name of a kind of failure: `not_found`.
[[nodiscard]] constexpr std::string_view to_text(Condition condition) noexcept {
    return to_string(condition);
}

/// The stable name of a domain: `win32`.
[[nodiscard]] constexpr std::string_view to_text(NativeDomain domain) noexcept {
    return to_string(domain);
}

/// A native code with its name, or its domain where it has none: `NTE_BAD_KEY (0x80090003)`.
/// @par Units and encoding  ASCII; HRESULTs and codes of WS-Management in hexadecimal, others in decimal
[[nodiscard]] inline std::string to_text(NativeCode native) {
    const std::string_view name = native_name(native);
    std::string text(name.empty() ? to_string(native.domain) : name);
    return text.append(" (").append(detail::native_number(native)).append(")");
}

/// A fault of a name without the name: what is wrong, and where. `text/diagnostic.hpp` says more, with a
/// caret, where the name is at hand.
/// @par Units and encoding  ASCII; places count code units, as in SyntaxError::where
[[nodiscard]] inline std::string to_text(const SyntaxError& error) {
    std::string text(meaning(error.code));
    return text.append(" (offset ")
        .append(std::to_string(error.where.offset))
        .append(", length ")
        .append(std::to_string(error.where.length))
        .append(")");
}

/// An error as one line for people: what it was about, what it means, what the far side said.
/// @par Units and encoding  UTF-8. Control characters that the far side sent are in it: printable() makes
///              them safe to show.
/// @par Thread safety  any number of threads at once
/// @par Example
/// @snippet reference/names.cpp text
[[nodiscard]] inline std::string to_text(const Error& error) {
    std::string text;
    if (!error.context.empty()) text.append(error.context).append(": ");
    text.append(meaning(error.code));
    if (error.native) text.append(" [").append(to_text(*error.native)).append("]");
    if (!error.detail.empty()) text.append(": ").append(error.detail);
    return text;
}

/// The types that are shown as what to_text() says. fmt does so with text/fmt.hpp, std::format with
/// text/std_format.hpp, streams with text/ostream.hpp, Catch2 and GoogleTest with a header each in testing/.
/// @par Units and encoding  UTF-8, as to_text() gives it
/// @par Example
/// @snippet reference/names.cpp format
template <class T>
concept HasText =
    std::same_as<T, Errc> || std::same_as<T, Condition> || std::same_as<T, NativeDomain> ||
    std::same_as<T, NativeCode> || std::same_as<T, SyntaxError> || std::same_as<T, Error>;

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
