// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_SERVER_DETAIL_REQUEST_READER_HPP
#define CRYPTO_CHECKPOINT_SERVER_DETAIL_REQUEST_READER_HPP

#include <crypto_checkpoint/detail/config.hpp>

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <limits>
#include <optional>
#include <string>
#include <utility>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail::http {

/// Why a request is not handed on: the answer it gets instead.
struct Refusal {
    int status = 0;  ///< 0: the sender has gone, and nothing can be answered
    std::string why;
};

/// Makes requests of the bytes of one connection, within limits. It moves no bytes itself: whoever
/// does reads into space(), says so by add(), and asks again.
class RequestReader {
public:
    enum class Progress { needs_more, complete };
    using Step = std::expected<Progress, Refusal>;
    using Fields = boost::beast::http::fields;
    using Request = boost::beast::http::request<boost::beast::http::string_body>;

    RequestReader(std::size_t max_header_bytes, std::size_t max_body_bytes)
        : max_header_bytes_(max_header_bytes),
          max_body_bytes_(max_body_bytes),
          // What is left over of one request may be the beginning of the next.
          buffer_(max_header_bytes + read_size) {}

    /// Where to put bytes. @pre The last step said that it needs more.
    boost::asio::mutable_buffer space() {
        const auto room = buffer_.max_size() - buffer_.size();
        return buffer_.prepare((std::min)(read_size, room));
    }
    void add(std::size_t size) {
        buffer_.commit(size);
        taken_ += size;
    }

    /// Whether bytes of a request are there that has not begun yet.
    [[nodiscard]] bool has_leftover() const noexcept { return buffer_.size() != 0; }

    void begin() {
        taken_ = buffer_.size();
        parser_.emplace();
        parser_->header_limit(static_cast<std::uint32_t>(max_header_bytes_));
        // Whether the body is too large is told later: first comes who is asking.
        parser_->body_limit((std::numeric_limits<std::uint64_t>::max)());
    }

    Step read_header() {
        if (!parser_->is_header_done())
            if (auto refusal = feed()) return std::unexpected(*std::move(refusal));
        // The parser counts the first line and the fields each for itself.
        if (parser_->is_header_done()) {
            if (taken_ - buffer_.size() > max_header_bytes_)
                return std::unexpected(too_large_header());
            return Progress::complete;
        }
        if (taken_ >= max_header_bytes_) return std::unexpected(too_large_header());
        return Progress::needs_more;
    }

    /// @pre read_header() is complete
    Step read_body() {
        parser_->eager(true);
        parser_->body_limit(max_body_bytes_);
        while (!parser_->is_done() && buffer_.size() != 0) {
            const std::size_t before = buffer_.size();
            if (auto refusal = feed()) return std::unexpected(*std::move(refusal));
            if (buffer_.size() == before) break;
        }
        if (parser_->is_done()) return Progress::complete;
        // Chunks may be all wrapping and no content.
        if (taken_ > max_header_bytes_ + 8 * max_body_bytes_ ||
            buffer_.size() == buffer_.max_size())
            return std::unexpected(Refusal{413, "the chunks of the body take too many bytes"});
        return Progress::needs_more;
    }

    /// Whether the whole request is there.
    [[nodiscard]] bool is_done() const { return parser_ && parser_->is_done(); }
    [[nodiscard]] bool is_header_done() const { return parser_ && parser_->is_header_done(); }
    [[nodiscard]] bool keeps_connection() const { return parser_->keep_alive(); }
    [[nodiscard]] bool is_chunked() const { return parser_->chunked(); }
    [[nodiscard]] std::optional<std::uint64_t> announced_length() const {
        const auto length = parser_->content_length();
        return length ? std::optional(*length) : std::nullopt;
    }

    /// @pre begin() was called. Complete only after the steps are.
    [[nodiscard]] const Request& request() const { return parser_->get(); }

private:
    static constexpr std::size_t read_size = std::size_t{16} * 1024;

    /// Lets the parser take what it can use of the buffer.
    std::optional<Refusal> feed() {
        boost::beast::error_code fault;
        buffer_.consume(parser_->put(buffer_.data(), fault));
        using boost::beast::http::error;
        if (!fault || fault == error::need_more) return std::nullopt;
        if (fault == error::header_limit) return too_large_header();
        if (fault == error::body_limit) return Refusal{413, "the body is too large"};
        return Refusal{400, "this is not HTTP: " + fault.message()};
    }

    static Refusal too_large_header() { return {431, "the headers are too large"}; }

    std::size_t max_header_bytes_;
    std::size_t max_body_bytes_;
    std::size_t taken_ = 0;  ///< bytes of the request that is being read
    boost::beast::flat_buffer buffer_;
    std::optional<boost::beast::http::request_parser<boost::beast::http::string_body>> parser_;
};

}  // namespace detail::http
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
