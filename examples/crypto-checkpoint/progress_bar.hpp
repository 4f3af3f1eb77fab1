// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace crypto_checkpoint::cli {

/// How far a long reading of standard input has come, on standard error where that is a terminal and
/// standard input is none. Elsewhere it does nothing.
class ProgressBar {
public:
    ProgressBar();
    ~ProgressBar() { erase(); }
    ProgressBar(const ProgressBar&) = delete;
    ProgressBar& operator=(const ProgressBar&) = delete;

    /// Draws it anew, if that was not done just now.
    void show(std::uint64_t names, std::uint64_t bytes);

    /// Leaves the line as if nothing had been there.
    void erase();

    [[nodiscard]] bool is_shown_at_all() const noexcept { return is_enabled_; }
    [[nodiscard]] double seconds() const;

private:
    using Clock = std::chrono::steady_clock;

    [[nodiscard]] std::string text(std::uint64_t names, std::uint64_t bytes) const;

    bool is_enabled_;
    std::optional<std::uint64_t> all_bytes_;  // nothing where the input is no file
    Clock::time_point started_ = Clock::now();
    Clock::time_point next_ = started_;
    std::size_t drawn_ = 0;  // columns that are on the terminal
};

}  // namespace crypto_checkpoint::cli
