// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <system_error>
#include <vector>

namespace crypto_checkpoint::cli {

/// Reads standard input by lines, in constant memory. A line ends with LF, CRLF or the end of input.
/// Skips a byte order mark.
class LineReader {
public:
    struct Line {
        std::string_view text;     ///< valid until the next line is read
        bool is_too_long = false;  ///< then text is its beginning
    };

    static constexpr std::size_t max_line = std::size_t{64} * 1024;

    /// @param before_waiting  called before a read that may block
    explicit LineReader(std::function<void()> before_waiting)
        : before_waiting_(std::move(before_waiting)), buffer_(buffer_size) {}

    /// The next line; nothing at the end, after a read error, or if the input is UTF-16.
    [[nodiscard]] std::optional<Line> next();

    [[nodiscard]] std::uint64_t bytes_read() const noexcept { return bytes_read_; }
    [[nodiscard]] std::error_code error() const noexcept { return error_; }
    /// Whether the input begins with a UTF-16 byte order mark, as PowerShell 5 writes with `>`.
    [[nodiscard]] bool is_utf16() const noexcept { return is_utf16_; }

private:
    static constexpr std::size_t buffer_size = 4 * max_line;

    /// Returns false at the end and on errors.
    bool read_more();
    [[nodiscard]] Line line_of(std::size_t length);
    [[nodiscard]] Line too_long_line();

    std::function<void()> before_waiting_;
    std::vector<char> buffer_;
    std::size_t begin_ = 0;
    std::size_t searched_ = 0;  // no line feed before here
    std::size_t end_ = 0;
    std::uint64_t bytes_read_ = 0;
    std::error_code error_;
    bool has_started_ = false;
    bool is_utf16_ = false;
};

}  // namespace crypto_checkpoint::cli
