// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_DETAIL_WINDOWS_WIDE_TEXT_HPP
#define CRYPTO_CHECKPOINT_DETAIL_WINDOWS_WIDE_TEXT_HPP

#include <crypto_checkpoint/detail/resource_control.hpp>
#include <crypto_checkpoint/detail/windows/headers.hpp>

#include <string>
#include <string_view>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail {

static_assert(sizeof(wchar_t) == sizeof(char16_t), "Windows' wide characters are UTF-16");

/// UTF-8 as Windows takes it. What is ill-formed, and a NUL, becomes U+FFFD.
inline std::wstring wide_text(std::string_view text) {
    const std::u16string units = utf16_of(text);
    return {units.begin(), units.end()};
}

/// What Windows gave, as UTF-8. What is ill-formed becomes U+FFFD.
inline std::string narrow_text(std::wstring_view text) {
    return utf8_of(std::u16string(text.begin(), text.end()));
}

}  // namespace detail
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
