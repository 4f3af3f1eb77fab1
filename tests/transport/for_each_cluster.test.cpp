// SPDX-License-Identifier: BSL-1.0
#include "support/http_server.hpp"
#include "transport_support.hpp"
#include <crypto_checkpoint/transport/for_each_cluster.hpp>

#include <dirent.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

using namespace wsman_tests;
using namespace std::chrono_literals;

namespace {

using Responses = std::vector<std::string>;

/// The body of the response, or the code of the error.
std::string summary(const Result<TransportResponse>& response) {
    return response ? response->body : code_of(response);
}

/// Posts some messages, one after the other, whatever the responses are.
Task<Responses> post_some(MessageSlot& slot, int messages) {
    Responses responses;
    for (int i = 0; i != messages; ++i)
        responses.push_back(summary(co_await slot.post("<" + std::to_string(i) + "/>")));
    co_return responses;
}

auto posting(int messages) {
    return [messages](std::size_t, MessageSlot& slot) { return post_some(slot, messages); };
}

/// The results by cluster, and whether any was reported twice.
struct Results {
    std::map<std::size_t, Responses> of;
    bool reported_twice = false;

    auto recording() {
        return [this](std::size_t index, Responses responses) {
            reported_twice = reported_twice || !of.emplace(index, std::move(responses)).second;
        };
    }
};

/// Responds with the message itself.
void echo(Connection& connection) {
    while (const auto request = connection.read())
        if (!connection.send(response_text(request->body))) return;
}

int open_files() {
    int count = 0;
    DIR* const folder = ::opendir("/proc/self/fd");
    if (folder == nullptr) return 0;
    while (::readdir(folder) != nullptr) ++count;
    ::closedir(folder);
    return count;
}

}  // namespace

TEST_CASE(
    "for_each_cluster: reports every cluster, and clusters that hang or refuse delay no other",
    "[transport]") {
    const HttpServer good(echo);
    const HttpServer hanging(never);
    const Socket bound = bound_socket();
    const std::string refusing = "http://127.0.0.1:" + std::to_string(port_of(bound.number()));
    std::vector<ClusterAddress> clusters;
    for (int i = 0; i != 200; ++i) {
        const std::string url = i % 10 == 3   ? hanging.url()
                                : i % 10 == 7 ? refusing
                                : i % 50 == 9 ? "ftp://127.0.0.1/"
                                              : good.url();
        clusters.push_back(address_of(url));
        clusters.back().total_timeout = url == hanging.url() ? 1500ms : 20s;
    }
    Results results;
    std::string last_of_all;
    const auto record = results.recording();

    for_each_cluster(clusters, posting(3), [&](std::size_t index, Responses responses) {
        last_of_all = responses[0];
        record(index, std::move(responses));
    });

    CHECK(results.of.size() == 200);
    CHECK_FALSE(results.reported_twice);
    for (const auto& [index, responses] : results.of) {
        INFO(index);
        // Each message of a task that hangs has its own timeout.
        const Responses expected = index % 10 == 3   ? Responses(3, "outcome_unknown")
                                   : index % 10 == 7 ? Responses(3, "cluster_unreachable")
                                   : index % 50 == 9 ? Responses(3, "invalid_value")
                                                     : Responses{"<0/>", "<1/>", "<2/>"};
        CHECK((responses == expected));
    }
    // 20 hang, 64 have room: the good ones do not wait for three timeouts in a row.
    CHECK(last_of_all == "outcome_unknown");
    CHECK(good.connections() == 156);
}

TEST_CASE("for_each_cluster: waits for timeouts when all places are taken", "[transport]") {
    const HttpServer good(echo);
    const HttpServer hanging(never);
    std::vector<ClusterAddress> clusters;
    for (int i = 0; i != 6; ++i) {
        clusters.push_back(address_of(i < 5 ? hanging.url() : good.url()));
        clusters.back().total_timeout = i < 5 ? 500ms : 20s;
    }
    std::vector<std::size_t> order;
    const auto begun = std::chrono::steady_clock::now();
    for_each_cluster(clusters, posting(1),
                     [&](std::size_t index, const Responses&) { order.push_back(index); },
                     {.max_in_flight = 2});
    const auto took = std::chrono::steady_clock::now() - begun;

    // Two, two, and the last one beside the good one, which ends before it.
    REQUIRE(order.size() == 6);
    CHECK(order[4] == 5);
    CHECK(took >= 1500ms);
}

