// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_SERVER_DETAIL_STREAM_HPP
#define CRYPTO_CHECKPOINT_SERVER_DETAIL_STREAM_HPP

#include <crypto_checkpoint/server/detail/async_operation.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>

#include <optional>
#include <string>
#include <utility>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail::http {

inline std::string to_text(const asio::ip::tcp::endpoint& endpoint) {
    const std::string address = endpoint.address().to_string();
    return (endpoint.address().is_v6() ? '[' + address + ']' : address) + ':' +
           std::to_string(endpoint.port());
}

/// A TCP or TLS connection. Waits for one operation at a time; cancel() ends it with operation_aborted.
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
        return AsyncOperation(memory_, [this](auto done) {
            tls_->async_handshake(asio::ssl::stream_base::server, std::move(done));
        });
    }

    /// Exchanges close_notify with the client.
    auto shutdown_tls() {
        return AsyncOperation(memory_,
                              [this](auto done) { tls_->async_shutdown(std::move(done)); });
    }

    auto read_some(asio::mutable_buffer space) {
        return AsyncOperation(memory_, [this, space](auto done) {
            if (tls_)
                tls_->async_read_some(space, std::move(done));
            else
                socket_.async_read_some(space, std::move(done));
        });
    }

    auto write(asio::const_buffer bytes) {
        return AsyncOperation(memory_, [this, bytes](auto done) {
            if (tls_)
                asio::async_write(*tls_, bytes, std::move(done));
            else
                asio::async_write(socket_, bytes, std::move(done));
        });
    }

    /// Bypasses TLS.
    auto read_some_raw(asio::mutable_buffer space) {
        return AsyncOperation(
            memory_, [this, space](auto done) { socket_.async_read_some(space, std::move(done)); });
    }
    auto write_raw(asio::const_buffer bytes) {
        return AsyncOperation(memory_, [this, bytes](auto done) {
            asio::async_write(socket_, bytes, std::move(done));
        });
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

    /// For an operation that is no transfer, while none is pending.
    OperationMemory& memory() noexcept { return memory_; }

private:
    OperationMemory memory_;
    asio::ip::tcp::socket socket_;
    std::optional<asio::ssl::stream<asio::ip::tcp::socket&>> tls_;
};

}  // namespace detail::http
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
