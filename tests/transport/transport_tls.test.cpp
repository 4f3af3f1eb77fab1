// SPDX-License-Identifier: BSL-1.0
#include "support/http_server.hpp"
#include "support/temporary_folder.hpp"
#include "transport_support.hpp"

#include <chrono>
#include <memory>
#include <string>
#include <vector>

using namespace wsman_tests;

namespace {

/// The authority of the tests, in a file.
struct Trust {
    test_support::TemporaryFolder folder;
    std::string ca_file = folder.file("ca.pem");
    Trust() { write_certificate(ca_file, test_authority()); }

    [[nodiscard]] ClusterAddress address_of(const HttpServer& server) const {
        ClusterAddress address = wsman_tests::address_of(server.url());
        address.allow_basic_over_http = false;
        address.ca_file = ca_file;
        return address;
    }
};

Identity good_identity() { return make_identity({}, &test_authority()); }

std::shared_ptr<ServerTls> tls_of(TlsSettings settings) {
    return std::make_shared<ServerTls>(std::move(settings));
}

}  // namespace

TEST_CASE("LibcurlTransport over TLS: accepts a trusted server", "[transport]") {
    const Trust trust;
    for (const int max_version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
        const HttpServer server(always(response_text("<answer/>")),
                                tls_of({good_identity(), max_version}));
        auto transport = LibcurlTransport::open(trust.address_of(server));
        REQUIRE(transport);
        for (int i = 0; i != 3; ++i) {
            const auto response = transport->post("<request/>");
            REQUIRE(code_of(response) == "success");
            CHECK(response->body == "<answer/>");
        }
        CHECK(server.connections() == 1);
    }
}

TEST_CASE("LibcurlTransport over TLS: sends nothing to a server without a valid certificate",
          "[transport]") {
    const Trust trust;
    struct Row {
        const char* title;
        TlsSettings settings;
        const char* code;
    };
    const Identity stranger = make_identity({.common_name = "stranger", .is_authority = true});
    const Identity impostor =
        make_identity({.common_name = "crypto_checkpoint test authority", .is_authority = true});
    const std::string other_name = "DNS:other.example";
    const std::vector<Row> rows = {
        {"self-signed", {make_identity({})}, "insecure_connection"},
        {"signed by a stranger", {make_identity({}, &stranger)}, "insecure_connection"},
        // libcurl reports a wrong signature as a failed handshake.
        {"signed by a stranger under the authority's name",
         {make_identity({}, &impostor)},
         "cluster_unreachable"},
        {"of another name",
         {make_identity({.alternative_name = other_name}, &test_authority())},
         "insecure_connection"},
        {"with the right name in the common name only",
         {make_identity({.common_name = "127.0.0.1", .alternative_name = other_name},
                        &test_authority())},
         "insecure_connection"},
        {"expired",
         {make_identity({.valid_from = -7200, .valid_until = -3600}, &test_authority())},
         "insecure_connection"},
        {"not yet valid",
         {make_identity({.valid_from = 3600, .valid_until = 7200}, &test_authority())},
         "insecure_connection"},
        {"TLS 1.1", {good_identity(), TLS1_1_VERSION}, "cluster_unreachable"},
    };
    for (const Row& row : rows) {
        INFO(row.title);
        RequestLog log;
        const HttpServer server(once(response_text("<answer/>"), &log), tls_of(row.settings));
        CHECK(code_of(post(trust.address_of(server))) == row.code);
        CHECK(log.requests().empty());
        CHECK(server.connections() == 1);
    }
}

TEST_CASE("LibcurlTransport over TLS: uses the system's authorities by default", "[transport]") {
    const HttpServer server(always(response_text("<answer/>")), tls_of({good_identity()}));
    CHECK(code_of(post(address_of(server.url()))) == "insecure_connection");
}

TEST_CASE("LibcurlTransport over TLS: rejects a server that speaks plain HTTP", "[transport]") {
    for (const bool speaks_first : {true, false}) {
        const HttpServer server([&](Connection& connection) {
            if (speaks_first) connection.send(response_text("<answer/>", "400 Bad Request"));
            connection.wait_for_end();
        });
        ClusterAddress address = address_of("https://" + server.authority() + "/wsman");
        if (!speaks_first) address.connect_timeout = std::chrono::milliseconds(500);
        const Stopwatch stopwatch;
        CHECK(code_of(post(address)) == (speaks_first ? "cluster_unreachable" : "timed_out"));
        CHECK(stopwatch.shows_no_hang());
    }
}

