// SPDX-License-Identifier: BSL-1.0
#include "endpoint_under_test.hpp"
#include "support/catch.hpp"
#include "support/http_client.hpp"

#include <atomic>
#include <latch>
#include <mutex>
#include <random>
#include <stdexcept>
#include <thread>
#include <vector>

using namespace wsman_tests;

namespace {

struct Connected {
    EndpointUnderTest endpoint;
    HttpClient client{endpoint.port()};
};

}  // namespace

TEST_CASE_METHOD(Connected, "HttpEndpoint: serves many requests on a connection", "[server]") {
    for (int i = 0; i != 3; ++i) {
        const Response response = client.round_trip(post("body " + std::to_string(i)));
        CHECK(response.status == 200);
        CHECK(response.body == "POST /wsman: body " + std::to_string(i));
        CHECK(response.headers.at("content-type") == "text/plain");
        CHECK(!response.headers.contains("connection"));
        CHECK(response.headers.at("date").ends_with(" GMT"));
    }
    CHECK(client.round_trip(get("/page?a=b")).body == "GET /page?a=b: ");
    CHECK(client.round_trip(get("http://localhost:5985/page")).body == "GET /page: ");
    CHECK(client.round_trip(get("page?to=http://b/c")).body == "GET page?to=http://b/c: ");
    CHECK(client.round_trip(get("page")).body == "GET page: ");
}

TEST_CASE("HttpEndpoint: accepts the configured content types, uncompressed", "[server]") {
    EndpointUnderTest endpoint({.content_types = {"application/soap+xml", "text/xml"}});
    const auto posted = [&](const std::string& type, const std::string& more = {}) {
        return HttpClient(endpoint.port())
            .round_trip("POST /wsman HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n"
                        "Content-Type: " +
                        type + "\r\n" + more + "\r\nx");
    };
    CHECK(posted("Text/XML").status == 200);
    CHECK(posted("text/xml; charset=\"UTF-8\"").status == 200);
    CHECK(posted("text/xml; charset=\"UTF-16\"").status == 200);
    CHECK(posted("text/xml", "Content-Encoding: identity\r\n").status == 200);
    CHECK(posted("text/plain").body.find("application/soap+xml or text/xml") != std::string::npos);
}

TEST_CASE_METHOD(Connected, "HttpEndpoint: responds to pipelined requests in order", "[server]") {
    constexpr int count = 200;
    std::string requests;
    for (int i = 0; i != count; ++i) requests += post(std::to_string(i));
    std::thread sender([&] { CHECK(client.send(requests)); });
    int in_order = 0;
    for (int i = 0; i != count; ++i)
        in_order += client.receive().body == "POST /wsman: " + std::to_string(i) ? 1 : 0;
    sender.join();
    CHECK(in_order == count);
}

TEST_CASE_METHOD(Connected, "HttpEndpoint: closes the connection on request of the client",
                 "[server]") {
    const Response last = client.round_trip(get("/", "Connection: close\r\n"));
    CHECK(last.status == 200);
    CHECK(last.headers.at("connection") == "close");
    CHECK(client.is_closed());

    HttpClient old(endpoint.port());
    CHECK(old.round_trip("GET / HTTP/1.0\r\n\r\n").headers.at("connection") == "close");
    CHECK(old.is_closed());

    HttpClient old_and_patient(endpoint.port());
    const std::string request = "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";
    CHECK(old_and_patient.round_trip(request).headers.at("connection") == "keep-alive");
    CHECK(old_and_patient.round_trip(request).status == 200);
}

TEST_CASE_METHOD(Connected, "HttpEndpoint: responds to a half-closed connection", "[server]") {
    REQUIRE(client.send(post("the last words")));
    client.half_close();
    CHECK(client.receive().body == "POST /wsman: the last words");
    CHECK(client.is_closed());
}

