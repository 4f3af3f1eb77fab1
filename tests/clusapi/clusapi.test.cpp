// SPDX-License-Identifier: BSL-1.0
#include "clusapi_subject.hpp"
#include <crypto_checkpoint/cluster/cluster_resource.hpp>

#include <array>
#include <thread>

using namespace std::string_view_literals;
using namespace unit_tests;
using test_support::key;
using test_support::other_key;

using Calls = std::vector<std::string>;

TEST_CASE("ClusApiBackend: passes changes as documented", "[clusapi]") {
    ClusApiSubject on;
    const auto spec = R"(1\Microsoft Base Cryptographic Provider v1.0\MyKey)"_csp;
    REQUIRE(on.stand_in.cluster.create_key("NODE1", spec));
    REQUIRE(on.backend.add("SQL", spec));
    REQUIRE(on.backend.remove("SQL", spec));

    REQUIRE(on.stand_in.controls.size() == 2);
    CHECK(on.stand_in.controls[0].code == 0x014000AE);
    CHECK(on.stand_in.controls[1].code == 0x014000B2);
    for (const ControlCall& call : on.stand_in.controls) {
        CHECK(call.input.size() == 102);  // 50 characters and the terminator, two bytes each
        CHECK(call.input == units(u"1\\Microsoft Base Cryptographic Provider v1.0\\MyKey\0"sv));
        CHECK_FALSE(call.has_output);
        CHECK(call.output_size == 0);
        CHECK_FALSE(call.wants_size);
        CHECK(call.node.empty());
        CHECK(call.resource == "SQL");
    }
}

TEST_CASE("ClusApiBackend::list: passes a buffer and no input", "[clusapi]") {
    ClusApiSubject on;
    REQUIRE(on.backend.list("SQL"));
    REQUIRE(on.stand_in.controls.size() == 1);
    const ControlCall& call = on.stand_in.controls.front();
    CHECK(call.code == 0x010000B5);
    CHECK(call.input.empty());
    CHECK(call.has_output);  // never (NULL, 0), which may succeed without a listing
    CHECK(call.output_size >= 4096);
    CHECK(call.wants_size);
}

TEST_CASE("ClusApiBackend: passes any name in UTF-16", "[clusapi]") {
    ClusApiSubject on;
    const auto spec = "24\\\\Schl\xC3\xBCssel \xF0\x9F\x94\x91"_csp;
    REQUIRE(on.stand_in.cluster.add_resource("Dienst \xE2\x82\xAC", "NODE1"));
    REQUIRE(on.stand_in.cluster.create_key("NODE1", spec));
    REQUIRE(on.backend.add("Dienst \xE2\x82\xAC", spec));
    CHECK(on.stand_in.controls.front().input ==
          units(std::u16string_view(u"24\\\\Schl\u00FCssel \U0001F511\0", 17)));
    CHECK(on.stand_in.openings.back() == "OpenClusterResource Dienst \xE2\x82\xAC");
    const auto listing = on.backend.list("Dienst \xE2\x82\xAC");
    REQUIRE(listing);
    CHECK(contains(*listing, spec));
}

TEST_CASE("ClusApiBackend: opens the local cluster by a null name", "[clusapi]") {
    ClusApiSubject on;
    REQUIRE(on.backend.list("SQL"));
    CHECK(on.stand_in.openings == Calls{"OpenCluster (local)", "OpenClusterResource SQL"});
}

TEST_CASE("ClusApiBackend: opens a named cluster and node", "[clusapi]") {
    ClusApiSubject on({.cluster = "PROD", .host_node = "NODE2"});
    REQUIRE(on.backend.add("SQL", key));
    REQUIRE(on.backend.list("SQL"));
    REQUIRE(on.backend.remove("SQL", key));
    CHECK(on.stand_in.openings.size() == 9);
    on.stand_in.openings.resize(3);
    CHECK(on.stand_in.openings ==
          Calls{"OpenCluster PROD", "OpenClusterNode NODE2", "OpenClusterResource SQL"});
    REQUIRE(on.stand_in.controls.size() == 3);
    for (const ControlCall& call : on.stand_in.controls) CHECK(call.node == "NODE2");
}

