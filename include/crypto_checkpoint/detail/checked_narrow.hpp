// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_DETAIL_CHECKED_NARROW_HPP
#define CRYPTO_CHECKPOINT_DETAIL_CHECKED_NARROW_HPP

#include <crypto_checkpoint/detail/config.hpp>

#include <concepts>
#include <utility>

#if CRYPTO_CHECKPOINT_HAS_EXCEPTIONS
#    include <stdexcept>
#else
#    include <cstdlib>
#endif

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail {

/// A number as the type of a C interface. A cast would pass on the lower bits: a size of 4 GiB + 5 as 5.
/// @throws std::length_error  the type has no such number; without exceptions it aborts
template <std::integral To, std::integral From>
[[nodiscard]] constexpr To checked_narrow(From number) {
    if (!std::in_range<To>(number)) {
#if CRYPTO_CHECKPOINT_HAS_EXCEPTIONS
        throw std::length_error("crypto_checkpoint: a size is too large for a C interface");
#else
        std::abort();
#endif
    }
    return static_cast<To>(number);
}

}  // namespace detail
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
