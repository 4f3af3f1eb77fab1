// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_SERVER_HTTP_ENDPOINT_HPP
#define CRYPTO_CHECKPOINT_SERVER_HTTP_ENDPOINT_HPP

#include <crypto_checkpoint/detail/ascii.hpp>
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

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <utility>

namespace crypto_checkpoint {
inline namespace v0 {

/// An HTTP or HTTPS server that passes whole requests to a handler.
///
/// It speaks HTTP/1.1 and 1.0, over TLS 1.2 and newer. Authentication (Basic, with
/// EndpointOptions::credentials) is checked before anything else about a request, whatever its path;
/// only what EndpointOptions::anonymous handles needs none.
/// The server itself rejects bad requests: 400, 401, 405, 408, 411, 413, 415, 417, 421, 429, 431, 501,
/// 503. It closes the connection if the end of a rejected request is not certain.
/// It limits the headers, the body, the number of connections, and the time of a whole request, which
/// defeats slowloris attacks.
///
/// Above the limit of connections, the oldest one that has not sent an acceptable request makes room. If
/// there is none, a new connection gets a 503, up to 64 of them; beyond that they are closed.
/// @par Thread safety  all functions may be called concurrently, but neither start() nor stop() by a
///                     handler or an observer
/// @par Source         RFC 9110, RFC 9112; RFC 7617 (Basic); RFC 8996 (no TLS below 1.2)
/// @par Example  what `crypto-checkpoint serve` does:
/// @snippet crypto-checkpoint/serve/serve.cpp endpoint
class HttpEndpoint {
public:
    /// Opens the port. Connections are accepted after start().
    /// @param options   listen address, authentication and limits
    /// @param handler   handles requests; called from several threads at once
    /// @param observer  called after each request; may be empty
    /// @par Errors
    ///  * insecure_connection: the address is not loopback, and tls or credentials are missing
    ///  * storage_failed: a TLS file cannot be read
    ///  * invalid_value: the address is malformed or not of this machine, the port is in use or not
    ///    permitted, a TLS file is malformed, the key does not match the certificate, the credentials
    ///    or limits are invalid
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
            auto authentication = BasicAuthentication::make(*credentials);
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
        ErrorCode ec;
        auto server = std::make_unique<Server>(std::move(shared), [&](asio::io_context& io) {
            return listening_acceptor(io, wanted, ec);
        });
        if (ec) return std::unexpected(cannot_listen(wanted, ec));
        return HttpEndpoint(std::move(server));
    }

    /// Leaves the other one valid for assignment and destruction only.
    HttpEndpoint(HttpEndpoint&&) noexcept = default;
    /// Stops the server that was here.
    HttpEndpoint& operator=(HttpEndpoint&&) noexcept = default;

    /// As stop(), and waits for running handlers without a limit.
    ~HttpEndpoint() = default;

    /// The port that it listens on; the chosen one for EndpointOptions::port 0.
    [[nodiscard]] std::uint16_t port() const { return server_->address().port(); }

    /// `http://127.0.0.1:5985`; ASCII.
    [[nodiscard]] std::string url() const {
        return (server_->is_tls() ? "https://" : "http://") +
               detail::http::to_text(server_->address());
    }

    /// Starts serving on threads of its own, and returns at once.
    void start() { server_->start(); }

    /// Accepts no more connections, closes idle ones, and waits for requests under way: up to
    /// EndpointOptions::grace_time, then one second more to reject the rest with 503. The handler is not
    /// called for requests that still wait for a thread then: they get 503 when one is free. Final.
    /// @return  whether all requests under way were served
    bool stop() { return server_->stop(); }

private:
    explicit HttpEndpoint(std::unique_ptr<detail::http::Server> server)
        : server_(std::move(server)) {}

    static Result<boost::asio::ip::address> checked_address(const EndpointOptions& options) {
        boost::system::error_code ec;
        const bool is_local = detail::equals_ignoring_ascii_case(options.address, "localhost");
        auto address = boost::asio::ip::make_address(is_local ? "127.0.0.1" : options.address, ec);
        if (ec) {
            Error error(Errc::invalid_value, "'" + options.address + "' is not an IP address");
            error.context = options.address;
            return std::unexpected(std::move(error));
        }
        const bool is_loopback =
            address.is_loopback() ||
            (address.is_v6() && address.to_v6().is_v4_mapped() &&
             boost::asio::ip::make_address_v4(boost::asio::ip::v4_mapped, address.to_v6())
                 .is_loopback());
        if (is_loopback || (options.tls && options.credentials)) return address;
        return std::unexpected(Error(Errc::insecure_connection,
                                     "'" + options.address +
                                         "' is reachable by other machines: set both TLS and "
                                         "credentials, or listen on 127.0.0.1"));
    }

    static Result<void> check_limits(const EndpointOptions& options, const HttpHandler& handler) {
        const auto invalid = [](const char* reason) {
            return std::unexpected(Error(Errc::invalid_value, reason));
        };
        if (!handler) return invalid("a handler is needed");
        if (options.anonymous &&
            (!options.anonymous->handler || options.anonymous->header.name.empty()))
            return invalid("anonymous access needs a header and a handler");
        if (options.max_header_bytes < 256 || options.max_header_bytes > std::size_t{1024} * 1024)
            return invalid("max_header_bytes must be between 256 bytes and 1 MiB");
        if (options.max_connections == 0) return invalid("max_connections must be positive");
        if (options.request_time.count() <= 0 || options.idle_time.count() <= 0)
            return invalid("request_time and idle_time must be positive");
        if (options.grace_time.count() < 0) return invalid("grace_time must not be negative");
        if (options.max_guess_delay.count() < 0 ||
            options.max_guess_delay > std::chrono::minutes(1))
            return invalid("max_guess_delay must be between 0 and one minute");
        if (options.threads > 1024) return invalid("threads must be at most 1,024");
        if (options.realm.find_first_of("\"\\\r\n") != std::string::npos)
            return invalid("the realm must not contain quotes, backslashes or line breaks");
        return {};
    }

    static boost::asio::ip::tcp::acceptor listening_acceptor(
        boost::asio::io_context& io, const boost::asio::ip::tcp::endpoint& wanted,
        boost::system::error_code& ec) {
        boost::asio::ip::tcp::acceptor acceptor(io);
        acceptor.open(wanted.protocol(), ec);
#ifndef _WIN32
        // Otherwise the port would be blocked for minutes after a stop. On Windows the option would let
        // other programs take over the port.
        if (!ec) acceptor.set_option(boost::asio::ip::tcp::acceptor::reuse_address(true), ec);
#endif
        if (!ec) acceptor.bind(wanted, ec);
        if (!ec) acceptor.listen(boost::asio::ip::tcp::acceptor::max_listen_connections, ec);
        return acceptor;
    }

    static Error cannot_listen(const boost::asio::ip::tcp::endpoint& wanted,
                               const boost::system::error_code& ec) {
        const std::string place = detail::http::to_text(wanted);
        std::string why = "cannot listen on " + place + ": " + ec.message();
        if (ec == boost::asio::error::address_in_use)
            why = "another program already listens on " + place;
        else if (ec == boost::asio::error::access_denied)
            why = "no permission to listen on " + place;
        else if (ec == boost::system::errc::address_not_available)
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
