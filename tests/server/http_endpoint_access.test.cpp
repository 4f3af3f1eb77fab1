// SPDX-License-Identifier: BSL-1.0
#include "endpoint_under_test.hpp"
#include "support/catch.hpp"
#include "support/certificates.hpp"
#include "support/http_client.hpp"
#include "support/temporary_folder.hpp"

#include <algorithm>
#include <cstdlib>
#include <deque>
#include <filesystem>
#include <fstream>
#include <map>
#include <stdexcept>
#include <thread>
#include <vector>

using namespace wsman_tests;
using test_support::TemporaryFolder;

namespace {

Socket connected_from(const char* address, std::uint16_t port) {
    Socket socket = new_socket();
    sockaddr_in here{};
    here.sin_family = AF_INET;
    ::inet_pton(AF_INET, address, &here.sin_addr);
    const sockaddr_in there = loopback(port);
    if (::bind(socket.number(), reinterpret_cast<const sockaddr*>(&here), sizeof here) != 0 ||
        ::connect(socket.number(), reinterpret_cast<const sockaddr*>(&there), sizeof there) != 0)
        throw std::runtime_error("cannot connect");
    return socket;
}

/// A certificate and its key in files.
struct Files {
    TemporaryFolder folder;
    std::string certificate = folder.file("certificate.pem");
    std::string key = folder.file("key.pem");

    Files() {
        const Identity identity = make_identity({});
        write_certificate(certificate, identity);
        write_key(key, identity);
    }
    [[nodiscard]] TlsFiles names() const { return {certificate, key}; }
};

constexpr std::string_view credentials = "Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==\r\n";

Error error_of(EndpointOptions options) {
    const auto endpoint = EndpointUnderTest::listen(std::move(options), echo);
    REQUIRE(!endpoint);
    return endpoint.error();
}

bool names(const Error& error, std::string_view text) {
    return error.detail.find(text) != std::string::npos;
}

}  // namespace

TEST_CASE("HttpEndpoint: admits requests with the right password", "[server]") {
    const EndpointUnderTest endpoint(with_password());
    HttpClient client(endpoint.port());
    CHECK(client.round_trip(post("x", credentials)).body == "POST /wsman as Aladdin: x");
    CHECK(client.round_trip(get("/", "authorization: bAsIc   QWxhZGRpbjpvcGVuIHNlc2FtZQ==  \r\n"))
              .status == 200);
}

