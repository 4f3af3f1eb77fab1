// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "console/output.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace crypto_checkpoint::cli {

/// A progress bar on standard error; does nothing if that is not a terminal. On a terminal that it shares
/// with the output it is erased before the output is flushed.
class ProgressBar {
public:
    ProgressBar(Output& out, bool is_wanted);
    ~ProgressBar();
    ProgressBar(const ProgressBar&) = delete;
    ProgressBar& operator=(const ProgressBar&) = delete;

    /// Whether to draw it again: true at most ten times a second.
    [[nodiscard]] bool is_due();

    /// @param part  0 to 1; nothing if the total is unknown
    void draw(std::optional<double> part, std::string_view text);

    /// Clears the line.
    void erase();

    [[nodiscard]] bool is_enabled() const noexcept { return is_enabled_; }
    [[nodiscard]] double seconds() const;

private:
    using Clock = std::chrono::steady_clock;

    Output& out_;
    bool is_enabled_;
    Clock::time_point started_ = Clock::now();
    Clock::time_point next_ = started_;
    std::size_t drawn_ = 0;  // columns
};

}  // namespace crypto_checkpoint::cli
