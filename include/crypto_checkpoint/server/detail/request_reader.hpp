// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_SERVER_DETAIL_REQUEST_READER_HPP
#define CRYPTO_CHECKPOINT_SERVER_DETAIL_REQUEST_READER_HPP

#include <crypto_checkpoint/detail/config.hpp>

#include <boost/beast/core/buffers_range.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/parser.hpp>
#include <openssl/crypto.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
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

/// Overwrites memory before it is freed: headers contain passwords.
template <class T>
struct WipingAllocator {
    using value_type = T;
    WipingAllocator() = default;
    template <class U>
    // NOLINTNEXTLINE(*-explicit-*): the conversion of every allocator
    WipingAllocator(const WipingAllocator<U>& /*other*/) noexcept {}
    T* allocate(std::size_t count) { return std::allocator<T>().allocate(count); }
    void deallocate(T* memory, std::size_t count) noexcept {
        OPENSSL_cleanse(memory, count * sizeof(T));
        std::allocator<T>().deallocate(memory, count);
    }
    friend bool operator==(const WipingAllocator&, const WipingAllocator&) = default;
};

/// A body that takes the memory of what has arrived, not of the length that the client announces.
struct ArrivedBody {
    using value_type = std::string;
    class reader {
    public:
        template <class Header>
        reader(Header& /*header*/, std::string& body) : body_(body) {}
        void init(const boost::optional<std::uint64_t>& /*length*/,
                  boost::beast::error_code& error) {
            error = {};
        }
        template <class Buffers>
        std::size_t put(const Buffers& buffers, boost::beast::error_code& error) {
            const std::size_t before = body_.size();
            for (const auto buffer : boost::beast::buffers_range_ref(buffers))
                body_.append(static_cast<const char*>(buffer.data()), buffer.size());
            error = {};
            return body_.size() - before;
        }
        void finish(boost::beast::error_code& error) { error = {}; }

    private:
        std::string& body_;
    };
};

/// Parses the requests of one connection, within limits. Sans-IO: the caller reads into space(),
/// commits with add(), then calls read_header() or read_body() again.
class RequestReader {
public:
    enum class Progress { needs_more, complete };
    using Step = std::expected<Progress, Rejection>;
    using Fields = boost::beast::http::basic_fields<WipingAllocator<char>>;
    using Request = boost::beast::http::request<ArrivedBody, Fields>;

    RequestReader(std::size_t max_header_bytes, std::size_t max_body_bytes)
        : max_header_bytes_(max_header_bytes),
          max_body_bytes_(max_body_bytes),
          // The read that completes a request may contain the beginning of the next.
          buffer_(max_header_bytes + read_size) {}

    /// @pre  the last step returned Progress::needs_more
    boost::asio::mutable_buffer space() {
        if (has_leftover() && !parser_->is_header_done()) move_leftover();
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
        body_limit_ = max_body_bytes_;
        framing_error_.reset();
        keeps_connection_ = false;
    }

    /// Limits the body of this request further.
    void limit_body(std::size_t bytes) { body_limit_ = (std::min)(bytes, max_body_bytes_); }
    [[nodiscard]] std::size_t body_limit() const noexcept { return body_limit_; }

    /// Frees the memory of the request.
    void end() { parser_.reset(); }

    Step read_header() {
        if (!parser_->is_header_done())
            if (auto rejection = feed()) return std::unexpected(*std::move(rejection));
        // The parser limits the first line and the fields separately.
        if (parser_->is_header_done()) {
            if (taken_ - buffer_.size() > max_header_bytes_)
                return std::unexpected(too_large_header());
            // Now, since the fields of a trailer join those of the header.
            framing_error_ = find_framing_error();
            keeps_connection_ = !framing_error_ && parser_->keep_alive() &&
                                request().method() != boost::beast::http::verb::connect;
            return Progress::complete;
        }
        if (taken_ >= max_header_bytes_) return std::unexpected(too_large_header());
        return Progress::needs_more;
    }

    /// @pre read_header() is complete
    Step read_body() {
        parser_->eager(true);
        parser_->body_limit(body_limit_);
        while (!parser_->is_done() && buffer_.size() != 0) {
            const std::size_t before = buffer_.size();
            if (auto rejection = feed()) return std::unexpected(*std::move(rejection));
            if (buffer_.size() == before) break;
        }
        if (parser_->is_done()) return Progress::complete;
        // Chunks may be all framing and no content.
        if ((taken_ > max_header_bytes_ && (taken_ - max_header_bytes_) / 8 > body_limit_) ||
            buffer_.size() == buffer_.max_size())
            return std::unexpected(Rejection{413, "the chunks of the body take too many bytes"});
        return Progress::needs_more;
    }

