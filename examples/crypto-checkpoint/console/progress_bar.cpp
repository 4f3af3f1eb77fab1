// SPDX-License-Identifier: BSL-1.0
#include "console/progress_bar.hpp"

#include "console/standard_streams.hpp"

#include <algorithm>

namespace crypto_checkpoint::cli {

ProgressBar::ProgressBar(Output& out, bool is_wanted)
    : out_(out), is_enabled_(is_wanted && is_terminal(Stream::error)) {
    if (is_enabled_ && is_terminal(Stream::output)) out_.before_flush([this] { erase(); });
}

ProgressBar::~ProgressBar() {
    erase();
    out_.before_flush({});
}

double ProgressBar::seconds() const {
    return std::chrono::duration<double>(Clock::now() - started_).count();
}

bool ProgressBar::is_due() {
    if (!is_enabled_) return false;
    const auto now = Clock::now();
    if (now < next_) return false;
    next_ = now + std::chrono::milliseconds(100);
    return true;
}

void ProgressBar::draw(std::optional<double> part, std::string_view text) {
    if (!is_enabled_) return;
    std::string line;
    if (part) {
        constexpr std::size_t width = 30;
        const double shown = std::clamp(*part, 0.0, 1.0);
        const auto full = static_cast<std::size_t>(shown * width);
        line = fmt::format("{:3.0f}% [{:#<{}}{:<{}}]  ", shown * 100, "", full, "", width - full);
    }
    line += text;
    // The last column stays free: some terminals wrap after it.
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

}  // namespace crypto_checkpoint::cli
