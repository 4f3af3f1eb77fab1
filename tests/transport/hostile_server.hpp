// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_TESTS_WSMAN_HOSTILE_SERVER_HPP
#define CRYPTO_CHECKPOINT_TESTS_WSMAN_HOSTILE_SERVER_HPP

#include "server_tls.hpp"
#include "support/socket.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdlib>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace wsman_tests {

/// A request as it came: the head with the blank line, and the body.
struct Request {
    std::string head;
    std::string body;
};

/// A connection as a script sees it. Whatever fails says so and does nothing: the far side has
/// gone, or the server ends.
class Connection {
public:
    Connection(int socket, TlsSession tls) : socket_(socket), tls_(std::move(tls)) {}

    /// Reads a whole request. Nothing, where the far side ends the connection before.
    std::optional<Request> read() {
        std::size_t end_of_head = 0;
        while ((end_of_head = received_.find("\r\n\r\n")) == received_.npos)
            if (!receive()) return std::nullopt;
        end_of_head += 4;
        Request request{received_.substr(0, end_of_head), {}};
        std::size_t length = 0;
        if (const auto at = request.head.find("Content-Length: "); at != request.head.npos)
            length = std::strtoul(request.head.c_str() + at + 16, nullptr, 10);
        while (received_.size() < end_of_head + length)
            if (!receive()) return std::nullopt;
        request.body = received_.substr(end_of_head, length);
        received_.erase(0, end_of_head + length);
        return request;
    }

    /// Reads what there is of a request. False, where the far side has ended the connection.
    bool read_some() { return receive(); }

    /// Sends some bytes. False, where they can no longer be sent.
    bool send(std::string_view bytes) { return tls_ ? tls_.send(bytes) : send_to(socket_, bytes); }

    /// Waits until the far side ends the connection.
    void wait_for_end() {
        while (receive()) {}
    }

    [[nodiscard]] int socket() const { return socket_; }

private:
    bool receive() {
        char bytes[4096];
        const int got =
            tls_ ? tls_.receive(bytes, sizeof bytes) : receive_from(socket_, bytes, sizeof bytes);
        if (got > 0) received_.append(bytes, static_cast<std::size_t>(got));
        return got > 0;
    }

    int socket_;
    TlsSession tls_;
    std::string received_;
};

/// A server on a port of its own at 127.0.0.1. It does with each connection, in a thread, what the
/// script says; when the script returns, the connection is closed.
class HostileServer {
public:
    using Script = std::function<void(Connection&)>;

    explicit HostileServer(Script script, std::shared_ptr<ServerTls> tls = nullptr)
        : script_(std::move(script)), tls_(std::move(tls)), listener_(listening_socket(256)) {
        acceptor_ = std::thread([this] { accept_all(); });
    }
    HostileServer(const HostileServer&) = delete;
    HostileServer& operator=(const HostileServer&) = delete;
    ~HostileServer() {
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

    /// How many connections there were so far, and the most that were open at once.
    [[nodiscard]] int connections() const { return connections_; }
    [[nodiscard]] int max_concurrent_connections() const {
        const std::lock_guard lock(mutex_);
        return static_cast<int>(max_open_);
    }

private:
    void accept_all() {
        block_sigpipe();
        while (!ends_) {
            const int accepted = accept_from(listener_.number());
            if (accepted < 0) continue;
            const std::lock_guard lock(mutex_);
            ++connections_;
            open_.push_back(accepted);
            max_open_ = (std::max)(max_open_, open_.size());
            threads_.emplace_back([this, accepted] { serve(accepted); });
        }
    }

    void serve(int accepted) {
        const Socket socket(accepted);
        if (TlsSession session = tls_ ? tls_->accept(accepted) : TlsSession(); session || !tls_) {
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
    mutable std::mutex mutex_;
    std::vector<int> open_;
    std::size_t max_open_ = 0;
    std::vector<std::thread> threads_;
    std::thread acceptor_;
};

/// A whole answer.
inline std::string answer_of(std::string_view body, std::string_view status = "200 OK",
                             std::string_view headers = "") {
    return "HTTP/1.1 " + std::string(status) +
           "\r\nContent-Type: application/soap+xml;charset=UTF-8\r\n" + std::string(headers) +
           "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

/// Answers every request with the same bytes, and keeps the connection.
inline HostileServer::Script always(std::string answer) {
    return [answer = std::move(answer)](Connection& connection) {
        while (connection.read())
            if (!connection.send(answer)) return;
    };
}

/// Answers one request with some bytes, and ends the connection.
inline HostileServer::Script once(std::string answer) {
    return [answer = std::move(answer)](Connection& connection) {
        if (connection.read()) connection.send(answer);
    };
}

/// Takes a request and never answers.
inline void never(Connection& connection) { connection.wait_for_end(); }

/// What the requests of all connections were, for scripts to note and tests to look at.
class Record {
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

}  // namespace wsman_tests

#endif
