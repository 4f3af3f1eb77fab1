// SPDX-License-Identifier: BSL-1.0
// How much an endpoint puts up with, and how it stops.
#include "endpoint_under_test.hpp"
#include "support/catch.hpp"
#include "support/http_client.hpp"
#include "support/sanitizers.hpp"

#include <atomic>
#include <chrono>
#include <deque>
#include <future>
#include <latch>
#include <mutex>
#include <thread>
#include <vector>

using namespace crypto_checkpoint;
using namespace wsman_tests;
using namespace std::chrono_literals;

namespace {

using Clock = std::chrono::steady_clock;

/// Sends a text byte by byte until the other side has had enough.
void send_slowly(HttpClient& client, std::string_view text, const std::atomic<bool>& is_over) {
    for (const char byte : text) {
        if (is_over || !client.send(std::string_view(&byte, 1))) return;
        std::this_thread::sleep_for(10ms);
    }
}

EndpointOptions hasty() {
    EndpointOptions options;
    options.request_time = 500ms;
    return options;
}

/// A handler that waits to be let go.
struct Gate {
    std::latch entered{1};
    std::latch opened{1};
    HttpResponse operator()(const HttpRequest& call) {
        entered.count_down();
        opened.wait();
        return echo(call);
    }
};

HttpHandler waiting_at(Gate& gate) {
    return [&gate](const HttpRequest& call) { return gate(call); };
}

}  // namespace

TEST_CASE("sending byte by byte does not make a request last longer") {
    const EndpointUnderTest endpoint(hasty());
    const std::string long_header =
        "GET / HTTP/1.1\r\nHost: localhost\r\nX: " + std::string(1000, 'x');
    const std::string long_body = post_head(1000) + std::string(1000, 'x');
    for (const std::string& text : {long_header, long_body}) {
        HttpClient client(endpoint.port());
        std::atomic<bool> is_over = false;
        const auto begun = Clock::now();
        std::thread sender([&] { send_slowly(client, text, is_over); });
        const Answer answer = client.receive();
        const auto took = Clock::now() - begun;
        is_over = true;
        sender.join();
        CHECK(answer.status == 408);
        CHECK(took > 400ms);
        CHECK(took < 5s);
        CHECK(client.is_closed());
    }
}

TEST_CASE("a request that stops in the middle is answered when its time is up") {
    const EndpointUnderTest endpoint(hasty());
    HttpClient client(endpoint.port());
    CHECK(client.ask(post_head(10) + "half").status == 408);
    CHECK(client.is_closed());
}

TEST_CASE("a handler's time is its own") {
    const EndpointUnderTest endpoint(hasty(), [](const HttpRequest& call) {
        std::this_thread::sleep_for(900ms);
        return echo(call);
    });
    CHECK(HttpClient(endpoint.port()).ask(post("x")).status == 200);
}

TEST_CASE("who does not take the answer is not waited for") {
    std::mutex mutex;
    std::vector<bool> delivered;
    {
        const EndpointUnderTest endpoint(
            hasty(),
            [](const HttpRequest&) -> HttpResponse {
                return {200, "text/plain", std::string(std::size_t{64} << 20U, 'x'), {}, {}};
            },
            [&](const HttpLogEntry& record) {
                const std::lock_guard lock(mutex);
                delivered.push_back(record.is_delivered);
            });
        HttpClient client(endpoint.port());
        REQUIRE(client.send(post("x")));
        for (int i = 0; i != 500; ++i) {
            std::this_thread::sleep_for(10ms);
            const std::lock_guard lock(mutex);
            if (!delivered.empty()) break;
        }
    }
    CHECK(delivered == std::vector{false});
}

TEST_CASE("an idle connection is closed without a word") {
    EndpointOptions options;
    options.idle_time = 200ms;
    const EndpointUnderTest endpoint(options);
    HttpClient silent(endpoint.port());
    CHECK(silent.is_closed());
    HttpClient once(endpoint.port());
    CHECK(once.ask(post("x")).status == 200);
    CHECK(once.is_closed());
}

