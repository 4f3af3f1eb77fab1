// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_WMI_COM_INITIALIZATION_HPP
#define CRYPTO_CHECKPOINT_WMI_COM_INITIALIZATION_HPP

#include <crypto_checkpoint/detail/windows.hpp>
#include <crypto_checkpoint/error/error.hpp>
#include <crypto_checkpoint/error/native_error.hpp>

#include <objbase.h>

#include <cstdint>
#include <expected>
#include <utility>

namespace crypto_checkpoint {
inline namespace v0 {

/// Initialises COM on this thread for its lifetime. The library does not initialise COM otherwise. An
/// existing initialisation of the thread, of either kind, is kept.
/// @par Thread safety  must be destroyed on the thread that made it, after the last COM object that was
///              made there
/// @par Source  Microsoft Learn, CoInitializeEx: S_FALSE has to be balanced by CoUninitialize, and
///              RPC_E_CHANGED_MODE must not be
/// @par Example
/// @snippet reference/windows.cpp wmi
class [[nodiscard]] ComInitialization {
public:
    /// Joins the multithreaded apartment, if this thread has no apartment.
    /// @par Errors  cluster_refused, with the HRESULT: out of memory and the like
    static Result<ComInitialization> begin() {
        const HRESULT result = ::CoInitializeEx(nullptr, COINIT_MULTITHREADED);
        if (SUCCEEDED(result)) return ComInitialization(true);
        if (result == RPC_E_CHANGED_MODE) return ComInitialization(false);
        const NativeCode native{NativeDomain::hresult, static_cast<std::uint32_t>(result)};
        return std::unexpected(Error(errc_from_native(native), native, "CoInitializeEx"));
    }

    /// Takes over the initialisation.
    ComInitialization(ComInitialization&& other) noexcept
        : is_ours_(std::exchange(other.is_ours_, false)) {}
    /// Not assignable: that would uninitialise COM in between.
    ComInitialization& operator=(ComInitialization&&) = delete;
    /// Uninitialises COM on this thread, if this object initialised it.
    ~ComInitialization() {
        if (is_ours_) ::CoUninitialize();
    }

private:
    explicit ComInitialization(bool is_ours) noexcept : is_ours_(is_ours) {}

    bool is_ours_;
};

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