    [[nodiscard]] bool is_done() const { return parser_ && parser_->is_done(); }
    [[nodiscard]] bool is_header_done() const { return parser_ && parser_->is_header_done(); }
    /// Whether another request may follow. False if the end of this one is in doubt: what seems to be
    /// the next request might be the body of this one.
    /// @par Source  RFC 9112, section 6.3
    [[nodiscard]] bool keeps_connection() const noexcept { return keeps_connection_; }
    /// @pre read_header() is complete
    [[nodiscard]] const std::optional<Rejection>& framing_error() const noexcept {
        return framing_error_;
    }
    [[nodiscard]] std::optional<std::uint64_t> announced_length() const {
        const auto length = parser_->content_length();
        return length ? std::optional(*length) : std::nullopt;
    }

    /// @pre  begin() was called; complete only once is_done()
    [[nodiscard]] const Request& request() const { return parser_->get(); }

    void erase(boost::beast::http::field field) { parser_->get().erase(field); }

private:
    static constexpr std::size_t read_size = std::size_t{16} * 1024;

    std::optional<Rejection> feed() {
        const bool is_header = !parser_->is_header_done();
        const auto bytes = buffer_.data();
        boost::beast::error_code ec;
        const std::size_t size = parser_->put(bytes, ec);
        const bool has_fold =
            is_header && is_folded({static_cast<const char*>(bytes.data()), size});
        if (is_header) OPENSSL_cleanse(bytes.data(), size);  // may contain a password
        buffer_.consume(size);
        using boost::beast::http::error;
        if (ec == error::header_limit) return too_large_header();
        if (ec == error::body_limit) return Rejection{413, "the body is too large"};
        if (ec && ec != error::need_more) return Rejection{400, "malformed HTTP: " + ec.message()};
        if (has_fold) return Rejection{400, "malformed HTTP: a header continues on another line"};
        return std::nullopt;
    }

    /// What is left over is moved to make room: its old place may keep a password.
    void move_leftover() {
        const auto unused = buffer_.prepare(buffer_.capacity() - buffer_.size());
        OPENSSL_cleanse(unused.data(), unused.size());
    }

    /// Whether a line of a header continues the one above.
    /// @par Source  RFC 9112, section 5.2: rejected with 400
    static bool is_folded(std::string_view header) {
        for (auto end = header.find('\n'); end < header.size() - 1;
             end = header.find('\n', end + 1))
            if (header[end + 1] == ' ' || header[end + 1] == '\t') return true;
        return false;
    }

    /// Beast takes a request with an unknown transfer coding for one without a body.
    [[nodiscard]] std::optional<Rejection> find_framing_error() const {
        using boost::beast::http::field;
        const Request& request = parser_->get();
        const std::size_t encodings = request.count(field::transfer_encoding);
        if (encodings != 0 && request.version() < 11)
            return Rejection{400, "HTTP/1.0 has no Transfer-Encoding"};
        if (encodings > 1 || (encodings == 1 &&
                              !boost::beast::iequals(request[field::transfer_encoding], "chunked")))
            return Rejection{501, "the transfer encoding must be chunked, or absent"};
        if (request.count(field::content_length) > 1 ||
            request[field::content_length].find(',') != boost::beast::string_view::npos)
            return Rejection{400, "the header Content-Length is repeated"};
        if (request.method() == boost::beast::http::verb::post && !parser_->content_length() &&
            !parser_->chunked())
            return Rejection{411, "the length of the body is missing"};
        return std::nullopt;
    }

    static Rejection too_large_header() { return {431, "the headers are too large"}; }

    std::size_t max_header_bytes_;
    std::size_t max_body_bytes_;
    std::size_t body_limit_ = 0;  ///< of the current request
    std::size_t taken_ = 0;       ///< bytes read of the current request
    boost::beast::basic_flat_buffer<WipingAllocator<char>> buffer_;
    std::optional<boost::beast::http::request_parser<ArrivedBody, WipingAllocator<char>>> parser_;
    std::optional<Rejection> framing_error_;
    bool keeps_connection_ = false;
};

}  // namespace detail::http
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
