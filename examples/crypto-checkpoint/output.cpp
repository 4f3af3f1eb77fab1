// SPDX-License-Identifier: BSL-1.0
#include "output.hpp"

#include <cerrno>
#include <csignal>

#include <fcntl.h>
#include <unistd.h>

namespace crypto_checkpoint::cli {
namespace {

/// Writes all of a text; errno, or 0.
int write_all(int file, std::string_view text) {
    while (!text.empty()) {
        const ssize_t written = ::write(file, text.data(), text.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return errno;
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    return 0;
}

}  // namespace

void Output::flush() {
    if (buffer_.empty()) return;
    if (state_ == State::open) {
        if (before_flush_) before_flush_();
        errno_value_ = write_all(STDOUT_FILENO, buffer_);
        if (errno_value_ == EPIPE)
            state_ = State::reader_gone;
        else if (errno_value_ != 0)
            state_ = State::failed;
    }
    buffer_.clear();
}

void write_to_standard_error(std::string_view text) { (void)write_all(STDERR_FILENO, text); }

void prepare_standard_streams() {
    // A closed one is opened the wrong way round: using it stays an error.
    for (const int file : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
        if (::fcntl(file, F_GETFD) == -1 && errno == EBADF)
            (void)::open("/dev/null", file == STDIN_FILENO ? O_WRONLY : O_RDONLY);
    (void)std::signal(SIGPIPE, SIG_IGN);
}

}  // namespace crypto_checkpoint::cli
