// SPDX-License-Identifier: BSL-1.0
#include "support/http_server.hpp"
#include "transport_support.hpp"

#include <cstdlib>
#include <string>
#include <vector>

using namespace std::string_literals;
using namespace wsman_tests;

namespace {

bool holds(std::string_view text, std::string_view part) { return text.find(part) != text.npos; }

}  // namespace

TEST_CASE("LibcurlTransport: posts unchanged messages, returns whole responses", "[transport]") {
    RequestLog log;
    const HttpServer server(
        always(response_text("<answer/>", "500 Internal Server Error",
                             "WWW-Authenticate: Basic realm=\"a\"\r\n"
                             "www-authenticate:Negotiate\r\nLOCATION:  /elsewhere \r\n"),
               &log));
    const std::string body = "<q>\xF0\x9F\x94\x91 \0 &amp;</q>"s + std::string(100'000, 'x');

    ClusterAddress address = address_of(server.url());
    address.authentication = Authentication::none;

    const auto response = post(address, body);

    REQUIRE(code_of(response) == "success");
    CHECK((*response == TransportResponse{.status = 500,
                                          .content_type = "application/soap+xml;charset=UTF-8",
                                          .location = "/elsewhere",
                                          .authenticate = {"Basic realm=\"a\"", "Negotiate"},
                                          .body = "<answer/>"}));
    const auto requests = log.requests();
    REQUIRE(requests.size() == 1);
    CHECK(requests[0].body == body);
    CHECK(requests[0].head.starts_with("POST /wsman HTTP/1.1\r\n"));
    CHECK(holds(requests[0].head, "\r\nContent-Type: application/soap+xml;charset=UTF-8\r\n"));
    CHECK_FALSE(holds(requests[0].head, "Expect"));
    CHECK_FALSE(holds(requests[0].head, "Authorization"));
    CHECK_FALSE(holds(requests[0].head, "Transfer-Encoding"));
}

TEST_CASE("LibcurlTransport: posts an empty message", "[transport]") {
    RequestLog log;
    const HttpServer server(always(response_text("<answer/>"), &log));
    for (const std::string_view nothing : {std::string_view(), std::string_view("")})
        CHECK(post(address_of(server.url()), nothing)->body == "<answer/>");
    REQUIRE(log.requests().size() == 2);
    for (const auto& request : log.requests()) {
        CHECK(request.body.empty());
        CHECK(holds(request.head, "\r\nContent-Length: 0\r\n"));
    }
}

TEST_CASE("LibcurlTransport: a response of any status is a success", "[transport]") {
    for (const char* status : {"200 OK", "204 No Content", "301 Moved", "400 Bad Request",
                               "401 Unauthorized", "404 Not Found", "500 Oh", "599", "999 What"}) {
        INFO(status);
        const HttpServer server(always(response_text("", status)));
        const auto response = post(address_of(server.url()));
        REQUIRE(code_of(response) == "success");
        CHECK(response->status == std::stoi(status));
        CHECK(response->body.empty());
    }
}

TEST_CASE("LibcurlTransport: reads every framing of HTTP/1", "[transport]") {
    struct Row {
        const char* title;
        std::string response;
    };
    const std::vector<Row> rows = {
        {"by its length", response_text("<answer/>")},
        {"HTTP/1.0, by the end of the connection",
         "HTTP/1.0 200 OK\r\nContent-Type: application/soap+xml;charset=UTF-8\r\n\r\n<answer/>"},
        {"in chunks", "HTTP/1.1 200 OK\r\nContent-Type: application/soap+xml;charset=UTF-8\r\n"
                      "Transfer-Encoding: chunked\r\n\r\n4\r\n<ans\r\n5;x=y\r\nwer/>\r\n0\r\n"
                      "Content-Type: text/html\r\nWWW-Authenticate: Basic\r\n\r\n"},
        {"after it was announced", "HTTP/1.1 100 Continue\r\nContent-Type: text/html\r\n\r\n"
                                   "HTTP/1.1 103 Early Hints\r\nLocation: /\r\n\r\n" +
                                       response_text("<answer/>")},
        {"with lines that end in LF only",
         "HTTP/1.1 200 OK\nContent-Type: application/soap+xml;charset=UTF-8\n"
         "Content-Length: 9\n\n<answer/>"},
        {"with more behind it", response_text("<answer/>") + response_text("<other/>")},
    };
    for (const Row& row : rows) {
        INFO(row.title);
        const HttpServer server(once(row.response));
        const auto response = post(address_of(server.url()));
        REQUIRE(code_of(response) == "success");
        CHECK((*response ==
               TransportResponse{200, "application/soap+xml;charset=UTF-8", {}, {}, "<answer/>"}));
    }
}

TEST_CASE("LibcurlTransport: keeps one connection for many messages", "[transport]") {
    RequestLog log;
    const HttpServer server(always(response_text("<answer/>"), &log));
    auto transport = LibcurlTransport::open(address_of(server.url()));
    REQUIRE(transport);
    for (int i = 0; i != 20; ++i) {
        const auto response = transport->post("<request number='" + std::to_string(i) + "'/>");
        REQUIRE(code_of(response) == "success");
        CHECK(response->body == "<answer/>");
    }
    CHECK(log.requests().size() == 20);
    CHECK(server.connections() == 1);
}

TEST_CASE("LibcurlTransport: returns redirects and does not follow them", "[transport]") {
    const HttpServer other(always(response_text("<stolen/>")));
    for (const char* status : {"301 Moved", "302 Found", "307 Temporary", "308 Permanent"}) {
        const HttpServer server(
            always(response_text("", status, "Location: " + other.url() + "\r\n")));
        const auto response = post(address_of(server.url()));
        REQUIRE(code_of(response) == "success");
        CHECK(response->location == other.url());
    }
    CHECK(other.connections() == 0);
}

TEST_CASE("LibcurlTransport: sends a password only for basic", "[transport]") {
    for (const Authentication authentication : {Authentication::none, Authentication::basic}) {
        INFO(to_string(authentication));
        RequestLog log;
        const HttpServer server(
            always(response_text("", "401 Unauthorized",
                                 "WWW-Authenticate: Digest realm=\"a\", nonce=\"b\"\r\n"
                                 "WWW-Authenticate: Basic realm=\"a\"\r\n"),
                   &log));
        ClusterAddress address = address_of(server.url());
        address.authentication = authentication;

        const auto response = post(address);

        REQUIRE(code_of(response) == "success");
        CHECK(response->status == 401);
        CHECK(response->authenticate.size() == 2);
        const auto requests = log.requests();
        REQUIRE(requests.size() == 1);
        const bool was_sent = holds(requests[0].head, "\r\nAuthorization: Basic " +
                                                          std::string(basic_credentials) + "\r\n");
        CHECK(was_sent == (authentication == Authentication::basic));
        CHECK(holds(requests[0].head, "Authorization") == was_sent);
    }
}

TEST_CASE("LibcurlTransport: rejects user and password for negotiate if GSSAPI would ignore them",
          "[transport]") {
    ClusterAddress address = address_of("https://127.0.0.1:1/wsman");
    address.authentication = Authentication::negotiate;
    CHECK(address.check());  // a libcurl without GSSAPI accepts it
    const bool is_rejected = detail::negotiate_ignores_credentials();
    const auto rejection = [](const ClusterAddress& of) {
        const auto checked = LibcurlTransport::check(of);
        const auto opened = LibcurlTransport::open(of);
        CHECK(checked.has_value() == opened.has_value());
        return code_of(checked) == code_of(opened) ? code_of(opened) : "two results";
    };
    const char* const expected = is_rejected ? "invalid_value" : "success";
    CHECK(rejection(address) == expected);
    if (is_rejected) {
        const Error error = LibcurlTransport::open(address).error();
        CHECK(holds(error.detail, "the Kerberos ticket from kinit"));
        CHECK(holds(error.detail, "ntlm"));
        CHECK(error.context == address.url);
    }
    address.password = {};
    CHECK(rejection(address) == expected);
    address.password = Secret(password);
    address.user.clear();
    CHECK(rejection(address) == expected);
    address.password = {};
    CHECK(rejection(address) == "success");
    address.authentication = Authentication::ntlm;
    CHECK(rejection(address) == "invalid_value");
}

TEST_CASE("LibcurlTransport: reports a missing Kerberos ticket", "[transport]") {
    if (!detail::negotiate_ignores_credentials()) return;
    RequestLog log;
    const HttpServer server(always(
        response_text("<no/>", "401 Unauthorized", "WWW-Authenticate: Negotiate\r\n"), &log));
    ClusterAddress address = address_of(server.url());
    address.authentication = Authentication::negotiate;
    address.user.clear();
    address.password = {};
    auto transport = LibcurlTransport::open(address);
    REQUIRE(transport);
    // Each message reports it.
    for (int i = 0; i != 2; ++i) {
        const auto response = transport->post("<request/>");
        REQUIRE(code_of(response) == "authentication_failed");
        CHECK(response.error().native == NativeCode{NativeDomain::http_status, 401});
        CHECK(response.error().context == server.url());
        CHECK(holds(response.error().detail, "no Kerberos ticket to show (gss_"));
        CHECK(holds(response.error().detail, "kinit USER@REALM"));
    }
    for (const Request& request : log.requests()) CHECK_FALSE(holds(request.head, "Authorization"));

    // A server that does not demand authentication works without a ticket.
    const HttpServer open_server(always(response_text("<answer/>")));
    address.url = open_server.url();
    CHECK(code_of(post(address)) == "success");
}

TEST_CASE("LibcurlTransport: ignores the proxies of the environment", "[transport]") {
    const HttpServer proxy(always(response_text("<stolen/>")));
    const HttpServer server(always(response_text("<answer/>")));
    for (const char* name : {"http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy", "ALL_PROXY"})
        ::setenv(name, ("http://" + proxy.authority()).c_str(), 1);
    const auto response = post(address_of(server.url()));
    ::setenv("no_proxy", "*", 1);
    ClusterAddress by_proxy = address_of(server.url());
    by_proxy.proxy = "http://" + proxy.authority();
    const auto other_answer = post(by_proxy);
    for (const char* name :
         {"http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy", "ALL_PROXY", "no_proxy"})
        ::unsetenv(name);

    REQUIRE(code_of(response) == "success");
    CHECK(response->body == "<answer/>");
    REQUIRE(code_of(other_answer) == "success");
    CHECK(other_answer->body == "<stolen/>");
    CHECK(proxy.connections() == 1);
    CHECK(server.connections() == 1);
}
