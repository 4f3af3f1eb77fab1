// SPDX-License-Identifier: BSL-1.0
#include "endpoint_under_test.hpp"
#include "support/catch.hpp"
#include "support/certificates.hpp"
#include "support/http_client.hpp"
#include "support/sanitizers.hpp"
#include "support/temporary_folder.hpp"

#include <atomic>
#include <chrono>
#include <deque>
#include <future>
#include <latch>
#include <limits>
#include <mutex>
#include <thread>
#include <vector>

using namespace wsman_tests;
using namespace std::chrono_literals;

namespace {

using Clock = std::chrono::steady_clock;

/// Sends a text byte by byte until the server closes.
void send_slowly(HttpClient& client, std::string_view text, const std::atomic<bool>& is_over) {
    for (const char byte : text) {
        if (is_over || !client.send(std::string_view(&byte, 1))) return;
        std::this_thread::sleep_for(10ms);
    }
}

EndpointOptions hasty() { return {.request_time = 500ms}; }

/// A handler that blocks until opened.
struct Gate {
    std::latch entered{1};
    std::latch opened{1};
    HttpResponse operator()(const HttpRequest& request) {
        entered.count_down();
        opened.wait();
        return echo(request);
    }
};

HttpHandler waiting_at(Gate& gate) {
    return [&gate](const HttpRequest& request) { return gate(request); };
}

}  // namespace

TEST_CASE("HttpEndpoint: request_time limits a request that is sent byte by byte", "[server]") {
    const EndpointUnderTest endpoint(hasty());
    const std::string long_header =
        "GET / HTTP/1.1\r\nHost: localhost\r\nX: " + std::string(1000, 'x');
    const std::string long_body = post_head(1000) + std::string(1000, 'x');
    for (const std::string& text : {long_header, long_body}) {
        HttpClient client(endpoint.port());
        std::atomic<bool> is_over = false;
        const auto begun = Clock::now();
        std::thread sender([&] { send_slowly(client, text, is_over); });
        const Response response = client.receive();
        const auto took = Clock::now() - begun;
        is_over = true;
        sender.join();
        CHECK(response.status == 408);
        CHECK(took > 400ms);
        CHECK(took < 5s);
        CHECK(client.is_closed());
    }
}

TEST_CASE("HttpEndpoint: responds with 408 to a request that stops in the middle", "[server]") {
    const EndpointUnderTest endpoint(hasty());
    HttpClient client(endpoint.port());
    CHECK(client.round_trip(post_head(10) + "half").status == 408);
    CHECK(client.is_closed());
}

TEST_CASE("HttpEndpoint: request_time does not limit the handler", "[server]") {
    const EndpointUnderTest endpoint(hasty(), [](const HttpRequest& request) {
        std::this_thread::sleep_for(900ms);
        return echo(request);
    });
    CHECK(HttpClient(endpoint.port()).round_trip(post("x")).status == 200);
}

