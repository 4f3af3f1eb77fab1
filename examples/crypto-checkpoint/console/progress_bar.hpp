// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace crypto_checkpoint::cli {

/// How far long work has come, on standard error where that is a terminal. Elsewhere it does nothing.
class ProgressBar {
public:
    /// @param is_wanted  whether to show it at all
    explicit ProgressBar(bool is_wanted);
    ~ProgressBar() { erase(); }
    ProgressBar(const ProgressBar&) = delete;
    ProgressBar& operator=(const ProgressBar&) = delete;

    /// Whether it is time to draw it anew: not often enough to be a burden.
    [[nodiscard]] bool is_due();

    /// @param part  0 to 1; nothing where the whole is not known
    void draw(std::optional<double> part, std::string_view text);

    /// Leaves the line as if nothing had been there.
    void erase();

    [[nodiscard]] bool is_shown_at_all() const noexcept { return is_enabled_; }
    [[nodiscard]] double seconds() const;

private:
    using Clock = std::chrono::steady_clock;

    bool is_enabled_;
    Clock::time_point started_ = Clock::now();
    Clock::time_point next_ = started_;
    std::size_t drawn_ = 0;  // columns that are on the terminal
};

}  // namespace crypto_checkpoint::cli
