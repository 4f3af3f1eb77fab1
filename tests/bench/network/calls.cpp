// SPDX-License-Identifier: BSL-1.0
#include "calls.hpp"

#include <crypto_checkpoint/name/parse.hpp>
#include <crypto_checkpoint/transport/libcurl_transport.hpp>
#include <crypto_checkpoint/wsman/wsman_backend.hpp>

#include <array>
#include <charconv>
#include <cstdio>
#include <cstdlib>

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

namespace bench {
namespace {

using namespace crypto_checkpoint;

[[noreturn]] void fail(const char* what) {
    std::fprintf(stderr, "failed: %s\n", what);
    std::exit(1);
}

CspSpec key_of(const Target& target) {
    const auto key = parse_checkpoint_name(target.checkpoint);
    if (!key) fail("the name of a checkpoint");
    return key->to_owned();
}

ClusterAddress address_of(const Target& target) {
    return {.url = target.url, .ca_file = target.ca_file};
}

/// The messages of the backend.
std::array<std::string, 2> messages_for(const Target& target) {
    struct Recorder {
        std::vector<std::string>* messages;
        [[nodiscard]] Result<TransportResponse> post(std::string_view body) const {
            messages->emplace_back(body);
            return std::unexpected(Error(Errc::cluster_unreachable));
        }
    };
    std::vector<std::string> messages;
    WsmanBackend<Recorder> backend({&messages}, target.url);
    const CspSpec key = key_of(target);
    (void)backend.add("SQL", key);
    (void)backend.remove("SQL", key);
    return {messages.at(0), messages.at(1)};
}

std::size_t append(char* data, std::size_t size, std::size_t count, void* text) {
    static_cast<std::string*>(text)->append(data, size * count);
    return size * count;
}

}  // namespace

void call_with_backend(const Target& target, std::size_t calls) {
    const ClusterAddress address = address_of(target);
    auto transport = LibcurlTransport::open(address);
    if (!transport) fail("the transport");
    WsmanBackend<LibcurlTransport> backend(*std::move(transport), address.url);
    const CspSpec key = key_of(target);
    for (std::size_t i = 0; i != calls; ++i)
        if (const auto done = i % 2 == 0 ? backend.add("SQL", key) : backend.remove("SQL", key);
            !done)
            fail("a call of the backend");
}

void call_with_bare_libcurl(const Target& target, std::size_t calls) {
    const auto messages = messages_for(target);
    CURL* const handle = curl_easy_init();
    curl_slist* const headers =
        curl_slist_append(nullptr, "Content-Type: application/soap+xml;charset=UTF-8");
    std::string response;
    curl_easy_setopt(handle, CURLOPT_URL, target.url.c_str());
    curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(handle, CURLOPT_PROXY, "");
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, append);
    curl_easy_setopt(handle, CURLOPT_WRITEDATA, &response);
    if (!target.ca_file.empty()) curl_easy_setopt(handle, CURLOPT_CAINFO, target.ca_file.c_str());
    for (std::size_t i = 0; i != calls; ++i) {
        const std::string& message = messages[i % 2];
        response.clear();
        curl_easy_setopt(handle, CURLOPT_POSTFIELDS, message.c_str());
        curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE, static_cast<long>(message.size()));
        long status = 0;
        if (curl_easy_perform(handle) != CURLE_OK) fail("a call of libcurl");
        curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
        if (status != 200) fail("the status of a response to libcurl");
    }
    curl_slist_free_all(headers);
    curl_easy_cleanup(handle);
}

void call_with_socket(const Target& target, std::size_t calls) {
    const auto messages = messages_for(target);
    const std::string port_text = target.url.substr(target.url.rfind(':') + 1);
    std::uint16_t port = 0;
    std::from_chars(port_text.data(), port_text.data() + port_text.size(), port);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    const int on = 1;
    (void)::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
        fail("a connection");
    std::array<std::string, 2> requests;
    for (std::size_t i = 0; i != requests.size(); ++i)
        requests[i] = "POST /wsman HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                      "Content-Type: application/soap+xml;charset=UTF-8\r\nContent-Length: " +
                      std::to_string(messages[i].size()) + "\r\n\r\n" + messages[i];
    std::array<char, 16384> buffer{};
    for (std::size_t i = 0; i != calls; ++i) {
        const std::string& request = requests[i % 2];
        if (::write(socket, request.data(), request.size()) != static_cast<ssize_t>(request.size()))
            fail("a request");
        std::size_t got = 0;
        std::size_t expected = buffer.size();
        while (got < expected) {
            const ssize_t more = ::read(socket, buffer.data() + got, buffer.size() - got);
            if (more <= 0) fail("a response");
            got += static_cast<std::size_t>(more);
            const std::string_view response(buffer.data(), got);
            const auto head = response.find("\r\n\r\n");
            const auto length = response.find("Content-Length: ");
            if (head == response.npos || length == response.npos) continue;
            std::size_t size = 0;
            std::from_chars(response.data() + length + 16, response.data() + head, size);
            expected = head + 4 + size;
        }
    }
    ::close(socket);
}

}  // namespace bench
