// SPDX-License-Identifier: BSL-1.0
// Whom an endpoint listens to: addresses, passwords, TLS.
#include "endpoint_under_test.hpp"
#include "support/catch.hpp"
#include "support/certificates.hpp"
#include "support/http_client.hpp"
#include "support/temporary_folder.hpp"

#include <filesystem>
#include <fstream>
#include <thread>
#include <vector>

using namespace crypto_checkpoint;
using namespace wsman_tests;
using test_support::TemporaryFolder;

namespace {

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

EndpointOptions with_password() {
    EndpointOptions options;
    options.credentials = BasicCredentials{"Aladdin", Secret("open sesame")};
    return options;
}

constexpr std::string_view right = "Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==\r\n";

Error fault_of(EndpointOptions options) {
    const auto endpoint = EndpointUnderTest::listen(std::move(options), echo);
    REQUIRE(!endpoint);
    return endpoint.error();
}

bool names(const Error& error, std::string_view text) {
    return error.detail.find(text) != std::string::npos;
}

}  // namespace

TEST_CASE("the right password opens") {
    const EndpointUnderTest endpoint(with_password());
    HttpClient client(endpoint.port());
    CHECK(client.ask(post("x", right)).body == "POST /wsman as Aladdin: x");
    CHECK(
        client.ask(get("/", "authorization: bAsIc   QWxhZGRpbjpvcGVuIHNlc2FtZQ==  \r\n")).status ==
        200);
}

