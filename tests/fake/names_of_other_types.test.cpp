// SPDX-License-Identifier: BSL-1.0
#include "support/catch.hpp"
#include <crypto_checkpoint/cluster/any_backend.hpp>
#include <crypto_checkpoint/cluster/auditing.hpp>
#include <crypto_checkpoint/cluster/retrying.hpp>
#include <crypto_checkpoint/detail/transcode.hpp>
#include <crypto_checkpoint/fake/fake_cluster.hpp>
#include <crypto_checkpoint/name/literals.hpp>
#include <crypto_checkpoint/testing/catch2.hpp>
#include <crypto_checkpoint/testing/fault_injection.hpp>

#include <string>
#include <string_view>
#include <vector>

// A cluster is set up, and a backend called, with texts that are not UTF-8.

using namespace crypto_checkpoint;

TEMPLATE_TEST_CASE("FakeCluster: takes names of every character type", "[fake]", char8_t, char16_t,
                   char32_t, wchar_t) {
    const auto text = [](std::u32string_view units) { return detail::transcode<TestType>(units); };
    const auto node = text(U"Knoten \u00e4");
    const auto resource = text(U"\u9375 \U0001f511");
    const auto key = text(U"1\\\\Schl\u00fcssel");
    FakeCluster cluster;
    REQUIRE(cluster.add_node(node));
    REQUIRE(cluster.add_node("NODE2"));
    REQUIRE(cluster.add_resource(resource, node));
    REQUIRE(cluster.create_key(node, key));
    REQUIRE(cluster.create_key(node, text(UR"(1\\Fixed)"), {.exportable = false}));
    REQUIRE(cluster.change_key(node, key));
    REQUIRE(cluster.bring_online(resource));

    const auto spec = parse_checkpoint_name(key);
    REQUIRE(spec);
    CHECK(cluster.add(resource, *spec));
    CHECK_THAT(cluster.list(resource), HasCheckpoint(key));
    CHECK_THAT(cluster.list("\u9375 \U0001f511"), HasCheckpoint("1\\\\Schl\u00fcssel"));
    REQUIRE(cluster.move_resource(resource, "NODE2"));
    CHECK(cluster.key_in(node, key)->key == 3);
    CHECK(cluster.key_in(node, *spec) == cluster.key_in(node, spec->to_owned()));
    CHECK(cluster.state().resources.begin()->first == "\u9375 \U0001f511");
    CHECK(cluster.remove(resource, spec->to_owned()));
    CHECK(cluster.connect_through(node).list(resource)->empty());
    CHECK_THAT(cluster.create_key(node, text(U"K")), FailsWith(Errc::provider_type_not_decimal));
}

TEST_CASE("FakeCluster: rejects a node whose name has an unpaired surrogate", "[fake]") {
    FakeCluster cluster;
    CHECK_THAT(cluster.add_node(u"N\xD800"), FailsWith(Errc::ill_formed_text));
    CHECK(cluster.state().nodes.empty());
}

TEST_CASE("FakeCluster: an error names the resource of a call or command, in UTF-8", "[fake]") {
    FakeCluster cluster;
    REQUIRE(cluster.add_node("NODE1"));
    REQUIRE(cluster.add_resource("SQL", "NODE1"));
    const auto name_in = [](const auto& result) { return result.error().resource; };
    CHECK(name_in(cluster.bring_online("Nobody")) == "Nobody");
    CHECK(name_in(cluster.move_resource("SQL", "NODE9")) == "SQL");
    CHECK(name_in(cluster.add_resource("SQL", "NODE1")) == "SQL");
    CHECK(name_in(cluster.delete_resource(std::string(5000, 'x'))) == std::string(5000, 'x'));
    CHECK(name_in(cluster.crash_node("NODE9")).empty());
    CHECK(name_in(cluster.execute(fake::AddCheckpoint{"SQL", CspSpec(R"(1\\K)"_csp)}).outcome) ==
          "SQL");

    auto reader = cluster.connect_read_only();
    CHECK_THAT(reader.add("SQL", R"(1\\K)"_csp), FailsWith(Errc::access_denied));
    CHECK(name_in(reader.add("SQL", R"(1\\K)"_csp)) == "SQL");
    auto nowhere = cluster.connect_through("NODE9");
    CHECK(name_in(nowhere.list("SQL")) == "SQL");
    CHECK(name_in(nowhere.resources()).empty());

    CHECK(name_in(cluster.list(u"Gr\u00f6\u00dfe")) == "Gr\u00f6\u00dfe");
    CHECK(name_in(cluster.add(u"S\xD800", R"(1\\K)"_csp)) == "S\uFFFD");
}

TEST_CASE("A backend and its wrappers take a resource and a spec of other character types",
          "[fake]") {
    FakeCluster cluster;
    REQUIRE(cluster.add_node("NODE1"));
    REQUIRE(cluster.add_resource("SQL", "NODE1"));
    REQUIRE(cluster.create_key("NODE1", R"(1\\K)"));
    const auto check = [&](auto&& backend) {
        CHECK(backend.add(L"SQL", LR"(1\\K)"_csp));
        CHECK(backend.list(u"SQL")->size() == 1);
        CHECK(backend.remove("SQL", uR"(1\\K)"_csp));
        CHECK(backend.list(std::wstring(L"SQL"))->empty());
        const auto failed = backend.add(u"SQL\xDC00", R"(1\\K)"_csp);
        CHECK_THAT(failed, FailsWith(Errc::ill_formed_text));
        CHECK(failed.error().detail == "at offset 3 of the name");
    };
    check(cluster);
    check(AnyBackend(cluster));
    check(Retrying(cluster));
    check(Auditing(cluster, [](const AuditRecord&) {}));
    check(FaultInjecting(cluster));
    check(cluster.connect_through("NODE1"));
}

TEST_CASE("FakeCluster: a resource's name that is not valid is no call", "[fake]") {
    FakeCluster cluster;
    CHECK_THAT(cluster.add("", R"(1\\K)"_csp), FailsWith(Errc::invalid_value));
    CHECK_THAT(cluster.remove(std::string_view("\0", 1), R"(1\\K)"_csp),
               FailsWith(Errc::embedded_nul));
    CHECK_THAT(cluster.list("\xFF"), FailsWith(Errc::ill_formed_text));
    CHECK(cluster.calls().empty());
}

TEST_CASE("FakeCluster: is moved with its calls", "[fake]") {
    FakeCluster cluster;
    REQUIRE(cluster.add_node("NODE1"));
    CHECK_FALSE(cluster.list("SQL"));
    FakeCluster moved = std::move(cluster);
    CHECK(moved.state().nodes.size() == 1);
    CHECK(moved.calls().size() == 1);
    cluster = std::move(moved);
    CHECK(cluster.state().nodes.size() == 1);
    CHECK(cluster.calls().size() == 1);
    CHECK(moved.state().nodes.empty());  // NOLINT(bugprone-use-after-move): empty, as documented
    CHECK(moved.calls().empty());
}
