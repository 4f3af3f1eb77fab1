// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_TRANSPORT_DETAIL_HTTP_RESPONSE_READER_HPP
#define CRYPTO_CHECKPOINT_TRANSPORT_DETAIL_HTTP_RESPONSE_READER_HPP

#include <crypto_checkpoint/detail/ascii.hpp>
#include <crypto_checkpoint/transport/http_transport.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail {

/// What the heads of all answers to one message may have, in bytes.
inline constexpr std::size_t max_head_bytes = std::size_t(64) << 10;

/// Puts an answer together from the lines of its head and the parts of its body. Answers that only
/// announce another one, 1xx and those of an authentication under way, are forgotten when it comes.
class HttpResponseReader {
public:
    explicit HttpResponseReader(std::size_t max_body_bytes) : max_body_bytes_(max_body_bytes) {}

    /// Forgets the answer so far: another one follows.
    void expect_another() {
        answer_ = {};
        has_whole_head_ = false;
    }

    /// Takes a line of a head, its end included. False: that is more than allowed.
    bool take_head_line(std::string_view line) {
        head_bytes_ += line.size();
        if (head_bytes_ > max_head_bytes) return overflows();
        while (line.ends_with('\n') || line.ends_with('\r')) line.remove_suffix(1);
        if (line.starts_with("HTTP/")) {
            expect_another();
            answer_.status = status_in(line);
        } else if (has_whole_head_) {
            // a trailer after the chunks of a body: nothing there is of interest
        } else if (line.empty()) {
            has_whole_head_ = true;
        } else if (const std::size_t colon = line.find(':'); colon != line.npos) {
            take_header(line.substr(0, colon), trimmed(line.substr(colon + 1)));
        }
        return true;
    }

    /// Takes a part of a body. False: that is more than allowed.
    bool take_body_part(std::string_view part) {
        if (part.size() > max_body_bytes_ - answer_.body.size()) return overflows();
        answer_.body += part;
        return true;
    }

    /// Whether the last answer's head is there to its end, so that it was no announcement.
    [[nodiscard]] bool has_whole_head() const noexcept {
        return has_whole_head_ && answer_.status >= 200;
    }
    /// Whether the message was refused for who sent it, and so not carried out.
    [[nodiscard]] bool was_challenged() const noexcept {
        return has_whole_head_ && answer_.status == 401;
    }
    [[nodiscard]] bool has_overflowed() const noexcept { return has_overflowed_; }

    [[nodiscard]] TransportResponse take() { return std::move(answer_); }

private:
    bool overflows() noexcept {
        has_overflowed_ = true;
        return false;
    }

    void take_header(std::string_view name, std::string_view value) {
        const auto is = [&](std::string_view other) {
            return equals_ignoring_ascii_case(name, other);
        };
        if (is("Content-Type")) answer_.content_type = value;
        if (is("Location")) answer_.location = value;
        if (is("WWW-Authenticate")) answer_.authenticate.emplace_back(value);
    }

    /// The three digits of `HTTP/1.1 200 OK`, or 0.
    static int status_in(std::string_view line) noexcept {
        const std::size_t space = line.find(' ');
        if (space == line.npos || line.size() < space + 4) return 0;
        int status = 0;
        for (const char digit : line.substr(space + 1, 3)) {
            if (digit < '0' || '9' < digit) return 0;
            status = status * 10 + (digit - '0');
        }
        return status;
    }

    static std::string_view trimmed(std::string_view text) noexcept {
        const std::size_t first = text.find_first_not_of(" \t");
        if (first == text.npos) return {};
        return text.substr(first, text.find_last_not_of(" \t") - first + 1);
    }

    TransportResponse answer_;
    std::size_t max_body_bytes_;
    std::size_t head_bytes_ = 0;
    bool has_whole_head_ = false;
    bool has_overflowed_ = false;
};

}  // namespace detail
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