TEST_CASE("for_each_cluster: max_in_flight limits the open tasks, each on its own connection",
          "[transport]") {
    std::atomic<int> at_once = 0;
    std::atomic<int> max_at_once = 0;
    const HttpServer server([&](Connection& connection) {
        max_at_once = (std::max)(max_at_once.load(), ++at_once);
        while (const auto request = connection.read()) {
            std::this_thread::sleep_for(2ms);
            if (!connection.send(response_text(request->body))) break;
        }
        --at_once;
    });
    const std::vector<ClusterAddress> clusters(60, address_of(server.url()));
    std::size_t open = 0;
    std::size_t max_open = 0;
    std::size_t ended = 0;
    for_each_cluster(
        clusters,
        [&](std::size_t, MessageSlot& slot) {
            max_open = (std::max)(max_open, ++open);
            return post_some(slot, 5);
        },
        [&](std::size_t, const Responses& responses) {
            --open;
            ++ended;
            CHECK((responses == Responses{"<0/>", "<1/>", "<2/>", "<3/>", "<4/>"}));
        },
        {.max_in_flight = 7});
    CHECK(ended == 60);
    CHECK(max_open == 7);
    CHECK(server.connections() == 60);
    // The server may not yet have seen the end of a connection when the next one begins.
    CHECK(max_at_once <= 14);
}

TEST_CASE("for_each_cluster: accepts tasks without a message, and no clusters", "[transport]") {
    Results results;
    for_each_cluster({}, posting(1), results.recording());
    CHECK(results.of.empty());

    const std::vector<ClusterAddress> clusters(1000, address_of("http://127.0.0.1:1"));
    for_each_cluster(clusters, posting(0), results.recording(), {.max_in_flight = 0});
    CHECK(results.of.size() == 1000);
    CHECK_FALSE(results.reported_twice);
}

TEST_CASE("for_each_cluster: does not retransmit a message on a kept connection that ends",
          "[transport]") {
    RequestLog log;
    const HttpServer server([&](Connection& connection) {
        if (auto request = connection.read()) log.add(std::move(*request));
        connection.send(response_text("<yes/>"));
        if (auto request = connection.read()) log.add(std::move(*request));
    });
    const std::vector<ClusterAddress> clusters(5, address_of(server.url()));
    Results results;
    for_each_cluster(clusters, posting(2), results.recording());
    std::this_thread::sleep_for(100ms);
    for (const auto& [index, responses] : results.of)
        CHECK((responses == Responses{"<yes/>", "outcome_unknown"}));
    CHECK(results.of.size() == 5);
    CHECK(log.requests().size() == 10);
}

TEST_CASE("for_each_cluster: propagates exceptions and closes all connections", "[transport]") {
    const HttpServer server(echo);
    const HttpServer hanging(never);
    std::vector<ClusterAddress> clusters(20, hurried_address_of(server.url()));
    for (std::size_t i = 1; i < clusters.size(); i += 2) clusters[i].url = hanging.url();
    const auto fail = [] { throw std::runtime_error("failure"); };
    const auto from_task = [](MessageSlot& slot, bool fails) -> Task<int> {
        (void)co_await slot.post("<request/>");
        if (fails) throw std::runtime_error("failure");
        co_return 0;
    };
    const auto ignore = [](std::size_t, const auto&) {};
    const int before = open_files();

    CHECK_THROWS_AS(for_each_cluster(
                        clusters,
                        [&](std::size_t index, MessageSlot& slot) {
                            if (index == 10) fail();
                            return post_some(slot, 2);
                        },
                        ignore),
                    std::runtime_error);
    CHECK_THROWS_AS(
        for_each_cluster(clusters, posting(2), [&](std::size_t, const Responses&) { fail(); }),
        std::runtime_error);
    CHECK_THROWS_AS(
        for_each_cluster(
            clusters,
            [&](std::size_t index, MessageSlot& slot) { return from_task(slot, index == 4); },
            ignore),
        std::runtime_error);
    CHECK_THROWS_AS(for_each_cluster(clusters, posting(2), ignore,
                                     {.tick =
                                          [&] {
                                              fail();
                                              return true;
                                          }}),
                    std::runtime_error);

    // The server's ends of the connections are files of this process too.
    for (int i = 0; i != 100 && open_files() > before; ++i) std::this_thread::sleep_for(20ms);
    CHECK(open_files() <= before);
}

