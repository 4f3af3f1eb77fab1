// SPDX-License-Identifier: BSL-1.0
#include "support/http_server.hpp"
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

using namespace wsman_tests;
using namespace std::chrono_literals;

namespace {

std::atomic<int> waiting = 0;
std::atomic<int> lookups = 0;

void wait_for_lookups() {
    while (waiting != 0) std::this_thread::sleep_for(20ms);
    // libcurl's thread still has to clean up.
    std::this_thread::sleep_for(100ms);
}

bool is_less_than_a_lookup(std::chrono::steady_clock::time_point start) {
    return std::chrono::steady_clock::now() - start < 3s;
}

}  // namespace

/// Replaces the system's function, for libcurl too; the parameters have its names.
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

TEST_CASE("LibcurlTransport: a name server that does not respond is timed_out", "[transport]") {
    const auto start = std::chrono::steady_clock::now();
    CHECK(code_of(post(hurried_address_of("http://slow.example/wsman"))) == "timed_out");
    CHECK(is_less_than_a_lookup(start));
    CHECK(lookups == 1);
    wait_for_lookups();
}

TEST_CASE("for_each_cluster: a slow name server delays no other cluster", "[transport]") {
    const HttpServer server(always(response_text("<answer/>")));
    std::vector<ClusterAddress> clusters(20, hurried_address_of("http://slow.example/wsman"));
    for (std::size_t i = 0; i < clusters.size(); i += 2) clusters[i] = address_of(server.url());
    int good = 0;
    int timed_out = 0;
    const auto start = std::chrono::steady_clock::now();
    for_each_cluster(
        clusters,
        [](std::size_t, MessageSlot& slot) -> Task<std::string> {
            co_return code_of(co_await slot.post("<request/>"));
        },
        [&](std::size_t, const std::string& code) {
            good += code == "success";
            timed_out += code == "timed_out";
        });
    CHECK(good == 10);
    CHECK(timed_out == 10);
    CHECK(is_less_than_a_lookup(start));
    wait_for_lookups();
}
