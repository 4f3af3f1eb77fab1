// SPDX-License-Identifier: BSL-1.0
#include "hostile_server.hpp"
#include "support/temporary_folder.hpp"
#include "transport_support.hpp"

#include <chrono>
#include <memory>
#include <string>
#include <vector>

using namespace crypto_checkpoint;
using namespace wsman_tests;

namespace {

/// Trust in the authority of the tests, in a file.
struct Trust {
    test_support::TemporaryFolder folder;
    std::string ca_file = folder.file("ca.pem");
    Trust() { write_certificate(ca_file, test_authority()); }

    [[nodiscard]] ClusterAddress address_of(const HostileServer& server) const {
        ClusterAddress address = wsman_tests::address_of(server.url());
        address.allow_basic_over_http = false;
        address.ca_file = ca_file;
        return address;
    }
};

Identity good_identity() { return make_identity({}, &test_authority()); }

std::shared_ptr<ServerTls> tls_of(TlsHabits habits) {
    return std::make_shared<ServerTls>(std::move(habits));
}

}  // namespace

TEST_CASE("over TLS, what a trusted cluster answers is an answer", "[wsman]") {
    const Trust trust;
    for (const int newest : {TLS1_2_VERSION, TLS1_3_VERSION}) {
        const HostileServer server(always(answer_of("<answer/>")),
                                   tls_of({good_identity(), newest}));
        auto transport = LibcurlTransport::open(trust.address_of(server));
        REQUIRE(transport);
        for (int i = 0; i != 3; ++i) {
            const auto answer = transport->post("<question/>");
            REQUIRE(code_of(answer) == "a success");
            CHECK(answer->body == "<answer/>");
        }
        CHECK(server.connections() == 1);
    }
}

TEST_CASE("a far side that does not prove who it is hears nothing", "[wsman]") {
    const Trust trust;
    struct Row {
        const char* title;
        TlsHabits habits;
        const char* code;
    };
    const Identity stranger = make_identity({.common_name = "stranger", .is_authority = true});
    const Identity impostor =
        make_identity({.common_name = "crypto_checkpoint test authority", .is_authority = true});
    const std::string other_name = "DNS:other.example";
    const std::vector<Row> rows = {
        {"signed by itself", {make_identity({})}, "insecure_connection"},
        {"signed by a stranger", {make_identity({}, &stranger)}, "insecure_connection"},
        // To libcurl, a signature that is wrong is a handshake that failed.
        {"signed by a stranger under the authority's name",
         {make_identity({}, &impostor)},
         "cluster_unreachable"},
        {"of another name",
         {make_identity({.alternative_name = other_name}, &test_authority())},
         "insecure_connection"},
        {"of the right name, but as that of a person",
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
        Record record;
        const HostileServer server(
            [&](Connection& connection) {
                if (auto request = connection.read()) record.add(std::move(*request));
                connection.send(answer_of("<answer/>"));
            },
            tls_of(row.habits));
        CHECK(code_of(post(trust.address_of(server))) == row.code);
        CHECK(record.requests().empty());
        CHECK(server.connections() == 1);
    }
}

TEST_CASE("whom only the tests trust, the system does not", "[wsman]") {
    const HostileServer server(always(answer_of("<answer/>")), tls_of({good_identity()}));
    CHECK(code_of(post(address_of(server.url()))) == "insecure_connection");
}

TEST_CASE("plain HTTP where TLS is expected is no answer", "[wsman]") {
    for (const bool speaks_first : {true, false}) {
        const HostileServer server([&](Connection& connection) {
            if (speaks_first) connection.send(answer_of("<answer/>", "400 Bad Request"));
            connection.wait_for_end();
        });
        ClusterAddress address = address_of("https://" + server.authority() + "/wsman");
        if (!speaks_first) address.connect_timeout = std::chrono::milliseconds(500);
        const Stopwatch stopwatch;
        CHECK(code_of(post(address)) == (speaks_first ? "cluster_unreachable" : "timed_out"));
        CHECK(stopwatch.shows_no_hang());
    }
}

TEST_CASE("a client shows its certificate where one is asked for", "[wsman]") {
    const Trust trust;
    const Identity client = make_identity(
        {.common_name = "client", .alternative_name = "email:client@example"}, &test_authority());
    const std::string certificate_file = trust.folder.file("client.pem");
    const std::string key_file = trust.folder.file("client.key");
    write_certificate(certificate_file, client);
    write_key(key_file, client);
    for (const int newest : {TLS1_2_VERSION, TLS1_3_VERSION}) {
        Record record;
        const HostileServer server(
            [&](Connection& connection) {
                if (auto request = connection.read()) record.add(std::move(*request));
                connection.send(answer_of("<answer/>"));
            },
            tls_of({good_identity(), newest, test_authority().certificate.get()}));
        ClusterAddress address = trust.address_of(server);
        address.authentication = Authentication::certificate;
        address.client_certificate_file = certificate_file;
        address.client_key_file = key_file;
        CHECK(code_of(post(address)) == "a success");
        REQUIRE(record.requests().size() == 1);
        const std::string head = record.requests()[0].head;
        CHECK(head.find("\r\nAuthorization: http://schemas.dmtf.org/wbem/wsman/1/wsman/secprofile/"
                        "https/mutual\r\n") != head.npos);

        // With TLS 1.3, the client may learn that it was refused when it has sent the request.
        const std::string code = code_of(post(trust.address_of(server)));
        INFO(code);
        CHECK((code == "cluster_unreachable" ||
               (code == "outcome_unknown" && newest == TLS1_3_VERSION)));
        CHECK(record.requests().size() == 1);
    }
}

TEST_CASE("files that cannot be used are told before anything is sent", "[wsman]") {
    const Trust trust;
    const Identity client = make_identity({}, &test_authority());
    const std::string certificate_file = trust.folder.file("client.pem");
    write_certificate(certificate_file, client);
    write_key(trust.folder.file("encrypted.key"), client, "passphrase");
    write_key(trust.folder.file("other.key"), make_identity({}));
    const HostileServer server(always(answer_of("<answer/>")), tls_of({good_identity()}));
    ClusterAddress address = trust.address_of(server);
    address.client_certificate_file = certificate_file;
    // Without a passphrase: the terminal is not asked for one.
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

TEST_CASE("an answer over TLS that is cut off is none", "[wsman]") {
    const Trust trust;
    std::string all_but_one = answer_of("<answer/>");
    all_but_one.pop_back();
    for (const std::string& answer :
         {all_but_one, std::string("HTTP/1.1 200 OK\r\n"), std::string()}) {
        INFO(answer);
        const HostileServer server(once(answer), tls_of({good_identity()}));
        CHECK(code_of(post(trust.address_of(server))) == "outcome_unknown");
    }
}

TEST_CASE("over TLS too, a request is sent once", "[wsman]") {
    const Trust trust;
    Record record;
    const HostileServer server(
        [&](Connection& connection) {
            if (auto request = connection.read()) record.add(std::move(*request));
            connection.send(answer_of("<answer/>"));
            if (auto request = connection.read()) record.add(std::move(*request));
        },
        tls_of({good_identity()}));
    auto transport = LibcurlTransport::open(trust.address_of(server));
    REQUIRE(transport);
    CHECK(code_of(transport->post("<first/>")) == "a success");
    CHECK(code_of(transport->post("<second/>")) == "outcome_unknown");
    CHECK(record.requests().size() == 2);
}

TEST_CASE("a far side that goes away while it is written to ends the call, not the program",
          "[wsman]") {
    const Trust trust;
    const HostileServer server(
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
