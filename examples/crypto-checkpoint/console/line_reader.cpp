// SPDX-License-Identifier: BSL-1.0
#include "console/line_reader.hpp"

#include "console/standard_streams.hpp"

#include <algorithm>
#include <cstring>

namespace crypto_checkpoint::cli {

std::optional<LineReader::Line> LineReader::next() {
    if (!has_started_) {
        has_started_ = true;
        constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
        while (end_ < byte_order_mark.size() && read_more()) continue;
        const std::string_view beginning(buffer_.data(), end_);
        if (beginning.starts_with(byte_order_mark)) begin_ = searched_ = byte_order_mark.size();
        is_utf16_ = beginning.starts_with("\xFF\xFE") || beginning.starts_with("\xFE\xFF");
    }
    if (is_utf16_) return std::nullopt;
    for (;;) {
        const char* const first = buffer_.data() + searched_;
        if (const void* const feed = std::memchr(first, '\n', end_ - searched_)) {
            const std::size_t length =
                static_cast<std::size_t>(static_cast<const char*>(feed) - buffer_.data()) - begin_;
            return line_of(length);
        }
        searched_ = end_;
        // One byte more may be the CR of a CRLF.
        if (end_ - begin_ > max_line + 1) return too_long_line();
        if (!read_more()) break;
    }
    if (begin_ == end_ || error_) return std::nullopt;
    const Line last{{buffer_.data() + begin_, std::min(end_ - begin_, max_line)},
                    end_ - begin_ > max_line};
    begin_ = end_;
    return last;
}

LineReader::Line LineReader::line_of(std::size_t length) {
    std::string_view text(buffer_.data() + begin_, length);
    begin_ = searched_ = begin_ + length + 1;
    if (text.ends_with('\r')) text.remove_suffix(1);
    if (text.size() > max_line) return {text.substr(0, max_line), true};
    return {text, false};
}

LineReader::Line LineReader::too_long_line() {
    // Keeps the beginning at the front of the buffer and reads the rest over and over behind it.
    std::memmove(buffer_.data(), buffer_.data() + begin_, max_line);
    const Line line{{buffer_.data(), max_line}, true};
    do {
        begin_ = end_ = searched_ = max_line;
        if (!read_more()) return line;
        const char* const first = buffer_.data() + begin_;
        if (const void* const feed = std::memchr(first, '\n', end_ - begin_)) {
            begin_ = searched_ =
                static_cast<std::size_t>(static_cast<const char*>(feed) - buffer_.data()) + 1;
            return line;
        }
    } while (true);
}

bool LineReader::read_more() {
    // Makes room for a whole line.
    if (buffer_.size() - end_ < max_line && begin_ > max_line) {
        std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
        end_ -= begin_;
        searched_ -= begin_;
        begin_ = 0;
    }
    if (input_may_wait()) before_waiting_();
    const auto got = read_input(std::span(buffer_).subspan(end_));
    if (!got) error_ = got.error();
    if (!got || *got == 0) return false;
    end_ += *got;
    bytes_read_ += *got;
    return true;
}

}  // namespace crypto_checkpoint::cli
