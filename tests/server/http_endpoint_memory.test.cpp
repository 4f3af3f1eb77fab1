// SPDX-License-Identifier: BSL-1.0
// Memory: none is left, how much is used, and what stays in it.
#include "endpoint_under_test.hpp"
#include "support/catch.hpp"
#include "support/certificates.hpp"
#include "support/failing_allocations.hpp"
#include "support/http_client.hpp"
#include "support/sanitizers.hpp"
#include "support/temporary_folder.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <csignal>
#include <deque>
#include <functional>
#include <optional>
#include <thread>

using namespace wsman_tests;
using namespace test_support;
using namespace std::chrono_literals;

namespace {

// Constants in static memory, so that the heap has no copy of the test's own.
constexpr std::string_view base64 = "QWxhZGRpbjpvcGVuIHNlc2FtZTpvcGVuIHNlc2FtZTpvcGVuIHNlc2FtZQ==";
constexpr std::string_view login = "open sesame:open sesame:open sesame";
constexpr std::string_view wrong_base64 =
    "QWxhZGRpbjpkZWNvZGVkIGJ1dCB3cm9uZywgb2YgdGhlIHNhbWUga2luZA==";
constexpr std::string_view wrong_login = "decoded but wrong, of the same kind";

constexpr auto pipelined = [] {
    constexpr std::string_view begin = "GET / HTTP/1.1\r\nHost: localhost\r\nAuthorization: Basic ";
    constexpr std::string_view end = "\r\n\r\n";
    std::array<char, 4 * (begin.size() + base64.size() + end.size())> text{};
    auto at = text.begin();
    for (int i = 0; i != 4; ++i)
        for (const std::string_view part : {begin, base64, end})
            at = std::ranges::copy(part, at).out;
    return text;
}();

struct TlsIdentity {
    test_support::TemporaryFolder folder;
    TlsFiles names{folder.file("certificate.pem"), folder.file("key.pem")};
    TlsIdentity() {
        const Identity identity = make_identity({});
        write_certificate(names.certificate_chain, identity);
        write_key(names.private_key, identity);
    }
};

EndpointOptions quick() {
    return {.credentials = BasicCredentials{"Aladdin", Secret(login)},
            .max_connections = 64,
            .request_time = 2000ms,
            .max_guess_delay = {},
            .threads = 1};
}

HttpResponse respond(const HttpRequest& request) {
    if (request.path == "/large")
        return {200, "text/plain", std::string(std::size_t{4} << 20U, 'x'), {{"X", "y"}}, {}};
    return echo(request);
}

std::string authorized(std::string_view credentials, std::string_view more = {}) {
    return "Authorization: Basic " + std::string(credentials) + "\r\n" + std::string(more);
}

struct Exchange {
    const char* what;
    std::string request;
};

std::vector<Exchange> exchanges() {
    const std::string type = "Content-Type: application/soap+xml\r\n";
    return {
        {"a request",
         post("body", authorized(base64, "X-Long: " + std::string(3000, 'x') + "\r\n"))},
        {"large bodies", post(std::string(400'000, 'x'), authorized(base64))},
        {"a large response", get("/large", authorized(base64))},
        {"chunks", "POST / HTTP/1.1\r\nHost: localhost\r\n" + type +
                       authorized(base64, "Transfer-Encoding: chunked\r\n\r\n") +
                       "3\r\nabc\r\n4;x=y\r\ndefg\r\n0\r\nTrailer: " + std::string(100, 't') +
                       "\r\n\r\n"},
        {"several requests", get("/1", authorized(base64)) + get("/2", authorized(base64)) +
                                 get("/3", authorized(base64))},
        {"a wrong password", get("/", authorized(wrong_base64))},
        {"a rejection", get("/", authorized(base64, "Transfer-Encoding: x\r\n"))},
        {"nonsense", "nonsense\r\n\r\n"},
        {"half a request", post_head(10, authorized(base64)) + "half"},
    };
}

/// Sends a request, and waits for the end of the connection or of the response.
void exchange(std::uint16_t port, const Exchange& one, bool is_tls) {
    HttpClient client(port);
    if (is_tls && !client.start_tls()) return;
    (void)client.send(one.request);
    if (std::string_view(one.what) == "half a request") client.half_close();
    (void)client.receive();
}

void fail_each_allocation_once(const EndpointOptions& options) {
    const NoFailure of_test;
    (void)std::signal(SIGPIPE, SIG_IGN);  // OpenSSL, as the client, writes to closed connections
    std::atomic<int> logged = 0;
    EndpointUnderTest endpoint(options, respond, [&](const HttpLogEntry&) { ++logged; });
    const bool is_tls = options.tls.has_value();
    const auto is_alive = [&] {
        HttpClient client(endpoint.port());
        if (is_tls && !client.start_tls()) return false;
        return client.round_trip(get("/", authorized(base64))).status == 200;
    };
    for (const Exchange& one : exchanges()) {
        INFO(one.what);
        long number = 1;
        for (bool has_failed = true; has_failed; ++number) {
            {
                const FailingAllocation failing(number);
                exchange(endpoint.port(), one, is_tls);
                has_failed = failing.has_occurred();
            }
            INFO("allocation " << number);
            REQUIRE(is_alive());
        }
        CHECK(number > 5);
    }
    CHECK(endpoint.stop());
    CHECK(logged > 0);
}

}  // namespace

TEST_CASE("HttpEndpoint: a failed allocation ends one connection at most", "[server]") {
    fail_each_allocation_once(quick());
}

TEST_CASE("HttpEndpoint: a failed allocation ends one connection at most, with TLS", "[server]") {
    const TlsIdentity identity;
    EndpointOptions options = quick();
    options.tls = identity.names;
    fail_each_allocation_once(options);
}

TEST_CASE("HttpEndpoint: serves again once there is memory", "[server]") {
    const NoFailure of_test;
    EndpointOptions options = quick();
    options.request_time = 160ms;
    EndpointUnderTest endpoint(options, respond);
    for (const Exchange& one : exchanges())
        for (const long number : {1L, 2L, 3L, 5L, 8L, 13L, 21L}) {
            INFO(one.what << ", from allocation " << number);
            std::deque<HttpClient> clients;
            {
                const FailingAllocation failing(number, true);
                for (int i = 0; i != 3; ++i) {
                    clients.emplace_back(endpoint.port());
                    (void)clients.back().send(one.request);
                }
                for (int i = 0; i != 100 && !failing.has_occurred(); ++i)
                    std::this_thread::sleep_for(10ms);
                std::this_thread::sleep_for(30ms);
                CHECK(failing.has_occurred());
            }
            int status = 0;
            for (int i = 0; i != 100 && status != 200; ++i)
                status =
                    HttpClient(endpoint.port()).round_trip(get("/", authorized(base64))).status;
            REQUIRE(status == 200);
        }
}

TEST_CASE("HttpEndpoint::stop: needs no memory", "[server]") {
    for (const auto grace : {10'000ms, 20ms}) {
        EndpointOptions options = quick();
        options.grace_time = grace;
        std::atomic<bool> goes_on = grace > 1s;
        std::optional<EndpointUnderTest> endpoint;
        endpoint.emplace(options, [&](const HttpRequest& request) {
            while (!goes_on) std::this_thread::sleep_for(1ms);
            return echo(request);
        });
        HttpClient idle(endpoint->port());
        HttpClient half(endpoint->port());
        HttpClient handled(endpoint->port());
        if (grace < 1s) {
            REQUIRE(half.send(post_head(10, authorized(base64)) + "half"));
            REQUIRE(handled.send(get("/", authorized(base64))));
        }
        std::this_thread::sleep_for(50ms);
        {
            const FailingAllocation failing(1, true);
            const bool has_finished = endpoint->stop();
            goes_on = true;
            const NoFailure of_test;
            CHECK(has_finished == (grace > 1s));
        }
        endpoint.reset();
        CHECK(idle.is_closed());
    }
}

TEST_CASE("HttpEndpoint: half a body takes the memory of what has arrived", "[server]") {
    // The announced length, 1 GiB for each client, would need more than a test may use.
    const EndpointUnderTest endpoint({.max_body_bytes = std::size_t{1} << 40U});
    std::deque<HttpClient> clients;
    for (int i = 0; i != 200; ++i) {
        clients.emplace_back(endpoint.port());
        REQUIRE(clients.back().send(post_head(std::size_t{1} << 30U) + "x"));
    }
    std::this_thread::sleep_for(100ms);
    CHECK(bytes_in_use() < std::size_t{32} << 20U);
}

TEST_CASE("HttpEndpoint: uses no more memory than is documented", "[server]") {
    constexpr std::size_t connections = 30;
    const EndpointOptions options{.max_connections = connections};
    const EndpointUnderTest endpoint(options);
    const std::size_t before = bytes_in_use();
    // The smallest fields take the most memory.
    std::string fields = "GET / HTTP/1.1\r\nHost: localhost\r\n";
    while (fields.size() + 4 < options.max_header_bytes) fields += "A:\r\n";
    const std::string chunks =
        "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/soap+xml\r\n"
        "Transfer-Encoding: chunked\r\n\r\n3e800\r\n" +
        std::string(0x3e800, 'x') + "\r\n3e7ff\r\n" + std::string(0x3e7ff, 'x');
    const std::string all_fields =
        "POST / HTTP/1.1\r\nContent-Length: 512000\r\nContent-Type: application/soap+xml\r\n" +
        fields.substr(fields.find("Host"), fields.size() - 300) + "\r\n" + std::string(511999, 'x');
    std::deque<HttpClient> clients;
    for (std::size_t i = 0; i != connections; ++i) {
        clients.emplace_back(endpoint.port());
        REQUIRE(clients.back().send(i % 3 == 0 ? fields : i % 3 == 1 ? chunks : all_fields));
    }
    const std::size_t documented =
        connections * (24 * options.max_header_bytes + 2 * options.max_body_bytes + (64U << 10U));
    std::size_t used = 0;
    // The server reads at its own pace: a sanitizer or a busy machine slows it down.
    for (int i = 0; i < 20 || (used <= documented / 4 && i < 600); ++i) {
        std::this_thread::sleep_for(10ms);
        used = (std::max)(used, bytes_in_use() - before);
    }
    CHECK(used < documented);
    CHECK(used > documented / 4);
}

TEST_CASE("HttpEndpoint: a login stays nowhere on the heap", "[server]") {
    for (const bool is_tls : {false, true}) {
        const TlsIdentity identity;
        EndpointOptions options = quick();
        if (is_tls) options.tls = identity.names;
        static std::atomic<std::size_t> during;
        during = 0;
        std::optional<EndpointUnderTest> endpoint;
        endpoint.emplace(options, [](const HttpRequest& request) {
            during += places_of(base64) + places_of(login);
            return echo(request);
        });
        const auto found = [] {
            return places_of(base64) + places_of(login) + places_of(wrong_base64) +
                   places_of(wrong_login);
        };
        options.credentials.reset();
        // In pieces too, so that the buffer grows while the login is in it.
        constexpr std::string_view begin =
            "GET / HTTP/1.1\r\nHost: localhost\r\nAuthorization: Basic ";
        for (const std::string_view value :
             {base64, wrong_base64, base64.substr(0, 57), wrong_base64.substr(0, 56)})
            for (const std::string_view end : {"\r\n\r\n", "\r\nbad header\r\n\r\n", ""}) {
                watch(value.substr(0, 56));
                HttpClient client(endpoint->port());
                if (is_tls) REQUIRE(client.start_tls());
                REQUIRE(client.send(begin));
                REQUIRE(client.send(value));
                std::this_thread::sleep_for(5ms);
                if (!end.empty()) {
                    REQUIRE(client.send(end));
                    CHECK(client.receive().status >= 200);
                    // The connection before this one may just be ending.
                    for (int i = 0; i != 100 && found() != 0; ++i) std::this_thread::sleep_for(5ms);
                    CHECK(found() == 0);
                }
                CHECK(freed_with_watched_text() == 0);
            }
        CHECK(during == 0);  // below, the next request may be there
        // Pipelined and in pieces, so that a login in what is left over is moved.
        {
            watch(base64.substr(0, 56));
            HttpClient client(endpoint->port());
            if (is_tls) REQUIRE(client.start_tls());
            const std::string_view all(pipelined.data(), pipelined.size());
            const std::size_t one = all.size() / 4;
            std::size_t sent = 0;
            std::size_t received = 0;
            for (const std::size_t whole : {1U, 3U, 4U}) {
                // With the next header but for its end.
                const std::size_t until = (std::min)((whole + 1) * one - 4, all.size());
                REQUIRE(client.send(all.substr(sent, until - sent)));
                for (; received != whole; ++received) CHECK(client.receive().status == 200);
                sent = until;
            }
            for (int i = 0; i != 100 && found() != 0; ++i) std::this_thread::sleep_for(5ms);
            CHECK(found() == 0);
            CHECK(freed_with_watched_text() == 0);
        }
        endpoint.reset();
        CHECK(freed_with_watched_text() == 0);
        watch({});
    }
}
