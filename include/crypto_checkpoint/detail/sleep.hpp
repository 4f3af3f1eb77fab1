// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_DETAIL_SLEEP_HPP
#define CRYPTO_CHECKPOINT_DETAIL_SLEEP_HPP

#include <chrono>
#if defined(__STDCPP_THREADS__)
#    include <thread>
#endif

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail {

/// Without threads, as in wasm32-wasi, the standard library cannot wait: this looks at the clock until then.
inline void sleep_for(std::chrono::milliseconds delay) {
#if defined(__STDCPP_THREADS__)
    std::this_thread::sleep_for(delay);
#else
    const auto start = std::chrono::steady_clock::now();
    while (std::chrono::steady_clock::now() - start < delay) {}
#endif
}

}  // namespace detail
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
