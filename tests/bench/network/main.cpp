// SPDX-License-Identifier: BSL-1.0
// Calls a second over a connection, compared to alternatives; and the time for many clusters, some of
// which do not respond. Everything runs on this machine.
#include "bench/resident_kilobytes.hpp"
#include "calls.hpp"
#include "server.hpp"
#include "support/certificates.hpp"
#include "support/temporary_folder.hpp"
#include <crypto_checkpoint/cluster/desired_state.hpp>
#include <crypto_checkpoint/name/literals.hpp>
#include <crypto_checkpoint/transport/for_each_cluster.hpp>
#include <crypto_checkpoint/wsman/wsman_backend.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <optional>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace {

using namespace bench;
using namespace crypto_checkpoint;
using namespace crypto_checkpoint::literals;

using Clock = std::chrono::steady_clock;
using Calls = void (*)(const Target&, std::size_t);

constexpr int rounds = 5;

double seconds_since(Clock::time_point begun) {
    return std::chrono::duration<double>(Clock::now() - begun).count();
}

double median(std::vector<double> values) {
    std::ranges::sort(values);
    return values[values.size() / 2];
}

/// Calls a second, over as many connections as there are threads.
double rate(Calls calls, const Target& target, std::size_t connections, std::size_t count) {
    const auto begun = Clock::now();
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i != connections; ++i)
        threads.emplace_back(calls, Target{target.url, target.ca_file, checkpoint_of(i)},
                             count / connections);
    for (std::thread& thread : threads) thread.join();
    return static_cast<double>(count) / seconds_since(begun);
}

std::optional<double> rate_of_winrm(const Target& target) {
    const std::string command = "/usr/bin/python3 '" CRYPTO_CHECKPOINT_WINRM_CALLS "' " +
                                target.url + " 200 " + target.ca_file + " 2>/dev/null";
    std::FILE* const output = ::popen(command.c_str(), "r");
    double found = 0;
    const bool is_there = output != nullptr && std::fscanf(output, "%lf", &found) == 1;
    if (output != nullptr) ::pclose(output);
    return is_there ? std::optional(found) : std::nullopt;
}

/// Writes a line of results for measure.py.
void write(const nlohmann::ordered_json& line) {
    std::puts(line.dump().c_str());
    std::fflush(stdout);
}

void write_rate(const char* what, const char* protocol, std::size_t connections, double calls) {
    write({{"what", what},
           {"protocol", protocol},
           {"connections", connections},
           {"calls_per_second", calls}});
}

void measure_rates(const char* protocol, const Target& target, std::size_t connections) {
    constexpr std::size_t count = 4000;
    const bool is_plain = target.ca_file.empty();
    std::vector<double> ours;
    std::vector<double> bare;
    std::vector<double> socket;
    std::vector<double> winrm;
    // Interleaved: a slow phase of the machine affects all of them.
    for (int round = 0; round != rounds; ++round) {
        ours.push_back(rate(call_with_backend, target, connections, count));
        bare.push_back(rate(call_with_bare_libcurl, target, connections, count));
        if (is_plain) socket.push_back(rate(call_with_socket, target, connections, count));
        if (connections == 1)
            if (const auto found = rate_of_winrm(target)) winrm.push_back(*found);
    }
    write_rate("WsmanBackend", protocol, connections, median(ours));
    write_rate("bare libcurl", protocol, connections, median(bare));
    if (!winrm.empty()) write_rate("python3-winrm", protocol, connections, median(winrm));
    // The client has next to no cost: this measures the endpoint.
    if (is_plain) write_rate("endpoint, by socket", protocol, connections, median(socket));
}

/// A port that accepts connections and never responds.
struct SilentServer {
    SilentServer() : socket(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        const bool is_open =
            ::bind(socket, reinterpret_cast<const sockaddr*>(&address), size) == 0 &&
            ::listen(socket, 256) == 0 &&
            ::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size) == 0;
        if (!is_open) std::abort();
        url = "http://127.0.0.1:" + std::to_string(ntohs(address.sin_port)) + "/wsman";
    }
    SilentServer(const SilentServer&) = delete;
    SilentServer& operator=(const SilentServer&) = delete;
    ~SilentServer() { ::close(socket); }
    int socket;
    std::string url;
};

