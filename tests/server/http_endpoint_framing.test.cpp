// SPDX-License-Identifier: BSL-1.0
// Where a request ends: what follows must never be taken for a request of its own if it might be a body.
#include "endpoint_under_test.hpp"
#include "support/catch.hpp"
#include "support/http_client.hpp"

#include <atomic>
#include <mutex>
#include <thread>
#include <vector>

using namespace wsman_tests;

namespace {

constexpr std::string_view password = "Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==\r\n";

EndpointOptions with_password_and_free_guesses() {
    return {.credentials = BasicCredentials{"Aladdin", Secret("open sesame")},
            .max_guess_delay = {}};
}

/// Counts the requests that were in the body of another one.
struct Counting {
    std::atomic<int> smuggled = 0;
    EndpointUnderTest endpoint;

    explicit Counting(EndpointOptions options = {})
        : endpoint(std::move(options), [this](const HttpRequest& request) {
              if (request.path == "/smuggled") ++smuggled;
              return echo(request);
          }) {}
};

/// A request whose end is in doubt, and what the response to it is.
struct Row {
    std::string head;  ///< without the empty line
    int status;
};

const std::string type = "Content-Type: application/soap+xml\r\n";
const std::string head = "POST /wsman HTTP/1.1\r\nHost: localhost\r\n" + type;

std::vector<Row> doubtful_requests() {
    std::vector<Row> rows = {
        {head + "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n", 400},
        {head + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n", 400},
        {head + "Transfer-Encoding: identity\r\nContent-Length: 0\r\n", 501},
        {head + "Content-Length: 0\r\nContent-Length: 0\r\n", 400},
        {head + "Content-Length: 0, 0\r\n", 400},
        {head, 411},
        {"POST /wsman HTTP/1.0\r\nConnection: keep-alive\r\n" + type, 411},
        {"POST /wsman HTTP/1.0\r\nConnection: keep-alive\r\n" + type +
             "Transfer-Encoding: chunked\r\n",
         400},
        {"CONNECT localhost:80 HTTP/1.1\r\nHost: localhost\r\n", 405},
        {head + "Content-Length: 0\r\nX: a\r\n b\r\n", 400},
        {head + "Content-Length: 0\r\nX: a\r\n\tb\r\n", 400},
        {head + "X: a\r\n Content-Length: 0\r\n", 400},
        {head + "Transfer-Encoding:\r\n chunked\r\n", 400},
        {head + "Content-Length:\r\n 0\r\n", 400},
    };
    for (const std::string coding :
         {"xchunked", "identity", "gzip", "chunked, identity", "chunked, chunked", "gzip, chunked",
          "", ",", "chunked;q=1", "\"chunked\"", "chunked\r\nTransfer-Encoding: identity",
          "identity\r\nTransfer-Encoding: chunked", "\r\nTransfer-Encoding: chunked"})
        for (const std::string start : {"POST", "GET", "HEAD", "DELETE", "get"}) {
            const bool is_known = start == "POST" || start == "GET" || start == "HEAD";
            const bool is_malformed = coding == "chunked\r\nTransfer-Encoding: identity";
            rows.push_back({start + " /wsman HTTP/1.1\r\nHost: localhost\r\n" + type +
                                "Transfer-Encoding: " + coding + "\r\n",
                            is_malformed ? 400
                            : is_known   ? 501
                                         : 405});
        }
    return rows;
}

const std::string smuggled = "POST /smuggled HTTP/1.1\r\nHost: localhost\r\n" + type +
                             std::string(password) + "Content-Length: 0\r\n\r\n";

}  // namespace

TEST_CASE("HttpEndpoint: closes the connection if the end of a request is in doubt", "[server]") {
    Counting counting;
    for (const Row& row : doubtful_requests()) {
        INFO(row.head);
        HttpClient client(counting.endpoint.port());
        REQUIRE(client.send(row.head + "\r\n" + smuggled));
        CHECK(client.receive(row.head.starts_with("HEAD")).status == row.status);
        CHECK(client.is_ended());
        CHECK(counting.smuggled.exchange(0) == 0);
    }
}

TEST_CASE("HttpEndpoint: closes it also if the request is rejected for another reason",
          "[server]") {
    Counting counting(with_password_and_free_guesses());
    for (const Row& row : doubtful_requests()) {
        INFO(row.head);
        HttpClient client(counting.endpoint.port());
        REQUIRE(client.send(row.head + "\r\n" + smuggled));
        const int status = client.receive(row.head.starts_with("HEAD")).status;
        CHECK((status == 400 || status == 401));
        CHECK(client.is_ended());
        CHECK(counting.smuggled.exchange(0) == 0);
    }
}

TEST_CASE("HttpEndpoint: malformed lines and lengths end the connection", "[server]") {
    Counting counting;
    const std::string chunked = head + "Transfer-Encoding: chunked\r\n\r\n";
    for (const std::string& request : std::vector<std::string>{
             "GET / HTTP/1.1\nHost: localhost\n\n",
             "GET / HTTP/1.1\r\nHost: localhost\n\r\n",
             "GET / HTTP/1.1\r\nHost: localhost\r\nX: a\rb\r\n\r\n",
             "GET / HTTP/1.1\r\nHost: localhost\r\nX: a\nY: b\r\n\r\n",
             std::string("GET / HTTP/1.1\r\nHost: localhost\r\nX: a\0b\r\n\r\n", 43),
             std::string("GET  / HTTP/1.1\r\nHost: localhost\r\n\r\n"),
             std::string("GET /a b HTTP/1.1\r\nHost: localhost\r\n\r\n"),
             std::string("GET /\tHTTP/1.1\r\nHost: localhost\r\n\r\n"),
             std::string("GET / http/1.1\r\nHost: localhost\r\n\r\n"),
             std::string("GET /\r\n\r\n"),
             std::string("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
             head + "Content-Length : 0\r\n\r\n",
             head + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
             head + "Content-Length: +0\r\n\r\n",
             head + "Content-Length: 0x0\r\n\r\n",
             head + "Content-Length: 0 0\r\n\r\n",
             head + "Content-Length: \r\n\r\n",
             head + "Content-Length: 0\r\nContent-Length: 5\r\n\r\n",
             head + "Content-Length: 18446744073709551616\r\n\r\n",
             chunked + "0x1\r\na\r\n0\r\n\r\n",
             chunked + "+1\r\na\r\n0\r\n\r\n",
             chunked + "-1\r\na\r\n0\r\n\r\n",
             chunked + " 1\r\na\r\n0\r\n\r\n",
             chunked + "1\na\r\n0\r\n\r\n",
             chunked + "1;a\na\r\n0\r\n\r\n",
             chunked + "1\r\nab\r\n0\r\n\r\n",
             chunked + "1\r\na\n0\r\n\r\n",
             chunked + "\r\n0\r\n\r\n",
             chunked + ";a\r\n0\r\n\r\n",
             chunked + "10000000000000000\r\n\r\n0\r\n\r\n",
             chunked + "ffffffffffffffff\r\n\r\n0\r\n\r\n",
             chunked + "0\r\nTransfer-Encoding: identity\r\n\r\n",
             chunked + "0\r\nContent-Length: 100\r\n\r\n",
             chunked + "0\r\nno colon\r\n\r\n",
         }) {
        INFO(request);
        HttpClient client(counting.endpoint.port());
        REQUIRE(client.send(request + smuggled));
        const int status = client.receive().status;
        CHECK((status == 400 || status == 413));
        CHECK(client.is_ended());
        CHECK(counting.smuggled.exchange(0) == 0);
    }
}

TEST_CASE("HttpEndpoint: a request with a body that is rejected ends the connection", "[server]") {
    Counting counting;
    const std::string length = "Content-Length: " + std::to_string(smuggled.size()) + "\r\n\r\n";
    const auto size = [](std::size_t number) {
        constexpr std::string_view digits = "0123456789abcdef";
        std::string text;
        for (; number != 0; number /= 16) text.insert(text.begin(), digits[number % 16]);
        return text;
    };
    const std::string in_chunks =
        "Transfer-Encoding: chunked\r\n\r\n" + size(smuggled.size()) + "\r\n";
    const std::vector<Row> rows = {
        {"DELETE / HTTP/1.1\r\nHost: localhost\r\n" + length, 405},
        {"DELETE / HTTP/1.1\r\nHost: localhost\r\n" + in_chunks, 405},
        {"GET / HTTP/1.1\r\n" + length, 400},
        {"GET / HTTP/1.1\r\n" + in_chunks, 400},
        {"GET / HTTP/1.1\r\nHost: evil.example\r\n" + length, 421},
        {head + "Expect: a miracle\r\n" + length, 417},
        {"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n" + in_chunks, 415},
        {head + "Content-Encoding: gzip\r\n" + length, 415},
    };
    for (const Row& row : rows) {
        INFO(row.head);
        HttpClient client(counting.endpoint.port());
        REQUIRE(client.send(row.head + smuggled));
        CHECK(client.receive().status == row.status);
        CHECK(client.is_ended());
        CHECK(counting.smuggled.exchange(0) == 0);
    }
}

TEST_CASE("HttpEndpoint: a body of any method is not the next request", "[server]") {
    Counting counting;
    HttpClient client(counting.endpoint.port());
    const std::string length = "Content-Length: " + std::to_string(smuggled.size()) + "\r\n";
    CHECK(client.round_trip(get("/", length) + smuggled).body == "GET /: " + smuggled);
    CHECK(
        client
            .round_trip(get("/", "Transfer-Encoding: Chunked\r\n") + "1;a=\"b\"\r\nx\r\n0\r\n\r\n")
            .body == "GET /: x");
    CHECK(client.round_trip(post("y", "Upgrade: h2c\r\nConnection: Upgrade\r\n")).status == 200);
    CHECK(client.round_trip(get("/next")).body == "GET /next: ");
    CHECK(counting.smuggled == 0);
}

TEST_CASE("HttpEndpoint: the fields of a trailer are not headers", "[server]") {
    std::mutex mutex;
    std::vector<std::string> types;
    std::vector<std::string> users;
    EndpointUnderTest endpoint(
        with_password_and_free_guesses(),
        [&](const HttpRequest& request) {
            const std::lock_guard lock(mutex);
            types.emplace_back(request.content_type);
            return echo(request);
        },
        [&](const HttpLogEntry& entry) {
            const std::lock_guard lock(mutex);
            users.emplace_back(entry.user);
        });
    const std::string chunks =
        "Transfer-Encoding: chunked\r\n" + std::string(password) + "\r\n1\r\nx\r\n0\r\n";
    const std::string trailer =
        "Authorization: Basic eDp5\r\nContent-Type: text/html\r\n"
        "Host: evil.example\r\nConnection: close\r\nExpect: a miracle\r\n\r\n";
    HttpClient client(endpoint.port());
    CHECK(client.round_trip(head + chunks + trailer).body == "POST /wsman as Aladdin: x");
    CHECK(client.round_trip("GET / HTTP/1.1\r\nHost: localhost\r\n" + chunks + trailer).body ==
          "GET / as Aladdin: x");
    CHECK(client.round_trip(get("/", password)).status == 200);
    CHECK(endpoint.stop());
    CHECK(types == std::vector<std::string>{"application/soap+xml", "", ""});
    CHECK(users == std::vector<std::string>(3, "Aladdin"));

    // Nor do they admit a request.
    const EndpointUnderTest other(with_password_and_free_guesses());
    CHECK(HttpClient(other.port())
              .round_trip(head + "Transfer-Encoding: chunked\r\n\r\n0\r\n" + std::string(password) +
                          "\r\n")
              .status == 401);
}

TEST_CASE("HttpEndpoint: sends no 100 Continue to HTTP/1.0", "[server]") {
    const EndpointUnderTest endpoint;
    HttpClient client(endpoint.port());
    REQUIRE(client.send("POST /wsman HTTP/1.0\r\n" + type +
                        "Content-Length: 1\r\nExpect: 100-continue\r\n\r\n"));
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    CHECK(client.round_trip("x").body == "POST /wsman: x");
}

TEST_CASE("HttpEndpoint: responds with 500 if the handler sets a header of the server",
          "[server]") {
    const EndpointUnderTest endpoint({}, [](const HttpRequest& request) -> HttpResponse {
        return {200, "text/plain", "body", {{std::string(request.path.substr(1)), "1"}}, {}};
    });
    HttpClient client(endpoint.port());
    for (const char* name : {"Content-Length", "content-length", "Transfer-Encoding", "Connection",
                             "Date", "Content-Type", "Keep-Alive", "Trailer", "Upgrade"})
        CHECK(client.round_trip(get("/" + std::string(name))).status == 500);
    CHECK(client.round_trip(get("/Content-Language")).body == "body");
}
