// SPDX-License-Identifier: BSL-1.0
// Failures on the way: each has the right error, arrives in time, and is never a success.
#include "support/http_server.hpp"
#include "transport_support.hpp"

#include <atomic>
#include <chrono>
#include <limits>
#include <string>
#include <thread>
#include <vector>

using namespace wsman_tests;
using namespace std::literals;

namespace {

/// Repeats a text until the client ends the connection.
HttpServer::Script endless(const std::string& beginning, const std::string& repeated) {
    return [=](Connection& connection) {
        if (!connection.read() || !connection.send(beginning)) return;
        while (connection.send(repeated)) {}
    };
}

}  // namespace

TEST_CASE("LibcurlTransport: a response cut off anywhere is outcome_unknown", "[transport]") {
    const std::string length = response_text("<answer/>");
    const std::string chunks =
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n<ans\r\n5\r\nwer/>\r\n0\r\n\r\n";
    const std::string announced = "HTTP/1.1 100 Continue\r\n\r\n" + length;
    for (const std::string& response : {length, chunks, announced}) {
        for (const bool by_reset : {false, true}) {
            std::atomic<std::size_t> part = 0;
            const HttpServer server([&](Connection& connection) {
                if (!connection.read()) return;
                connection.send(std::string_view(response).substr(0, part));
                if (by_reset) reset(connection.socket());
            });
            auto transport = LibcurlTransport::open(address_of(server.url()));
            REQUIRE(transport);
            // The end after the last chunk may be missing.
            const std::size_t whole = response == chunks ? response.size() - 4 : response.size();
            for (part = 0; part != whole; ++part) {
                INFO(response.substr(0, part) << (by_reset ? "<reset>" : "<end>"));
                CHECK(code_of(transport->post("<request/>")) == "outcome_unknown");
            }
            CHECK(server.connections() == static_cast<int>(whole));
        }
    }
}