TEST_CASE("for_each_cluster: tick is called often, and stops all with the right error for each",
          "[transport]") {
    const HttpServer good(echo);
    const HttpServer hanging(never);
    const Socket listener = listening_socket(0);
    const std::uint16_t port = port_of(listener.number());
    const std::string mute = "http://127.0.0.1:" + std::to_string(port);  // never accepts
    std::vector<Socket> queue;
    for (int i = 0; i != 4; ++i) queue.push_back(connected_socket(port, SOCK_NONBLOCK));
    std::vector<ClusterAddress> clusters;
    for (const std::string& url : {good.url(), hanging.url(), mute, hanging.url(), good.url()})
        clusters.push_back(address_of(url));
    for (ClusterAddress& address : clusters) address.connect_timeout = address.total_timeout = 60s;
    Results results;
    int ticks = 0;
    const Stopwatch stopwatch;

    for_each_cluster(clusters, posting(2), results.recording(),
                     {.max_in_flight = 3, .tick = [&] { return ++ticks != 6; }});

    CHECK(ticks == 6);
    CHECK(stopwatch.shows_no_hang());
    CHECK_FALSE(results.reported_twice);
    REQUIRE(results.of.size() == 5);
    CHECK((results.of[0] == Responses{"<0/>", "<1/>"}));
    CHECK((results.of[1] == Responses{"outcome_unknown", "not_sent"}));
    CHECK((results.of[2] == Responses{"not_sent", "not_sent"}));
    CHECK((results.of[3] == Responses{"outcome_unknown", "not_sent"}));
    CHECK((results.of[4] == Responses{"not_sent", "not_sent"}));
    CHECK(good.connections() == 1);
}

TEST_CASE("for_each_cluster: tick can stop before anything is sent", "[transport]") {
    const HttpServer server(echo);
    const std::vector<ClusterAddress> clusters(10, address_of(server.url()));
    std::vector<std::string> details;
    for_each_cluster(
        clusters,
        [](std::size_t, MessageSlot& slot) -> Task<std::string> {
            const auto response = co_await slot.post("<request/>");
            co_return response ? "a response" : response.error().detail;
        },
        [&](std::size_t, std::string result) { details.push_back(std::move(result)); },
        {.max_in_flight = 1, .tick = [] { return false; }});
    CHECK(details.size() == 10);
    CHECK(std::ranges::count(details, "interrupted") >= 9);
    CHECK(server.connections() <= 1);
}

TEST_CASE("for_each_cluster: errors of an invalid address do not have its password",
          "[transport]") {
    const std::vector<ClusterAddress> clusters(10, address_of("https://user:hunter2@node1/"));
    std::vector<Error> errors;
    for_each_cluster(
        clusters,
        [](std::size_t, MessageSlot& slot) -> Task<Error> {
            co_return (co_await slot.post("<request/>")).error();
        },
        [&](std::size_t, Error error) { errors.push_back(std::move(error)); },
        {.max_in_flight = 1, .tick = [] { return false; }});
    CHECK(errors.size() == 10);
    for (const Error& error : errors) {
        CHECK(error.context.empty());
        CHECK(error.detail.find("hunter2") == std::string::npos);
    }
    CHECK(std::ranges::count(errors, Errc::not_sent, &Error::code) >= 9);
}
