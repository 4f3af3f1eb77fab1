// SPDX-License-Identifier: BSL-1.0
// A request is sent once, whatever happens to the connection.
#include "hostile_server.hpp"
#include "transport_support.hpp"

#include <chrono>
#include <string>
#include <thread>
#include <vector>

using namespace crypto_checkpoint;
using namespace wsman_tests;

namespace {

/// The second message of NTLM, made by hand: no target, an 8-byte challenge.
/// @par Source  MS-NLMP 2.2.1.2
constexpr std::string_view ntlm_challenge =
    "TlRMTVNTUAACAAAAAAAAADAAAAABggAAASNFZ4mrze8AAAAAAAAAAAAAAAAwAAAA";

std::string challenge_answer() {
    return answer_of("<who/>", "401 Unauthorized",
                     "WWW-Authenticate: NTLM " + std::string(ntlm_challenge) + "\r\n");
}

/// How many of the requests brought a message with them.
std::ptrdiff_t messages_in(const Record& record) {
    const auto requests = record.requests();
    return std::ranges::count_if(requests,
                                 [](const Request& request) { return !request.body.empty(); });
}

/// Gives the far side time to try once more.
void wait_a_little() { std::this_thread::sleep_for(std::chrono::milliseconds(100)); }

}  // namespace

TEST_CASE("a request on a kept connection that ends unanswered is not repeated", "[wsman]") {
    enum class End { orderly, by_reset };
    for (const End end : {End::orderly, End::by_reset}) {
        INFO((end == End::orderly ? "closed" : "reset"));
        Record record;
        const HostileServer server([&](Connection& connection) {
            if (auto request = connection.read()) record.add(std::move(*request));
            connection.send(answer_of("<answer/>"));
            if (auto request = connection.read()) record.add(std::move(*request));
            if (end == End::by_reset) reset(connection.socket());
        });
        auto transport = LibcurlTransport::open(address_of(server.url()));
        REQUIRE(transport);
        REQUIRE(code_of(transport->post("<first/>")) == "a success");

        const auto answer = transport->post("<second/>");
        wait_a_little();

        CHECK(code_of(answer) == "outcome_unknown");
        const auto requests = record.requests();
        REQUIRE(requests.size() == 2);
        CHECK(requests[1].body == "<second/>");

        // The transport is as good as before.
        CHECK(code_of(transport->post("<third/>")) == "a success");
        CHECK(server.connections() >= 2);
    }
}

TEST_CASE("a kept connection that has ended in the meantime is replaced", "[wsman]") {
    Record record;
    const HostileServer server([&](Connection& connection) {
        if (auto request = connection.read()) record.add(std::move(*request));
        connection.send(answer_of("<answer/>"));
    });
    auto transport = LibcurlTransport::open(address_of(server.url()));
    REQUIRE(transport);
    for (int i = 0; i != 5; ++i) {
        CHECK(code_of(transport->post("<question/>")) == "a success");
        wait_a_little();
    }
    CHECK(record.requests().size() == 5);
    CHECK(server.connections() == 5);
}

TEST_CASE("a message goes with the last step of an NTLM handshake only", "[wsman]") {
    Record record;
    const HostileServer server([&](Connection& connection) {
        for (int i = 0; auto request = connection.read(); ++i) {
            record.add(std::move(*request));
            connection.send(i == 0 ? challenge_answer() : answer_of("<answer/>"));
        }
    });
    ClusterAddress address = address_of(server.url());
    address.authentication = Authentication::ntlm;
    auto transport = LibcurlTransport::open(address);
    REQUIRE(transport);
    const auto answer = transport->post("<question/>");
    REQUIRE(code_of(answer) == "a success");
    CHECK(answer->status == 200);
    CHECK(answer->body == "<answer/>");
    CHECK(answer->authenticate.empty());
    CHECK(record.requests().size() == 2);
    CHECK(messages_in(record) == 1);

    // Who has proved who he is needs not do so again on that connection.
    CHECK(code_of(transport->post("<question/>")) == "a success");
    CHECK(server.connections() == 1);
    CHECK(messages_in(record) == 2);
}

TEST_CASE("a message that went with an NTLM handshake is not repeated either", "[wsman]") {
    Record record;
    const HostileServer server([&](Connection& connection) {
        if (auto request = connection.read()) record.add(std::move(*request));
        connection.send(challenge_answer());
        if (auto request = connection.read()) record.add(std::move(*request));
    });
    ClusterAddress address = address_of(server.url());
    address.authentication = Authentication::ntlm;
    const auto answer = post(address);
    wait_a_little();
    CHECK(code_of(answer) == "outcome_unknown");
    CHECK(record.requests().size() == 2);
    CHECK(messages_in(record) == 1);
}

TEST_CASE("a server that never accepts who asks is not asked for ever", "[wsman]") {
    for (const Authentication authentication :
         {Authentication::basic, Authentication::ntlm, Authentication::negotiate}) {
        for (const std::string& headers :
             {std::string("WWW-Authenticate: Basic realm=\"a\"\r\n"),
              std::string("WWW-Authenticate: NTLM\r\nWWW-Authenticate: Negotiate\r\n"),
              "WWW-Authenticate: NTLM " + std::string(ntlm_challenge) + "\r\n",
              std::string("WWW-Authenticate: Negotiate oRQwEqADCgEBoQsGCSqGSIb3EgECAg==\r\n")}) {
            INFO(to_string(authentication) << ", " << headers);
            Record record;
            const HostileServer server([&](Connection& connection) {
                while (auto request = connection.read()) {
                    record.add(std::move(*request));
                    connection.send(answer_of("<no/>", "401 Unauthorized", headers));
                }
            });
            ClusterAddress address = address_of(server.url());
            address.authentication = authentication;
            if (authentication == Authentication::negotiate) {
                // No realm knows the address of this server, so there is nothing to show.
                address.user.clear();
                address.password = {};
            }
            const auto answer = post(address);
            CHECK(record.requests().size() <= 5);
            if (authentication == Authentication::negotiate && negotiates_by_ticket()) {
                CHECK(code_of(answer) == "authentication_failed");
                continue;
            }
            REQUIRE(code_of(answer) == "a success");
            CHECK(answer->status == 401);
            CHECK_FALSE(answer->authenticate.empty());
        }
    }
}
