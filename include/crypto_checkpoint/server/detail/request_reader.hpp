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

/// Why a request does not reach the handler.
struct Rejection {
    int status = 0;  ///< of the response; 0: the client has gone, none can be sent
    std::string reason;
};

/// Parses the requests of one connection, within limits. Sans-IO: the caller reads into space(),
/// commits with add(), then calls read_header() or read_body() again.
class RequestReader {
public:
    enum class Progress { needs_more, complete };
    using Step = std::expected<Progress, Rejection>;
    using Fields = boost::beast::http::fields;
    using Request = boost::beast::http::request<boost::beast::http::string_body>;

    RequestReader(std::size_t max_header_bytes, std::size_t max_body_bytes)
        : max_header_bytes_(max_header_bytes),
          max_body_bytes_(max_body_bytes),
          // The read that completes a request may contain the beginning of the next.
          buffer_(max_header_bytes + read_size) {}

    /// @pre  the last step returned Progress::needs_more
    boost::asio::mutable_buffer space() {
        const auto room = buffer_.max_size() - buffer_.size();
        return buffer_.prepare((std::min)(read_size, room));
    }
    void add(std::size_t size) {
        buffer_.commit(size);
        taken_ += size;
    }

    /// Whether bytes of the next request have been read.
    [[nodiscard]] bool has_leftover() const noexcept { return buffer_.size() != 0; }

    void begin() {
        taken_ = buffer_.size();
        parser_.emplace();
        parser_->header_limit(static_cast<std::uint32_t>(max_header_bytes_));
        // The body is limited later: authentication is checked first.
        parser_->body_limit((std::numeric_limits<std::uint64_t>::max)());
    }

    Step read_header() {
        if (!parser_->is_header_done())
            if (auto rejection = feed()) return std::unexpected(*std::move(rejection));
        // The parser limits the first line and the fields separately.
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
            if (auto rejection = feed()) return std::unexpected(*std::move(rejection));
            if (buffer_.size() == before) break;
        }
        if (parser_->is_done()) return Progress::complete;
        // Chunks may be all framing and no content.
        if (taken_ > max_header_bytes_ + 8 * max_body_bytes_ ||
            buffer_.size() == buffer_.max_size())
            return std::unexpected(Rejection{413, "the chunks of the body take too many bytes"});
        return Progress::needs_more;
    }

    [[nodiscard]] bool is_done() const { return parser_ && parser_->is_done(); }
    [[nodiscard]] bool is_header_done() const { return parser_ && parser_->is_header_done(); }
    [[nodiscard]] bool keeps_connection() const { return parser_->keep_alive(); }
    [[nodiscard]] bool is_chunked() const { return parser_->chunked(); }
    [[nodiscard]] std::optional<std::uint64_t> announced_length() const {
        const auto length = parser_->content_length();
        return length ? std::optional(*length) : std::nullopt;
    }

    /// @pre  begin() was called; complete only once is_done()
    [[nodiscard]] const Request& request() const { return parser_->get(); }

private:
    static constexpr std::size_t read_size = std::size_t{16} * 1024;

    std::optional<Rejection> feed() {
        boost::beast::error_code ec;
        buffer_.consume(parser_->put(buffer_.data(), ec));
        using boost::beast::http::error;
        if (!ec || ec == error::need_more) return std::nullopt;
        if (ec == error::header_limit) return too_large_header();
        if (ec == error::body_limit) return Rejection{413, "the body is too large"};
        return Rejection{400, "malformed HTTP: " + ec.message()};
    }

    static Rejection too_large_header() { return {431, "the headers are too large"}; }

    std::size_t max_header_bytes_;
    std::size_t max_body_bytes_;
    std::size_t taken_ = 0;  ///< bytes read of the current request
    boost::beast::flat_buffer buffer_;
    std::optional<boost::beast::http::request_parser<boost::beast::http::string_body>> parser_;
};

}  // namespace detail::http
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