/// Lists checkpoints of many clusters, of which @p silent do not respond. Memory can be measured first
/// only: later, freed memory would be reused.
void measure_many_clusters(std::size_t silent, bool measures_memory) {
    constexpr std::size_t all = 1000;
    constexpr std::size_t refusing = 50;
    constexpr std::size_t at_once = 64;
    constexpr std::chrono::milliseconds timeout(4000);
    const ServerProcess servers(all - silent - refusing);
    const SilentServer silent_server;
    std::vector<ClusterAddress> addresses;
    // The dead ones are spread among the others.
    const auto is_one_of = [](std::size_t index, std::size_t count) {
        return index * count / all != (index + 1) * count / all;
    };
    for (std::size_t i = 0, next = 0; i != all; ++i) {
        ClusterAddress address;
        address.total_timeout = timeout;
        address.connect_timeout = timeout;
        if (is_one_of(i, silent))
            address.url = silent_server.url;
        else if (is_one_of((i + all / refusing / 4) % all, refusing))
            address.url = "http://127.0.0.1:1/wsman";  // refuses
        else
            address.url = servers.urls().at(next++);
        addresses.push_back(std::move(address));
    }
    std::vector<WsmanClient> clients;
    clients.reserve(addresses.size());
    for (const ClusterAddress& address : addresses) clients.emplace_back(address.url);
    std::size_t responded = 0;
    std::size_t unknown = 0;
    std::size_t unreachable = 0;
    double last_response = 0;
    const auto list_of = [&](std::size_t index, MessageSlot& slot) {
        return clients[index].list(slot, "SQL");
    };
    // The first call allocates what libcurl keeps for the process.
    for_each_cluster(
        std::span(addresses).subspan(1, 1),
        [&](std::size_t, MessageSlot& slot) { return list_of(1, slot); },
        [](std::size_t, const Result<CheckpointList>&) {});
    const double before = resident_kilobytes();
    double max_memory = before;
    const auto sample_memory = [&] { max_memory = (std::max)(max_memory, resident_kilobytes()); };
    const auto begun = Clock::now();
    for_each_cluster(addresses, list_of,
                     [&](std::size_t, const Result<CheckpointList>& listing) {
                         if (listing) last_response = seconds_since(begun);
                         // Most of them respond before the second tick.
                         sample_memory();
                         ++(listing                                   ? responded
                            : listing.error().code == Errc::timed_out ? unknown
                                                                      : unreachable);
                     },
                     {.max_in_flight = at_once, .tick = [&] {
                          sample_memory();
                          return true;
                      }});
    const double took = seconds_since(begun);
    const double limit = std::chrono::duration<double>(timeout).count();
    nlohmann::ordered_json line{{"what", "for_each_cluster"},
                                {"clusters", all},
                                {"at_once", at_once},
                                {"silent", unknown},
                                {"refused", unreachable},
                                {"responded", responded},
                                {"timeout_seconds", limit},
                                {"seconds", took},
                                {"last_response_seconds", last_response}};
    if (measures_memory) line["kb_each"] = (max_memory - before) / static_cast<double>(at_once);
    write(line);
}

/// Plans the desired state of many clusters, beside listing one resource of each: the same round trips.
void measure_plans() {
    constexpr std::size_t all = 1000;
    constexpr std::size_t at_once = 64;
    const ServerProcess servers(all);
    std::vector<ClusterAddress> addresses;
    std::vector<WsmanClient> clients;
    for (const std::string& url : servers.urls()) {
        addresses.push_back({.url = url});
        clients.emplace_back(url);
    }
    DesiredState desired;
    for (std::size_t i = 0; i != services; ++i)
        for (const CspSpecView wanted :
             {CspSpecView(R"(1\\Of Service 0)"_csp), CspSpecView(R"(1\\New)"_csp)})
            desired.push_back(
                {.name = "Service " + std::to_string(i), .checkpoints = {wanted.to_owned()}});
    std::vector<double> listing;
    std::vector<double> planning;
    double kilobytes = 0;
    std::size_t to_add = 0;
    const double before = resident_kilobytes();
    for (int round = 0; round != rounds; ++round) {
        std::vector<Plan> plans(all);
        auto begun = Clock::now();
        for_each_cluster(
            addresses,
            [&](std::size_t index, MessageSlot& slot) { return clients[index].resources(slot); },
            [&](std::size_t index, const Result<std::vector<ReportedResource>>& resources) {
                plans[index] = plan(desired, resources.value());
            },
            {.max_in_flight = at_once});
        planning.push_back(seconds_since(begun));
        if (round == 0) kilobytes = resident_kilobytes() - before;
        to_add = 0;
        for (const Plan& each : plans) to_add += count(each).add;
        begun = Clock::now();
        for_each_cluster(
            addresses,
            [&](std::size_t index, MessageSlot& slot) { return clients[index].list(slot, "SQL"); },
            [](std::size_t, const Result<CheckpointList>& found) { (void)found.value(); },
            {.max_in_flight = at_once});
        listing.push_back(seconds_since(begun));
    }
    write({{"what", "plan"},
           {"clusters", all},
           {"at_once", at_once},
           {"resources", services + 1},
           {"checkpoints", services * checkpoints_of_service},
           {"to_add", to_add},
           {"seconds", median(planning)},
           {"listing_seconds", median(listing)},
           {"kb_each", kilobytes / static_cast<double>(all)}});
}