TEST_CASE("whoever is not let in learns nothing but that") {
    const EndpointUnderTest endpoint(with_password());
    const std::vector<std::string> wrong = {
        "",
        "Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZT==\r\n",  // as right, written wrong
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
        std::string(right) + std::string(right),
    };
    std::vector<Answer> answers;
    for (const std::string& headers : wrong)
        for (const std::string& request :
             {get("/", headers), get("/no/such/path", headers), post("x", headers),
              post_head(1'000'000'000, headers), "DELETE / HTTP/1.1\r\n" + headers + "\r\n",
              "POST /wsman HTTP/1.1\r\n" + headers + "\r\n"}) {
            HttpClient client(endpoint.port());
            answers.push_back(client.ask(request));
            INFO(headers.substr(0, 100));
            CHECK(answers.back().status == 401);
        }
    for (Answer& answer : answers) {
        CHECK(answer.headers["www-authenticate"] == "Basic realm=\"WSMAN\", charset=\"UTF-8\"");
        CHECK(answer.body == answers.front().body);
        answer.headers.erase("date");
        answer.headers.erase("connection");  // whether the request had a body
        CHECK(answer.headers == answers.front().headers);
    }
}

TEST_CASE("passwords are Unicode, and may hold colons") {
    EndpointOptions options;
    options.credentials = BasicCredentials{"Jürgen", Secret("a:b:ü-Zq7!")};
    const EndpointUnderTest endpoint(options);
    HttpClient client(endpoint.port());
    CHECK(client.ask(get("/", "Authorization: Basic SsO8cmdlbjphOmI6w7wtWnE3IQ==\r\n")).status ==
          200);
}

TEST_CASE("users and passwords that cannot be are refused") {
    for (const auto& [user, password] :
         std::vector<std::pair<std::string, std::string>>{{"", "x"},
                                                          {"x", ""},
                                                          {"a:b", "x"},
                                                          {"x", "a\nb"},
                                                          {"x", "a\x7F"},
                                                          {std::string("a\0b", 3), "x"}}) {
        EndpointOptions options;
        options.port = 0;
        options.credentials = BasicCredentials{user, Secret(password)};
        CHECK(fault_of(options).code == Errc::invalid_value);
    }
}

TEST_CASE("without a password, nobody asks in the name of another host") {
    const auto status_for = [](const EndpointUnderTest& endpoint, const std::string& host,
                               std::string_view headers = {}) {
        HttpClient client(endpoint.port());
        return client
            .ask("GET / HTTP/1.1\r\nHost: " + host + "\r\n" + std::string(headers) + "\r\n")
            .status;
    };
    const EndpointUnderTest open({}, echo);
    for (const char* host :
         {"localhost", "LOCALHOST:5985", "127.0.0.1", "127.0.0.1:5985", "[::1]:5985"})
        CHECK(status_for(open, host) == 200);
    for (const char* host :
         {"evil.example", "evil.example:5985", "127.0.0.1.evil.example", "localhost.evil"})
        CHECK(status_for(open, host) == 421);
    const EndpointUnderTest closed(with_password(), echo);
    CHECK(status_for(closed, "cluster.example", right) == 200);
}

TEST_CASE("an address that others can reach takes TLS and a password") {
    const Files files;
    EndpointOptions options;
    options.port = 0;
    for (const char* address : {"0.0.0.0", "::", "192.0.2.1", "::ffff:192.0.2.1", "fe80::1"}) {
        options.address = address;
        options.tls.reset();
        options.credentials.reset();
        CHECK(fault_of(options).code == Errc::insecure_connection);
        options.tls = files.names();
        CHECK(fault_of(options).code == Errc::insecure_connection);
        options.tls.reset();
        options.credentials = BasicCredentials{"user", Secret("far-Zq7!")};
        CHECK(fault_of(options).code == Errc::insecure_connection);
        CHECK(names(fault_of(options), address));
    }
    options.address = "0.0.0.0";
    options.tls = files.names();
    CHECK(EndpointUnderTest::listen(options, echo).has_value());
    for (const char* address : {"127.0.0.1", "127.8.7.6", "localhost", "LOCALHOST"}) {
        EndpointOptions local;
        local.port = 0;
        local.address = address;
        CHECK(EndpointUnderTest::listen(local, echo).has_value());
    }
}

TEST_CASE("loopback of IPv6 takes neither, and is written in brackets") {
    // Where there is no IPv6, the reason is that and nothing else.
    for (const char* address : {"::1", "::ffff:127.0.0.1"}) {
        EndpointOptions options;
        options.port = 0;
        options.address = address;
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

TEST_CASE("to an observer, who is not let in is nobody") {
    std::vector<std::string> seen;
    EndpointUnderTest endpoint(with_password(), echo, [&](const HttpLogEntry& record) {
        seen.push_back(std::string(record.user) + ' ' + std::to_string(record.status));
    });
    HttpClient client(endpoint.port());
    CHECK(client.ask(get("/", "Authorization: Basic QWxhZGRpbjp4\r\n")).status == 401);
    CHECK(client.ask(get("/", right)).status == 200);
    CHECK(endpoint.stop());
    CHECK(seen == std::vector<std::string>{" 401", "Aladdin 200"});
}

TEST_CASE("an endpoint that cannot listen says why") {
    const EndpointUnderTest other;
    EndpointOptions options;
    options.port = other.port();
    CHECK(fault_of(options).code == Errc::invalid_value);
    CHECK(names(fault_of(options), "another program listens on 127.0.0.1:"));
    options.address = "example.com";
    CHECK(names(fault_of(options), "'example.com' is no IP address"));
    options.address = "127.0.0.1";
    options.request_time = std::chrono::milliseconds(0);
    CHECK(fault_of(options).code == Errc::invalid_value);
    CHECK(!EndpointUnderTest::listen({}, nullptr));

    const auto names_limit = [](EndpointOptions wrong, std::string_view what) {
        wrong.port = 0;
        return fault_of(wrong).code == Errc::invalid_value && names(fault_of(wrong), what);
    };
    CHECK(names_limit({.max_header_bytes = 255}, "headers are limited"));
    CHECK(names_limit({.max_header_bytes = std::size_t{1024} * 1024 + 1}, "headers are limited"));
    CHECK(names_limit({.max_connections = 0}, "room for a connection"));
    CHECK(names_limit({.idle_time = std::chrono::milliseconds(0)}, "the times must be longer"));
    CHECK(names_limit({.threads = 1025}, "1,024 threads are the most"));
    for (const char* realm : {"a\"b", "a\\b", "a\r", "a\nb"})
        CHECK(names_limit({.realm = realm}, "the realm must not hold"));

    // An address of the range for documents, which no machine has.
    const Files files;
    EndpointOptions elsewhere;
    elsewhere.port = 0;
    elsewhere.address = "192.0.2.1";
    elsewhere.tls = files.names();
    elsewhere.credentials = BasicCredentials{"user", Secret("far-Zq7!")};
    CHECK(names(fault_of(elsewhere), "this machine has no address 192.0.2.1"));
}

TEST_CASE("files of TLS that do not do are named") {
    const Files files;
    const Files others;
    EndpointOptions options;
    options.port = 0;
    const std::string missing = files.folder.file("missing.pem");
    options.tls = TlsFiles{missing, files.key};
    CHECK(fault_of(options).code == Errc::storage_failed);
    CHECK(names(fault_of(options), missing));
    options.tls = TlsFiles{files.certificate, missing};
    CHECK(fault_of(options).code == Errc::storage_failed);
    CHECK(names(fault_of(options), missing));
    options.tls = TlsFiles{files.folder.path().string(), files.key};
    CHECK(fault_of(options).code == Errc::storage_failed);

    options.tls = TlsFiles{files.key, files.key};
    CHECK(names(fault_of(options), "holds no certificate"));
    options.tls = TlsFiles{files.certificate, files.certificate};
    CHECK(names(fault_of(options), "holds no private key"));
    options.tls = TlsFiles{files.certificate, others.key};
    CHECK(names(fault_of(options), "is not that of the certificate"));

    const std::string locked = files.folder.file("locked.pem");
    write_key(locked, make_identity({}), "passphrase");
    options.tls = TlsFiles{files.certificate, locked};
    CHECK(names(fault_of(options), "without a passphrase"));
    const std::string empty = files.folder.file("empty.pem");
    std::ofstream(empty).flush();
    options.tls = TlsFiles{empty, files.key};
    CHECK(names(fault_of(options), "holds no certificate"));
}

TEST_CASE("requests are answered over TLS 1.2 and 1.3, and over nothing older") {
    const Files files;
    EndpointOptions options = with_password();
    options.tls = files.names();
    const EndpointUnderTest endpoint(options, [](const HttpRequest& call) -> HttpResponse {
        return {
            200, "text/plain", (call.is_tls ? "encrypted " : "") + std::string(call.body), {}, {}};
    });
    CHECK(endpoint.url() == "https://127.0.0.1:" + std::to_string(endpoint.port()));
    for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
        HttpClient client(endpoint.port());
        REQUIRE(client.start_tls(version));
        const std::string large(300'000, 'x');
        CHECK(client.ask(post("small", right)).body == "encrypted small");
        CHECK(client.ask(post(large, right)).body == "encrypted " + large);
        CHECK(client.ask(post(std::string(1'000'000, 'x'), right)).status == 413);
        CHECK(client.is_closed());
    }
    for (const int version : {TLS1_VERSION, TLS1_1_VERSION}) {
        HttpClient client(endpoint.port());
        CHECK(!client.start_tls(version));
    }
}

TEST_CASE("who speaks HTTP to an HTTPS port is told so") {
    const Files files;
    EndpointOptions options;
    options.tls = files.names();
    const EndpointUnderTest endpoint(options);
    HttpClient client(endpoint.port());
    const Answer answer = client.ask(post("x"));
    CHECK(answer.status == 400);
    CHECK(answer.body.find("https://") != std::string::npos);
    CHECK(client.is_closed());
}

TEST_CASE("a handshake that nobody begins does not keep an endpoint from stopping") {
    const Files files;
    EndpointOptions options;
    options.tls = files.names();
    EndpointUnderTest endpoint(options);
    HttpClient silent(endpoint.port());
    std::this_thread::sleep_for(std::chrono::milliseconds(50));  // for it to be taken in
    const auto begun = std::chrono::steady_clock::now();
    (void)endpoint.stop();
    CHECK(std::chrono::steady_clock::now() - begun < std::chrono::seconds(5));
    CHECK(silent.is_closed());
}

TEST_CASE("a handshake of garbage ends its connection and no other") {
    const Files files;
    EndpointOptions options;
    options.tls = files.names();
    options.request_time = std::chrono::milliseconds(1000);
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
    CHECK(client.ask(post("x")).status == 200);
}
