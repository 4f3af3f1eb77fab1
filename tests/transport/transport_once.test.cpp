// SPDX-License-Identifier: BSL-1.0
// A request is sent once, whatever happens to the connection.
#include "support/http_server.hpp"
#include "transport_support.hpp"

#include <algorithm>
#include <chrono>
#include <string>
#include <thread>

using namespace wsman_tests;

namespace {

/// The second message of NTLM, made by hand: no target, an 8-byte challenge.
/// @par Source  MS-NLMP 2.2.1.2
constexpr std::string_view ntlm_challenge =
    "TlRMTVNTUAACAAAAAAAAADAAAAABggAAASNFZ4mrze8AAAAAAAAAAAAAAAAwAAAA";

std::string challenge_response() {
    return response_text("<no/>", "401 Unauthorized",
                         "WWW-Authenticate: NTLM " + std::string(ntlm_challenge) + "\r\n");
}

/// The number of requests with a body.
std::ptrdiff_t messages_in(const RequestLog& log) {
    const auto requests = log.requests();
    return std::ranges::count_if(requests,
                                 [](const Request& request) { return !request.body.empty(); });
}

/// Gives a retransmission time to arrive.
void wait_a_little() { std::this_thread::sleep_for(std::chrono::milliseconds(100)); }

}  // namespace

TEST_CASE("LibcurlTransport: does not retransmit a request on a kept connection that ends",
          "[transport]") {
    enum class End { orderly, by_reset };
    for (const End end : {End::orderly, End::by_reset}) {
        INFO((end == End::orderly ? "closed" : "reset"));
        RequestLog log;
        const HttpServer server([&](Connection& connection) {
            if (auto request = connection.read()) log.add(std::move(*request));
            connection.send(response_text("<answer/>"));
            if (auto request = connection.read()) log.add(std::move(*request));
            if (end == End::by_reset) reset(connection.socket());
        });
        auto transport = LibcurlTransport::open(address_of(server.url()));
        REQUIRE(transport);
        REQUIRE(code_of(transport->post("<first/>")) == "success");

        const auto response = transport->post("<second/>");
        wait_a_little();

        CHECK(code_of(response) == "outcome_unknown");
        const auto requests = log.requests();
        REQUIRE(requests.size() == 2);
        CHECK(requests[1].body == "<second/>");

        // The transport still works.
        CHECK(code_of(transport->post("<third/>")) == "success");
        CHECK(server.connections() >= 2);
    }
}

TEST_CASE("LibcurlTransport: replaces a kept connection that ended while idle", "[transport]") {
    RequestLog log;
    const HttpServer server(once(response_text("<answer/>"), &log));
    auto transport = LibcurlTransport::open(address_of(server.url()));
    REQUIRE(transport);
    for (int i = 0; i != 5; ++i) {
        CHECK(code_of(transport->post("<request/>")) == "success");
        wait_a_little();
    }
    CHECK(log.requests().size() == 5);
    CHECK(server.connections() == 5);
}

TEST_CASE("LibcurlTransport: sends the message with the last step of NTLM only", "[transport]") {
    RequestLog log;
    const HttpServer server([&](Connection& connection) {
        for (int i = 0; auto request = connection.read(); ++i) {
            log.add(std::move(*request));
            connection.send(i == 0 ? challenge_response() : response_text("<answer/>"));
        }
    });
    ClusterAddress address = address_of(server.url());
    address.authentication = Authentication::ntlm;
    auto transport = LibcurlTransport::open(address);
    REQUIRE(transport);
    const auto response = transport->post("<request/>");
    REQUIRE(code_of(response) == "success");
    CHECK(response->status == 200);
    CHECK(response->body == "<answer/>");
    CHECK(response->authenticate.empty());
    CHECK(log.requests().size() == 2);
    CHECK(messages_in(log) == 1);

    // The connection stays authenticated.
    CHECK(code_of(transport->post("<request/>")) == "success");
    CHECK(server.connections() == 1);
    CHECK(messages_in(log) == 2);
}

TEST_CASE("LibcurlTransport: rejects what it cannot send by NTLM, and sends nothing",
          "[transport]") {
    if (detail::ntlm_encoding() != detail::NtlmEncoding::latin1) return;
    RequestLog log;
    const HttpServer server(always(response_text("<answer/>"), &log));
    ClusterAddress address = address_of(server.url());
    address.authentication = Authentication::ntlm;
    for (const bool is_user : {true, false}) {
        address.user = is_user ? "\u0416" : "user";
        address.password = Secret(is_user ? "x" : "\u20AC");
        CHECK(code_of(LibcurlTransport::check(address)) == "invalid_value");
        const auto response = post(address);
        CHECK(code_of(response) == "invalid_value");
        CHECK(response.error().context == server.url());
    }
    // Basic sends bytes.
    address.authentication = Authentication::basic;
    REQUIRE(code_of(post(address)) == "success");
    REQUIRE(log.requests().size() == 1);
    CHECK(log.requests()[0].head.find("Authorization: Basic dXNlcjrigqw=\r\n") !=
          std::string::npos);
}

TEST_CASE("LibcurlTransport: does not retransmit a message sent with NTLM", "[transport]") {
    RequestLog log;
    const HttpServer server([&](Connection& connection) {
        if (auto request = connection.read()) log.add(std::move(*request));
        connection.send(challenge_response());
        if (auto request = connection.read()) log.add(std::move(*request));
    });
    ClusterAddress address = address_of(server.url());
    address.authentication = Authentication::ntlm;
    const auto response = post(address);
    wait_a_little();
    CHECK(code_of(response) == "outcome_unknown");
    CHECK(log.requests().size() == 2);
    CHECK(messages_in(log) == 1);
}

TEST_CASE("LibcurlTransport: gives up after five challenges", "[transport]") {
    for (const Authentication authentication :
         {Authentication::basic, Authentication::ntlm, Authentication::negotiate}) {
        for (const std::string& headers :
             {std::string("WWW-Authenticate: Basic realm=\"a\"\r\n"),
              std::string("WWW-Authenticate: NTLM\r\nWWW-Authenticate: Negotiate\r\n"),
              "WWW-Authenticate: NTLM " + std::string(ntlm_challenge) + "\r\n",
              std::string("WWW-Authenticate: Negotiate oRQwEqADCgEBoQsGCSqGSIb3EgECAg==\r\n")}) {
            INFO(to_string(authentication) << ", " << headers);
            RequestLog log;
            const HttpServer server([&](Connection& connection) {
                while (auto request = connection.read()) {
                    log.add(std::move(*request));
                    connection.send(response_text("<no/>", "401 Unauthorized", headers));
                }
            });
            ClusterAddress address = address_of(server.url());
            address.authentication = authentication;
            if (authentication == Authentication::negotiate) {
                // No realm has a ticket for the address of this server.
                address.user.clear();
                address.password = {};
            }
            const auto response = post(address);
            CHECK(log.requests().size() <= 5);
            if (authentication == Authentication::negotiate &&
                detail::negotiate_ignores_credentials()) {
                CHECK(code_of(response) == "authentication_failed");
                continue;
            }
            REQUIRE(code_of(response) == "success");
            CHECK(response->status == 401);
            CHECK_FALSE(response->authenticate.empty());
        }
    }
}
