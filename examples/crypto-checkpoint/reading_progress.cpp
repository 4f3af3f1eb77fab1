// SPDX-License-Identifier: BSL-1.0
#include "reading_progress.hpp"

#include "text.hpp"

#include <fmt/format.h>

#include <algorithm>

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

}  // namespace

ReadingProgress::ReadingProgress()
    : bar_(::isatty(STDIN_FILENO) == 0), all_bytes_(bytes_to_read()) {}

void ReadingProgress::show(std::uint64_t names, std::uint64_t bytes) {
    if (!bar_.is_due()) return;
    std::optional<double> part;
    if (all_bytes_) part = static_cast<double>(bytes) / static_cast<double>(*all_bytes_);
    const auto rate =
        static_cast<std::uint64_t>(static_cast<double>(names) / std::max(bar_.seconds(), 0.001));
    bar_.draw(part, fmt::format("{} names, {} a second", grouped(names), grouped(rate)));
}

}  // namespace crypto_checkpoint::cli