TEST_CASE("LibcurlTransport over TLS: sends its client certificate on request", "[transport]") {
    const Trust trust;
    const Identity client = make_identity(
        {.common_name = "client", .alternative_name = "email:client@example"}, &test_authority());
    const std::string certificate_file = trust.folder.file("client.pem");
    const std::string key_file = trust.folder.file("client.key");
    write_certificate(certificate_file, client);
    write_key(key_file, client);
    for (const int max_version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
        RequestLog log;
        const HttpServer server(
            once(response_text("<answer/>"), &log),
            tls_of({good_identity(), max_version, test_authority().certificate.get()}));
        ClusterAddress address = trust.address_of(server);
        address.authentication = Authentication::certificate;
        address.client_certificate_file = certificate_file;
        address.client_key_file = key_file;
        CHECK(code_of(post(address)) == "success");
        REQUIRE(log.requests().size() == 1);
        const std::string head = log.requests()[0].head;
        CHECK(head.find("\r\nAuthorization: http://schemas.dmtf.org/wbem/wsman/1/wsman/secprofile/"
                        "https/mutual\r\n") != head.npos);

        // With TLS 1.3, the client may learn of the rejection after it has sent the request.
        const std::string code = code_of(post(trust.address_of(server)));
        INFO(code);
        CHECK((code == "cluster_unreachable" ||
               (code == "outcome_unknown" && max_version == TLS1_3_VERSION)));
        CHECK(log.requests().size() == 1);
    }
}

TEST_CASE("LibcurlTransport over TLS: rejects unusable files before sending", "[transport]") {
    const Trust trust;
    const Identity client = make_identity({}, &test_authority());
    const std::string certificate_file = trust.folder.file("client.pem");
    write_certificate(certificate_file, client);
    write_key(trust.folder.file("encrypted.key"), client, "passphrase");
    write_key(trust.folder.file("other.key"), make_identity({}));
    const HttpServer server(always(response_text("<answer/>")), tls_of({good_identity()}));
    ClusterAddress address = trust.address_of(server);
    address.client_certificate_file = certificate_file;
    // OpenSSL must not prompt for a passphrase.
    for (const char* key : {"encrypted.key", "other.key", "missing.key", "client.pem"}) {
        INFO(key);
        address.client_key_file = trust.folder.file(key);
        CHECK(code_of(post(address)) == "invalid_value");
    }
    address = trust.address_of(server);
    for (const char* ca : {"missing.pem", "other.key"}) {
        INFO(ca);
        address.ca_file = trust.folder.file(ca);
        CHECK(code_of(post(address)) == "invalid_value");
    }
}

TEST_CASE("LibcurlTransport over TLS: a response cut off is outcome_unknown", "[transport]") {
    const Trust trust;
    std::string all_but_one = response_text("<answer/>");
    all_but_one.pop_back();
    for (const std::string& response :
         {all_but_one, std::string("HTTP/1.1 200 OK\r\n"), std::string()}) {
        INFO(response);
        const HttpServer server(once(response), tls_of({good_identity()}));
        CHECK(code_of(post(trust.address_of(server))) == "outcome_unknown");
    }
}

TEST_CASE("LibcurlTransport over TLS: does not retransmit a request", "[transport]") {
    const Trust trust;
    RequestLog log;
    const HttpServer server(
        [&](Connection& connection) {
            if (auto request = connection.read()) log.add(std::move(*request));
            connection.send(response_text("<answer/>"));
            if (auto request = connection.read()) log.add(std::move(*request));
        },
        tls_of({good_identity()}));
    auto transport = LibcurlTransport::open(trust.address_of(server));
    REQUIRE(transport);
    CHECK(code_of(transport->post("<first/>")) == "success");
    CHECK(code_of(transport->post("<second/>")) == "outcome_unknown");
    CHECK(log.requests().size() == 2);
}

TEST_CASE("LibcurlTransport over TLS: survives a reset by the server", "[transport]") {
    const Trust trust;
    const HttpServer server(
        [](Connection& connection) {
            connection.read_some();
            reset(connection.socket());
        },
        tls_of({good_identity()}));
    // SIGPIPE would end the tests here.
    for (int i = 0; i != 5; ++i)
        CHECK(code_of(post(trust.address_of(server), std::string(5'000'000, 'x'))) ==
              "outcome_unknown");
}
