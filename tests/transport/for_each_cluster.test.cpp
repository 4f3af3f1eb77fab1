// SPDX-License-Identifier: BSL-1.0
#include "hostile_server.hpp"
#include "transport_support.hpp"
#include <crypto_checkpoint/transport/for_each_cluster.hpp>

#include <dirent.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

using namespace crypto_checkpoint;
using namespace wsman_tests;
using namespace std::chrono_literals;

namespace {

using Answers = std::vector<std::string>;

/// What came of a message in a word: the body of the answer, or the code of the error.
std::string in_a_word(const Result<TransportResponse>& answer) {
    return answer ? answer->body : code_of(answer);
}

/// Says some messages, one after the other, whatever the answers are.
Task<Answers> say(MessageSlot& exchange, int messages) {
    Answers answers;
    for (int i = 0; i != messages; ++i)
        answers.push_back(in_a_word(co_await exchange.post("<" + std::to_string(i) + "/>")));
    co_return answers;
}

auto saying(int messages) {
    return [messages](std::size_t, MessageSlot& exchange) { return say(exchange, messages); };
}

/// What came of each cluster, and whether anything came of one twice.
struct Results {
    std::map<std::size_t, Answers> of;
    bool came_twice = false;

    auto noting() {
        return [this](std::size_t index, Answers answers) {
            came_twice = came_twice || !of.emplace(index, std::move(answers)).second;
        };
    }
};

/// Answers with the message itself.
void echo(Connection& connection) {
    while (const auto request = connection.read())
        if (!connection.send(answer_of(request->body))) return;
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

TEST_CASE("every cluster has its result, and those that hang or refuse delay no other", "[wsman]") {
    const HostileServer good(echo);
    const HostileServer hanging(never);
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
    const auto note = results.noting();

    for_each_cluster(clusters, saying(3), [&](std::size_t index, Answers answers) {
        last_of_all = answers[0];
        note(index, std::move(answers));
    });

    CHECK(results.of.size() == 200);
    CHECK_FALSE(results.came_twice);
    for (const auto& [index, answers] : results.of) {
        INFO(index);
        // The second message of a conversation that hangs hangs too, and each has its own timeout.
        const Answers expected = index % 10 == 3   ? Answers(3, "outcome_unknown")
                                 : index % 10 == 7 ? Answers(3, "cluster_unreachable")
                                 : index % 50 == 9 ? Answers(3, "invalid_value")
                                                   : Answers{"<0/>", "<1/>", "<2/>"};
        CHECK((answers == expected));
    }
    // 20 hang, 64 have room: the good ones need not wait for three timeouts in a row.
    CHECK(last_of_all == "outcome_unknown");
    CHECK(good.connections() == 156);
}

TEST_CASE(
    "where more hang than there are places, the next wait, a timeout for each time all are taken",
    "[wsman]") {
    const HostileServer good(echo);
    const HostileServer hanging(never);
    std::vector<ClusterAddress> clusters;
    for (int i = 0; i != 6; ++i) {
        clusters.push_back(address_of(i < 5 ? hanging.url() : good.url()));
        clusters.back().total_timeout = i < 5 ? 500ms : 20s;
    }
    std::vector<std::size_t> order;
    const auto begun = std::chrono::steady_clock::now();
    for_each_cluster(clusters, saying(1),
                     [&](std::size_t index, const Answers&) { order.push_back(index); },
                     {.max_in_flight = 2});
    const auto took = std::chrono::steady_clock::now() - begun;

    // Two, two, and the last one beside the good one, which is done before it.
    REQUIRE(order.size() == 6);
    CHECK(order[4] == 5);
    CHECK(took >= 1500ms);
}

TEST_CASE("no more conversations are open than asked for, each on a connection of its own",
          "[wsman]") {
    std::atomic<int> at_once = 0;
    std::atomic<int> most = 0;
    const HostileServer server([&](Connection& connection) {
        most = (std::max)(most.load(), ++at_once);
        while (const auto request = connection.read()) {
            std::this_thread::sleep_for(2ms);
            if (!connection.send(answer_of(request->body))) break;
        }
        --at_once;
    });
    const std::vector<ClusterAddress> clusters(60, address_of(server.url()));
    std::size_t open = 0;
    std::size_t max_open = 0;
    std::size_t ended = 0;
    for_each_cluster(
        clusters,
        [&](std::size_t, MessageSlot& exchange) {
            max_open = (std::max)(max_open, ++open);
            return say(exchange, 5);
        },
        [&](std::size_t, const Answers& answers) {
            --open;
            ++ended;
            CHECK((answers == Answers{"<0/>", "<1/>", "<2/>", "<3/>", "<4/>"}));
        },
        {.max_in_flight = 7});
    CHECK(ended == 60);
    CHECK(max_open == 7);
    CHECK(server.connections() == 60);
    // The server may not yet have seen the end of a connection when the next one begins.
    CHECK(most <= 14);
}

TEST_CASE("a conversation may end without a message, and there may be no cluster", "[wsman]") {
    Results results;
    for_each_cluster({}, saying(1), results.noting());
    CHECK(results.of.empty());

    const std::vector<ClusterAddress> clusters(1000, address_of("http://127.0.0.1:1"));
    for_each_cluster(clusters, saying(0), results.noting(), {.max_in_flight = 0});
    CHECK(results.of.size() == 1000);
    CHECK_FALSE(results.came_twice);
}

TEST_CASE("a message on a kept connection that ends is not repeated by the many either",
          "[wsman]") {
    Record record;
    const HostileServer server([&](Connection& connection) {
        if (auto request = connection.read()) record.add(std::move(*request));
        connection.send(answer_of("<yes/>"));
        if (auto request = connection.read()) record.add(std::move(*request));
    });
    const std::vector<ClusterAddress> clusters(5, address_of(server.url()));
    Results results;
    for_each_cluster(clusters, saying(2), results.noting());
    std::this_thread::sleep_for(100ms);
    for (const auto& [index, answers] : results.of)
        CHECK((answers == Answers{"<yes/>", "outcome_unknown"}));
    CHECK(results.of.size() == 5);
    CHECK(record.requests().size() == 10);
}

TEST_CASE("whatever is thrown passes through and leaves nothing behind", "[wsman]") {
    const HostileServer server(echo);
    const HostileServer hanging(never);
    std::vector<ClusterAddress> clusters(20, hurried_address_of(server.url()));
    for (std::size_t i = 1; i < clusters.size(); i += 2) clusters[i].url = hanging.url();
    const auto fail = [] { throw std::runtime_error("enough"); };
    const auto from_conversation = [](MessageSlot& exchange, bool fails) -> Task<int> {
        (void)co_await exchange.post("<question/>");
        if (fails) throw std::runtime_error("enough");
        co_return 0;
    };
    const auto ignore = [](std::size_t, const auto&) {};
    const int before = open_files();

    CHECK_THROWS_AS(for_each_cluster(
                        clusters,
                        [&](std::size_t index, MessageSlot& exchange) {
                            if (index == 10) fail();
                            return say(exchange, 2);
                        },
                        ignore),
                    std::runtime_error);
    CHECK_THROWS_AS(
        for_each_cluster(clusters, saying(2), [&](std::size_t, const Answers&) { fail(); }),
        std::runtime_error);
    CHECK_THROWS_AS(for_each_cluster(
                        clusters,
                        [&](std::size_t index, MessageSlot& exchange) {
                            return from_conversation(exchange, index == 4);
                        },
                        ignore),
                    std::runtime_error);
    CHECK_THROWS_AS(for_each_cluster(clusters, saying(2), ignore,
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

TEST_CASE("a tick comes often, and can stop it all with the truth about each", "[wsman]") {
    const HostileServer good(echo);
    const HostileServer hanging(never);
    const Socket listener = listening_socket(0);
    const std::uint16_t port = port_of(listener.number());
    const std::string mute = "http://127.0.0.1:" + std::to_string(port);  // accepts nobody
    std::vector<Socket> queue;
    for (int i = 0; i != 4; ++i) queue.push_back(connected_socket(port, SOCK_NONBLOCK));
    std::vector<ClusterAddress> clusters;
    for (const std::string& url : {good.url(), hanging.url(), mute, hanging.url(), good.url()})
        clusters.push_back(address_of(url));
    for (ClusterAddress& address : clusters) address.connect_timeout = address.total_timeout = 60s;
    Results results;
    int ticks = 0;
    const Stopwatch stopwatch;

    for_each_cluster(clusters, saying(2), results.noting(),
                     {.max_in_flight = 3, .tick = [&] { return ++ticks != 6; }});

    CHECK(ticks == 6);
    CHECK(stopwatch.shows_no_hang());
    CHECK_FALSE(results.came_twice);
    REQUIRE(results.of.size() == 5);
    CHECK((results.of[0] == Answers{"<0/>", "<1/>"}));
    CHECK((results.of[1] == Answers{"outcome_unknown", "cluster_unreachable"}));
    CHECK((results.of[2] == Answers{"cluster_unreachable", "cluster_unreachable"}));
    CHECK((results.of[3] == Answers{"outcome_unknown", "cluster_unreachable"}));
    CHECK((results.of[4] == Answers{"cluster_unreachable", "cluster_unreachable"}));
    CHECK(good.connections() == 1);
}

TEST_CASE("a tick may stop it before anything was asked", "[wsman]") {
    const HostileServer server(echo);
    const std::vector<ClusterAddress> clusters(10, address_of(server.url()));
    std::vector<std::string> details;
    for_each_cluster(
        clusters,
        [](std::size_t, MessageSlot& exchange) -> Task<std::string> {
            const auto answer = co_await exchange.post("<question/>");
            co_return answer ? "an answer" : answer.error().detail;
        },
        [&](std::size_t, std::string result) { details.push_back(std::move(result)); },
        {.max_in_flight = 1, .tick = [] { return false; }});
    CHECK(details.size() == 10);
    CHECK(std::ranges::count(details, "not asked") >= 9);
    CHECK(server.connections() <= 1);
}

TEST_CASE("of an address that does not make sense nothing is told, asked or not", "[wsman]") {
    const std::vector<ClusterAddress> clusters(10, address_of("https://user:hunter2@node1/"));
    std::vector<Error> errors;
    for_each_cluster(
        clusters,
        [](std::size_t, MessageSlot& exchange) -> Task<Error> {
            co_return (co_await exchange.post("<question/>")).error();
        },
        [&](std::size_t, Error error) { errors.push_back(std::move(error)); },
        {.max_in_flight = 1, .tick = [] { return false; }});
    CHECK(errors.size() == 10);
    for (const Error& error : errors) {
        CHECK(error.context.empty());
        CHECK(error.detail.find("hunter2") == std::string::npos);
    }
    CHECK(std::ranges::count(errors, "not asked", &Error::detail) >= 9);
}
