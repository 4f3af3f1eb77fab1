// SPDX-License-Identifier: BSL-1.0
// How many calls a second go over a connection, beside what one would use without the library; and how
// long it takes to ask many clusters, some of which are dead. Everything is on this machine.
#include "calls.hpp"
#include "server.hpp"
#include "wsman/certificates.hpp"

#include <crypto_checkpoint/backends/wsman.hpp>
#include <crypto_checkpoint/transport/for_each_cluster.hpp>

#include "support/temporary_folder.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <functional>
#include <optional>
#include <thread>

#include <sys/socket.h>
#include <netinet/in.h>
#include <unistd.h>

namespace {

using namespace bench;
using namespace crypto_checkpoint;

using Clock = std::chrono::steady_clock;
using Calls = void (*)(const Place&, std::size_t);

constexpr int rounds = 5;

double seconds_since(Clock::time_point begun) {
    return std::chrono::duration<double>(Clock::now() - begun).count();
}

double median(std::vector<double> values) {
    std::ranges::sort(values);
    return values[values.size() / 2];
}

/// Calls a second, over as many connections as there are threads.
double rate(Calls calls, const Place& place, std::size_t connections, std::size_t count) {
    const auto begun = Clock::now();
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i != connections; ++i)
        threads.emplace_back(calls, place, count / connections);
    for (std::thread& thread : threads) thread.join();
    return static_cast<double>(count) / seconds_since(begun);
}

std::optional<double> rate_of_winrm(const Place& place) {
    const std::string command = "/usr/bin/python3 '" CRYPTO_CHECKPOINT_WINRM_CALLS "' " + place.url +
                                " 200 " + place.ca_file + " 2>/dev/null";
    std::FILE* const output = ::popen(command.c_str(), "r");
    double found = 0;
    const bool is_there = output != nullptr && std::fscanf(output, "%lf", &found) == 1;
    if (output != nullptr) ::pclose(output);
    return is_there ? std::optional(found) : std::nullopt;
}

void print_rates(const char* protocol, const Place& place, std::size_t connections) {
    constexpr std::size_t count = 4000;
    const bool is_plain = place.ca_file.empty();
    std::vector<double> ours;
    std::vector<double> bare;
    std::vector<double> socket;
    // Interleaved: whatever slows the machine for a while slows all of them.
    for (int round = 0; round != rounds; ++round) {
        ours.push_back(rate(call_with_backend, place, connections, count));
        bare.push_back(rate(call_with_bare_libcurl, place, connections, count));
        if (is_plain) socket.push_back(rate(call_with_socket, place, connections, count));
    }
    const double own = median(ours);
    std::printf("%-6s %11zu %12.0f %12.0f %7.2f", protocol, connections, own, median(bare),
                own / median(bare));
    const auto winrm = connections == 1 ? rate_of_winrm(place) : std::nullopt;
    if (winrm)
        std::printf(" %12.0f %7.1f", *winrm, own / *winrm);
    else
        std::printf(" %12s %7s", "-", "-");
    if (is_plain)
        std::printf(" %12.0f\n", median(socket));
    else
        std::printf(" %12s\n", "-");
    std::fflush(stdout);
}

std::size_t resident_kilobytes() {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with("VmHWM:")) return std::stoul(line.substr(6));
    return 0;
}

/// A port that nobody answers on: connections are taken in by the system, and that is all.
struct Silence {
    Silence() : socket(::socket(AF_INET, SOCK_STREAM, 0)) {
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
    Silence(const Silence&) = delete;
    Silence& operator=(const Silence&) = delete;
    ~Silence() { ::close(socket); }
    int socket;
    std::string url;
};

void print_many_clusters() {
    constexpr std::size_t all = 1000;
    constexpr std::size_t dead = 50;  // of each kind
    constexpr std::chrono::milliseconds timeout(4000);
    const ServerProcess servers(all - 2 * dead);
    const Silence silence;
    std::vector<ClusterAddress> addresses;
    for (std::size_t i = 0; i != all; ++i) {
        ClusterAddress address;
        address.total_timeout = timeout;
        address.connect_timeout = timeout;
        // Port 1 refuses; the dead ones stand between the others.
        if (i % 20 == 0)
            address.url = silence.url;
        else if (i % 20 == 10)
            address.url = "http://127.0.0.1:1/wsman";
        else
            address.url = servers.urls()[i - i / 20 - 1 - (i % 20 > 10 ? i / 20 + 1 : i / 20)];
        addresses.push_back(std::move(address));
    }
    std::vector<WsmanClient> clients;
    for (const ClusterAddress& address : addresses)
        clients.emplace_back(address.url);
    std::size_t answered = 0;
    std::size_t unknown = 0;
    std::size_t unreachable = 0;
    double last_answer = 0;
    const std::size_t before = resident_kilobytes();
    const auto begun = Clock::now();
    for_each_cluster(
        addresses,
        [&](std::size_t index, Exchange& exchange) {
            return clients[index].list(exchange, "SQL");
        },
        [&](std::size_t, const Result<CheckpointList>& listing) {
            if (listing) last_answer = seconds_since(begun);
            ++(listing                                              ? answered
               : listing.error().code == Errc::outcome_unknown ? unknown
                                                                    : unreachable);
        });
    const double took = seconds_since(begun);
    const double limit = std::chrono::duration<double>(timeout).count();
    std::printf(
        "\n%zu clusters, 64 at once, %.0f s for each request: %.2f s in all, %.2f of that time;\n"
        "the last of %zu that answered did after %.2f s; %zu were silent, %zu refused.\n"
        "%.1f KB of memory for each of the 64.\n",
        all, limit, took, took / limit, answered, last_answer, unknown, unreachable,
        static_cast<double>(resident_kilobytes() - before) / 64);
}

}  // namespace

int main() {
    std::printf("calls a second, medians of %d interleaved rounds; client and server on this machine\n\n"
                "%-6s %11s %12s %12s %7s %12s %7s %12s\n",
                rounds, "over", "connections", "WsmanBackend", "bare libcurl", "ratio",
                "python-winrm", "ratio", "bare socket");
    {
        const ServerProcess server(1);
        const Place place{server.urls().front(), {}};
        for (const std::size_t connections : {std::size_t{1}, std::size_t{8}})
            print_rates("HTTP", place, connections);
    }
    {
        const test_support::TemporaryFolder folder;
        const std::string certificate = folder.file("certificate.pem");
        const std::string key = folder.file("key.pem");
        const auto identity = wsman_tests::make_identity({});
        wsman_tests::write_certificate(certificate, identity);
        wsman_tests::write_key(key, identity);
        const ServerProcess server(1, certificate, key);
        const Place place{server.urls().front(), certificate};
        for (const std::size_t connections : {std::size_t{1}, std::size_t{8}})
            print_rates("HTTPS", place, connections);
    }
    print_many_clusters();
    return 0;
}
