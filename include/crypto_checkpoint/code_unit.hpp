// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_CODE_UNIT_HPP
#define CRYPTO_CHECKPOINT_CODE_UNIT_HPP

#include <concepts>

namespace crypto_checkpoint {
inline namespace v0 {

/// @cond
namespace detail {
#if defined(__cpp_char8_t)
using Char8 = char8_t;
#else
using Char8 = char;  // -fno-char8_t
#endif
}  // namespace detail
/// @endcond

/// The character types of checkpoint names.
/// @par Units and encoding  by the size of the type: 1 UTF-8, 2 UTF-16, 4 UTF-32
/// @par Example
/// @snippet reference/names.cpp check
template <class T>
concept CodeUnit =
    std::same_as<T, char> || std::same_as<T, detail::Char8> || std::same_as<T, char16_t> ||
    std::same_as<T, char32_t> || std::same_as<T, wchar_t>;

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
