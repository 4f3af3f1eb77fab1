// SPDX-License-Identifier: BSL-1.0
// A name server that does not answer, which is to cost no more than the timeout.
#include "hostile_server.hpp"
#include "transport_support.hpp"
#include <crypto_checkpoint/transport/for_each_cluster.hpp>

#include <dlfcn.h>
#include <netdb.h>

#include <atomic>
#include <chrono>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

using namespace crypto_checkpoint;
using namespace wsman_tests;
using namespace std::chrono_literals;

namespace {

std::atomic<int> waiting = 0;
std::atomic<int> lookups = 0;

void wait_for_lookups() {
    while (waiting != 0) std::this_thread::sleep_for(20ms);
    // libcurl's thread has still to tidy up.
    std::this_thread::sleep_for(100ms);
}

bool is_less_than_a_lookup(std::chrono::steady_clock::time_point start) {
    return std::chrono::steady_clock::now() - start < 3s;
}

}  // namespace

/// Stands before the system's function, for libcurl too; its parameters are called as there.
extern "C" int getaddrinfo(const char* name, const char* service, const addrinfo* req,
                           addrinfo** pai) {
    if (name != nullptr && std::string_view(name) == "slow.example") {
        ++waiting;
        ++lookups;
        std::this_thread::sleep_for(4s);
        --waiting;
        return EAI_AGAIN;
    }
    static const auto next =
        reinterpret_cast<decltype(&::getaddrinfo)>(::dlsym(RTLD_NEXT, "getaddrinfo"));
    return next(name, service, req, pai);
}

TEST_CASE("a name that is not resolved in time is timed out", "[wsman]") {
    const auto start = std::chrono::steady_clock::now();
    CHECK(code_of(post(hurried_address_of("http://slow.example/wsman"))) == "timed_out");
    CHECK(is_less_than_a_lookup(start));
    CHECK(lookups == 1);
    wait_for_lookups();
}

TEST_CASE("a name that is not resolved delays no other cluster", "[wsman]") {
    const HostileServer server(always(answer_of("<answer/>")));
    std::vector<ClusterAddress> clusters(20, hurried_address_of("http://slow.example/wsman"));
    for (std::size_t i = 0; i < clusters.size(); i += 2) clusters[i] = address_of(server.url());
    int good = 0;
    int timed_out = 0;
    const auto start = std::chrono::steady_clock::now();
    for_each_cluster(
        clusters,
        [](std::size_t, MessageSlot& exchange) -> Task<std::string> {
            co_return code_of(co_await exchange.post("<question/>"));
        },
        [&](std::size_t, const std::string& code) {
            good += code == "a success";
            timed_out += code == "timed_out";
        });
    CHECK(good == 10);
    CHECK(timed_out == 10);
    CHECK(is_less_than_a_lookup(start));
    wait_for_lookups();
}