TEST_CASE("HttpEndpoint: does not wait for a client that reads no response", "[server]") {
    std::mutex mutex;
    std::vector<bool> delivered;
    {
        const EndpointUnderTest endpoint(
            hasty(),
            [](const HttpRequest&) -> HttpResponse {
                return {200, "text/plain", std::string(std::size_t{64} << 20U, 'x'), {}, {}};
            },
            [&](const HttpLogEntry& entry) {
                const std::lock_guard lock(mutex);
                delivered.push_back(entry.is_delivered);
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

TEST_CASE("HttpEndpoint: closes an idle connection without a response", "[server]") {
    const EndpointUnderTest endpoint({.idle_time = 200ms});
    HttpClient silent(endpoint.port());
    CHECK(silent.is_closed());
    HttpClient once(endpoint.port());
    CHECK(once.round_trip(post("x")).status == 200);
    CHECK(once.is_closed());
}

TEST_CASE("HttpEndpoint: limits the headers as a whole", "[server]") {
    const EndpointUnderTest endpoint({.max_header_bytes = 1000});
    std::string headers;
    while (get("/", headers).size() <= 990) headers += "A: b\r\n";
    CHECK(HttpClient(endpoint.port()).round_trip(get("/", headers)).status == 200);
    headers += "A: bbbbb\r\n";
    CHECK(HttpClient(endpoint.port()).round_trip(get("/", headers)).status == 431);
    CHECK(HttpClient(endpoint.port()).round_trip("GET /" + std::string(100'000, 'x')).status ==
          431);
}

TEST_CASE("HttpEndpoint: limits bodies with a length and in chunks", "[server]") {
    CHECK(EndpointOptions().max_body_bytes == 512'000);
    const EndpointUnderTest endpoint({.max_body_bytes = 1000});
    CHECK(HttpClient(endpoint.port()).round_trip(post(std::string(1000, 'x'))).status == 200);
    CHECK(HttpClient(endpoint.port()).round_trip(post(std::string(1001, 'x'))).status == 413);
    const std::string head =
        "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/soap+xml\r\n"
        "Transfer-Encoding: chunked\r\n\r\n";
    const std::string chunk = "1f4\r\n" + std::string(500, 'x') + "\r\n";
    CHECK(HttpClient(endpoint.port()).round_trip(head + chunk + chunk + "0\r\n\r\n").status == 200);
    CHECK(
        HttpClient(endpoint.port()).round_trip(head + chunk + chunk + chunk + "0\r\n\r\n").status ==
        413);
    CHECK(HttpClient(endpoint.port()).round_trip(head + "7fffffffffffffff\r\n").status == 413);

    std::string framing = head;
    for (int i = 0; i != 900; ++i) framing += "1;" + std::string(40, 'x') + "\r\nx\r\n";
    CHECK(HttpClient(endpoint.port()).round_trip(framing).status == 413);
    CHECK(HttpClient(endpoint.port()).round_trip(head + "1;" + std::string(100'000, 'x')).status >=
          400);
}

TEST_CASE("HttpEndpoint: responds with 503 above max_connections", "[server]") {
    const EndpointUnderTest endpoint({.max_connections = 3});
    std::deque<HttpClient> clients;
    for (int i = 0; i != 3; ++i) {
        clients.emplace_back(endpoint.port());
        CHECK(clients.back().round_trip(post("x")).status == 200);
    }
    for (int i = 0; i != 5; ++i) {
        HttpClient surplus(endpoint.port());
        const Response response = surplus.round_trip(post("x"));
        CHECK(response.status == 503);
        CHECK(response.headers.contains("retry-after"));
        CHECK(surplus.is_closed());
    }
    CHECK(clients.front().round_trip(post("x")).status == 200);
    clients.pop_front();
    int status = 503;
    for (int i = 0; i != 300 && status == 503; ++i) {
        std::this_thread::sleep_for(10ms);
        status = HttpClient(endpoint.port()).round_trip(post("x")).status;
    }
    CHECK(status == 200);
}

TEST_CASE("HttpEndpoint: closes connections far above max_connections", "[server]") {
    const EndpointUnderTest endpoint({.max_connections = 1});
    HttpClient first(endpoint.port());
    CHECK(first.round_trip(post("x")).status == 200);
    std::deque<HttpClient> surplus;
    for (int i = 0; i != 300; ++i) surplus.emplace_back(endpoint.port());
    int rejected = 0;
    int closed = 0;
    for (HttpClient& client : surplus) {
        const int status = client.receive().status;
        rejected += status == 503 ? 1 : 0;
        closed += status == 0 ? 1 : 0;
    }
    CHECK(rejected >= 64);
    CHECK(closed > 0);
    CHECK(rejected + closed == 300);
    CHECK(first.round_trip(post("x")).status == 200);
}

TEST_CASE("HttpEndpoint: the largest limits are no limits", "[server]") {
    constexpr auto forever = std::chrono::milliseconds::max();
    constexpr std::chrono::milliseconds centuries = std::chrono::years(300);
    constexpr std::size_t endless = std::numeric_limits<std::size_t>::max();
    constexpr std::size_t exbibytes = std::size_t{1} << 61U;
    for (const EndpointOptions& options :
         {EndpointOptions{.max_body_bytes = endless,
                          .max_connections = endless,
                          .request_time = forever,
                          .idle_time = forever,
                          .grace_time = forever},
          EndpointOptions{.max_body_bytes = exbibytes - 1,
                          .max_connections = endless - 63,
                          .request_time = centuries,
                          .idle_time = centuries,
                          .grace_time = centuries},
          EndpointOptions{.max_body_bytes = exbibytes, .request_time = forever}}) {
        EndpointUnderTest endpoint(options);
        HttpClient client(endpoint.port());
        const std::string large(1'000'000, 'x');
        std::this_thread::sleep_for(20ms);
        CHECK(client.round_trip(post(large)).body == "POST /wsman: " + large);
        CHECK(client
                  .round_trip("POST / HTTP/1.1\r\nHost: localhost\r\n"
                              "Content-Type: application/soap+xml\r\n"
                              "Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n")
                  .body == "POST /: x");
        {
            HttpClient announcing(endpoint.port());
            REQUIRE(announcing.send(post_head(exbibytes - 1) + "x"));
            std::this_thread::sleep_for(50ms);
            announcing.reset();
        }
        CHECK(HttpClient(endpoint.port()).round_trip(post("x")).status == 200);
    }
}

TEST_CASE("HttpEndpoint: silent connections make room for new ones", "[server]") {
    const EndpointUnderTest endpoint({.max_connections = 4});
    HttpClient known(endpoint.port());
    CHECK(known.round_trip(post("x")).status == 200);
    std::deque<HttpClient> silent;
    for (int i = 0; i != 50; ++i) {
        silent.emplace_back(endpoint.port());
        if (i % 3 == 1) {
            REQUIRE(silent.back().send("POST /wsman HT"));
        }
        if (i % 6 == 2) {
            REQUIRE(silent.back().send(post_head(100) + "half"));
        }
        if (i % 6 == 5) {
            CHECK(silent.back().round_trip(get("/", "Transfer-Encoding: x\r\n")).status == 501);
        }
    }
    for (int i = 0; i != 20; ++i) {
        HttpClient client(endpoint.port());
        CHECK(client.round_trip(post("new")).status == 200);
    }
    CHECK(silent.front().is_closed());
    CHECK(known.round_trip(post("x")).status == 200);
}

TEST_CASE("HttpEndpoint: clients with a wrong password make room, admitted ones do not",
          "[server]") {
    const std::string right = "Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==\r\n";
    const std::string wrong = "Authorization: Basic QWxhZGRpbjp4\r\n";
    const EndpointUnderTest endpoint(
        {.credentials = BasicCredentials{"Aladdin", Secret("open sesame")}, .max_connections = 3});
    HttpClient admitted(endpoint.port());
    HttpClient lapsed(endpoint.port());
    for (HttpClient* client : {&admitted, &lapsed})
        CHECK(client->round_trip(get("/", right)).status == 200);
    CHECK(lapsed.round_trip(get("/", wrong)).status == 401);
    std::deque<HttpClient> others;
    for (int i = 0; i != 10; ++i) {
        others.emplace_back(endpoint.port());
        if (i % 2 == 0) {
            CHECK(others.back().round_trip(get("/")).status == 401);
        }
    }
    CHECK(lapsed.is_closed());
    // One waits for the turn of its guess.
    REQUIRE(others.back().send(get("/", wrong)));
    for (int i = 0; i != 4; ++i) {
        others.emplace_back(endpoint.port());
        CHECK(others.back().round_trip(get("/")).status == 401);
    }
    CHECK(admitted.round_trip(get("/", right)).status == 200);
}

TEST_CASE("HttpEndpoint: clients that do not shake hands make room", "[server]") {
    test_support::TemporaryFolder folder;
    const TlsFiles files{folder.file("certificate.pem"), folder.file("key.pem")};
    const Identity identity = make_identity({});
    write_certificate(files.certificate_chain, identity);
    write_key(files.private_key, identity);
    const EndpointUnderTest endpoint({.tls = files, .max_connections = 2});
    std::deque<HttpClient> silent;
    for (int i = 0; i != 20; ++i) silent.emplace_back(endpoint.port());
    HttpClient client(endpoint.port());
    REQUIRE(client.start_tls());
    CHECK(client.round_trip(post("x")).status == 200);
    CHECK(silent.front().is_closed());
}

TEST_CASE("HttpEndpoint::stop: finishes a running request", "[server]") {
    Gate gate;
    EndpointUnderTest endpoint({}, waiting_at(gate));
    HttpClient client(endpoint.port());
    REQUIRE(client.send(post("begun")));
    gate.entered.wait();
    auto stopped = std::async(std::launch::async, [&] { return endpoint.stop(); });
    CHECK(stopped.wait_for(200ms) == std::future_status::timeout);
    HttpClient late(endpoint.port());
    CHECK(late.round_trip(post("late")).status == 0);
    gate.opened.count_down();
    CHECK(stopped.get());
    const Response response = client.receive();
    CHECK(response.body == "POST /wsman: begun");
    CHECK(response.headers.at("connection") == "close");
    CHECK(client.is_closed());
}

TEST_CASE("HttpEndpoint::stop: waits for a request that is arriving", "[server]") {
    EndpointUnderTest endpoint;
    HttpClient client(endpoint.port());
    REQUIRE(client.send(post_head(4) + "be"));
    std::this_thread::sleep_for(50ms);
    auto stopped = std::async(std::launch::async, [&] { return endpoint.stop(); });
    CHECK(stopped.wait_for(100ms) == std::future_status::timeout);
    CHECK(client.round_trip("gu").body == "POST /wsman: begu");
    CHECK(stopped.get());
}

TEST_CASE("HttpEndpoint::stop: waits for grace_time at most", "[server]") {
    EndpointOptions options{.grace_time = 200ms};
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
    const Response response = arriving.receive();
    CHECK(response.status == 503);
    CHECK(response.body.find("was not executed") != std::string::npos);
    gate.opened.count_down();
    CHECK(handled.receive().body == "POST /wsman: x");
}

TEST_CASE("HttpEndpoint::stop: rejects requests that still wait for a thread after grace_time",
          "[server]") {
    EndpointOptions options{.grace_time = 200ms, .threads = 1};
    Gate gate;
    std::atomic<int> calls = 0;
    EndpointUnderTest endpoint(options, [&](const HttpRequest& request) {
        ++calls;
        return gate(request);
    });
    HttpClient handled(endpoint.port());
    REQUIRE(handled.send(post("x")));
    gate.entered.wait();
    HttpClient queued(endpoint.port());
    REQUIRE(queued.send(post("y")));
    std::this_thread::sleep_for(100ms);
    CHECK(!endpoint.stop());
    gate.opened.count_down();
    CHECK(handled.receive().body == "POST /wsman: x");
    const Response response = queued.receive();
    CHECK(response.status == 503);
    CHECK(response.body.find("was not executed") != std::string::npos);
    CHECK(calls == 1);
}

TEST_CASE("HttpEndpoint::stop: does not wait for idle connections", "[server]") {
    EndpointUnderTest endpoint;
    std::deque<HttpClient> clients;
    for (int i = 0; i != 50; ++i) {
        clients.emplace_back(endpoint.port());
        if (i % 2 == 0) {
            CHECK(clients.back().round_trip(post("x")).status == 200);
        }
    }
    const auto begun = Clock::now();
    CHECK(endpoint.stop());
    CHECK(Clock::now() - begun < 2s);
    CHECK(clients.front().is_closed());
}

TEST_CASE("HttpEndpoint: can be destroyed in every state", "[server]") {
    { const auto never_started = EndpointUnderTest::listen({.port = 0}, echo); }
    {
        auto stopped_first = EndpointUnderTest::listen({.port = 0}, echo);
        CHECK(stopped_first->stop());
        stopped_first->start();
        CHECK(HttpClient(stopped_first->port()).round_trip(post("x")).status == 0);
    }
    const EndpointUnderTest working({}, [](const HttpRequest& request) {
        std::this_thread::sleep_for(20ms);
        return echo(request);
    });
    HttpClient client(working.port());
    REQUIRE(client.send(post("x")));
}

TEST_CASE("HttpEndpoint: start and stop can be called concurrently", "[server]") {
    for (int round = 0; round != 20; ++round) {
        auto endpoint = EndpointUnderTest::listen({.port = 0, .grace_time = 5s}, echo);
        REQUIRE(endpoint.has_value());
        std::latch ready(5);
        std::vector<std::thread> threads;
        for (int i = 0; i != 5; ++i)
            threads.emplace_back([&, i] {
                ready.arrive_and_wait();
                if (i < 2) endpoint->start();
                if (i == 2) (void)HttpClient(endpoint->port()).round_trip(post("x"));
                if (i > 2) {
                    std::this_thread::sleep_for(std::chrono::microseconds(round * 50));
                    CHECK(endpoint->stop());
                }
            });
        for (std::thread& thread : threads) thread.join();
    }
}

TEST_CASE("HttpEndpoint::stop: a response is sent exactly for the requests that were handled",
          "[server]") {
    constexpr int clients = 8;
    for (int round = 0; round != (test_support::is_sanitized ? 5 : 20); ++round) {
        std::atomic<int> handled = 0;
        std::atomic<int> responded = 0;
        {
            EndpointUnderTest endpoint({}, [&](const HttpRequest& request) {
                ++handled;
                return echo(request);
            });
            std::vector<std::thread> threads;
            for (int i = 0; i != clients; ++i)
                threads.emplace_back([&] {
                    HttpClient client(endpoint.port());
                    while (client.send(post("x"))) {
                        const Response response = client.receive();
                        if (response.status != 200) break;
                        ++responded;
                    }
                });
            std::this_thread::sleep_for(20ms);
            CHECK(endpoint.stop());
            for (std::thread& thread : threads) thread.join();
        }
        CHECK(responded == handled);
    }
}
