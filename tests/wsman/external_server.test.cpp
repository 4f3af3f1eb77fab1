// SPDX-License-Identifier: BSL-1.0
// The client against an external server: a real cluster or a stand-in with the class
// MSCluster_Resource. Changes are reverted.
//
//   CRYPTO_CHECKPOINT_TEST_WSMAN_URL            https://node1.example:5986/wsman; without it, skipped
//   CRYPTO_CHECKPOINT_TEST_WSMAN_RESOURCE       a resource that exists
//   CRYPTO_CHECKPOINT_TEST_WSMAN_KEY            a checkpoint name whose container exists on its owner,
//                                               exportable, and which is not checkpointed
//   CRYPTO_CHECKPOINT_TEST_WSMAN_AUTH           none, basic, negotiate, ntlm or certificate; else none
//   CRYPTO_CHECKPOINT_TEST_WSMAN_USER           the user
//   CRYPTO_CHECKPOINT_TEST_WSMAN_PASSWORD_FILE  the password is its first line
//   CRYPTO_CHECKPOINT_TEST_WSMAN_CA_FILE        the trusted certificates
//   CRYPTO_CHECKPOINT_TEST_WSMAN_DIALECT        wmi or dmtf; else wmi
#include "support/catch.hpp"
#include <crypto_checkpoint/cluster/cluster_resource.hpp>
#include <crypto_checkpoint/transport/libcurl_transport.hpp>
#include <crypto_checkpoint/wsman/wsman_backend.hpp>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <optional>

using namespace crypto_checkpoint;

namespace {

std::string variable(const std::string& name) {
    const char* const value = std::getenv(("CRYPTO_CHECKPOINT_TEST_WSMAN_" + name).c_str());
    return value ? value : "";
}

using Backend = WsmanBackend<LibcurlTransport>;

/// @return  nothing if no server is given
std::optional<Backend> external_server() {
    ClusterAddress address{.url = variable("URL")};
    if (address.url.empty()) {
        std::cout << "skipped: CRYPTO_CHECKPOINT_TEST_WSMAN_URL names no server\n";
        return std::nullopt;
    }
    if (const std::string way = variable("AUTH"); !way.empty()) {
        REQUIRE(authentication_from_name(way));
        address.authentication = *authentication_from_name(way);
    }
    address.user = variable("USER");
    address.ca_file = variable("CA_FILE");
    if (const std::string file = variable("PASSWORD_FILE"); !file.empty()) {
        std::ifstream stream(file);
        std::string password;
        std::getline(stream, password);
        REQUIRE_FALSE(password.empty());
        address.password = Secret(password);
    }
    auto transport = LibcurlTransport::open(address);
    REQUIRE(transport);
    const auto dialect = variable("DIALECT") == "dmtf" ? WsmanDialect::dmtf : WsmanDialect::wmi;
    return Backend(*std::move(transport), address.url, {.dialect = dialect});
}

}  // namespace

TEST_CASE("external server: identifies itself") {
    if (auto server = external_server()) {
        const auto identity = server->identify();
        REQUIRE(identity);
        CHECK_FALSE(identity->vendor.empty());
    }
}

TEST_CASE("external server: lists resources") {
    if (auto server = external_server()) {
        const auto resources = server->resources();
        REQUIRE(resources);
        CHECK(std::ranges::any_of(*resources, [](const ReportedResource& resource) {
            return resource.name == variable("RESOURCE");
        }));
    }
}

TEST_CASE("external server: reports an unknown resource") {
    if (auto server = external_server()) {
        const std::string nobody = "crypto_checkpoint test, no such resource";
        const auto listed = server->list(nobody);
        REQUIRE_FALSE(listed);
        CHECK(listed.error().code == Errc::resource_not_found);
    }
}

TEST_CASE("external server: adds, lists and removes a checkpoint") {
    if (auto server = external_server()) {
        ClusterResource resource{*server, variable("RESOURCE")};
        const std::string key = variable("KEY");
        const auto before = resource.crypto_checkpoints();
        REQUIRE(before);
        const auto added = resource.ensure_crypto_checkpoint(key);
        REQUIRE(added);
        REQUIRE(*added == Ensured::changed);
        CHECK(*resource.ensure_crypto_checkpoint(key) == Ensured::unchanged);
        CHECK(resource.crypto_checkpoints()->size() == before->size() + 1);
        const auto removed = resource.ensure_no_crypto_checkpoint(key);
        REQUIRE(removed);
        CHECK(*removed == Ensured::changed);
        CHECK(*resource.crypto_checkpoints() == *before);
    }
}

TEST_CASE("external server: rejects an unknown key container") {
    if (auto server = external_server()) {
        ClusterResource resource{*server, variable("RESOURCE")};
        const auto added =
            resource.add_crypto_checkpoint(R"(1\\crypto_checkpoint test, no such container)");
        REQUIRE_FALSE(added);
        CHECK(added.error().code == Errc::key_container_not_found);
    }
}
