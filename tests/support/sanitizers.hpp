// SPDX-License-Identifier: BSL-1.0
#pragma once

namespace test_support {

/// Whether a sanitizer is active, which makes everything several times slower.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool is_sanitized = true;
#elif defined(__has_feature)
#    if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || \
        __has_feature(memory_sanitizer)
inline constexpr bool is_sanitized = true;
#    else
inline constexpr bool is_sanitized = false;
#    endif
#else
inline constexpr bool is_sanitized = false;
#endif

}  // namespace test_support
