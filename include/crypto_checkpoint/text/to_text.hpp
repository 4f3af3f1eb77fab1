// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_TEXT_TO_TEXT_HPP
#define CRYPTO_CHECKPOINT_TEXT_TO_TEXT_HPP

/// @file
/// The text of values for fmt, std::format, streams and test frameworks. For a spec it is
/// to_checkpoint_name().
///
/// A std::string_view that to_text() returns is ASCII, in static storage.

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

}  // namespace detail
/// @endcond

/// The stable name of a code: `missing_separator`.
[[nodiscard]] constexpr std::string_view to_text(Errc code) noexcept { return to_string(code); }

/// The stable name of a condition: `not_found`.
[[nodiscard]] constexpr std::string_view to_text(Condition condition) noexcept {
    return to_string(condition);
}

/// The stable name of a domain: `win32`.
[[nodiscard]] constexpr std::string_view to_text(NativeDomain domain) noexcept {
    return to_string(domain);
}

/// A native code with its name, or its domain if it has no name: `NTE_BAD_KEY (0x80090003)`.
/// @par Units and encoding  ASCII; HRESULTs and codes of WS-Management in hexadecimal, others in decimal
[[nodiscard]] inline std::string to_text(NativeCode native) {
    const std::string_view name = native_name(native);
    std::string text(name.empty() ? to_string(native.domain) : name);
    return text.append(" (").append(detail::native_number(native)).append(")");
}

/// A syntax error and its place, without the name. See render_diagnostic() for more.
/// @par Units and encoding  ASCII; the place is in code units, as SyntaxError::where
[[nodiscard]] inline std::string to_text(const SyntaxError& error) {
    std::string text(meaning(error.code));
    return text.append(" (offset ")
        .append(std::to_string(error.where.offset))
        .append(", length ")
        .append(std::to_string(error.where.length))
        .append(")");
}

/// An error in one line: context, meaning, native code, detail.
/// @par Units and encoding  UTF-8; may contain control characters from the other side: see printable()
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

/// The types with a to_text(). text/fmt.hpp, text/std_format.hpp, text/ostream.hpp, testing/catch2.hpp and
/// testing/gtest.hpp show them as this text.
/// @par Units and encoding  UTF-8
/// @par Example
/// @snippet reference/names.cpp format
template <class T>
concept HasText =
    std::same_as<T, Errc> || std::same_as<T, Condition> || std::same_as<T, NativeDomain> ||
    std::same_as<T, NativeCode> || std::same_as<T, SyntaxError> || std::same_as<T, Error>;

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