TEST_CASE("HttpEndpoint: rejects requests without credentials, with one response", "[server]") {
    EndpointOptions options = with_password();
    options.max_guess_delay = {};
    const EndpointUnderTest endpoint(options);
    const std::vector<std::string> wrong = {
        "",
        "Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZT==\r\n",  // not canonical
        "Authorization: Basic QWxhZGRpbjp4\r\n",                  // Aladdin:x
        "Authorization: Basic QWxpOm9wZW4gc2VzYW1l\r\n",          // Ali:open sesame
        "Authorization: Basic QWxhZGRpbg==\r\n",                  // no colon
        "Authorization: Basic \r\n",
        "Authorization: Basic\r\n",
        "Authorization: Basic !!!!\r\n",
        "Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=\r\n",
        "Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==, Basic x\r\n",
        "Authorization: Bearer QWxhZGRpbjpvcGVuIHNlc2FtZQ==\r\n",
        "Authorization: Negotiate YII=\r\n",
        "Authorization: Basic " + std::string(12000, 'A') + "\r\n",
        std::string(credentials) + std::string(credentials),
    };
    std::vector<Response> responses;
    for (const std::string& headers : wrong)
        for (const std::string& request :
             {get("/", headers), get("/no/such/path", headers), post("x", headers),
              post_head(1'000'000'000, headers), "DELETE / HTTP/1.1\r\n" + headers + "\r\n",
              "POST /wsman HTTP/1.1\r\n" + headers + "\r\n"}) {
            HttpClient client(endpoint.port());
            responses.push_back(client.round_trip(request));
            INFO(headers.substr(0, 100));
            CHECK(responses.back().status == 401);
        }
    for (Response& response : responses) {
        CHECK(response.headers["www-authenticate"] == "Basic realm=\"WSMAN\", charset=\"UTF-8\"");
        CHECK(response.body == responses.front().body);
        response.headers.erase("date");
        response.headers.erase("connection");  // whether the request had a body
        CHECK(response.headers == responses.front().headers);
    }
}

TEST_CASE("HttpEndpoint: anonymous access is for what its handler responds to", "[server]") {
    EndpointOptions options = with_password();
    options.max_guess_delay = {};
    std::vector<std::string> users;
    options.anonymous = AnonymousAccess{
        {"X-Hello", "stranger"}, [&](const HttpRequest& request) -> std::optional<HttpResponse> {
            users.emplace_back(request.user);
            if (request.body == "throw") throw std::runtime_error("secret");
            if (request.body == "unsendable") return HttpResponse{200, "a\nb", "secret", {}, {}};
            if (request.path != "/wsman" || !request.body.starts_with("hello")) return std::nullopt;
            return HttpResponse{200, "text/plain", "hello", {}, {}};
        }};
    std::vector<std::string> seen;
    EndpointUnderTest endpoint(options, echo, [&](const HttpLogEntry& entry) {
        seen.push_back(std::string(entry.user) + ' ' + std::to_string(entry.status) + ' ' +
                       std::string(entry.error));
    });
    HttpClient client(endpoint.port());
    const std::string hello = "X-Hello: stranger\r\n";
    Response refused = HttpClient(endpoint.port()).round_trip(post("hello"));
    REQUIRE(refused.status == 401);
    const auto is_refused = [&](const std::string& request) {
        Response response = HttpClient(endpoint.port()).round_trip(request);
        for (Response* const one : {&refused, &response})
            for (const char* const varying : {"date", "connection"}) one->headers.erase(varying);
        return response.status == 401 && response.body == refused.body &&
               response.headers == refused.headers;
    };
    // In one connection: each request stands for itself.
    CHECK(client.round_trip(post("hello", hello)).body == "hello");
    CHECK(client.round_trip(post("other", hello)).status == 401);
    CHECK(client.round_trip(post("x", credentials)).body == "POST /wsman as Aladdin: x");
    CHECK(client.round_trip(post("x", hello)).status == 401);
    CHECK(client.round_trip(post("hello", "x-hello: STRANGER\r\n")).body == "hello");
    CHECK(client.round_trip(get("/", hello)).status == 401);
    CHECK(client.round_trip(get("/")).status == 401);
    // With a password, the header means nothing.
    CHECK(client.round_trip(post("hello", hello + std::string(credentials))).body ==
          "POST /wsman as Aladdin: hello");
    const auto anonymous_calls = users.size();
    for (const std::string& request :
         {post("hello", "X-Hello: friend\r\n"), post("hello", "X-Hello: \r\n"),
          post("hello", hello + hello),
          post("hello", hello + "Authorization: Basic QWxhZGRpbjp4\r\n"),
          post("hello", hello + "Authorization: Negotiate YII=\r\n"), get("/wsman", hello),
          post("hello" + std::string(4092, 'x'), hello), post_head(1'000'000'000, hello),
          post("hello", hello + "Content-Encoding: gzip\r\n"),
          post("hello", hello + "Expect: x\r\n"),
          "DELETE /wsman HTTP/1.1\r\nHost: localhost\r\n" + hello + "\r\n",
          "POST /wsman HTTP/1.1\r\n" + hello + "Content-Length: 5\r\n\r\nhello",
          "POST /wsman HTTP/1.1\r\nHost: localhost\r\n" + hello +
              "Content-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello",
          "POST /wsman HTTP/1.1\r\nHost: localhost\r\n" + hello +
              "Content-Type: application/soap+xml\r\nTransfer-Encoding: chunked\r\n\r\n1001\r\n" +
              std::string(0x1001, 'x') + "\r\n0\r\n\r\n"}) {
        INFO(request.substr(0, 200));
        CHECK(is_refused(request));
    }
    CHECK(users.size() == anonymous_calls);  // the handler saw none of them
    for (const char* const body : {"throw", "unsendable", ""}) CHECK(is_refused(post(body, hello)));
    // The largest body, in pieces.
    CHECK(HttpClient(endpoint.port())
              .round_trip("POST /wsman HTTP/1.1\r\nHost: localhost\r\n" + hello +
                          "Content-Type: application/soap+xml\r\nTransfer-Encoding: "
                          "chunked\r\n\r\n5\r\nhello\r\nffb\r\n" +
                          std::string(0xFFB, 'x') + "\r\n0\r\n\r\n")
              .status == 200);
    CHECK(endpoint.stop());
    CHECK(std::ranges::count(users, "") == std::ssize(users));
    CHECK(std::ranges::count(seen, " 200 ") == 3);
    CHECK(std::ranges::count(seen, "Aladdin 200 ") == 2);
}

TEST_CASE("HttpEndpoint: without credentials, there is no anonymous access", "[server]") {
    EndpointOptions options;
    options.anonymous = AnonymousAccess{
        {"X-Hello", "stranger"}, [](const HttpRequest&) { return std::optional<HttpResponse>(); }};
    const EndpointUnderTest endpoint(options);
    CHECK(HttpClient(endpoint.port()).round_trip(post("x", "X-Hello: stranger\r\n")).body ==
          "POST /wsman: x");
}

TEST_CASE("HttpEndpoint: wrong passwords delay the next ones of their address only", "[server]") {
    EndpointOptions options = with_password();
    options.max_guess_delay = std::chrono::milliseconds(400);
    EndpointUnderTest endpoint(options);
    HttpClient admitted(endpoint.port());
    CHECK(admitted.round_trip(get("/", credentials)).status == 200);

    const std::string guess = get("/", "Authorization: Basic QWxhZGRpbjp4\r\n");
    std::deque<HttpClient> guessing;
    for (int i = 0; i != 60; ++i) {
        guessing.emplace_back(endpoint.port());
        REQUIRE(guessing.back().send(guess));
    }
    // A client that was admitted, and one with another address, do not wait.
    CHECK(admitted.round_trip(get("/", credentials)).status == 200);
    CHECK(HttpClient(connected_from("127.0.0.2", endpoint.port()))
              .round_trip(get("/", credentials))
              .status == 200);

    std::map<int, int> statuses;
    for (HttpClient& client : guessing) ++statuses[client.receive().status];
    CHECK(statuses.size() == 2);
    CHECK(statuses[401] > 1);
    CHECK(statuses[429] > 1);
    // The user of this address waits for a turn, and is admitted.
    int status = 0;
    do status = HttpClient(endpoint.port()).round_trip(get("/", credentials)).status;
    while (status == 429);
    CHECK(status == 200);
    CHECK(endpoint.stop());
}

TEST_CASE("HttpEndpoint::stop: does not wait for the turn of a guess", "[server]") {
    EndpointOptions options = with_password();
    options.max_guess_delay = std::chrono::minutes(1);
    options.grace_time = std::chrono::minutes(1);
    EndpointUnderTest endpoint(options);
    HttpClient client(endpoint.port());
    const std::string guess = get("/", "Authorization: Basic QWxhZGRpbjp4\r\n");
    for (int i = 0; i != 5; ++i) CHECK(client.round_trip(guess).status == 401);
    REQUIRE(client.send(guess));
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    CHECK(endpoint.stop());
    CHECK(client.receive().status == 503);
}

TEST_CASE("HttpEndpoint: accepts passwords with Unicode and colons", "[server]") {
    const EndpointUnderTest endpoint(
        {.credentials = BasicCredentials{"Jürgen", Secret("a:b:ü-Zq7!")}});
    HttpClient client(endpoint.port());
    CHECK(client.round_trip(get("/", "Authorization: Basic SsO8cmdlbjphOmI6w7wtWnE3IQ==\r\n"))
              .status == 200);
}

TEST_CASE("HttpEndpoint::listen: rejects invalid credentials", "[server]") {
    for (const auto& [user, password] :
         std::vector<std::pair<std::string, std::string>>{{"", "x"},
                                                          {"x", ""},
                                                          {"a:b", "x"},
                                                          {"x", "a\nb"},
                                                          {"x", "a\x7F"},
                                                          {std::string("a\0b", 3), "x"}}) {
        EndpointOptions options{.port = 0, .credentials = BasicCredentials{user, Secret(password)}};
        CHECK(error_of(options).code == Errc::invalid_value);
    }
}

TEST_CASE("HttpEndpoint: without a password, rejects foreign Host headers", "[server]") {
    const auto status_for = [](const EndpointUnderTest& endpoint, const std::string& host,
                               std::string_view headers = {}) {
        HttpClient client(endpoint.port());
        return client
            .round_trip("GET / HTTP/1.1\r\nHost: " + host + "\r\n" + std::string(headers) + "\r\n")
            .status;
    };
    const EndpointUnderTest open({}, echo);
    for (const char* host :
         {"localhost", "LOCALHOST:5985", "127.0.0.1", "127.0.0.1:5985", "[::1]:5985"})
        CHECK(status_for(open, host) == 200);
    for (const char* host :
         {"evil.example", "evil.example:5985", "127.0.0.1.evil.example", "localhost.evil",
          "[attacker.example]", "[attacker.example]:5985", "[::1", "[::1]evil.example", "[]", "[",
          "[::1]:x.attacker", "[::1]:80:80", "localhost:80@attacker", "localhost:80:80",
          "localhost:x", "127.0.0.1:80@attacker", ":80", ""})
        CHECK(status_for(open, host) == 421);
    const auto status_of_target = [&](std::string_view target) {
        return HttpClient(open.port()).round_trip(get(target)).status;
    };
    CHECK(status_of_target("http://localhost/") == 200);
    CHECK(status_of_target("http://[::1]:5985?query") == 200);
    CHECK(status_of_target("http://evil.example/") == 421);
    CHECK(status_of_target("http://evil.example?query") == 421);
    CHECK(status_of_target("http://localhost:80@evil.example/") == 421);
    // HTTP/1.0 has no Host, and a browser sends no HTTP/1.0.
    CHECK(HttpClient(open.port()).round_trip("GET / HTTP/1.0\r\n\r\n").status == 200);
    const EndpointUnderTest closed(with_password(), echo);
    CHECK(status_for(closed, "cluster.example", credentials) == 200);
}

TEST_CASE("HttpEndpoint: a handler sees that a page of another site sends a request", "[server]") {
    const EndpointUnderTest endpoint({}, [](const HttpRequest& request) {
        return HttpResponse{request.is_cross_origin ? 403 : 200, "text/plain", "", {}, {}};
    });
    const auto status_with = [&](std::string_view headers, std::string_view target = "/") {
        return HttpClient(endpoint.port())
            .round_trip("GET " + std::string(target) + " HTTP/1.1\r\nHost: localhost:80\r\n" +
                        std::string(headers) + "\r\n")
            .status;
    };
    for (const char* headers :
         {"", "Origin: http://localhost:80\r\n", "Origin: https://LOCALHOST:80\r\n",
          "Sec-Fetch-Site: same-origin\r\n", "Sec-Fetch-Site: none\r\n",
          "Sec-Fetch-Site: same-origin\r\nOrigin: http://localhost:80\r\n"}) {
        CAPTURE(headers);
        CHECK(status_with(headers) == 200);
    }
    for (const char* headers :
         {"Origin: null\r\n", "Origin:\r\n", "Origin: http://localhost\r\n",
          "Origin: http://localhost:8080\r\n", "Origin: http://evil.example\r\n",
          "Origin: http://localhost:80.evil.example\r\n", "Origin: localhost:80\r\n",
          "Origin: http://localhost:80\r\nOrigin: http://evil.example\r\n",
          "Sec-Fetch-Site: cross-site\r\n", "Sec-Fetch-Site: same-site\r\n",
          "Sec-Fetch-Site: same-site\r\nOrigin: http://localhost:80\r\n",
          "Sec-Fetch-Site: same-origin\r\nSec-Fetch-Site: cross-site\r\n"}) {
        CAPTURE(headers);
        CHECK(status_with(headers) == 403);
    }
    CHECK(status_with("Origin: http://127.0.0.1\r\n", "http://127.0.0.1/") == 200);
    CHECK(status_with("Origin: http://localhost:80\r\n", "http://127.0.0.1/") == 403);
}

TEST_CASE("HttpEndpoint::listen: requires TLS and a password beyond loopback", "[server]") {
    const Files files;
    EndpointOptions options{.port = 0};
    for (const char* address : {"0.0.0.0", "::", "192.0.2.1", "::ffff:192.0.2.1", "fe80::1"}) {
        options.address = address;
        options.tls.reset();
        options.credentials.reset();
        CHECK(error_of(options).code == Errc::insecure_connection);
        options.tls = files.names();
        CHECK(error_of(options).code == Errc::insecure_connection);
        options.tls.reset();
        options.credentials = BasicCredentials{"user", Secret("far-Zq7!")};
        CHECK(error_of(options).code == Errc::insecure_connection);
        CHECK(names(error_of(options), address));
    }
    options.address = "0.0.0.0";
    options.tls = files.names();
    CHECK(EndpointUnderTest::listen(options, echo).has_value());
    for (const char* address : {"127.0.0.1", "127.8.7.6", "localhost", "LOCALHOST"}) {
        EndpointOptions local{.address = address, .port = 0};
        CHECK(EndpointUnderTest::listen(local, echo).has_value());
    }
}

TEST_CASE("HttpEndpoint::listen: accepts IPv6 loopback, and prints it in brackets", "[server]") {
    // Without IPv6 on this machine, listening fails for that reason only.
    for (const char* address : {"::1", "::ffff:127.0.0.1"}) {
        EndpointOptions options{.address = address, .port = 0};
        const auto endpoint = EndpointUnderTest::listen(options, echo);
        const std::string place = '[' + std::string(address) + "]:";
        if (endpoint) {
            CHECK(endpoint->url().starts_with("http://" + place));
        } else {
            CHECK(endpoint.error().code == Errc::invalid_value);
            CHECK(endpoint.error().context.starts_with(place));
        }
    }
}

TEST_CASE("HttpEndpoint: the observer sees no user if the password was wrong", "[server]") {
    std::vector<std::string> seen;
    EndpointUnderTest endpoint(with_password(), echo, [&](const HttpLogEntry& entry) {
        seen.push_back(std::string(entry.user) + ' ' + std::to_string(entry.status));
    });
    HttpClient client(endpoint.port());
    CHECK(client.round_trip(get("/", "Authorization: Basic QWxhZGRpbjp4\r\n")).status == 401);
    CHECK(client.round_trip(get("/", credentials)).status == 200);
    CHECK(endpoint.stop());
    CHECK(seen == std::vector<std::string>{" 401", "Aladdin 200"});
}

TEST_CASE("HttpEndpoint::listen: reports why it cannot listen", "[server]") {
    const EndpointUnderTest other;
    EndpointOptions options{.port = other.port()};
    CHECK(error_of(options).code == Errc::invalid_value);
    CHECK(names(error_of(options), "another program already listens on 127.0.0.1:"));
    options.address = "example.com";
    CHECK(names(error_of(options), "'example.com' is not an IP address"));
    options.address = "127.0.0.1";
    options.request_time = std::chrono::milliseconds(0);
    CHECK(error_of(options).code == Errc::invalid_value);
    CHECK(!EndpointUnderTest::listen({}, nullptr));

    const auto names_limit = [](EndpointOptions wrong, std::string_view what) {
        wrong.port = 0;
        return error_of(wrong).code == Errc::invalid_value && names(error_of(wrong), what);
    };
    CHECK(names_limit({.max_header_bytes = 255}, "max_header_bytes"));
    CHECK(names_limit({.max_header_bytes = std::size_t{1024} * 1024 + 1}, "max_header_bytes"));
    CHECK(names_limit({.max_connections = 0}, "max_connections"));
    CHECK(names_limit({.idle_time = std::chrono::milliseconds(0)}, "idle_time must be positive"));
    CHECK(names_limit({.grace_time = std::chrono::milliseconds(-1)}, "grace_time"));
    CHECK(names_limit({.max_guess_delay = std::chrono::milliseconds(-1)}, "max_guess_delay"));
    CHECK(names_limit({.max_guess_delay = std::chrono::seconds(61)}, "max_guess_delay"));
    CHECK(names_limit({.threads = 1025}, "at most 1,024"));
    CHECK(names_limit({.anonymous = AnonymousAccess{{"X", "y"}, {}}}, "a header and a handler"));
    CHECK(names_limit(
        {.anonymous =
             AnonymousAccess{{}, [](const HttpRequest&) { return std::optional<HttpResponse>(); }}},
        "a header and a handler"));
    for (const char* realm : {"a\"b", "a\\b", "a\r", "a\nb"})
        CHECK(names_limit({.realm = realm}, "the realm must not contain"));

    // An address of the range for documentation, which no machine has.
    const Files files;
    EndpointOptions elsewhere{.port = 0};
    elsewhere.address = "192.0.2.1";
    elsewhere.tls = files.names();
    elsewhere.credentials = BasicCredentials{"user", Secret("far-Zq7!")};
    CHECK(names(error_of(elsewhere), "this machine has no address 192.0.2.1"));
}

TEST_CASE("HttpEndpoint::listen: names TLS files that cannot be used", "[server]") {
    const Files files;
    const Files others;
    EndpointOptions options{.port = 0};
    const std::string missing = files.folder.file("missing.pem");
    options.tls = TlsFiles{missing, files.key};
    CHECK(error_of(options).code == Errc::storage_failed);
    CHECK(names(error_of(options), missing));
    options.tls = TlsFiles{files.certificate, missing};
    CHECK(error_of(options).code == Errc::storage_failed);
    CHECK(names(error_of(options), missing));
    options.tls = TlsFiles{files.folder.path().string(), files.key};
    CHECK(error_of(options).code == Errc::storage_failed);

    options.tls = TlsFiles{files.key, files.key};
    CHECK(names(error_of(options), "contains no certificate"));
    options.tls = TlsFiles{files.certificate, files.certificate};
    CHECK(names(error_of(options), "contains no private key"));
    options.tls = TlsFiles{files.certificate, others.key};
    CHECK(names(error_of(options), "does not match the certificate"));

    const std::string locked = files.folder.file("locked.pem");
    write_key(locked, make_identity({}), "passphrase");
    options.tls = TlsFiles{files.certificate, locked};
    CHECK(names(error_of(options), "without a passphrase"));
    const std::string empty = files.folder.file("empty.pem");
    std::ofstream(empty).flush();
    options.tls = TlsFiles{empty, files.key};
    CHECK(names(error_of(options), "contains no certificate"));
}

TEST_CASE("HttpEndpoint: speaks TLS 1.2 and 1.3, and nothing older", "[server]") {
    const Files files;
    EndpointOptions options = with_password();
    options.tls = files.names();
    const EndpointUnderTest endpoint(options, [](const HttpRequest& request) -> HttpResponse {
        return {200,
                "text/plain",
                (request.is_tls ? "encrypted " : "") + std::string(request.body),
                {},
                {}};
    });
    CHECK(endpoint.url() == "https://127.0.0.1:" + std::to_string(endpoint.port()));
    for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
        HttpClient client(endpoint.port());
        REQUIRE(client.start_tls(version));
        const std::string large(300'000, 'x');
        CHECK(client.round_trip(post("small", credentials)).body == "encrypted small");
        CHECK(client.round_trip(post(large, credentials)).body == "encrypted " + large);
        CHECK(client.round_trip(post(std::string(1'000'000, 'x'), credentials)).status == 413);
        CHECK(client.is_closed());
    }
    for (const int version : {TLS1_VERSION, TLS1_1_VERSION}) {
        HttpClient client(endpoint.port());
        CHECK(!client.start_tls(version));
    }
}

TEST_CASE("HttpEndpoint: has cipher suites with forward secrecy only", "[server]") {
    const Files files;
    const EndpointUnderTest endpoint({.tls = files.names()});
    const auto connects = [&](const char* ciphers) {
        return HttpClient(endpoint.port()).start_tls(TLS1_2_VERSION, ciphers);
    };
    CHECK(connects("ECDHE+AESGCM"));
    for (const char* ciphers : {"AES128-GCM-SHA256", "AES256-SHA256", "kRSA", "DHE",
                                "ECDHE+AES+SHA1", "aNULL:@SECLEVEL=0", "eNULL:@SECLEVEL=0"}) {
        INFO(ciphers);
        CHECK_FALSE(connects(ciphers));
    }
}

TEST_CASE("HttpEndpoint: writes no keys of connections to a file", "[server]") {
    const Files files;
    const std::string log = files.folder.file("keys.log");
    REQUIRE(::setenv("SSLKEYLOGFILE", log.c_str(), 1) == 0);
    const EndpointUnderTest endpoint({.tls = files.names()});
    for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
        HttpClient client(endpoint.port());
        REQUIRE(client.start_tls(version));
        CHECK(client.round_trip(post("x")).status == 200);
    }
    ::unsetenv("SSLKEYLOGFILE");
    CHECK_FALSE(std::filesystem::exists(log));
}

TEST_CASE("HttpEndpoint: responds to plain HTTP on a TLS port with 400", "[server]") {
    const Files files;
    const EndpointUnderTest endpoint({.tls = files.names()});
    HttpClient client(endpoint.port());
    const Response response = client.round_trip(post("x"));
    CHECK(response.status == 400);
    CHECK(response.body.find("https://") != std::string::npos);
    CHECK(client.is_closed());
}

TEST_CASE("HttpEndpoint: stops while a handshake is pending", "[server]") {
    const Files files;
    EndpointUnderTest endpoint({.tls = files.names()});
    HttpClient silent(endpoint.port());
    std::this_thread::sleep_for(std::chrono::milliseconds(50));  // for it to be accepted
    const auto begun = std::chrono::steady_clock::now();
    (void)endpoint.stop();
    CHECK(std::chrono::steady_clock::now() - begun < std::chrono::seconds(5));
    CHECK(silent.is_closed());
}

TEST_CASE("HttpEndpoint: a malformed handshake ends only its connection", "[server]") {
    const Files files;
    EndpointOptions options{.tls = files.names(), .request_time = std::chrono::milliseconds(1000)};
    const EndpointUnderTest endpoint(options);
    for (const std::string& bytes :
         {std::string("\x16\x03\x01\x00\x05hello", 10), std::string(1000, '\xFF'),
          std::string("\x16\x03\x01\xFF\xFF", 5), std::string("\x80\x2E\x01\x00\x02", 5)}) {
        HttpClient client(endpoint.port());
        (void)client.send(bytes);
        CHECK(client.is_ended());
    }
    HttpClient silent(endpoint.port());
    CHECK(silent.is_closed());
    HttpClient client(endpoint.port());
    REQUIRE(client.start_tls());
    CHECK(client.round_trip(post("x")).status == 200);
}
