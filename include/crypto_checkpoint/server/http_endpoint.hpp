// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_SERVER_HTTP_ENDPOINT_HPP
#define CRYPTO_CHECKPOINT_SERVER_HTTP_ENDPOINT_HPP

#include <crypto_checkpoint/error/errc.hpp>
#include <crypto_checkpoint/error/error.hpp>
#include <crypto_checkpoint/server/detail/basic_auth.hpp>
#include <crypto_checkpoint/server/detail/request_rules.hpp>
#include <crypto_checkpoint/server/detail/server.hpp>
#include <crypto_checkpoint/server/detail/session.hpp>
#include <crypto_checkpoint/server/detail/stream.hpp>
#include <crypto_checkpoint/server/detail/tls_context.hpp>
#include <crypto_checkpoint/server/endpoint_options.hpp>
#include <crypto_checkpoint/server/http_handler.hpp>

#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <utility>

namespace crypto_checkpoint {
inline namespace v0 {

/// An HTTP or HTTPS server that hands whole requests to a handler, and nothing that it does not
/// know the sender of.
///
/// It speaks HTTP/1.1 and 1.0, over TLS 1.2 and newer. Who is asked for a user and a password
/// (Basic) is asked before anything else about the request is looked at, whatever its path. What is
/// not in order is answered by the server itself: 400, 401, 405, 408, 411, 413, 415, 417, 431, 501,
/// 503. Limits are on the headers together, on the body, on the number of connections, and on the
/// time a request takes as a whole, so that sending it byte by byte wins nothing.
///
/// The connections that are one too many are answered with 503, up to 64 of them, and others are
/// just closed.
/// @par Thread safety  safe; neither start() nor stop() may be called by a handler or an observer
/// @par Source         RFC 9110, RFC 9112; RFC 7617 (Basic); RFC 8996 (no TLS below 1.2)
/// @par Example  what `crypto-checkpoint serve` does:
/// @snippet crypto-checkpoint/serve.cpp endpoint
class HttpEndpoint {
public:
    /// Opens the port. Connections are taken in once start() is called.
    /// @param options   where, for whom, and within which limits
    /// @param handler   answers requests; called from several threads at once
    /// @param observer  is told of each request when it is over; may be empty
    /// @par Errors
    ///  * insecure_connection: the address is not loopback, and tls or credentials are missing
    ///  * storage_failed: a file of TLS cannot be read
    ///  * invalid_value: the address is none or not of this machine, the port is in use or not
    ///    allowed, a file of TLS is not what it should be, the key is not that of the certificate,
    ///    the credentials or the limits cannot be
    static Result<HttpEndpoint> listen(EndpointOptions options, HttpHandler handler,
                                       HttpObserver observer = {}) {
        using namespace detail::http;
        const auto address = checked_address(options);
        if (!address) return std::unexpected(address.error());
        if (auto usable = check_limits(options, handler); !usable)
            return std::unexpected(std::move(usable.error()));
        auto shared =
            std::make_unique<Shared>(std::move(options), std::move(handler), std::move(observer));
        if (auto& credentials = shared->options.credentials) {
            auto authentication = BasicAuthentication::of(*credentials);
            if (!authentication) return std::unexpected(std::move(authentication.error()));
            shared->authentication = std::move(*authentication);
            credentials.reset();
        }
        if (const auto& files = shared->options.tls) {
            auto context = make_tls_context(*files);
            if (!context) return std::unexpected(std::move(context.error()));
            shared->tls = std::move(*context);
        }
        const asio::ip::tcp::endpoint wanted(*address, shared->options.port);
        ErrorCode fault;
        auto server = std::make_unique<Server>(std::move(shared), [&](asio::io_context& io) {
            return listening_acceptor(io, wanted, fault);
        });
        if (fault) return std::unexpected(cannot_listen(wanted, fault));
        return HttpEndpoint(std::move(server));
    }

    /// Takes the server over. What is left may be assigned to, or end.
    HttpEndpoint(HttpEndpoint&&) noexcept = default;
    /// Ends the server that was here, and takes the other one over.
    HttpEndpoint& operator=(HttpEndpoint&&) noexcept = default;

    /// Stops as stop() does, and then waits for handlers that are at work, however long they take.
    ~HttpEndpoint() = default;

    /// The port that it listens on, also where any was asked for.
    [[nodiscard]] std::uint16_t port() const { return server_->address().port(); }

    /// Where it is: `http://127.0.0.1:5985`, in ASCII.
    [[nodiscard]] std::string url() const {
        return (server_->is_tls() ? "https://" : "http://") +
               detail::http::to_text(server_->address());
    }

    /// Begins to answer, on threads of its own, and returns at once.
    void start() { server_->start(); }

    /// Takes in no more connections, closes the idle ones, and waits until what has begun is
    /// answered: up to EndpointOptions::grace_time, and then a second for telling the others that
    /// nothing was done. There is no way back.
    /// @return  whether all that had begun was answered as it should
    bool stop() { return server_->stop(); }

private:
    explicit HttpEndpoint(std::unique_ptr<detail::http::Server> server)
        : server_(std::move(server)) {}

    static Result<boost::asio::ip::address> checked_address(const EndpointOptions& options) {
        boost::system::error_code fault;
        const bool is_local = detail::http::is_same_word(options.address, "localhost");
        auto address =
            boost::asio::ip::make_address(is_local ? "127.0.0.1" : options.address, fault);
        if (fault) {
            Error error(Errc::invalid_value, "'" + options.address + "' is no IP address");
            error.context = options.address;
            return std::unexpected(std::move(error));
        }
        const bool is_loopback =
            address.is_loopback() ||
            (address.is_v6() && address.to_v6().is_v4_mapped() &&
             boost::asio::ip::make_address_v4(boost::asio::ip::v4_mapped, address.to_v6())
                 .is_loopback());
        if (is_loopback || (options.tls && options.credentials)) return address;
        return std::unexpected(
            Error(Errc::insecure_connection, "others can reach '" + options.address +
                                                 "': give it both TLS and credentials, or "
                                                 "listen on 127.0.0.1"));
    }

    static Result<void> check_limits(const EndpointOptions& options, const HttpHandler& handler) {
        const auto wrong = [](const char* what) {
            return std::unexpected(Error(Errc::invalid_value, what));
        };
        if (!handler) return wrong("a handler is needed");
        if (options.max_header_bytes < 256 || options.max_header_bytes > std::size_t{1024} * 1024)
            return wrong("headers are limited to 256 bytes at least, and to 1 MiB at most");
        if (options.max_connections == 0) return wrong("there must be room for a connection");
        if (options.request_time.count() <= 0 || options.idle_time.count() <= 0)
            return wrong("the times must be longer than nothing");
        if (options.threads > 1024) return wrong("1,024 threads are the most");
        if (options.realm.find_first_of("\"\\\r\n") != std::string::npos)
            return wrong("the realm must not hold quotes, backslashes and line ends");
        return {};
    }

    static boost::asio::ip::tcp::acceptor listening_acceptor(
        boost::asio::io_context& io, const boost::asio::ip::tcp::endpoint& wanted,
        boost::system::error_code& fault) {
        boost::asio::ip::tcp::acceptor acceptor(io);
        acceptor.open(wanted.protocol(), fault);
#ifndef _WIN32
        // Without it the port could not be used again for minutes. On Windows it means that others
        // may take it over.
        if (!fault) acceptor.set_option(boost::asio::ip::tcp::acceptor::reuse_address(true), fault);
#endif
        if (!fault) acceptor.bind(wanted, fault);
        if (!fault) acceptor.listen(boost::asio::ip::tcp::acceptor::max_listen_connections, fault);
        return acceptor;
    }

    static Error cannot_listen(const boost::asio::ip::tcp::endpoint& wanted,
                               const boost::system::error_code& fault) {
        const std::string place = detail::http::to_text(wanted);
        std::string why = "cannot listen on " + place + ": " + fault.message();
        if (fault == boost::asio::error::address_in_use)
            why = "another program listens on " + place + " already";
        else if (fault == boost::asio::error::access_denied)
            why = "it takes more rights to listen on " + place;
        else if (fault == boost::system::errc::address_not_available)
            why = "this machine has no address " + wanted.address().to_string();
        Error error(Errc::invalid_value, std::move(why));
        error.context = place;
        return error;
    }

    std::unique_ptr<detail::http::Server> server_;
};

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
