// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_CODE_UNIT_HPP
#define CRYPTO_CHECKPOINT_CODE_UNIT_HPP

#include <concepts>

namespace crypto_checkpoint {
inline namespace v0 {

/// The character types of checkpoint names.
/// @par Units and encoding  by the size of the type: 1 UTF-8, 2 UTF-16, 4 UTF-32
/// @par Example
/// @snippet reference/names.cpp check
template <class T>
concept CodeUnit = std::same_as<T, char> || std::same_as<T, char8_t> || std::same_as<T, char16_t> ||
                   std::same_as<T, char32_t> || std::same_as<T, wchar_t>;

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
