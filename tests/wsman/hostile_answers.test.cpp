// SPDX-License-Identifier: BSL-1.0
// A backend over a socket, against a server whose responses have one defect each. None counts as a
// success; after the server received the request, the result is unknown.
#include "messages.hpp"
#include "support/http_server.hpp"
#include "support/small_cluster.hpp"
#include "transport/transport_support.hpp"
#include <crypto_checkpoint/cluster/cluster_resource.hpp>
#include <crypto_checkpoint/wsman/wsman_backend.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

using namespace wsman_tests;
using namespace std::literals;

namespace {

using Backend = WsmanBackend<LibcurlTransport>;

/// Sends a response instead of the good one. @return  false to close the connection
using Trick = std::function<bool(Connection&, const std::string& good)>;

/// Sends a modified response.
Trick sends(std::function<std::string(const std::string& good)> make) {
    return [make = std::move(make)](Connection& connection, const std::string& good) {
        return connection.send(make(good));
    };
}

/// Sends the good response with a replacement in it.
Trick sends_with(const std::string& what, const std::string& with) {
    return sends(
        [=](const std::string& good) { return response_text(replaced(good, what, with)); });
}

/// Sends the good response with another Content-Type.
Trick sends_as(const std::string& type) {
    return sends([=](const std::string& good) {
        return "HTTP/1.1 200 OK\r\nContent-Type: " + type +
               "\r\nContent-Length: " + std::to_string(good.size()) + "\r\n\r\n" + good;
    });
}

/// Sends the same response to any request.
Trick sends_only(std::string response) {
    const auto shared = std::make_shared<const std::string>(std::move(response));
    return
        [shared](Connection& connection, const std::string&) { return connection.send(*shared); };
}

std::string html(std::string_view status, std::string_view type = "text/html; charset=utf-8") {
    const std::string page = "<html><head><title>Error</title></head><body>Oh.</body></html>";
    return "HTTP/1.1 " + std::string(status) + "\r\nContent-Type: " + std::string(type) +
           "\r\nContent-Length: " + std::to_string(page.size()) + "\r\n\r\n" + page;
}

/// An output with 50 MB of nested elements.
std::string nested() {
    std::string body = output_with("<a>");
    const auto middle = body.find("<a>");
    const std::string rest = body.substr(middle + 3);
    body.resize(middle);
    constexpr int depth = 50'000'000 / 7;
    body.reserve(51'000'000);
    for (int i = 0; i != depth; ++i) body += "<a>";
    for (int i = 0; i != depth; ++i) body += "</a>";
    return body + rest;
}

bool endless(Connection& connection, const std::string& good) {
    if (!connection.send("HTTP/1.1 200 OK\r\nContent-Type: application/soap+xml\r\n\r\n" + good))
        return false;
    while (connection.send(std::string(4096, ' '))) {}
    return false;
}

bool byte_by_byte(Connection& connection, const std::string& good) {
    for (const char byte : response_text(good)) {
        std::this_thread::sleep_for(20ms);
        if (!connection.send(std::string_view(&byte, 1))) return false;
    }
    return true;
}

/// A good response: success, or an empty listing.
std::string good_answer_to(const Request& request) {
    const bool is_change = request.body.find("AddCryptoCheckpoint_INPUT") != std::string::npos;
    auto id = request.body.substr(request.body.find("MessageID>") + 10);
    id.resize(id.find('<'));
    return replaced(
        is_change ? output_with("") : response_with(instance_with("<p:Name>SQL</p:Name>")),
        "uuid:1", id);
}

enum class Extent { every_answer, answers_to_changes };

HttpServer::Script script_of(const Trick& trick, Extent extent) {
    return [=](Connection& connection) {
        while (const auto request = connection.read()) {
            const bool is_change =
                request->body.find("AddCryptoCheckpoint_INPUT") != std::string::npos;
            const std::string good = good_answer_to(*request);
            const bool is_good = extent == Extent::answers_to_changes && !is_change;
            if (!(is_good ? connection.send(response_text(good)) : trick(connection, good))) return;
        }
    };
}

struct Row {
    const char* title;
    Trick trick;
    Errc told_to_add = Errc::outcome_unknown;
    std::chrono::milliseconds timeout = 5s;
    std::size_t max_response_bytes = 1'000'000;
};

std::vector<Row> rows() {
    const std::string output = "<p:AddCryptoCheckpoint_OUTPUT xmlns:p=\"" + wmi_uri + "\"/>";
    const std::string no_length = "HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: ";
    return {
        {"type: HTML", sends_as("text/html")},
        {"type: JSON", sends_as("application/json")},
        {"type: anything", sends_as("application/octet-stream")},
        {"charset: UTF-16", sends_as("application/soap+xml;charset=UTF-16")},
        {"charset: Latin-1", sends_as("application/soap+xml; charset=\"ISO-8859-1\"")},
        {"text that is no UTF-8", sends_with("</s:Envelope>", "<!-- \xff\xfe --></s:Envelope>")},
        {"to another request", sends_with("<a:RelatesTo>", "<a:RelatesTo>uuid:0")},
        {"to two requests",
         sends_with("</s:Header>", "<a:RelatesTo>uuid:0</a:RelatesTo></s:Header>")},
        {"HTML with 200", sends_only(html("200 OK"))},
        {"HTML with 500", sends_only(html("500 Internal Server Error"))},
        {"HTML with 200 that is said to be SOAP",
         sends_only(html("200 OK", "application/soap+xml;charset=UTF-8"))},
        {"a good response with 500", sends([](const std::string& good) {
             return response_text(good, "500 Internal Server Error");
         })},
        {"an entity", sends([](const std::string& good) {
             return response_text("<!DOCTYPE e [<!ENTITY a \"x\">]>" +
                                  replaced(good, "urn:x/AnyResponse", "&a;"));
         })},
        {"entities that grow", sends([](const std::string& good) {
             std::string type = "<!DOCTYPE e [<!ENTITY a0 \"lol\">";
             for (int i = 1; i != 12; ++i) {
                 type += "<!ENTITY a" + std::to_string(i) + " \"";
                 for (int j = 0; j != 10; ++j) type += "&a" + std::to_string(i - 1) + ";";
                 type += "\">";
             }
             return response_text(type + "]>" + replaced(good, "urn:x/AnyResponse", "&a11;"));
         })},
        {"an external entity", sends([](const std::string& good) {
             return response_text("<!DOCTYPE e [<!ENTITY a SYSTEM \"file:///etc/hostname\">]>" +
                                  replaced(good, "urn:x/AnyResponse", "&a;"));
         })},
        {"a document type alone", sends([](const std::string& good) {
             return response_text("<!DOCTYPE e SYSTEM \"http://127.0.0.1:1/e.dtd\">" + good);
         })},
        {"two bodies", sends_with("</s:Envelope>", "<s:Body>" + output + "</s:Body></s:Envelope>")},
        {"two headers", sends_with("<s:Body>", "<s:Header/><s:Body>")},
        {"two things in the body", sends_with("</s:Body>", output + "</s:Body>")},
        {"two envelopes",
         sends([](const std::string& good) { return response_text(good + good); })},
        {"50 MB of elements", sends_only(response_text(nested())), Errc::outcome_unknown, 20s,
         64'000'000},
        {"a redirect to another host", sends_only(no_length + "http://127.0.0.1:1/wsman\r\n\r\n"),
         Errc::not_served},
        {"a redirect to itself", sends_only(no_length + "/wsman\r\n\r\n"), Errc::not_served},
        {"no end", endless},
        {"no end in time", byte_by_byte, Errc::outcome_unknown, 500ms},
        {"nothing", sends_only(response_text(""))},
        {"401, again and again",
         sends_only(
             response_text("", "401 Unauthorized", "WWW-Authenticate: Basic realm=\"x\"\r\n")),
         Errc::authentication_failed},
    };
}

Backend reach(const HttpServer& server, const Row& row) {
    ClusterAddress address = address_of(server.url());
    address.connect_timeout = row.timeout;
    address.total_timeout = row.timeout;
    address.max_response_bytes = row.max_response_bytes;
    auto transport = LibcurlTransport::open(address);
    REQUIRE(transport);
    return {*std::move(transport), address.url};
}

/// Measures the time of one request.
template <class Action>
auto in_time(const Row& row, Action action) {
    const auto start = std::chrono::steady_clock::now();
    auto result = action();
    // The rest allows for reading the response, and for a busy machine.
    CHECK(std::chrono::steady_clock::now() - start < row.timeout + 5s);
    return result;
}

}  // namespace