TEST_CASE("ClusApiBackend: closes all handles, whatever fails", "[clusapi]") {
    // The subject checks on destruction that all handles were closed once, in order.
    for (const char* function : {"OpenCluster", "OpenClusterNode", "OpenClusterResource"}) {
        ClusApiSubject on({.host_node = "NODE1"});
        on.stand_in.opening_fails[function] = 5;
        CHECK_FALSE(on.backend.add("SQL", key));
        CHECK_FALSE(on.backend.list("SQL"));
        CHECK_FALSE(on.backend.remove("SQL", key));
        CHECK(on.stand_in.controls.empty());
    }
    ClusApiSubject on({.host_node = "NODE1"});
    on.stand_in.instead = [](const ControlCall&) { return ControlResult{5}; };
    CHECK_FALSE(on.backend.add("SQL", key));
    CHECK_FALSE(on.backend.list("SQL"));
    CHECK_FALSE(on.backend.remove("SQL", key));
    CHECK(on.stand_in.controls.size() == 3);
}

TEST_CASE("ClusApiStandIn: notices misused handles", "[clusapi]") {
    // Tests what the subject relies on.
    ClusApiCarrier carrier;
    REQUIRE(test_support::populate(carrier.stand_in.cluster));
    auto&& api = carrier.api();
    const auto cluster = api.open_cluster(nullptr);
    REQUIRE(cluster);
    const auto resource = api.open_resource(*cluster, u"SQL");
    REQUIRE(resource);
    CHECK(carrier.stand_in.open_handles() == 2);
    CHECK(carrier.stand_in.misuses.empty());
    api.close(*cluster);
    CHECK(carrier.stand_in.misuses.size() == 1);
    api.close(*resource);
    CHECK(carrier.stand_in.misuses.size() == 1);
    api.close(*resource);
    CHECK(carrier.stand_in.misuses.size() == 2);
    CHECK(api.resource_control(*resource, nullptr, 0x010000B5, {}, {}, nullptr) ==
          win32::invalid_handle);
    CHECK(carrier.stand_in.misuses.size() == 3);
    CHECK_FALSE(api.open_resource(*cluster, u"SQL"));
    CHECK(carrier.stand_in.misuses.size() == 4);
    CHECK(carrier.stand_in.open_handles() == 0);
}

TEST_CASE("ClusApiBackend: rejects invalid names without a call", "[clusapi]") {
    const std::string zero("SQ\0L", 4);
    {
        ClusApiSubject on;
        CHECK((on.backend.add("", key).error().code == Errc::invalid_value));
        CHECK((on.backend.remove(zero, key).error().code == Errc::embedded_nul));
        CHECK((on.backend.list("\xFF").error().code == Errc::ill_formed_text));
        CHECK((on.backend.list(std::string(4097, 'x')).error().code == Errc::limit_exceeded));
        CHECK(on.stand_in.openings.empty());
    }
    for (const ClusApiOptions& options :
         {ClusApiOptions{.cluster = zero}, ClusApiOptions{.host_node = zero}}) {
        ClusApiSubject there(options);
        CHECK((there.backend.list("SQL").error().code == Errc::embedded_nul));
        CHECK(there.stand_in.openings.empty());
    }
}

TEST_CASE("ClusApiBackend: rejects a checkpoint longer than the buffer limit", "[clusapi]") {
    ClusApiSubject on({.max_buffer_bytes = 14});
    CHECK(on.backend.add("SQL", R"(1\\Key)"_csp));
    on.stand_in.controls.clear();
    const auto longer = on.backend.add("SQL", R"(1\\Keys)"_csp);
    REQUIRE_FALSE(longer);
    CHECK((longer.error().code == Errc::limit_exceeded));
    CHECK(on.stand_in.controls.empty());
}

TEST_CASE("ClusApiBackend: errors name resource, cluster and node", "[clusapi]") {
    const auto context_of = [](ClusApiOptions options) {
        ClusApiSubject on(std::move(options));
        const auto listing = on.backend.list("Nobody");
        REQUIRE_FALSE(listing);
        CHECK((listing.error().code == Errc::resource_not_found));
        CHECK(listing.error().detail == "OpenClusterResource");
        CHECK((listing.error().native == NativeCode{NativeDomain::win32, 5007}));
        CHECK(listing.error().resource == "Nobody");
        return listing.error().context;
    };
    CHECK(context_of({}) == "the local cluster");
    CHECK(context_of({.cluster = "PROD"}) == "cluster 'PROD'");
    CHECK(context_of({.cluster = "PROD", .host_node = "NODE1"}) ==
          "cluster 'PROD', on node 'NODE1'");
}

