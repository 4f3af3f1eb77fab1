// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <csignal>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string_view>
#include <utility>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

/// @file
/// POSIX sockets for the tests.

namespace wsman_tests {

/// A socket that is closed at the end.
class Socket {
public:
    explicit Socket(int number) : number_(number) {}
    Socket(Socket&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    Socket& operator=(Socket&&) = delete;
    ~Socket() {
        if (number_ >= 0) ::close(number_);
    }
    [[nodiscard]] int number() const { return number_; }

private:
    int number_;
};

inline sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    return address;
}

inline std::uint16_t port_of(int socket) {
    sockaddr_in address{};
    socklen_t size = sizeof address;
    ::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size);
    return ntohs(address.sin_port);
}

inline Socket new_socket(int flags = 0) {
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | flags, 0);
    if (socket < 0) throw std::runtime_error("cannot create a socket");
    return Socket(socket);
}

/// Bound to a free port of 127.0.0.1, not listening.
inline Socket bound_socket() {
    Socket socket = new_socket();
    const sockaddr_in address = loopback(0);
    if (::bind(socket.number(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
        throw std::runtime_error("cannot bind a port");
    return socket;
}

inline Socket listening_socket(int backlog) {
    Socket socket = bound_socket();
    if (::listen(socket.number(), backlog) != 0) throw std::runtime_error("cannot listen");
    return socket;
}

/// A connection to a port of this machine.
inline Socket connected_socket(std::uint16_t port, int flags = 0) {
    Socket socket = new_socket(flags);
    const sockaddr_in address = loopback(port);
    (void)::connect(socket.number(), reinterpret_cast<const sockaddr*>(&address), sizeof address);
    return socket;
}

/// The next connection, or a negative number.
inline int accept_from(int listener) {
    const int accepted = ::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
    const int one = 1;
    if (accepted >= 0) ::setsockopt(accepted, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    return accepted;
}

/// Wakes threads that wait for this socket.
inline void shut_down(int socket) { ::shutdown(socket, SHUT_RDWR); }

inline bool send_to(int socket, std::string_view bytes) {
    while (!bytes.empty()) {
        const auto sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

inline int receive_from(int socket, char* bytes, std::size_t size) {
    return static_cast<int>(::recv(socket, bytes, size, 0));
}

/// Makes close() send RST and drop unsent data, as a crash does.
inline void reset(int socket) {
    const linger none{.l_onoff = 1, .l_linger = 0};
    ::setsockopt(socket, SOL_SOCKET, SO_LINGER, &none, sizeof none);
}

/// For the server's threads, where OpenSSL writes to closed sockets. The client under test must manage
/// without it.
inline void block_sigpipe() {
    sigset_t signals;
    ::sigemptyset(&signals);
    ::sigaddset(&signals, SIGPIPE);
    ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

}  // namespace wsman_tests
