// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <csignal>

namespace crypto_checkpoint::cli {

/// While it lives, the first Ctrl-C (or SIGTERM on POSIX) only sets a flag; the second ends the program.
/// At most one exists at a time.
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