TEST_CASE_METHOD(Connected, "HttpEndpoint: reads a chunked body", "[server]") {
    const std::string head =
        "POST /wsman HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/soap+xml\r\n"
        "Transfer-Encoding: chunked\r\n\r\n";
    CHECK(client.round_trip(head + "3\r\nabc\r\n2;what=ever\r\nde\r\n0\r\n\r\n").body ==
          "POST /wsman: abcde");
    for (const std::string_view piece :
         {std::string_view(head), std::string_view("1"), std::string_view("\r"),
          std::string_view("\nx\r\n0\r"), std::string_view("\nTrailer: t\r\n\r\n")}) {
        REQUIRE(client.send(piece));
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    CHECK(client.receive().body == "POST /wsman: x");
}

TEST_CASE_METHOD(Connected, "HttpEndpoint: reads a request byte by byte", "[server]") {
    for (const char byte : post("slow")) REQUIRE(client.send(std::string_view(&byte, 1)));
    CHECK(client.receive().body == "POST /wsman: slow");
}

TEST_CASE_METHOD(Connected, "HttpEndpoint: responds to Expect: 100-continue before the body",
                 "[server]") {
    CHECK(client.round_trip(post_head(4, "Expect: 100-continue\r\n")).status == 100);
    CHECK(client.round_trip("body").body == "POST /wsman: body");
    CHECK(
        client.round_trip(post_head(std::size_t{600} * 1024, "Expect: 100-continue\r\n")).status ==
        413);
}

TEST_CASE_METHOD(Connected, "HttpEndpoint: the response to HEAD has a length and no body",
                 "[server]") {
    REQUIRE(client.send("HEAD /page HTTP/1.1\r\nHost: localhost\r\n\r\n"));
    const Response response = client.receive(true);
    CHECK(response.status == 200);
    CHECK(response.headers.at("content-length") == std::to_string(std::size("HEAD /page: ") - 1));
    CHECK(client.round_trip(get("/next")).body == "GET /next: ");
}

TEST_CASE("HttpEndpoint: rejects bad requests with a reason", "[server]") {
    const EndpointUnderTest endpoint;
    const std::string type = "Content-Type: application/soap+xml\r\n";
    const std::string head = "POST /wsman HTTP/1.1\r\nHost: localhost\r\n";
    struct Row {
        std::string request;
        int status;
    };
    const std::vector<Row> rows = {
        {"nonsense\r\n\r\n", 400},
        {std::string("\0\1\2\3\r\n\r\n", 8), 400},
        {"GET / HTTP/9.9\r\nHost: localhost\r\n\r\n", 400},
        {"GET / HTTP/1.1\r\n\r\n", 400},
        {"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400},
        {"GET / HTTP/1.1\r\nHost: localhost\r\nBad Header: x\r\n\r\n", 400},
        {"GET / HTTP/1.1\r\nHost: localhost\r\nNo-Colon\r\n\r\n", 400},
        {head + type + "Content-Length: -1\r\n\r\n", 400},
        {head + type + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab", 400},
        {head + type + "Content-Length: 99999999999999999999999\r\n\r\n", 400},
        {head + type + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
        {head + type + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n", 400},
        {"DELETE / HTTP/1.1\r\nHost: localhost\r\n\r\n", 405},
        {"BREW /pot HTTP/1.1\r\nHost: localhost\r\n\r\n", 405},
        {head + type + "\r\n", 411},
        {head + type + "Content-Length: 524289\r\n\r\n", 413},
        {head + type + "Content-Length: 18446744073709551615\r\n\r\n", 413},
        {head + "Content-Length: 1\r\n\r\nx", 415},
        {head + "Content-Type: text/plain\r\nContent-Length: 1\r\n\r\nx", 415},
        {head + type + "Content-Encoding: gzip\r\nContent-Length: 1\r\n\r\nx", 415},
        {head + type + "Content-Length: 1\r\nExpect: a miracle\r\n\r\nx", 417},
        {"GET / HTTP/1.1\r\nHost: localhost\r\nA: " + std::string(20000, 'a') + "\r\n\r\n", 431},
        {"GET /" + std::string(20000, 'a') + " HTTP/1.1\r\nHost: localhost\r\n\r\n", 431},
        {head + type + "Transfer-Encoding: gzip\r\n\r\n", 501},
    };
    for (const Row& row : rows) {
        INFO(row.request.substr(0, 100));
        HttpClient client(endpoint.port());
        const Response response = client.round_trip(row.request);
        CHECK(response.status == row.status);
        CHECK(response.body.size() > 10);
        CHECK(response.headers.contains("allow") == (row.status == 405));
    }
}

TEST_CASE_METHOD(Connected, "HttpEndpoint: keeps the connection after rejecting a whole request",
                 "[server]") {
    CHECK(client.round_trip("DELETE / HTTP/1.1\r\nHost: localhost\r\n\r\n").status == 405);
    CHECK(client.round_trip(get("/")).status == 200);
}

TEST_CASE("HttpEndpoint: delivers a rejection while the client still sends the body", "[server]") {
    const EndpointUnderTest endpoint;
    for (int i = 0; i != 10; ++i) {
        HttpClient client(endpoint.port());
        const std::string body(std::size_t{8} * 1024 * 1024, 'x');
        std::thread sender([&] { (void)client.send(post(body)); });
        CHECK(client.receive().status == 413);
        sender.join();
    }
}

TEST_CASE("HttpEndpoint: survives random bytes", "[server]") {
    const EndpointUnderTest endpoint;
    std::mt19937 random(20260101);
    const std::string good = post("body", "X: y\r\n");
    for (int round = 0; round != 200; ++round) {
        std::string bytes = good;
        if (round % 2 == 0) {
            for (int change = 0; change != 3; ++change)
                bytes[random() % bytes.size()] = static_cast<char>(random());
        } else {
            for (char& byte : bytes) byte = static_cast<char>(random());
        }
        HttpClient client(endpoint.port());
        (void)client.send(bytes);
        client.half_close();
        (void)client.receive();
    }
    CHECK(HttpClient(endpoint.port()).round_trip(good).body == "POST /wsman: body");
}

TEST_CASE("HttpEndpoint: responds with 500 if the handler throws or returns an invalid response",
          "[server]") {
    const EndpointUnderTest endpoint({}, [](const HttpRequest& request) -> HttpResponse {
        if (request.path == "/exception") throw std::runtime_error("secret");
        if (request.path == "/number") throw 5;
        if (request.path == "/split") return {200, "text/plain", {}, {{"X", "a\r\nY: b"}}, {}};
        if (request.path == "/type") return {200, "text/plain\r\nX: y", {}, {}, {}};
        if (request.path == "/status") return {99, "text/plain", {}, {}, {}};
        if (request.path == "/far") return {600, "text/plain", {}, {}, {}};
        if (request.path == "/nameless") return {200, "text/plain", {}, {{"", "x"}}, {}};
        if (request.path == "/words") return {200, "text/plain", {}, {{"two words", "x"}}, {}};
        if (request.path == "/delete") return {200, "text/plain", {}, {{"X", "a\x7F"}}, {}};
        if (request.path == "/empty") return {204, {}, "ignored", {}, {}};
        return {200, "text/plain", "well", {{"X-More", "yes"}}, {}};
    });
    HttpClient client(endpoint.port());
    for (const char* path : {"/exception", "/number", "/split", "/type", "/status", "/far",
                             "/nameless", "/words", "/delete"}) {
        const Response response = client.round_trip(get(path));
        CHECK(response.status == 500);
        CHECK(response.body.find("secret") == std::string::npos);
    }
    CHECK(client.round_trip(get("/empty")).status == 204);
    CHECK(client.round_trip(get("/")).headers.at("x-more") == "yes");
}

TEST_CASE("HttpEndpoint: sends any status and any header of the handler", "[server]") {
    const EndpointUnderTest endpoint({}, [](const HttpRequest& request) -> HttpResponse {
        if (request.path == "/typeless") return {200, {}, "x", {{"~X_1!", "a\tb"}}, {}};
        return {std::stoi(std::string(request.path.substr(1))), "text/plain", "why", {}, {}};
    });
    HttpClient client(endpoint.port());
    for (const int status : {200, 299, 403, 404, 599}) {
        const Response response = client.round_trip(get("/" + std::to_string(status)));
        CHECK(response.status == status);
        CHECK(response.body == "why");
    }
    const Response unchanged = client.round_trip(get("/304"));
    CHECK(unchanged.status == 304);
    CHECK_FALSE(unchanged.headers.contains("content-length"));
    const Response typeless = client.round_trip(get("/typeless"));
    CHECK(typeless.body == "x");
    CHECK_FALSE(typeless.headers.contains("content-type"));
    CHECK(typeless.headers.at("~x_1!") == "a\tb");
}

TEST_CASE("HttpEndpoint: survives a client that resets the connection", "[server]") {
    std::latch reset(1);
    std::atomic<int> handled = 0;
    const EndpointUnderTest endpoint({}, [&](const HttpRequest&) -> HttpResponse {
        if (handled == 0) reset.wait();
        ++handled;
        return {200, "text/plain", std::string(std::size_t{1024} * 1024, 'x'), {}, {}};
    });
    {
        HttpClient client(endpoint.port());
        REQUIRE(client.send(post("gone")));
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
        client.reset();
    }
    reset.count_down();
    CHECK(HttpClient(endpoint.port()).round_trip(post("here")).status == 200);
    CHECK(handled == 2);
}

TEST_CASE("HttpEndpoint: handles requests concurrently", "[server]") {
    std::latch both(2);
    const EndpointUnderTest endpoint({}, [&](const HttpRequest&) -> HttpResponse {
        both.arrive_and_wait();
        return {200, "text/plain", "both", {}, {}};
    });
    HttpClient one(endpoint.port());
    HttpClient other(endpoint.port());
    REQUIRE(one.send(post("1")));
    REQUIRE(other.send(post("2")));
    CHECK(one.receive().body == "both");
    CHECK(other.receive().body == "both");
}

TEST_CASE("HttpEndpoint: calls the observer for each request", "[server]") {
    struct Seen {
        std::string method, path, user, error, subject;
        int status;
        bool is_delivered;
    };
    std::mutex mutex;
    std::vector<Seen> seen;
    EndpointUnderTest endpoint(
        {},
        [](const HttpRequest& request) -> HttpResponse {
            return {200, "text/plain", "well", {}, std::string(request.body)};
        },
        [&](const HttpLogEntry& entry) {
            const std::lock_guard lock(mutex);
            const auto* const subject =
                entry.subject ? std::any_cast<std::string>(entry.subject) : nullptr;
            seen.push_back({std::string(entry.method), std::string(entry.path),
                            std::string(entry.user), std::string(entry.error),
                            subject ? *subject : "", entry.status, entry.is_delivered});
            throw std::runtime_error("which is dropped");
        });
    HttpClient client(endpoint.port());
    CHECK(client.round_trip(post("what")).status == 200);
    CHECK(client.round_trip("PUT /x HTTP/1.1\r\nHost: localhost\r\n\r\n").status == 405);
    CHECK(client.round_trip("nonsense\r\n\r\n").status == 400);
    HttpClient cut(endpoint.port());
    REQUIRE(cut.send("GET / HT"));
    cut.half_close();
    CHECK(cut.is_closed());
    CHECK(endpoint.stop());

    REQUIRE(seen.size() == 4);
    CHECK((seen[0].method == "POST" && seen[0].path == "/wsman" && seen[0].status == 200));
    CHECK((seen[0].subject == "what" && seen[0].error.empty() && seen[0].is_delivered));
    CHECK((seen[1].method == "PUT" && seen[1].status == 405 && !seen[1].error.empty()));
    CHECK((seen[2].method.empty() && seen[2].status == 400));
    CHECK((seen[3].status == 0 && !seen[3].is_delivered && !seen[3].error.empty()));
}