TEST_CASE("headers are limited together") {
    EndpointOptions options;
    options.max_header_bytes = 1000;
    const EndpointUnderTest endpoint(options);
    std::string headers;
    while (get("/", headers).size() <= 990) headers += "A: b\r\n";
    CHECK(HttpClient(endpoint.port()).ask(get("/", headers)).status == 200);
    headers += "A: bbbbb\r\n";
    CHECK(HttpClient(endpoint.port()).ask(get("/", headers)).status == 431);
    CHECK(HttpClient(endpoint.port()).ask("GET /" + std::string(100'000, 'x')).status == 431);
}

TEST_CASE("bodies are limited, however they come") {
    EndpointOptions options;
    options.max_body_bytes = 1000;
    const EndpointUnderTest endpoint(options);
    CHECK(HttpClient(endpoint.port()).ask(post(std::string(1000, 'x'))).status == 200);
    CHECK(HttpClient(endpoint.port()).ask(post(std::string(1001, 'x'))).status == 413);
    const std::string head =
        "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/soap+xml\r\n"
        "Transfer-Encoding: chunked\r\n\r\n";
    const std::string chunk = "1f4\r\n" + std::string(500, 'x') + "\r\n";
    CHECK(HttpClient(endpoint.port()).ask(head + chunk + chunk + "0\r\n\r\n").status == 200);
    CHECK(HttpClient(endpoint.port()).ask(head + chunk + chunk + chunk + "0\r\n\r\n").status ==
          413);
    CHECK(HttpClient(endpoint.port()).ask(head + "7fffffffffffffff\r\n").status == 413);

    std::string wrapping = head;
    for (int i = 0; i != 900; ++i) wrapping += "1;" + std::string(40, 'x') + "\r\nx\r\n";
    CHECK(HttpClient(endpoint.port()).ask(wrapping).status == 413);
    CHECK(HttpClient(endpoint.port()).ask(head + "1;" + std::string(100'000, 'x')).status >= 400);
}

TEST_CASE("connections that are too many are told so") {
    EndpointOptions options;
    options.max_connections = 3;
    const EndpointUnderTest endpoint(options);
    std::deque<HttpClient> clients;
    for (int i = 0; i != 3; ++i) {
        clients.emplace_back(endpoint.port());
        CHECK(clients.back().ask(post("x")).status == 200);
    }
    for (int i = 0; i != 5; ++i) {
        HttpClient surplus(endpoint.port());
        const Answer answer = surplus.ask(post("x"));
        CHECK(answer.status == 503);
        CHECK(answer.headers.contains("retry-after"));
        CHECK(surplus.is_closed());
    }
    CHECK(clients.front().ask(post("x")).status == 200);
    clients.pop_front();
    int status = 503;
    for (int i = 0; i != 300 && status == 503; ++i) {
        std::this_thread::sleep_for(10ms);
        status = HttpClient(endpoint.port()).ask(post("x")).status;
    }
    CHECK(status == 200);
}

TEST_CASE("where even those are too many who are told so, connections end without a word") {
    EndpointOptions options;
    options.max_connections = 1;
    const EndpointUnderTest endpoint(options);
    HttpClient first(endpoint.port());
    CHECK(first.ask(post("x")).status == 200);
    std::deque<HttpClient> surplus;
    for (int i = 0; i != 300; ++i) surplus.emplace_back(endpoint.port());
    int told = 0;
    int untold = 0;
    for (HttpClient& client : surplus) {
        const int status = client.receive().status;
        told += status == 503 ? 1 : 0;
        untold += status == 0 ? 1 : 0;
    }
    CHECK(told >= 64);
    CHECK(untold > 0);
    CHECK(told + untold == 300);
    CHECK(first.ask(post("x")).status == 200);
}

TEST_CASE("stopping finishes the request that is being handled") {
    Gate gate;
    EndpointUnderTest endpoint({}, waiting_at(gate));
    HttpClient client(endpoint.port());
    REQUIRE(client.send(post("begun")));
    gate.entered.wait();
    auto stopped = std::async(std::launch::async, [&] { return endpoint.stop(); });
    CHECK(stopped.wait_for(200ms) == std::future_status::timeout);
    HttpClient late(endpoint.port());
    CHECK(late.ask(post("late")).status == 0);
    gate.opened.count_down();
    CHECK(stopped.get());
    const Answer answer = client.receive();
    CHECK(answer.body == "POST /wsman: begun");
    CHECK(answer.headers.at("connection") == "close");
    CHECK(client.is_closed());
}

TEST_CASE("stopping waits for a request that has begun to arrive") {
    EndpointUnderTest endpoint;
    HttpClient client(endpoint.port());
    REQUIRE(client.send(post_head(4) + "be"));
    std::this_thread::sleep_for(50ms);
    auto stopped = std::async(std::launch::async, [&] { return endpoint.stop(); });
    CHECK(stopped.wait_for(100ms) == std::future_status::timeout);
    CHECK(client.ask("gu").body == "POST /wsman: begu");
    CHECK(stopped.get());
}

TEST_CASE("stopping waits for no longer than it may") {
    EndpointOptions options;
    options.grace_time = 200ms;
    Gate gate;
    EndpointUnderTest endpoint(options, waiting_at(gate));
    HttpClient handled(endpoint.port());
    HttpClient arriving(endpoint.port());
    REQUIRE(handled.send(post("x")));
    REQUIRE(arriving.send(post_head(10) + "half"));
    gate.entered.wait();
    const auto begun = Clock::now();
    CHECK(!endpoint.stop());
    CHECK(Clock::now() - begun < 5s);
    const Answer answer = arriving.receive();
    CHECK(answer.status == 503);
    CHECK(answer.body.find("nothing was done") != std::string::npos);
    gate.opened.count_down();
    CHECK(handled.receive().body == "POST /wsman: x");
}

TEST_CASE("idle connections do not keep an endpoint from stopping") {
    EndpointUnderTest endpoint;
    std::deque<HttpClient> clients;
    for (int i = 0; i != 50; ++i) {
        clients.emplace_back(endpoint.port());
        if (i % 2 == 0) {
            CHECK(clients.back().ask(post("x")).status == 200);
        }
    }
    const auto begun = Clock::now();
    CHECK(endpoint.stop());
    CHECK(Clock::now() - begun < 2s);
    CHECK(clients.front().is_closed());
}

TEST_CASE("an endpoint may be dropped at any time") {
    { const auto never_started = EndpointUnderTest::listen({.port = 0}, echo); }
    {
        auto stopped_first = EndpointUnderTest::listen({.port = 0}, echo);
        CHECK(stopped_first->stop());
        stopped_first->start();
        CHECK(HttpClient(stopped_first->port()).ask(post("x")).status == 0);
    }
    const EndpointUnderTest working({}, [](const HttpRequest& call) {
        std::this_thread::sleep_for(20ms);
        return echo(call);
    });
    HttpClient client(working.port());
    REQUIRE(client.send(post("x")));
}

TEST_CASE("threads may start and stop an endpoint as they like") {
    for (int round = 0; round != 20; ++round) {
        auto endpoint = EndpointUnderTest::listen({.port = 0, .grace_time = 5s}, echo);
        REQUIRE(endpoint.has_value());
        std::latch ready(5);
        std::vector<std::thread> threads;
        for (int i = 0; i != 5; ++i)
            threads.emplace_back([&, i] {
                ready.arrive_and_wait();
                if (i < 2) endpoint->start();
                if (i == 2) (void)HttpClient(endpoint->port()).ask(post("x"));
                if (i > 2) {
                    std::this_thread::sleep_for(std::chrono::microseconds(round * 50));
                    CHECK(endpoint->stop());
                }
            });
        for (std::thread& thread : threads) thread.join();
    }
}

TEST_CASE("what is answered while an endpoint stops has been handled, and nothing else") {
    constexpr int clients = 8;
    for (int round = 0; round != (test_support::is_sanitized ? 5 : 20); ++round) {
        std::atomic<int> handled = 0;
        std::atomic<int> answered = 0;
        {
            EndpointUnderTest endpoint({}, [&](const HttpRequest& call) {
                ++handled;
                return echo(call);
            });
            std::vector<std::thread> threads;
            for (int i = 0; i != clients; ++i)
                threads.emplace_back([&] {
                    HttpClient client(endpoint.port());
                    while (client.send(post("x"))) {
                        const Answer answer = client.receive();
                        if (answer.status != 200) break;
                        ++answered;
                    }
                });
            std::this_thread::sleep_for(20ms);
            CHECK(endpoint.stop());
            for (std::thread& thread : threads) thread.join();
        }
        CHECK(answered == handled);
    }
}
