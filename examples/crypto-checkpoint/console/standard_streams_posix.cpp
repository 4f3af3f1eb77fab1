// SPDX-License-Identifier: BSL-1.0
#include "console/environment.hpp"
#include "console/standard_streams.hpp"

#include <cerrno>
#include <csignal>

#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace crypto_checkpoint::cli {
namespace {

constexpr int file_of(Stream stream) {
    switch (stream) {
        case Stream::input: return STDIN_FILENO;
        case Stream::output: return STDOUT_FILENO;
        case Stream::error: return STDERR_FILENO;
    }
    return -1;
}

std::error_code last_error() { return {errno, std::generic_category()}; }

}  // namespace

void prepare_standard_streams() {
    // Opened the wrong way round, so using a closed stream stays an error.
    for (const int file : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
        if (::fcntl(file, F_GETFD) == -1 && errno == EBADF)
            (void)::open("/dev/null", file == STDIN_FILENO ? O_WRONLY : O_RDONLY);
    for (const int signal : {SIGPIPE, SIGXFSZ}) (void)std::signal(signal, SIG_IGN);
}

bool is_terminal(Stream stream) { return ::isatty(file_of(stream)) == 1; }

bool has_colours() {
    static const bool shown = [] {
        const auto is = [](const char* name, std::string_view value) {
            return environment_variable(name).value_or("") == value;
        };
        return is_terminal(Stream::output) && is("NO_COLOR", "") && !is("TERM", "dumb");
    }();
    return shown;
}

std::error_code write(Stream stream, std::string_view text) {
    while (!text.empty()) {
        const ssize_t written = ::write(file_of(stream), text.data(), text.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return last_error();
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    return {};
}

bool is_broken_pipe(std::error_code error) { return error == std::errc::broken_pipe; }

std::expected<std::size_t, std::error_code> read_input(std::span<char> room) {
    for (;;) {
        const ssize_t got = ::read(STDIN_FILENO, room.data(), room.size());
        if (got >= 0) return static_cast<std::size_t>(got);
        if (errno != EINTR) return std::unexpected(last_error());
    }
}

bool input_may_wait() {
    pollfd input{STDIN_FILENO, POLLIN, 0};
    return ::poll(&input, 1, 0) == 0;
}

std::optional<std::uint64_t> bytes_left_of_input() {
    struct stat input{};
    if (::fstat(STDIN_FILENO, &input) != 0 || !S_ISREG(input.st_mode)) return std::nullopt;
    const off_t here = ::lseek(STDIN_FILENO, 0, SEEK_CUR);
    if (here < 0 || input.st_size <= here) return std::nullopt;
    return static_cast<std::uint64_t>(input.st_size - here);
}

std::size_t terminal_columns() {
    winsize size{};
    constexpr std::size_t usual = 80;
    if (::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return usual;
    return size.ws_col;
}

std::string_view keys_that_end_input() { return "Ctrl-D ends"; }

}  // namespace crypto_checkpoint::cli
