// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <csignal>

namespace crypto_checkpoint::cli {

/// Keeps Ctrl-C, and SIGTERM where there are signals, from ending the program for as long as it lives; a
/// second one ends it. There is one of them at a time.
class InterruptGuard {
public:
    InterruptGuard();
    ~InterruptGuard();
    InterruptGuard(const InterruptGuard&) = delete;
    InterruptGuard& operator=(const InterruptGuard&) = delete;

    [[nodiscard]] bool is_interrupted() const noexcept;

private:
#if defined(_WIN32)
    using Handler = void (*)(int);
    Handler before_ = nullptr;
#else
    struct sigaction before_interrupt_{};
    struct sigaction before_termination_{};
#endif
};

}  // namespace crypto_checkpoint::cli
