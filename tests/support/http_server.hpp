// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "certificates.hpp"
#include "socket.hpp"

#include <openssl/ssl.h>

#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace wsman_tests {

struct TlsSettings {
    Identity identity;
    int max_version = TLS1_3_VERSION;
    /// The issuer of the certificates that clients must have; null: none is requested.
    X509* client_issuer = nullptr;
};

class ServerTls {
public:
    explicit ServerTls(TlsSettings settings)
        : settings_(std::move(settings)), context_(SSL_CTX_new(TLS_server_method())) {
        SSL_CTX* const context = context_.get();
        SSL_CTX_set_security_level(context, 0);  // allows TLS 1.1
        SSL_CTX_set_min_proto_version(context, TLS1_VERSION);
        SSL_CTX_set_max_proto_version(context, settings_.max_version);
        if (SSL_CTX_use_certificate(context, settings_.identity.certificate.get()) != 1 ||
            SSL_CTX_use_PrivateKey(context, settings_.identity.key.get()) != 1)
            throw std::runtime_error("the certificate cannot be used");
        if (settings_.client_issuer == nullptr) return;
        X509_STORE_add_cert(SSL_CTX_get_cert_store(context), settings_.client_issuer);
        SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
    }

    struct Free {
        void operator()(SSL* session) const { SSL_free(session); }
        void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
    };
    using Session = std::unique_ptr<SSL, Free>;

    /// Null if the handshake fails.
    Session accept(int socket) {
        Session session(SSL_new(context_.get()));
        SSL_set_fd(session.get(), socket);
        return SSL_accept(session.get()) == 1 ? std::move(session) : nullptr;
    }

private:
    TlsSettings settings_;
    std::unique_ptr<SSL_CTX, Free> context_;
};

/// A request as it came: the head with the blank line, and the body.
struct Request {
    std::string head;
    std::string body;
};

/// The server's end of a connection, for a script. Operations fail when the client has gone or the
/// server ends.
class Connection {
public:
    Connection(int socket, ServerTls::Session tls) : socket_(socket), tls_(std::move(tls)) {}

    /// Reads a whole request; nullopt if the client ends the connection before.
    std::optional<Request> read() {
        std::size_t end_of_head = 0;
        while ((end_of_head = received_.find("\r\n\r\n")) == received_.npos)
            if (!read_some()) return std::nullopt;
        end_of_head += 4;
        Request request{received_.substr(0, end_of_head), {}};
        std::size_t length = 0;
        if (const auto at = request.head.find("Content-Length: "); at != request.head.npos)
            length = std::strtoul(request.head.c_str() + at + 16, nullptr, 10);
        while (received_.size() < end_of_head + length)
            if (!read_some()) return std::nullopt;
        request.body = received_.substr(end_of_head, length);
        received_.erase(0, end_of_head + length);
        return request;
    }

    bool read_some() {
        char bytes[4096];
        const int got = tls_ ? SSL_read(tls_.get(), bytes, sizeof bytes)
                             : receive_from(socket_, bytes, sizeof bytes);
        if (got > 0) received_.append(bytes, static_cast<std::size_t>(got));
        return got > 0;
    }

    bool send(std::string_view bytes) {
        if (!tls_) return send_to(socket_, bytes);
        return bytes.empty() ||
               SSL_write(tls_.get(), bytes.data(), static_cast<int>(bytes.size())) > 0;
    }

    /// Waits until the client ends the connection.
    void wait_for_end() {
        while (read_some()) {}
    }

    [[nodiscard]] int socket() const { return socket_; }

private:
    int socket_;
    ServerTls::Session tls_;
    std::string received_;
};

/// A server on a free port of 127.0.0.1 that runs a script for each connection, in a thread. When the
/// script returns, the connection is closed.
class HttpServer {
public:
    using Script = std::function<void(Connection&)>;

    explicit HttpServer(Script script, std::shared_ptr<ServerTls> tls = nullptr)
        : script_(std::move(script)), tls_(std::move(tls)), listener_(listening_socket(256)) {
        acceptor_ = std::thread([this] { accept_all(); });
    }
    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;
    ~HttpServer() {
        ends_ = true;
        shut_down(listener_.number());
        acceptor_.join();
        {
            const std::lock_guard lock(mutex_);
            for (const int socket : open_) shut_down(socket);
        }
        for (std::thread& thread : threads_) thread.join();
    }

    [[nodiscard]] std::string url() const {
        return (tls_ ? "https://" : "http://") + authority() + "/wsman";
    }
    [[nodiscard]] std::string authority() const {
        return "127.0.0.1:" + std::to_string(port_of(listener_.number()));
    }

    /// Accepted so far.
    [[nodiscard]] int connections() const { return connections_; }

private:
    void accept_all() {
        block_sigpipe();
        while (!ends_) {
            const int accepted = accept_from(listener_.number());
            if (accepted < 0) continue;
            const std::lock_guard lock(mutex_);
            ++connections_;
            open_.push_back(accepted);
            threads_.emplace_back([this, accepted] { serve(accepted); });
        }
    }

    void serve(int accepted) {
        const Socket socket(accepted);
        if (ServerTls::Session session = tls_ ? tls_->accept(accepted) : nullptr;
            session || !tls_) {
            Connection connection(accepted, std::move(session));
            script_(connection);
        }
        const std::lock_guard lock(mutex_);
        std::erase(open_, accepted);
    }

    Script script_;
    std::shared_ptr<ServerTls> tls_;
    Socket listener_;
    std::atomic<bool> ends_ = false;
    std::atomic<int> connections_ = 0;
    std::mutex mutex_;
    std::vector<int> open_;
    std::vector<std::thread> threads_;
    std::thread acceptor_;
};

/// The text of a response.
inline std::string response_text(std::string_view body, std::string_view status = "200 OK",
                                 std::string_view headers = "") {
    return "HTTP/1.1 " + std::string(status) +
           "\r\nContent-Type: application/soap+xml;charset=UTF-8\r\n" + std::string(headers) +
           "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

/// The requests of all connections.
class RequestLog {
public:
    void add(Request request) {
        const std::lock_guard lock(mutex_);
        requests_.push_back(std::move(request));
    }
    [[nodiscard]] std::vector<Request> requests() const {
        const std::lock_guard lock(mutex_);
        return requests_;
    }

private:
    mutable std::mutex mutex_;
    std::vector<Request> requests_;
};

/// Script: sends the same response to every request, and keeps the connection.
inline HttpServer::Script always(std::string response, RequestLog* log = nullptr) {
    return [response = std::move(response), log](Connection& connection) {
        while (auto request = connection.read()) {
            if (log != nullptr) log->add(std::move(*request));
            if (!connection.send(response)) return;
        }
    };
}

/// Script: sends one response, and ends the connection.
inline HttpServer::Script once(std::string response, RequestLog* log = nullptr) {
    return [response = std::move(response), log](Connection& connection) {
        auto request = connection.read();
        if (request && log != nullptr) log->add(*std::move(request));
        if (request) connection.send(response);
    };
}

/// Script: reads and never responds.
inline void never(Connection& connection) { connection.wait_for_end(); }

}  // namespace wsman_tests
