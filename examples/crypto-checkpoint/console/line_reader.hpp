// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <system_error>
#include <vector>

namespace crypto_checkpoint::cli {

/// The lines of standard input, one after the other, in constant memory. A line ends with LF or CRLF,
/// the last one also with the input. A byte order mark before the first one is skipped.
class LineReader {
public:
    struct Line {
        std::string_view text;     ///< valid until the next line is read
        bool is_too_long = false;  ///< then just the beginning of it
    };

    static constexpr std::size_t max_line = std::size_t{64} * 1024;

    /// @param before_waiting  called when there is nothing to read yet
    explicit LineReader(std::function<void()> before_waiting)
        : before_waiting_(std::move(before_waiting)), buffer_(buffer_size) {}

    /// The next line; nothing at the end, where reading failed, or where the input is UTF-16.
    [[nodiscard]] std::optional<Line> next();

    [[nodiscard]] std::uint64_t bytes_read() const noexcept { return bytes_read_; }
    /// Why reading failed, if it did.
    [[nodiscard]] std::error_code fault() const noexcept { return fault_; }
    /// Whether the input begins with a byte order mark of UTF-16, as what `>` writes in PowerShell 5.
    [[nodiscard]] bool is_utf16() const noexcept { return is_utf16_; }

private:
    static constexpr std::size_t buffer_size = 4 * max_line;

    /// Whether there is more now.
    bool read_more();
    [[nodiscard]] Line line_of(std::size_t length);
    [[nodiscard]] Line too_long_line();

    std::function<void()> before_waiting_;
    std::vector<char> buffer_;
    std::size_t begin_ = 0;
    std::size_t searched_ = 0;  // no line feed before here
    std::size_t end_ = 0;
    std::uint64_t bytes_read_ = 0;
    std::error_code fault_;
    bool has_started_ = false;
    bool is_utf16_ = false;
};

}  // namespace crypto_checkpoint::cli
