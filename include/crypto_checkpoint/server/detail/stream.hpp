// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_SERVER_DETAIL_STREAM_HPP
#define CRYPTO_CHECKPOINT_SERVER_DETAIL_STREAM_HPP

#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>

#include <coroutine>
#include <cstddef>
#include <optional>
#include <utility>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail::http {

namespace asio = boost::asio;
using ErrorCode = boost::system::error_code;

/// The result of a socket operation.
struct Transferred {
    ErrorCode error;
    std::size_t size = 0;
};

/// An awaitable Asio operation. @p Start starts it with the completion handler.
template <class Start>
class AsyncOperation {
public:
    explicit AsyncOperation(Start start) : start_(std::move(start)) {}

    struct Done {
        AsyncOperation* operation;
        std::coroutine_handle<> awaiting;
        void operator()(ErrorCode error, std::size_t size = 0) const {
            operation->result_ = {error, size};
            awaiting.resume();
        }
    };

    [[nodiscard]] bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> awaiting) { start_(Done{this, awaiting}); }
    // NOLINTNEXTLINE(modernize-use-nodiscard): some callers ignore the result
    Transferred await_resume() const noexcept { return result_; }

private:
    Start start_;
    Transferred result_;
};

/// A TCP or TLS connection. cancel() ends pending operations with operation_aborted.
class Stream {
public:
    /// @param tls  null: not encrypted
    Stream(asio::ip::tcp::socket socket, asio::ssl::context* tls) : socket_(std::move(socket)) {
        if (tls) tls_.emplace(socket_, *tls);
    }
    Stream(const Stream&) = delete;
    Stream& operator=(const Stream&) = delete;

    [[nodiscard]] bool is_tls() const noexcept { return tls_.has_value(); }

    auto handshake() {
        return AsyncOperation([this](auto done) {
            tls_->async_handshake(asio::ssl::stream_base::server, std::move(done));
        });
    }

    /// Exchanges close_notify with the client.
    auto shutdown_tls() {
        return AsyncOperation([this](auto done) { tls_->async_shutdown(std::move(done)); });
    }

    auto read_some(asio::mutable_buffer space) {
        return AsyncOperation([this, space](auto done) {
            if (tls_)
                tls_->async_read_some(space, std::move(done));
            else
                socket_.async_read_some(space, std::move(done));
        });
    }

    auto write(asio::const_buffer bytes) {
        return AsyncOperation([this, bytes](auto done) {
            if (tls_)
                asio::async_write(*tls_, bytes, std::move(done));
            else
                asio::async_write(socket_, bytes, std::move(done));
        });
    }

    /// Bypasses TLS.
    auto read_some_raw(asio::mutable_buffer space) {
        return AsyncOperation(
            [this, space](auto done) { socket_.async_read_some(space, std::move(done)); });
    }
    auto write_raw(asio::const_buffer bytes) {
        return AsyncOperation(
            [this, bytes](auto done) { asio::async_write(socket_, bytes, std::move(done)); });
    }

    /// Whether received bytes are waiting in the socket.
    [[nodiscard]] bool has_unread_bytes() const {
        ErrorCode ignored;
        return socket_.available(ignored) != 0;
    }

    void shut_down(asio::ip::tcp::socket::shutdown_type what) {
        ErrorCode ignored;
        socket_.shutdown(what, ignored);
    }
    void cancel() {
        ErrorCode ignored;
        socket_.cancel(ignored);
    }

private:
    asio::ip::tcp::socket socket_;
    std::optional<asio::ssl::stream<asio::ip::tcp::socket&>> tls_;
};

}  // namespace detail::http
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