TEST_CASE("LibcurlTransport: an endless response is limit_exceeded", "[transport]") {
    const std::string head = "HTTP/1.1 200 OK\r\nContent-Type: application/soap+xml\r\n";
    const std::string noise(4096, 'x');
    struct Row {
        const char* title;
        HttpServer::Script script;
    };
    const std::vector<Row> rows = {
        {"a body without a length", endless(head + "\r\n", noise)},
        {"chunks",
         endless(head + "Transfer-Encoding: chunked\r\n\r\n", "1000\r\n" + noise + "\r\n")},
        {"one chunk", endless(head + "Transfer-Encoding: chunked\r\n\r\n7fffffff\r\n", noise)},
        {"a length", endless(head + "Content-Length: 100000000000\r\n\r\n", noise)},
        {"one byte more", once(response_text(std::string(100'001, 'x')))},
        {"headers", endless(head, "X-Noise: " + noise + "\r\n")},
        {"small headers", endless(head, "X: y\r\n")},
        {"challenges", endless(head, "WWW-Authenticate: Basic realm=\"x\"\r\n")},
        {"interim responses", endless("", "HTTP/1.1 100 Continue\r\n\r\n")},
        {"trailers", endless(head + "Transfer-Encoding: chunked\r\n\r\n0\r\n", "X: y\r\n")},
    };
    for (const Row& row : rows) {
        INFO(row.title);
        const HttpServer server(row.script);
        ClusterAddress address = address_of(server.url());
        address.max_response_bytes = 100'000;
        const Stopwatch stopwatch;
        CHECK(code_of(post(address)) == "limit_exceeded");
        CHECK(stopwatch.shows_no_hang());
    }
    // Exactly the limit is allowed.
    const HttpServer server(always(response_text(std::string(100'000, 'x'))));
    ClusterAddress address = address_of(server.url());
    address.max_response_bytes = 100'000;
    const auto response = post(address);
    REQUIRE(code_of(response) == "success");
    CHECK(response->body.size() == 100'000);
    // The largest number is no limit.
    address.max_response_bytes = (std::numeric_limits<std::size_t>::max)();
    CHECK(code_of(post(address)) == "success");
}

TEST_CASE("LibcurlTransport: a response that is not HTTP is outcome_unknown", "[transport]") {
    const std::string noise(4096, 'x');
    const std::vector<std::string> responses = {
        "<answer/>",
        "\r\n\r\n",
        "SSH-2.0-OpenSSH_9.2\r\n",
        "HTTP/1.1\r\n\r\n",
        "HTTP/1.1 OK\r\n\r\n",
        "HTTP/1.1 2000 OK\r\nContent-Length: 0\r\n\r\n",
        "HTTP/7.7 200 OK\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n<answer/>",
        "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n<answer/>",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n<answer/>",
        "HTTP/1.1 100 Continue\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX: "s + "\0"s + "\r\nContent-Length: 0\r\n\r\n",
    };
    for (const std::string& bytes : responses) {
        INFO(bytes);
        const HttpServer server(once(bytes));
        CHECK(code_of(post(address_of(server.url()))) == "outcome_unknown");
    }
    // An encoding that was not requested: libcurl 7.88 tries to decode it, 8.5 returns it as it is.
    const HttpServer encoding(once("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n<answer/>"));
    const auto encoded = post(address_of(encoding.url()));
    if (encoded)
        CHECK(encoded->body == "<answer/>");
    else
        CHECK(code_of(encoded) == "outcome_unknown");
    INFO("a line without an end");
    const HttpServer server(endless("HTTP/1.1 200 OK\r\nX: ", noise));
    CHECK(code_of(post(address_of(server.url()))) != "success");
}

TEST_CASE("LibcurlTransport: a timeout after sending is outcome_unknown", "[transport]") {
    const HttpServer silent(never);
    const HttpServer slow([](Connection& connection) {
        if (!connection.read()) return;
        for (const char byte : response_text("<answer/>")) {
            std::this_thread::sleep_for(20ms);
            if (!connection.send(std::string_view(&byte, 1))) return;
        }
    });
    const HttpServer interested([](Connection& connection) {
        if (connection.read()) connection.send("HTTP/1.1 100 Continue\r\n\r\n");
        connection.wait_for_end();
    });
    for (const HttpServer* server : {&silent, &slow, &interested}) {
        const Stopwatch stopwatch;
        const auto response = post(hurried_address_of(server->url()));
        CHECK(code_of(response) == "outcome_unknown");
        REQUIRE_FALSE(response);
        CHECK((response.error().native == NativeCode{NativeDomain::curl, 28}));
        CHECK(response.error().context == server->url());
        CHECK(stopwatch.shows_no_hang());
    }
}

TEST_CASE("LibcurlTransport: the timeout ends a request that is not read", "[transport]") {
    const HttpServer server([](Connection&) { std::this_thread::sleep_for(1s); });
    const Stopwatch stopwatch;
    CHECK(code_of(post(hurried_address_of(server.url()), std::string(50'000'000, 'x'))) ==
          "outcome_unknown");
    CHECK(stopwatch.shows_no_hang());
}

TEST_CASE("LibcurlTransport: a request that was not sent has a definite error", "[transport]") {
    SECTION("no server listens") {
        const Socket bound = bound_socket();
        const auto response =
            post(address_of("http://127.0.0.1:" + std::to_string(port_of(bound.number()))));
        CHECK(code_of(response) == "cluster_unreachable");
        REQUIRE_FALSE(response);
        CHECK((response.error().native == NativeCode{NativeDomain::curl, 7}));
        CHECK_FALSE(response.error().detail.empty());
    }
    SECTION("the server does not accept") {
        const Socket listener = listening_socket(0);
        const std::uint16_t port = port_of(listener.number());
        std::vector<Socket> queue;
        for (int i = 0; i != 4; ++i) queue.push_back(connected_socket(port, SOCK_NONBLOCK));
        const Stopwatch stopwatch;
        CHECK(code_of(post(hurried_address_of("http://127.0.0.1:" + std::to_string(port)))) ==
              "timed_out");
        CHECK(stopwatch.shows_no_hang());
    }
    SECTION("the proxy rejects it") {
        const HttpServer proxy(always(response_text("", "403 Forbidden")));
        const HttpServer server(always(response_text("<answer/>")));
        ClusterAddress address = address_of("https://" + server.authority() + "/wsman");
        address.proxy = "http://" + proxy.authority();
        CHECK(code_of(post(address)) == "cluster_unreachable");
        CHECK(proxy.connections() == 1);
        CHECK(server.connections() == 0);
    }
    SECTION("the URL is invalid") {
        for (const char* url : {"http://[::1", "http://127.0.0.1:99999/", "http://127.0.0.1:x/"})
            CHECK(code_of(post(address_of(url))) == "invalid_value");
    }
}
