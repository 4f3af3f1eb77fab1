// SPDX-License-Identifier: BSL-1.0
#include "console/interrupt.hpp"

#include <atomic>

namespace crypto_checkpoint::cli {
namespace {

// On Windows a signal handler runs on its own thread.
std::atomic<bool> has_come = false;
static_assert(std::atomic<bool>::is_always_lock_free);

/// SIGINT and SIGTERM have a handler each: the second signal ends the program even if it is the other.
void note_interrupt(int signal) {
    if (has_come.exchange(true)) (void)std::raise(signal);
}

}  // namespace

bool InterruptGuard::is_interrupted() const noexcept { return has_come; }

#if defined(_WIN32)

// Windows resets the handler when it calls it, so the second signal ends the program.
InterruptGuard::InterruptGuard() : before_(std::signal(SIGINT, note_interrupt)) {}
InterruptGuard::~InterruptGuard() {
    if (before_ != SIG_ERR) (void)std::signal(SIGINT, before_);
}

#else

InterruptGuard::InterruptGuard() {
    struct sigaction action{};
    action.sa_handler = note_interrupt;
    action.sa_flags = static_cast<int>(SA_RESETHAND);
    (void)::sigaction(SIGINT, &action, &before_interrupt_);
    (void)::sigaction(SIGTERM, &action, &before_termination_);
}
InterruptGuard::~InterruptGuard() {
    (void)::sigaction(SIGINT, &before_interrupt_, nullptr);
    (void)::sigaction(SIGTERM, &before_termination_, nullptr);
}

#endif

}  // namespace crypto_checkpoint::cli
