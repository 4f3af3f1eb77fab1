// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <string_view>

namespace name_tests {

/// Reads a text in both dialects with X3, without it and with the naive grammar. Returns the difference for
/// a message; empty if all agree.
template <class Char>
std::string disagreement(std::basic_string_view<Char> text);

// Compiled once, for all tests.
extern template std::string disagreement(std::basic_string_view<char>);
extern template std::string disagreement(std::basic_string_view<char8_t>);
extern template std::string disagreement(std::basic_string_view<char16_t>);
extern template std::string disagreement(std::basic_string_view<char32_t>);
extern template std::string disagreement(std::basic_string_view<wchar_t>);

}  // namespace name_tests
