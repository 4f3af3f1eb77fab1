// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_TEXT_DIAGNOSTIC_HPP
#define CRYPTO_CHECKPOINT_TEXT_DIAGNOSTIC_HPP

/// @file
/// Errors as text for people, with their place.

#include <crypto_checkpoint/detail/any_text.hpp>
#include <crypto_checkpoint/detail/transcode.hpp>
#include <crypto_checkpoint/detail/unicode.hpp>
#include <crypto_checkpoint/error/error.hpp>
#include <crypto_checkpoint/name/suggestion.hpp>
#include <crypto_checkpoint/text/explain.hpp>  // IWYU pragma: export
#include <crypto_checkpoint/text/fmt.hpp>      // IWYU pragma: export

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace crypto_checkpoint {
inline namespace v0 {

/// @cond
namespace detail {

/// Whether a character takes no column: combining marks of Latin and kana, and variation selectors. The
/// marks of other scripts are missing here.
constexpr bool is_zero_width(char32_t character) noexcept {
    struct Range {
        char32_t first;
        char32_t last;
    };
    for (const auto& [first, last] :
         {Range{0x0300, 0x036F}, Range{0x1AB0, 0x1AFF}, Range{0x1DC0, 0x1DFF},
          Range{0x200B, 0x200F}, Range{0x20D0, 0x20FF}, Range{0x3099, 0x309A},
          Range{0xFE00, 0xFE0F}, Range{0xFE20, 0xFE2F}})
        if (first <= character && character <= last) return true;
    return false;
}

}  // namespace detail
/// @endcond

/// The number of terminal columns of a printable @p text. Measured by what fmt pads to a given width, which
/// accounts for wide characters but not for combining marks.
/// @par Units and encoding  UTF-8
/// @par Example
/// @snippet reference/names.cpp printable
[[nodiscard]] inline std::size_t columns(std::string_view text) {
    std::string counted;
    for (const char* at = text.data(); at != text.data() + text.size();) {
        const auto character = detail::scan_character(at, text.data() + text.size());
        if (!detail::is_zero_width(character.value)) counted.append(at, character.length);
        at += character.length;
    }
    const std::size_t enough = 2 * counted.size();
    return enough - (fmt::format("{:<{}}", counted, enough).size() - counted.size());
}
/// The same for a @p text of another character type.
template <detail::OtherText Text>
[[nodiscard]] std::size_t columns(const Text& text) {
    return columns(std::string_view(detail::transcode<char>(detail::view_of(text))));
}

/// A syntax error with a caret under its place:
///
///     error: the provider type must be the decimal value, not the name of the constant
///       PROV_RSA_FULL\\MyKey
///       ^~~~~~~~~~~~~ write 1\\MyKey
///
/// Ends with a line feed. The text is shown as by printable(), so that a name cannot control the terminal. A
/// list of names gets each of them (`write 1\\A and 1\\B`), an empty text the first line only.
/// @par Units and encoding  UTF-8; the place is in terminal columns(), not code units
/// @param text   the parsed text
/// @param error  the error from parsing it
/// @par Example
/// @snippet reference/names.cpp diagnostic
[[nodiscard]] inline std::string render_diagnostic(std::string_view text,
                                                   const SyntaxError& error) {
    if (text.empty()) return fmt::format("error: {}\n", explain(text, error));
    const std::size_t offset = (std::min)(error.where.offset, text.size());
    const std::string before = printable(text.substr(0, offset));
    const std::string marked = printable(text.substr(offset, error.where.length));
    const std::size_t width = (std::max<std::size_t>)(1, columns(marked));
    std::string lines = fmt::format("error: {}\n  {}\n  {:{}}^{:~<{}}", explain(text, error),
                                    printable(text), "", columns(before), "", width - 1);
    if (const auto suggestion = suggest_correction(text))
        lines += fmt::format(" write {}", printable(*suggestion));
    for (std::string_view word = " write "; const std::string_view name : split_name_list(text)) {
        lines += word;
        lines += printable(name);
        word = " and ";
    }
    lines += '\n';
    return lines;
}

/// The error of a call with a checkpoint name: as above for a syntax error, one printable() line for
/// another error.
/// @par Units and encoding  UTF-8
/// @param text   the name that was passed to the call
/// @param error  the error that the call returned
/// @par Example
/// @snippet readme.cpp program
[[nodiscard]] inline std::string render_diagnostic(std::string_view text, const Error& error) {
    if (error.where) return render_diagnostic(text, SyntaxError{error.code, *error.where});
    return fmt::format("error: {}\n", printable(fmt::format("{}", error)));
}

/// render_diagnostic() for a text of another character type.
/// @par Units and encoding  @p text and the place as parse_checkpoint_name(); the lines are UTF-8
/// @par Example
/// @snippet reference/names.cpp encoding
template <detail::OtherText Name>
[[nodiscard]] std::string render_diagnostic(const Name& text, const SyntaxError& error) {
    const auto view = detail::view_of(text);
    return render_diagnostic(detail::transcode<char>(view), detail::moved_to_utf8(view, error));
}

/// The same for the error of a call with @p text.
/// @par Units and encoding  as above
template <detail::OtherText Name>
[[nodiscard]] std::string render_diagnostic(const Name& text, const Error& error) {
    if (error.where) return render_diagnostic(text, SyntaxError{error.code, *error.where});
    return render_diagnostic(std::string_view(), error);
}

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
