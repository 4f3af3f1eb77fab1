// SPDX-License-Identifier: BSL-1.0
#include "hostile_server.hpp"
#include "transport_support.hpp"

#include <cstdlib>
#include <string>
#include <vector>

using namespace crypto_checkpoint;
using namespace std::string_literals;
using namespace wsman_tests;

namespace {

/// Answers everything and notes what was asked.
HostileServer::Script noting(Record& record, std::string answer = answer_of("<answer/>")) {
    return [&record, answer = std::move(answer)](Connection& connection) {
        while (auto request = connection.read()) {
            record.add(std::move(*request));
            if (!connection.send(answer)) return;
        }
    };
}

bool holds(std::string_view text, std::string_view part) { return text.find(part) != text.npos; }

}  // namespace

TEST_CASE("a message arrives as it is, and the answer comes back whole", "[wsman]") {
    Record record;
    const HostileServer server(
        noting(record, answer_of("<answer/>", "500 Internal Server Error",
                                 "WWW-Authenticate: Basic realm=\"a\"\r\n"
                                 "www-authenticate:Negotiate\r\nLOCATION:  /elsewhere \r\n")));
    const std::string body = "<q>\xF0\x9F\x94\x91 \0 &amp;</q>"s + std::string(100'000, 'x');

    ClusterAddress address = address_of(server.url());
    address.authentication = Authentication::none;

    const auto answer = post(address, body);

    REQUIRE(code_of(answer) == "a success");
    CHECK((*answer == TransportResponse{.status = 500,
                                        .content_type = "application/soap+xml;charset=UTF-8",
                                        .location = "/elsewhere",
                                        .authenticate = {"Basic realm=\"a\"", "Negotiate"},
                                        .body = "<answer/>"}));
    const auto requests = record.requests();
    REQUIRE(requests.size() == 1);
    CHECK(requests[0].body == body);
    CHECK(requests[0].head.starts_with("POST /wsman HTTP/1.1\r\n"));
    CHECK(holds(requests[0].head, "\r\nContent-Type: application/soap+xml;charset=UTF-8\r\n"));
    CHECK_FALSE(holds(requests[0].head, "Expect"));
    CHECK_FALSE(holds(requests[0].head, "Authorization"));
    CHECK_FALSE(holds(requests[0].head, "Transfer-Encoding"));
}

TEST_CASE("a message may be empty", "[wsman]") {
    Record record;
    const HostileServer server(noting(record, answer_of("<answer/>")));
    for (const std::string_view nothing : {std::string_view(), std::string_view("")})
        CHECK(post(address_of(server.url()), nothing)->body == "<answer/>");
    REQUIRE(record.requests().size() == 2);
    for (const auto& request : record.requests()) {
        CHECK(request.body.empty());
        CHECK(holds(request.head, "\r\nContent-Length: 0\r\n"));
    }
}

TEST_CASE("an answer of any status is an answer", "[wsman]") {
    for (const char* status : {"200 OK", "204 No Content", "301 Moved", "400 Bad Request",
                               "401 Unauthorized", "404 Not Found", "500 Oh", "599", "999 What"}) {
        INFO(status);
        const HostileServer server(always(answer_of("", status)));
        const auto answer = post(address_of(server.url()));
        REQUIRE(code_of(answer) == "a success");
        CHECK(answer->status == std::stoi(status));
        CHECK(answer->body.empty());
    }
}

TEST_CASE("answers may be framed in all the ways of HTTP/1", "[wsman]") {
    struct Row {
        const char* title;
        std::string answer;
    };
    const std::vector<Row> rows = {
        {"by its length", answer_of("<answer/>")},
        {"HTTP/1.0, by the end of the connection",
         "HTTP/1.0 200 OK\r\nContent-Type: application/soap+xml;charset=UTF-8\r\n\r\n<answer/>"},
        {"in chunks", "HTTP/1.1 200 OK\r\nContent-Type: application/soap+xml;charset=UTF-8\r\n"
                      "Transfer-Encoding: chunked\r\n\r\n4\r\n<ans\r\n5;x=y\r\nwer/>\r\n0\r\n"
                      "Content-Type: text/html\r\nWWW-Authenticate: Basic\r\n\r\n"},
        {"after it was announced", "HTTP/1.1 100 Continue\r\nContent-Type: text/html\r\n\r\n"
                                   "HTTP/1.1 103 Early Hints\r\nLocation: /\r\n\r\n" +
                                       answer_of("<answer/>")},
        {"with lines that end in LF only",
         "HTTP/1.1 200 OK\nContent-Type: application/soap+xml;charset=UTF-8\n"
         "Content-Length: 9\n\n<answer/>"},
        {"with more behind it", answer_of("<answer/>") + answer_of("<other/>")},
    };
    for (const Row& row : rows) {
        INFO(row.title);
        const HostileServer server(once(row.answer));
        const auto answer = post(address_of(server.url()));
        REQUIRE(code_of(answer) == "a success");
        CHECK((*answer ==
               TransportResponse{200, "application/soap+xml;charset=UTF-8", {}, {}, "<answer/>"}));
    }
}

TEST_CASE("one connection serves for many messages", "[wsman]") {
    Record record;
    const HostileServer server(noting(record));
    auto transport = LibcurlTransport::open(address_of(server.url()));
    REQUIRE(transport);
    for (int i = 0; i != 20; ++i) {
        const auto answer = transport->post("<question number='" + std::to_string(i) + "'/>");
        REQUIRE(code_of(answer) == "a success");
        CHECK(answer->body == "<answer/>");
    }
    CHECK(record.requests().size() == 20);
    CHECK(server.connections() == 1);
}

TEST_CASE("a redirect is handed on and not followed", "[wsman]") {
    const HostileServer other(always(answer_of("<stolen/>")));
    for (const char* status : {"301 Moved", "302 Found", "307 Temporary", "308 Permanent"}) {
        const HostileServer server(
            always(answer_of("", status, "Location: " + other.url() + "\r\n")));
        const auto answer = post(address_of(server.url()));
        REQUIRE(code_of(answer) == "a success");
        CHECK(answer->location == other.url());
    }
    CHECK(other.connections() == 0);
}

TEST_CASE("a password is sent exactly when it is asked to be", "[wsman]") {
    for (const Authentication authentication : {Authentication::none, Authentication::basic}) {
        INFO(to_string(authentication));
        Record record;
        const HostileServer server(
            noting(record, answer_of("", "401 Unauthorized",
                                     "WWW-Authenticate: Digest realm=\"a\", nonce=\"b\"\r\n"
                                     "WWW-Authenticate: Basic realm=\"a\"\r\n")));
        ClusterAddress address = address_of(server.url());
        address.authentication = authentication;

        const auto answer = post(address);

        REQUIRE(code_of(answer) == "a success");
        CHECK(answer->status == 401);
        CHECK(answer->authenticate.size() == 2);
        const auto requests = record.requests();
        REQUIRE(requests.size() == 1);
        const bool was_sent = holds(requests[0].head, "\r\nAuthorization: Basic " +
                                                          std::string(basic_credentials) + "\r\n");
        CHECK(was_sent == (authentication == Authentication::basic));
        CHECK(holds(requests[0].head, "Authorization") == was_sent);
    }
}

TEST_CASE("where a ticket says who asks, no user and no password are taken and then not looked at",
          "[wsman]") {
    ClusterAddress address = address_of("https://127.0.0.1:1/wsman");
    address.authentication = Authentication::negotiate;
    CHECK(address.check());  // elsewhere libcurl can do it
    const bool is_refused = negotiates_by_ticket();
    const auto refusal = [](const ClusterAddress& of) {
        const auto checked = LibcurlTransport::check(of);
        const auto opened = LibcurlTransport::open(of);
        CHECK(checked.has_value() == opened.has_value());
        return code_of(checked) == code_of(opened) ? code_of(opened) : "two answers";
    };
    const char* const expected = is_refused ? "invalid_value" : "a success";
    CHECK(refusal(address) == expected);
    if (is_refused) {
        const Error error = LibcurlTransport::open(address).error();
        CHECK(holds(error.detail, "the ticket of kinit says who asks"));
        CHECK(holds(error.detail, "ntlm"));
        CHECK(error.context == address.url);
    }
    address.password = {};
    CHECK(refusal(address) == expected);
    address.password = Secret(password);
    address.user.clear();
    CHECK(refusal(address) == expected);
    address.password = {};
    CHECK(refusal(address) == "a success");
    address.authentication = Authentication::ntlm;
    CHECK(refusal(address) == "invalid_value");
}

TEST_CASE("where no ticket is there, that is what is told", "[wsman]") {
    if (!negotiates_by_ticket()) return;
    Record record;
    const HostileServer server(
        noting(record, answer_of("<no/>", "401 Unauthorized", "WWW-Authenticate: Negotiate\r\n")));
    ClusterAddress address = address_of(server.url());
    address.authentication = Authentication::negotiate;
    address.user.clear();
    address.password = {};
    auto transport = LibcurlTransport::open(address);
    REQUIRE(transport);
    // The second message is told of by itself.
    for (int i = 0; i != 2; ++i) {
        const auto answer = transport->post("<question/>");
        REQUIRE(code_of(answer) == "authentication_failed");
        CHECK(answer.error().native == NativeCode{NativeDomain::http_status, 401});
        CHECK(answer.error().context == server.url());
        CHECK(holds(answer.error().detail, "no Kerberos ticket to show (gss_"));
        CHECK(holds(answer.error().detail, "kinit USER@REALM"));
    }
    for (const Request& request : record.requests())
        CHECK_FALSE(holds(request.head, "Authorization"));

    // Where nobody asks for one, none is missed.
    const HostileServer open_server(always(answer_of("<answer/>")));
    address.url = open_server.url();
    CHECK(code_of(post(address)) == "a success");
}

TEST_CASE("what the environment says of proxies and passwords counts for nothing", "[wsman]") {
    const HostileServer proxy(always(answer_of("<stolen/>")));
    const HostileServer server(always(answer_of("<answer/>")));
    for (const char* name : {"http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy", "ALL_PROXY"})
        ::setenv(name, ("http://" + proxy.authority()).c_str(), 1);
    const auto answer = post(address_of(server.url()));
    ::setenv("no_proxy", "*", 1);
    ClusterAddress by_proxy = address_of(server.url());
    by_proxy.proxy = "http://" + proxy.authority();
    const auto other_answer = post(by_proxy);
    for (const char* name :
         {"http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy", "ALL_PROXY", "no_proxy"})
        ::unsetenv(name);

    REQUIRE(code_of(answer) == "a success");
    CHECK(answer->body == "<answer/>");
    REQUIRE(code_of(other_answer) == "a success");
    CHECK(other_answer->body == "<stolen/>");
    CHECK(proxy.connections() == 1);
    CHECK(server.connections() == 1);
}
