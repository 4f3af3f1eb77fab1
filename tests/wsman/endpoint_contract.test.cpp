// SPDX-License-Identifier: BSL-1.0
// The whole way: a backend, libcurl, a socket, TLS, the endpoint, the service, a fake cluster.
#include "server/endpoint_under_test.hpp"
#include "support/catch.hpp"
#include "support/certificates.hpp"
#include "support/temporary_folder.hpp"
#include "testing/subjects.hpp"
#include <crypto_checkpoint/cluster/retrying.hpp>
#include <crypto_checkpoint/fake/fake_cluster.hpp>
#include <crypto_checkpoint/testing/catch2.hpp>
#include <crypto_checkpoint/transport/for_each_cluster.hpp>
#include <crypto_checkpoint/transport/libcurl_transport.hpp>
#include <crypto_checkpoint/wsman/wsman_backend.hpp>
#include <crypto_checkpoint/wsman/wsman_service.hpp>

using namespace wsman_tests;

namespace {

constexpr auto user = "somebody";
constexpr auto password = "contract-Zq7!";

struct ServedCluster {
    explicit ServedCluster(EndpointOptions options = {})
        : endpoint(std::move(options), handler_of(service)) {}

    // NOLINTNEXTLINE(readability-make-member-function-const): its owner can change the cluster
    [[nodiscard]] ClusterAddress address() { return {.url = endpoint.url() + "/wsman"}; }

    test_support::SmallCluster cluster;
    WsmanService<FakeCluster&> service{cluster};
    EndpointUnderTest endpoint;
};

WsmanBackend<LibcurlTransport> reach(const ClusterAddress& address, WsmanDialect dialect) {
    auto transport = LibcurlTransport::open(address);
    REQUIRE(transport);
    return {*std::move(transport), address.url, {.dialect = dialect}};
}

}  // namespace

TEST_CASE("HttpEndpoint and LibcurlTransport: fulfil the contract over HTTP", "[contract]") {
    using Backend = WsmanBackend<LibcurlTransport>;
    for (const WsmanDialect dialect : {WsmanDialect::wmi, WsmanDialect::dmtf})
        require_backend_contract<Backend>([&](auto use) {
            ServedCluster served;
            Backend backend = reach(served.address(), dialect);
            contract_tests::use_subject(backend, use);
        });
}

TEST_CASE("HttpEndpoint and LibcurlTransport: fulfil the contract over HTTPS with a password",
          "[contract]") {
    const test_support::TemporaryFolder folder;
    const TlsFiles files{folder.file("certificate.pem"), folder.file("key.pem")};
    const Identity identity = make_identity({});
    write_certificate(files.certificate_chain, identity);
    write_key(files.private_key, identity);
    using Backend = Retrying<WsmanBackend<LibcurlTransport>>;
    require_backend_contract<Backend>([&](auto use) {
        EndpointOptions options{.tls = files,
                                .credentials = BasicCredentials{user, Secret(password)}};
        ServedCluster served(std::move(options));
        ClusterAddress address = served.address();
        address.authentication = Authentication::basic;
        address.user = user;
        address.password = Secret(password);
        address.ca_file = files.certificate_chain;
        Backend backend(reach(address, WsmanDialect::wmi));
        auto subject = contract_tests::subject_for(backend);
        use(subject);
    });
}

TEST_CASE("HttpEndpoint: a wrong password is authentication_failed") {
    ServedCluster served({.credentials = BasicCredentials{user, Secret(password)}});
    ClusterAddress address = served.address();
    address.authentication = Authentication::basic;
    address.allow_basic_over_http = true;
    address.user = user;
    address.password = Secret("no-contract-Zq7!");
    auto backend = reach(address, WsmanDialect::wmi);
    const auto added = backend.add("SQL", test_support::key);
    REQUIRE_FALSE(added);
    CHECK(added.error().code == Errc::authentication_failed);
    CHECK(added.error().detail == "it offers: Basic");
    CHECK(added.error().context == address.url);
    CHECK(served.cluster.calls().empty());
}

TEST_CASE("WsmanBackend::identify: works over HTTP") {
    ServedCluster served;
    const auto identity = reach(served.address(), WsmanDialect::wmi).identify();
    REQUIRE(identity);
    CHECK(identity->vendor == "crypto_checkpoint");
    CHECK_FALSE(identity->version.empty());
}

TEST_CASE("for_each_cluster: ensures a checkpoint on many clusters on one thread") {
    std::vector<std::unique_ptr<ServedCluster>> served;
    std::vector<ClusterAddress> addresses;
    std::vector<WsmanClient> clients;
    for (int i = 0; i != 8; ++i) {
        served.push_back(std::make_unique<ServedCluster>(EndpointOptions{.threads = 1}));
        addresses.push_back(served.back()->address());
        clients.emplace_back(addresses.back().url);
    }
    std::vector<int> told(addresses.size());
    for (const Ensured expected : {Ensured::changed, Ensured::unchanged})
        for_each_cluster(
            addresses,
            [&](std::size_t index, MessageSlot& slot) {
                return clients[index].ensure(slot, "SQL", CspSpecView(test_support::key).to_owned(),
                                             Presence::present);
            },
            [&](std::size_t index, const Result<Ensured>& ensured) {
                ++told[index];
                REQUIRE(ensured);
                CHECK(*ensured == expected);
            },
            {.max_in_flight = 3});
    CHECK(told == std::vector<int>(addresses.size(), 2));
    for (const auto& one : served)
        CHECK_THAT(*one->cluster.list("SQL"), HasCheckpoint(R"(1\\Key)"));
}
