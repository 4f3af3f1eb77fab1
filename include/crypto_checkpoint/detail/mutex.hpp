// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_DETAIL_MUTEX_HPP
#define CRYPTO_CHECKPOINT_DETAIL_MUTEX_HPP

#if defined(__STDCPP_THREADS__)
#    include <mutex>
#endif

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail {

#if defined(__STDCPP_THREADS__)
using Mutex = std::mutex;
using Lock = std::lock_guard<Mutex>;
#else
// The standard library has no std::mutex where a program cannot have a second thread, such as wasm32-wasi.
struct Mutex {};
class [[nodiscard]] Lock {
public:
    explicit Lock(Mutex&) noexcept {}
    Lock(const Lock&) = delete;
    Lock& operator=(const Lock&) = delete;
};
#endif

}  // namespace detail
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
