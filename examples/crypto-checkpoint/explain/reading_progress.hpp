// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "console/progress_bar.hpp"

#include <cstdint>

namespace crypto_checkpoint::cli {

/// How far the reading of names from standard input has come. People who type see no bar: they know.
class ReadingProgress {
public:
    ReadingProgress();

    /// Draws the bar anew, if it is time.
    void show(std::uint64_t names, std::uint64_t bytes);

    [[nodiscard]] ProgressBar& bar() noexcept { return bar_; }

private:
    ProgressBar bar_;
    std::optional<std::uint64_t> all_bytes_;  // nothing where the input is no file
};

}  // namespace crypto_checkpoint::cli
