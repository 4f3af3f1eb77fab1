// SPDX-License-Identifier: BSL-1.0
// What goes wrong on the way: it is told by its name, in time, and never as a success.
#include "hostile_server.hpp"
#include "transport_support.hpp"

#include <atomic>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

using namespace crypto_checkpoint;
using namespace wsman_tests;
using namespace std::literals;

namespace {

/// Repeats a text until nobody listens.
HostileServer::Script endless(const std::string& beginning, const std::string& repeated) {
    return [=](Connection& connection) {
        if (!connection.read() || !connection.send(beginning)) return;
        while (connection.send(repeated)) {}
    };
}

}  // namespace

TEST_CASE("an answer that is cut off anywhere is none", "[wsman]") {
    const std::string length = answer_of("<answer/>");
    const std::string chunks =
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n<ans\r\n5\r\nwer/>\r\n0\r\n\r\n";
    const std::string announced = "HTTP/1.1 100 Continue\r\n\r\n" + length;
    for (const std::string& answer : {length, chunks, announced}) {
        for (const bool by_reset : {false, true}) {
            std::atomic<std::size_t> part = 0;
            const HostileServer server([&](Connection& connection) {
                if (!connection.read()) return;
                connection.send(std::string_view(answer).substr(0, part));
                if (by_reset) reset(connection.socket());
            });
            auto transport = LibcurlTransport::open(address_of(server.url()));
            REQUIRE(transport);
            // What follows the last chunk is allowed to be missing.
            const std::size_t whole = answer == chunks ? answer.size() - 4 : answer.size();
            for (part = 0; part != whole; ++part) {
                INFO(answer.substr(0, part) << (by_reset ? "<reset>" : "<end>"));
                CHECK(code_of(transport->post("<question/>")) == "outcome_unknown");
            }
            CHECK(server.connections() == static_cast<int>(whole));
        }
    }
}

