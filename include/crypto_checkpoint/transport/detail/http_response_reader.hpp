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

/// Of the heads of all responses to one message together.
inline constexpr std::size_t max_head_bytes = std::size_t(64) << 10;

/// Builds a response from the lines of its head and the parts of its body. Interim responses, 1xx and
/// the challenges of an authentication, are dropped when the next one begins.
class HttpResponseReader {
public:
    explicit HttpResponseReader(std::size_t max_body_bytes) : max_body_bytes_(max_body_bytes) {}

    /// Drops the response so far.
    void expect_another() {
        response_ = {};
        has_whole_head_ = false;
    }

    /// Takes a line of a head, its end included. Returns false above the limit.
    bool take_head_line(std::string_view line) {
        head_bytes_ += line.size();
        if (head_bytes_ > max_head_bytes) return overflow();
        while (line.ends_with('\n') || line.ends_with('\r')) line.remove_suffix(1);
        if (line.starts_with("HTTP/")) {
            expect_another();
            response_.status = status_in(line);
        } else if (has_whole_head_) {
            // a trailer after a chunked body: ignored
        } else if (line.empty()) {
            has_whole_head_ = true;
        } else if (const std::size_t colon = line.find(':'); colon != line.npos) {
            take_header(line.substr(0, colon), trim(line.substr(colon + 1)));
        }
        return true;
    }

    /// Returns false above the limit.
    bool take_body_part(std::string_view part) {
        if (part.size() > max_body_bytes_ - response_.body.size()) return overflow();
        response_.body += part;
        return true;
    }

    /// Whether the head of a final response is complete.
    [[nodiscard]] bool has_whole_head() const noexcept {
        return has_whole_head_ && response_.status >= 200;
    }
    /// Whether the message was rejected for lack of authentication, and not executed.
    [[nodiscard]] bool was_challenged() const noexcept {
        return has_whole_head_ && response_.status == 401;
    }
    [[nodiscard]] bool has_overflowed() const noexcept { return has_overflowed_; }

    [[nodiscard]] TransportResponse take() { return std::move(response_); }

private:
    bool overflow() noexcept {
        has_overflowed_ = true;
        return false;
    }

    void take_header(std::string_view name, std::string_view value) {
        const auto is = [&](std::string_view other) {
            return equals_ignoring_ascii_case(name, other);
        };
        if (is("Content-Type")) response_.content_type = value;
        if (is("Location")) response_.location = value;
        if (is("WWW-Authenticate")) response_.authenticate.emplace_back(value);
    }

    /// The three digits of `HTTP/1.1 200 OK`, or 0.
    static int status_in(std::string_view line) noexcept {
        const std::size_t space = line.find(' ');
        if (space == line.npos || line.size() < space + 4) return 0;
        return static_cast<int>(parse_number<unsigned>(line.substr(space + 1, 3)).value_or(0));
    }

    TransportResponse response_;
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
