// SPDX-License-Identifier: BSL-1.0
#include "support/catch.hpp"
#include <crypto_checkpoint/transport/cluster_address.hpp>

#include <chrono>
#include <functional>
#include <string>
#include <vector>

using namespace crypto_checkpoint;
using namespace std::chrono_literals;

namespace {

ClusterAddress good_address() {
    return {.url = "https://node1.example:5986/wsman",
            .authentication = Authentication::basic,
            .user = "user",
            .password = Secret("hunter2-Zq7!")};
}

struct Row {
    const char* title;
    std::function<void(ClusterAddress&)> change;
};

std::string code_after(const Row& row) {
    ClusterAddress address = good_address();
    row.change(address);
    const auto checked = address.check();
    if (!checked) {
        const std::string text = checked.error().detail + " | " + checked.error().context;
        UNSCOPED_INFO(text);
        if (text.find("hunter2") != text.npos) return "a leak";
    }
    return checked ? "good" : std::string(to_string(checked.error().code));
}

}  // namespace

TEST_CASE("ClusterAddress::check: accepts valid combinations", "[transport]") {
    const std::vector<Row> rows = {
        {"as it is", [](ClusterAddress&) {}},
        {"a scheme in capitals", [](ClusterAddress& a) { a.url = "HTTPS://Node1/wsman?a=b"; }},
        {"an IPv6 address", [](ClusterAddress& a) { a.url = "https://[::1]:5986/wsman"; }},
        {"basic over http, allowed explicitly",
         [](ClusterAddress& a) {
             a.url = "http://node1:5985/wsman";
             a.allow_basic_over_http = true;
         }},
        {"no authentication over http",
         [](ClusterAddress& a) {
             a = {};
             a.url = "http://node1:5985/wsman";
         }},
        {"the ticket of the login",
         [](ClusterAddress& a) {
             a.authentication = Authentication::negotiate;
             a.user.clear();
             a.password = {};
         }},
        {"a user of a domain",
         [](ClusterAddress& a) {
             a.authentication = Authentication::ntlm;
             a.user = "DOMAIN\\user";
         }},
        {"a certificate",
         [](ClusterAddress& a) {
             a.authentication = Authentication::certificate;
             a.client_certificate_file = "client.pem";
             a.client_key_file = "client.key";
         }},
        {"a proxy", [](ClusterAddress& a) { a.proxy = "http://proxy.example:3128"; }},
        {"the longest timeouts",
         [](ClusterAddress& a) { a.connect_timeout = a.total_timeout = 24h; }},
        {"the shortest timeouts",
         [](ClusterAddress& a) { a.connect_timeout = a.total_timeout = 1ms; }},
    };
    for (const Row& row : rows) {
        INFO(row.title);
        CHECK(code_after(row) == "good");
    }
}

