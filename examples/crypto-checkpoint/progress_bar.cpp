// SPDX-License-Identifier: BSL-1.0
#include "progress_bar.hpp"

#include "output.hpp"
#include "text.hpp"

#include <algorithm>

#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace crypto_checkpoint::cli {
namespace {

/// The size of what is left of standard input, where it is a file.
std::optional<std::uint64_t> bytes_to_read() {
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

}  // namespace

ProgressBar::ProgressBar()
    : is_enabled_(::isatty(STDERR_FILENO) == 1 && ::isatty(STDIN_FILENO) == 0),
      all_bytes_(bytes_to_read()) {}

double ProgressBar::seconds() const {
    return std::chrono::duration<double>(Clock::now() - started_).count();
}

void ProgressBar::show(std::uint64_t names, std::uint64_t bytes) {
    if (!is_enabled_) return;
    const auto now = Clock::now();
    if (now < next_) return;
    next_ = now + std::chrono::milliseconds(100);
    std::string line = text(names, bytes);
    // The last column stays free: some terminals go to the next line when it is written to.
    line.resize(std::min(line.size(), terminal_columns() - 1));
    const std::size_t leftover = drawn_ > line.size() ? drawn_ - line.size() : 0;
    drawn_ = line.size();
    write_to_standard_error(fmt::format("\r{}{:{}}", line, "", leftover));
}

void ProgressBar::erase() {
    if (drawn_ == 0) return;
    write_to_standard_error(fmt::format("\r{:{}}\r", "", drawn_));
    drawn_ = 0;
    next_ = {};
}

std::string ProgressBar::text(std::uint64_t names, std::uint64_t bytes) const {
    std::string line;
    if (all_bytes_) {
        constexpr std::size_t width = 30;
        const double part =
            std::min(1.0, static_cast<double>(bytes) / static_cast<double>(*all_bytes_));
        const auto full = static_cast<std::size_t>(part * width);
        line = fmt::format("{:3.0f}% [{:#<{}}{:<{}}]  ", part * 100, "", full, "", width - full);
    }
    const auto rate =
        static_cast<std::uint64_t>(static_cast<double>(names) / std::max(seconds(), 0.001));
    return line + fmt::format("{} names, {} a second", grouped(names), grouped(rate));
}

}  // namespace crypto_checkpoint::cli
