// SPDX-License-Identifier: BSL-1.0
#include "support/catch.hpp"
#include "support/small_cluster.hpp"
#include <crypto_checkpoint/backends/fake_cluster.hpp>
#include <crypto_checkpoint/provider/resource_provider.hpp>

#include <cstdint>
#include <string_view>

using namespace crypto_checkpoint;

// What carries the calls is tested where it is: WS-Management in ../wsman, COM in ../windows.

TEST_CASE("an argument of another type than its parameter is refused", "[unit]") {
    FakeCluster cluster;
    REQUIRE(test_support::furnish(cluster));
    ResourceProvider<FakeCluster&> provider(cluster);
    const auto refused =
        provider.invoke("SQL", "AddCryptoCheckpoint", {{"CheckpointName", std::int32_t{1}}});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Errc::invalid_value);
    CHECK(refused.error().hresult == 0x8004102F);  // WBEM_E_INVALID_METHOD_PARAMETERS
    CHECK(refused.error().description.find("CheckpointName has another type") != std::string::npos);
    CHECK(cluster.list("SQL")->empty());
}

TEST_CASE("a code that is none of Windows' is told by the HRESULT that means the same", "[unit]") {
    struct Remote {
        static Result<void> add(std::string_view, CspSpecView) { return {}; }
        static Result<void> remove(std::string_view, CspSpecView) { return {}; }
        static Result<CheckpointList> list(std::string_view) {
            return std::unexpected(
                Error(Errc::access_denied, NativeCode{NativeDomain::http_status, 401}, ""));
        }
    };
    ResourceProvider<Remote> provider(Remote{});
    const auto failed = provider.get("SQL");
    REQUIRE_FALSE(failed);
    CHECK(failed.error().code == Errc::access_denied);
    CHECK(failed.error().hresult == 0x80070005);  // E_ACCESSDENIED
}