TEST_CASE("an answer that does not end is too large", "[wsman]") {
    const std::string head = "HTTP/1.1 200 OK\r\nContent-Type: application/soap+xml\r\n";
    const std::string noise(4096, 'x');
    struct Row {
        const char* title;
        HostileServer::Script script;
    };
    const std::vector<Row> rows = {
        {"a body without a length", endless(head + "\r\n", noise)},
        {"chunks",
         endless(head + "Transfer-Encoding: chunked\r\n\r\n", "1000\r\n" + noise + "\r\n")},
        {"one chunk", endless(head + "Transfer-Encoding: chunked\r\n\r\n7fffffff\r\n", noise)},
        {"a length", endless(head + "Content-Length: 100000000000\r\n\r\n", noise)},
        {"one byte more", once(answer_of(std::string(100'001, 'x')))},
        {"headers", endless(head, "X-Noise: " + noise + "\r\n")},
        {"small headers", endless(head, "X: y\r\n")},
        {"challenges", endless(head, "WWW-Authenticate: Basic realm=\"x\"\r\n")},
        {"announcements", endless("", "HTTP/1.1 100 Continue\r\n\r\n")},
        {"trailers", endless(head + "Transfer-Encoding: chunked\r\n\r\n0\r\n", "X: y\r\n")},
    };
    for (const Row& row : rows) {
        INFO(row.title);
        const HostileServer server(row.script);
        ClusterAddress address = address_of(server.url());
        address.max_response_bytes = 100'000;
        const Stopwatch stopwatch;
        CHECK(code_of(post(address)) == "limit_exceeded");
        CHECK(stopwatch.shows_no_hang());
    }
    // As many bytes as are allowed are allowed.
    const HostileServer server(always(answer_of(std::string(100'000, 'x'))));
    ClusterAddress address = address_of(server.url());
    address.max_response_bytes = 100'000;
    const auto answer = post(address);
    REQUIRE(code_of(answer) == "a success");
    CHECK(answer->body.size() == 100'000);
}

TEST_CASE("what is no HTTP is no answer", "[wsman]") {
    const std::string noise(4096, 'x');
    const std::vector<std::string> answers = {
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
    for (const std::string& bytes : answers) {
        INFO(bytes);
        const HostileServer server(once(bytes));
        CHECK(code_of(post(address_of(server.url()))) == "outcome_unknown");
    }
    // An encoding that nobody asked for: libcurl 7.88 tries to undo it, 8.5 hands on what came.
    const HostileServer encoding(
        once("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n<answer/>"));
    const auto encoded = post(address_of(encoding.url()));
    if (encoded)
        CHECK(encoded->body == "<answer/>");
    else
        CHECK(code_of(encoded) == "outcome_unknown");
    INFO("a line without an end");
    const HostileServer server(endless("HTTP/1.1 200 OK\r\nX: ", noise));
    CHECK(code_of(post(address_of(server.url()))) != "a success");
}

TEST_CASE("a request that left and is not answered in time has an unknown outcome", "[wsman]") {
    const HostileServer silent(never);
    const HostileServer slow([](Connection& connection) {
        if (!connection.read()) return;
        for (const char byte : answer_of("<answer/>")) {
            std::this_thread::sleep_for(20ms);
            if (!connection.send(std::string_view(&byte, 1))) return;
        }
    });
    const HostileServer interested([](Connection& connection) {
        if (connection.read()) connection.send("HTTP/1.1 100 Continue\r\n\r\n");
        connection.wait_for_end();
    });
    for (const HostileServer* server : {&silent, &slow, &interested}) {
        const Stopwatch stopwatch;
        const auto answer = post(hurried_address_of(server->url()));
        CHECK(code_of(answer) == "outcome_unknown");
        REQUIRE_FALSE(answer);
        CHECK((answer.error().native == NativeCode{NativeDomain::curl, 28}));
        CHECK(answer.error().context == server->url());
        CHECK(stopwatch.shows_no_hang());
    }
}

TEST_CASE("a body that is never read is cut short by the timeout", "[wsman]") {
    const HostileServer server([](Connection&) { std::this_thread::sleep_for(1s); });
    const Stopwatch stopwatch;
    CHECK(code_of(post(hurried_address_of(server.url()), std::string(50'000'000, 'x'))) ==
          "outcome_unknown");
    CHECK(stopwatch.shows_no_hang());
}

TEST_CASE("a request that cannot have left failed for certain", "[wsman]") {
    SECTION("nobody listens") {
        const Socket bound = bound_socket();
        const auto answer =
            post(address_of("http://127.0.0.1:" + std::to_string(port_of(bound.number()))));
        CHECK(code_of(answer) == "cluster_unreachable");
        REQUIRE_FALSE(answer);
        CHECK((answer.error().native == NativeCode{NativeDomain::curl, 7}));
        CHECK_FALSE(answer.error().detail.empty());
    }
    SECTION("nobody accepts") {
        const Socket listener = listening_socket(0);
        const std::uint16_t port = port_of(listener.number());
        std::vector<Socket> queue;
        for (int i = 0; i != 4; ++i) queue.push_back(connected_socket(port, SOCK_NONBLOCK));
        const Stopwatch stopwatch;
        CHECK(code_of(post(hurried_address_of("http://127.0.0.1:" + std::to_string(port)))) ==
              "timed_out");
        CHECK(stopwatch.shows_no_hang());
    }
    SECTION("the proxy refuses") {
        const HostileServer proxy(always(answer_of("", "403 Forbidden")));
        const HostileServer server(always(answer_of("<answer/>")));
        ClusterAddress address = address_of("https://" + server.authority() + "/wsman");
        address.proxy = "http://" + proxy.authority();
        CHECK(code_of(post(address)) == "cluster_unreachable");
        CHECK(proxy.connections() == 1);
        CHECK(server.connections() == 0);
    }
    SECTION("the URL is none") {
        for (const char* url : {"http://[::1", "http://127.0.0.1:99999/", "http://127.0.0.1:x/"})
            CHECK(code_of(post(address_of(url))) == "invalid_value");
    }
}
