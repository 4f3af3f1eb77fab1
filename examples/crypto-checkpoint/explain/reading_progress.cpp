// SPDX-License-Identifier: BSL-1.0
#include "explain/reading_progress.hpp"

#include "console/standard_streams.hpp"
#include "console/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace crypto_checkpoint::cli {

ReadingProgress::ReadingProgress()
    : bar_(!is_terminal(Stream::input)), all_bytes_(bytes_left_of_input()) {}

void ReadingProgress::show(std::uint64_t names, std::uint64_t bytes) {
    if (!bar_.is_due()) return;
    std::optional<double> part;
    if (all_bytes_) part = static_cast<double>(bytes) / static_cast<double>(*all_bytes_);
    const auto rate =
        static_cast<std::uint64_t>(static_cast<double>(names) / std::max(bar_.seconds(), 0.001));
    bar_.draw(part, fmt::format("{} names, {} a second", grouped(names), grouped(rate)));
}

}  // namespace crypto_checkpoint::cli