TEST_CASE("ClusterAddress::check: rejects invalid values and hides the password", "[transport]") {
    std::vector<Row> rows = {
        {"no time to connect", [](ClusterAddress& a) { a.connect_timeout = 0ms; }},
        {"no time at all", [](ClusterAddress& a) { a.total_timeout = 0ms; }},
        {"a negative timeout", [](ClusterAddress& a) { a.total_timeout = -1ms; }},
        {"no limit",
         [](ClusterAddress& a) { a.connect_timeout = std::chrono::milliseconds::max(); }},
        {"more than a day", [](ClusterAddress& a) { a.total_timeout = 24h + 1ms; }},
        {"no room", [](ClusterAddress& a) { a.max_response_bytes = 0; }},
        {"basic without a user", [](ClusterAddress& a) { a.user.clear(); }},
        {"ntlm without a user",
         [](ClusterAddress& a) {
             a.authentication = Authentication::ntlm;
             a.user.clear();
         }},
        {"a colon in the user", [](ClusterAddress& a) { a.user = "user:hunter2"; }},
        {"a NUL in the user", [](ClusterAddress& a) { a.user = std::string("us\0er", 5); }},
        {"a NUL in the password",
         [](ClusterAddress& a) { a.password = Secret(std::string_view("hunter2\0", 8)); }},
        {"no certificate",
         [](ClusterAddress& a) { a.authentication = Authentication::certificate; }},
        {"a certificate without a key",
         [](ClusterAddress& a) { a.client_certificate_file = "client.pem"; }},
        {"a key without a certificate",
         [](ClusterAddress& a) { a.client_key_file = "client.key"; }},
        {"a password in the proxy",
         [](ClusterAddress& a) { a.proxy = "http://user:hunter2@proxy.example"; }},
        {"a proxy without a scheme", [](ClusterAddress& a) { a.proxy = "proxy.example:3128"; }},
        {"a proxy with a blank", [](ClusterAddress& a) { a.proxy = "http://proxy example"; }},
        {"a proxy of another kind", [](ClusterAddress& a) { a.proxy = "ftp://proxy.example"; }},
    };
    static const std::vector<std::string> urls = {"",
                                                  "node1",
                                                  "node1:5986",
                                                  "//node1",
                                                  "ftp://node1/",
                                                  "file:///etc/passwd",
                                                  "https:node1",
                                                  "https://",
                                                  "https:///wsman",
                                                  "https://:5986/wsman",
                                                  "https://?a",
                                                  "https://user@node1/",
                                                  "https://user:hunter2-Zq7!@node1/wsman",
                                                  "https://user:hunter2/@node1/wsman",
                                                  "ldap://user:hunter2@node1/wsman",
                                                  "user:hunter2@node1",
                                                  "https://node1\\@evil/",
                                                  "https://node1/ws man",
                                                  "https://node1\\evil/",
                                                  "https://node1/\x7F",
                                                  "https://node1/\r\nX: y",
                                                  "https://n\u00F6de/",
                                                  " https://node1/",
                                                  std::string("https://node1/\0", 15)};
    for (const std::string& url : urls)
        rows.push_back({url.c_str(), [&url](ClusterAddress& a) { a.url = url; }});
    for (const Row& row : rows) {
        INFO(row.title);
        CHECK(code_after(row) == "invalid_value");
    }
}

TEST_CASE("ClusterAddress::check: rejects credentials that would be sent readable", "[transport]") {
    const std::vector<Row> rows = {
        {"basic over http", [](ClusterAddress& a) { a.url = "http://node1:5985/wsman"; }},
        {"basic over HTTP", [](ClusterAddress& a) { a.url = "HTTP://node1:5985/wsman"; }},
        {"a certificate over http",
         [](ClusterAddress& a) {
             a.url = "http://node1:5985/wsman";
             a.authentication = Authentication::certificate;
             a.client_certificate_file = "client.pem";
             a.client_key_file = "client.key";
         }},
    };
    for (const Row& row : rows) {
        INFO(row.title);
        CHECK(code_after(row) == "insecure_connection");
    }
}

TEST_CASE("Authentication: names convert both ways", "[transport]") {
    for (const auto authentication :
         {Authentication::none, Authentication::basic, Authentication::negotiate,
          Authentication::ntlm, Authentication::certificate})
        CHECK(authentication_from_name(to_string(authentication)) == authentication);
    CHECK(to_string(Authentication::negotiate) == "negotiate");
    CHECK_FALSE(authentication_from_name("Basic"));
    CHECK_FALSE(authentication_from_name(""));
    CHECK(to_string(Authentication(99)) == "unknown");
}

TEST_CASE("host_of: is the host of a URL, without the port", "[transport]") {
    CHECK(detail::host_of("https://node1:5986/wsman") == "node1");
    CHECK(detail::host_of("http://node1.example") == "node1.example");
    CHECK(detail::host_of("http://node1?x") == "node1");
    CHECK(detail::host_of("http://[fe80::1]:5985/") == "[fe80::1]");
    CHECK(detail::host_of("http://[fe80::1]") == "[fe80::1]");
}