TEST_CASE("ClusApiBackend::remove: removes other spellings in the listing", "[clusapi]") {
    // A cluster may list a name in an undocumented spelling, and not recognise the canonical one.
    struct Spelling {
        std::u16string listed;
        std::u16string sent_first;
    };
    const auto ended = [](const std::u16string& text) { return units(text + u'\0'); };
    for (const auto& [listed, sent] :
         {Spelling{u"1\\Key", u"1\\\\Key"}, Spelling{u"01\\\\Key", u"1\\\\Key"},
          Spelling{u"1\\\\A\\B", u"1\\\\A\\B"},
          Spelling{u"1\\Name\\\\\\.\\Reader\\Key", u"1\\Name\\\\\\.\\Reader\\Key"}}) {
        ClusApiSubject on;
        std::vector<std::vector<std::uint8_t>> there{ended(u"no name"), ended(u"1\\\\Other"),
                                                     ended(listed)};
        on.stand_in.instead = [&](const ControlCall& call) -> std::optional<ControlResult> {
            if (is_listing(call)) {
                std::vector<std::uint8_t> bytes;
                for (const auto& text : there) bytes.insert(bytes.end(), text.begin(), text.end());
                bytes.insert(bytes.end(), 2, 0);
                return answers(bytes);
            }
            return ControlResult{std::erase(there, call.input) != 0 ? win32::success : 2};
        };
        const auto listing = on.backend.list("SQL");
        REQUIRE(listing);
        REQUIRE(listing->size() == 3);
        const auto& spec = listing->back().spec;
        REQUIRE(spec);
        on.stand_in.controls.clear();
        CHECK(on.backend.remove("SQL", *spec));
        CHECK(there.size() == 2);
        CHECK(on.stand_in.controls.front().input == ended(sent));
        CHECK(on.stand_in.controls.back().input == ended(listed));
        // It was removed once.
        const auto again = on.backend.remove("SQL", *spec);
        REQUIRE_FALSE(again);
        CHECK((again.error().code == Errc::checkpoint_not_found));
        CHECK(there.size() == 2);
    }
}

TEST_CASE("ClusApiBackend::remove: returns the first error if the listing fails", "[clusapi]") {
    ClusApiSubject on;
    on.stand_in.instead = [](const ControlCall& call) {
        return ControlResult{is_listing(call) ? 5u : 2u};
    };
    const auto removed = on.backend.remove("SQL", key);
    REQUIRE_FALSE(removed);
    CHECK((removed.error().code == Errc::checkpoint_not_found));
}

TEST_CASE("ClusApiBackend::remove: returns the error of removing another spelling", "[clusapi]") {
    ClusApiSubject on;
    const auto listed = units(std::u16string_view(u"1\\Key\0\0", 7));
    on.stand_in.instead = [&](const ControlCall& call) -> std::optional<ControlResult> {
        if (is_listing(call)) return answers(listed);
        const bool is_spelled_so = call.input == units(std::u16string_view(u"1\\Key\0", 6));
        return ControlResult{is_spelled_so ? 5u : 2u};
    };
    const auto removed = on.backend.remove("SQL", key);
    REQUIRE_FALSE(removed);
    CHECK((removed.error().code == Errc::access_denied));
}

TEST_CASE("Retrying<ClusApiBackend>: settles a lost response by listing", "[clusapi]") {
    ClusApiSubject on;
    int lost = 0;
    on.stand_in.afterwards = [&](const ControlCall& call) -> std::optional<ControlResult> {
        if (is_listing(call)) return std::nullopt;
        ++lost;
        return ControlResult{win32::call_failed};
    };
    const auto added = on.backend.add("SQL", key);
    REQUIRE_FALSE(added);
    CHECK((added.error().code == Errc::outcome_unknown));
    const auto listing = on.backend.list("SQL");
    REQUIRE(listing);
    CHECK(contains(*listing, key));

    ClusterResource resource{on.backend, "SQL"};
    CHECK(resource.ensure_crypto_checkpoint(key) == Ensured::unchanged);
    CHECK(resource.ensure_crypto_checkpoint(other_key) == Ensured::changed);
    CHECK(resource.ensure_no_crypto_checkpoint(key) == Ensured::changed);
    CHECK(lost == 3);
}

TEST_CASE("ClusApiBackend: may be used concurrently", "[clusapi]") {
    ClusApiSubject on;
    std::vector<CspSpec> keys;
    for (int i = 0; i != 4; ++i) {
        keys.emplace_back(unchecked, ProviderType(1), std::nullopt, "Key " + std::to_string(i));
        REQUIRE(on.stand_in.cluster.create_key("NODE1", keys.back()));
    }
    std::array<int, 4> failures{};
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i != keys.size(); ++i)
        threads.emplace_back([&, i] {
            for (int round = 0; round != 20; ++round)
                failures[i] += !on.backend.add("SQL", keys[i]) + !on.backend.list("SQL") +
                               !on.backend.remove("SQL", keys[i]);
        });
    for (std::thread& thread : threads) thread.join();
    CHECK(failures == std::array<int, 4>{});
}
