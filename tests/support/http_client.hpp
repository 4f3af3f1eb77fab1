// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "socket.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace wsman_tests {

struct Response {
    int status = 0;                              ///< 0: none or an incomplete one was received
    std::map<std::string, std::string> headers;  ///< names in lower case
    std::string body;
};

/// The client's end of a connection, byte by byte. No operation waits longer than ten seconds.
class HttpClient {
public:
    explicit HttpClient(std::uint16_t port) : HttpClient(connected_socket(port)) {}
    explicit HttpClient(Socket connected) : socket_(std::move(connected)) {
        const timeval time{.tv_sec = 10, .tv_usec = 0};
        ::setsockopt(socket_.number(), SOL_SOCKET, SO_RCVTIMEO, &time, sizeof time);
        ::setsockopt(socket_.number(), SOL_SOCKET, SO_SNDTIMEO, &time, sizeof time);
        const int one = 1;
        ::setsockopt(socket_.number(), IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    }

    /// Returns whether the handshake succeeded.
    bool start_tls(int max_version = TLS1_3_VERSION, const char* ciphers = "DEFAULT") {
        context_.reset(SSL_CTX_new(TLS_client_method()), &SSL_CTX_free);
        SSL_CTX_set_security_level(context_.get(), 0);
        SSL_CTX_set_min_proto_version(context_.get(), TLS1_VERSION);
        if (SSL_CTX_set_cipher_list(context_.get(), ciphers) != 1) return false;
        SSL_CTX_set_max_proto_version(context_.get(), max_version);
        tls_.reset(SSL_new(context_.get()), &SSL_free);
        SSL_set_fd(tls_.get(), socket_.number());
        return SSL_connect(tls_.get()) == 1;
    }

    bool send(std::string_view bytes) {
        if (!tls_) return send_to(socket_.number(), bytes);
        return SSL_write(tls_.get(), bytes.data(), static_cast<int>(bytes.size())) > 0;
    }

    Response receive(bool is_to_head = false) {
        std::size_t end = 0;
        while ((end = unread_.find("\r\n\r\n")) == unread_.npos)
            if (!receive_more()) return {};
        Response response = parse_head(std::string_view(unread_).substr(0, end));
        unread_.erase(0, end + 4);
        const auto length = response.headers.find("content-length");
        const std::size_t size =
            is_to_head || length == response.headers.end() ? 0 : std::stoul(length->second);
        while (unread_.size() < size)
            if (!receive_more()) return {};
        response.body = unread_.substr(0, size);
        unread_.erase(0, size);
        return response;
    }

    Response round_trip(std::string_view request) {
        (void)send(request);
        return receive();
    }

    /// Whether the server closes the connection without sending more.
    bool is_closed() { return unread_.empty() && !receive_more() && !has_timed_out_; }

    /// Whether the server closes the connection, whatever it sends before.
    bool is_ended() {
        while (receive_more()) continue;
        return !has_timed_out_;
    }

    void half_close() { ::shutdown(socket_.number(), SHUT_WR); }

    /// The destructor will reset the connection.
    void reset() { wsman_tests::reset(socket_.number()); }

private:
    bool receive_more() {
        char bytes[4096];
        const int size = tls_ ? SSL_read(tls_.get(), bytes, sizeof bytes)
                              : receive_from(socket_.number(), bytes, sizeof bytes);
        has_timed_out_ = size < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
        if (size <= 0) {
            ERR_clear_error();
            return false;
        }
        unread_.append(bytes, static_cast<std::size_t>(size));
        return true;
    }

    static Response parse_head(std::string_view head) {
        Response response;
        response.status = std::stoi(std::string(head.substr(9, 3)));
        for (auto end = head.find("\r\n"); end != head.npos; end = head.find("\r\n")) {
            head.remove_prefix(end + 2);
            const std::string_view line = head.substr(0, head.find("\r\n"));
            const auto colon = line.find(": ");
            std::string name(line.substr(0, colon));
            for (char& letter : name)
                if ('A' <= letter && letter <= 'Z') letter = static_cast<char>(letter + 32);
            response.headers[name] = line.substr(colon + 2);
        }
        return response;
    }

    Socket socket_;
    std::shared_ptr<SSL_CTX> context_;
    std::shared_ptr<SSL> tls_;
    std::string unread_;
    bool has_timed_out_ = false;
};

inline std::string get(std::string_view path, std::string_view headers = {}) {
    return "GET " + std::string(path) + " HTTP/1.1\r\nHost: localhost\r\n" + std::string(headers) +
           "\r\n";
}

/// The head of a request with a body that is still to be sent.
inline std::string post_head(std::size_t length, std::string_view headers = {}) {
    return "POST /wsman HTTP/1.1\r\nHost: localhost\r\n"
           "Content-Type: application/soap+xml;charset=UTF-8\r\nContent-Length: " +
           std::to_string(length) + "\r\n" + std::string(headers) + "\r\n";
}

inline std::string post(std::string_view body, std::string_view headers = {}) {
    return post_head(body.size(), headers) + std::string(body);
}

}  // namespace wsman_tests
