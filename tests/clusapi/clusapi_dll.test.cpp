// SPDX-License-Identifier: BSL-1.0
#include "support/catch.hpp"
#include "support/small_cluster.hpp"
#include "windows/stand_in/stand_in_dll.hpp"

#include <optional>
#include <string>
#include <utility>

using namespace crypto_checkpoint;
using test_support::key;

TEST_CASE("clusapi_backend: uses the clusapi.dll of this machine", "[clusapi]") {
    const auto api = test_support::loaded_clusapi();  // keeps it loaded
    auto& stand_in = test_support::new_stand_in();
    REQUIRE(test_support::populate(stand_in.cluster));
    auto backend = clusapi_backend({.cluster = "PROD"});
    REQUIRE(backend);
    CHECK(backend->add("SQL", key));
    const auto listing = backend->list("SQL");
    REQUIRE(listing);
    CHECK(contains(*listing, key));
    CHECK(stand_in.openings.front() == "OpenCluster PROD");
    CHECK(stand_in.open_handles() == 0);
}

TEST_CASE("ClusApiDll: copies share the library", "[clusapi]") {
    const std::wstring path = detail::system_folder() + L"\\clusapi.dll";
    const auto is_loaded = [&] { return ::GetModuleHandleW(path.c_str()) != nullptr; };
    REQUIRE_FALSE(is_loaded());
    std::optional<ClusApiDll> first = test_support::loaded_clusapi();
    std::optional<ClusApiDll> second = first;
    CHECK(is_loaded());
    first.reset();
    CHECK(is_loaded());
    auto moved = std::move(second);
    second.reset();
    moved.reset();
    CHECK_FALSE(is_loaded());
}

TEST_CASE("ClusApiDll: reports the error of its own call", "[clusapi]") {
    const auto api = test_support::loaded_clusapi();
    (void)test_support::new_stand_in();
    ::SetLastError(4242);
    const auto elsewhere = api.open_cluster(u"Elsewhere");
    REQUIRE_FALSE(elsewhere);
    CHECK(elsewhere.error() == 1722);
}