TEST_CASE("WsmanBackend: accepts the unmodified responses of this test", "[wsman]") {
    const Row row{"", sends([](const std::string& good) { return response_text(good); })};
    const HttpServer server(script_of(row.trick, Extent::every_answer));
    Backend backend = reach(server, row);
    CHECK(code_of(backend.add("SQL", test_support::key)) == "success");
    CHECK(code_of(backend.list("SQL")) == "success");
}

TEST_CASE("WsmanBackend: no hostile response is a success", "[wsman]") {
    for (const Row& row : rows()) {
        INFO(row.title);
        const HttpServer server(script_of(row.trick, Extent::every_answer));
        Backend backend = reach(server, row);
        CHECK(code_of(in_time(row, [&] { return backend.add("SQL", test_support::key); })) ==
              to_string(row.told_to_add));
        const auto listed = in_time(row, [&] { return backend.list("SQL"); });
        CHECK_FALSE(listed);
        CHECK(code_of(listed) != "a leak");
        CHECK(code_of(listed) != "outcome_unknown");
        ClusterResource resource{backend, "SQL"};
        const auto ensured =
            in_time(row, [&] { return resource.ensure_crypto_checkpoint(test_support::key); });
        CHECK_FALSE(ensured);
        CHECK(code_of(ensured) != "a leak");
    }
}

TEST_CASE("ensure_crypto_checkpoint: settles hostile responses by listing", "[wsman]") {
    for (const Row& row : rows()) {
        INFO(row.title);
        const HttpServer server(script_of(row.trick, Extent::answers_to_changes));
        Backend backend = reach(server, row);
        ClusterResource resource{backend, "SQL"};
        const auto ensured =
            in_time(row, [&] { return resource.ensure_crypto_checkpoint(test_support::key); });
        CHECK_FALSE(ensured);
        CHECK(code_of(ensured) != "a leak");
    }
}