void write_growth(const char* what, const char* unit, std::size_t size, double seconds,
                  double kilobytes) {
    write({{"what", what},
           {"unit", unit},
           {"size", size},
           {"seconds", seconds},
           {"mb", kilobytes / 1024}});
}

/// Lists the checkpoints of ever more clusters, which are a few servers.
void measure_growing_fleet() {
    const ServerProcess servers(64);
    for (std::size_t size = 10; size <= 10'000; size *= 10) {
        const double before = resident_kilobytes();
        std::vector<ClusterAddress> addresses;
        std::vector<WsmanClient> clients;
        for (std::size_t i = 0; i != size; ++i) {
            addresses.push_back({.url = servers.urls()[i % servers.urls().size()]});
            clients.emplace_back(addresses.back().url);
        }
        double kilobytes = 0;
        std::vector<double> seconds;
        for (int round = 0; round != rounds; ++round) {
            const auto begun = Clock::now();
            for_each_cluster(
                addresses,
                [&](std::size_t index, MessageSlot& slot) {
                    return clients[index].list(slot, "Service 0");
                },
                [&](std::size_t index, const Result<CheckpointList>& found) {
                    (void)found.value();
                    if (index + 1 == size)
                        kilobytes = (std::max)(kilobytes, resident_kilobytes() - before);
                },
                {.max_in_flight = 64});
            seconds.push_back(seconds_since(begun));
        }
        write_growth("for_each_cluster: list, 64 at once", "clusters", size, median(seconds),
                     kilobytes);
    }
}

/// The same number of calls over ever more connections: the time of a call, and the server's memory.
void measure_growing_connections() {
    for (std::size_t connections = 1; connections <= max_connections; connections *= 4) {
        constexpr std::size_t count = 256 * 32;
        const ServerProcess server(1);
        const Target target{server.urls().front(), {}};
        (void)rate(call_with_socket, target, connections, count);
        const double kilobytes = server.resident_kilobytes();
        std::vector<double> seconds;
        for (int round = 0; round != rounds; ++round)
            seconds.push_back(static_cast<double>(connections) /
                              rate(call_with_socket, target, connections, count));
        write_growth("HttpEndpoint: one call of each connection", "connections", connections,
                     median(seconds), kilobytes);
    }
}

}  // namespace

// NOLINTNEXTLINE(bugprone-exception-escape): an exception ends the program
/// Without arguments, everything. `calls COUNT backend|bare|socket` only makes calls over one connection, for callgrind.
int main(int argc, char** argv) {
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    if (arguments.size() == 3 && arguments[0] == "calls") {
        const ServerProcess server(1);
        const Target target{server.urls().front(), {}, checkpoint_of(0)};
        const Calls calls = arguments[2] == "backend"  ? call_with_backend
                            : arguments[2] == "bare"   ? call_with_bare_libcurl
                            : arguments[2] == "socket" ? call_with_socket
                                                       : nullptr;
        if (calls == nullptr) return 2;
        calls(target, std::stoul(arguments[1]));
        return 0;
    }
    measure_many_clusters(50, true);
    measure_many_clusters(100, false);
    measure_plans();
    measure_growing_fleet();
    measure_growing_connections();
    {
        const ServerProcess server(1);
        const Target target{server.urls().front(), {}};
        for (const std::size_t connections : {std::size_t{1}, std::size_t{8}})
            measure_rates("HTTP", target, connections);
    }
    {
        const test_support::TemporaryFolder folder;
        const std::string certificate = folder.file("certificate.pem");
        const std::string key = folder.file("key.pem");
        const auto identity = wsman_tests::make_identity({});
        wsman_tests::write_certificate(certificate, identity);
        wsman_tests::write_key(key, identity);
        const ServerProcess server(1, certificate, key);
        const Target target{server.urls().front(), certificate};
        for (const std::size_t connections : {std::size_t{1}, std::size_t{8}})
            measure_rates("HTTPS", target, connections);
    }
    return 0;
}
