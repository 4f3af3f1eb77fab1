// SPDX-License-Identifier: BSL-1.0
#include "server.hpp"

#include "bench/resident_kilobytes.hpp"
#include <crypto_checkpoint/fake/fake_cluster.hpp>
#include <crypto_checkpoint/server/http_endpoint.hpp>
#include <crypto_checkpoint/transport/http_transport.hpp>
#include <crypto_checkpoint/wsman/wsman_service.hpp>

#include <cstdio>
#include <cstdlib>

#include <sys/wait.h>
#include <unistd.h>

namespace bench {
namespace {

using namespace crypto_checkpoint;

[[noreturn]] void fail(const std::string& what) {
    std::fprintf(stderr, "failed: %s\n", what.c_str());
    std::exit(1);
}

/// Serves until the pipe @p stop is closed at its other end. Writes the addresses to @p urls.
void serve(std::size_t count, const std::string& certificate, const std::string& key, int urls,
           int stop) {
    FakeCluster cluster;
    bool is_populated = cluster.add_node("NODE1") && cluster.add_resource("SQL", "NODE1");
    for (std::size_t i = 0; i != max_connections; ++i)
        is_populated = is_populated && cluster.create_key("NODE1", checkpoint_of(i));
    for (std::size_t i = 0; i != services; ++i) {
        const std::string resource = "Service " + std::to_string(i);
        is_populated = is_populated && cluster.add_resource(resource, "NODE1");
        for (std::size_t k = 0; k != checkpoints_of_service; ++k) {
            const std::string name = R"(1\\Of Service )" + std::to_string(k);
            if (i == 0) is_populated = is_populated && cluster.create_key("NODE1", name);
            is_populated = is_populated &&
                           cluster.add(resource, *parse_checkpoint_name(std::string_view(name)));
        }
    }
    if (!is_populated) fail("the cluster cannot be populated");
    WsmanService<FakeCluster&> service(cluster);
    std::vector<HttpEndpoint> endpoints;
    for (std::size_t i = 0; i != count; ++i) {
        EndpointOptions options{.port = 0, .threads = count == 1 ? 4u : 1u};
        if (!certificate.empty()) options.tls = TlsFiles{certificate, key};
        auto endpoint = HttpEndpoint::listen(std::move(options), handler_of(service));
        if (!endpoint) fail(endpoint.error().detail);
        endpoints.push_back(*std::move(endpoint));
        endpoints.back().start();
        const std::string line = endpoints.back().url() + "/wsman\n";
        if (::write(urls, line.data(), line.size()) < 0) fail("cannot write to the pipe");
    }
    ::close(urls);
    char unused = 0;
    [[maybe_unused]] const auto is_closed = ::read(stop, &unused, 1);
}

}  // namespace

std::string checkpoint_of(std::size_t connection) {
    return R"(1\\Key)" + std::to_string(connection);
}

ServerProcess::ServerProcess(std::size_t count, const std::string& certificate,
                             const std::string& key) {
    int urls[2];
    int stop[2];
    if (::pipe(urls) != 0 || ::pipe(stop) != 0) fail("cannot create a pipe");
    process_ = ::fork();
    if (process_ < 0) fail("cannot fork");
    if (process_ == 0) {
        ::close(urls[0]);
        ::close(stop[1]);
        serve(count, certificate, key, urls[1], stop[0]);
        std::_Exit(0);
    }
    ::close(urls[1]);
    ::close(stop[0]);
    stop_ = stop[1];
    std::FILE* const lines = ::fdopen(urls[0], "r");
    if (lines == nullptr) fail("cannot read the pipe");
    for (char line[256]; std::fgets(line, sizeof line, lines) != nullptr;) {
        urls_.emplace_back(line);
        urls_.back().pop_back();
    }
    std::fclose(lines);
    if (urls_.size() != count) fail("the server did not start");
}

double ServerProcess::resident_kilobytes() const {
    return bench::resident_kilobytes(std::to_string(process_));
}

ServerProcess::~ServerProcess() {
    ::close(stop_);
    ::waitpid(process_, nullptr, 0);
}

}  // namespace bench
