// SPDX-License-Identifier: BSL-1.0
#include "scripted_backend.hpp"
#include <crypto_checkpoint/cluster/cluster_resource.hpp>
#include <crypto_checkpoint/name/literals.hpp>
#include <crypto_checkpoint/testing/catch2.hpp>

#include <concepts>
#include <string>
#include <vector>

using namespace cluster_tests;

TEST_CASE("ClusterResource: sends requests and returns the results", "[cluster]") {
    ScriptedBackend backend({adds(), removes(), lists({R"(1\\Key)", "?"})});
    ClusterResource resource{backend, "SQL Server"};
    CHECK(resource.name() == "SQL Server");
    CHECK(resource.add_crypto_checkpoint(R"(1\Provider\Key)"));
    CHECK(resource.remove_crypto_checkpoint(R"(1\\Key)"_csp));
    const auto listing = resource.crypto_checkpoints();
    REQUIRE(listing);
    CHECK(listing->size() == 2);
    CHECK(backend.script_completed());
    CHECK((backend.calls() == std::vector<Call>{{Operation::add, "SQL Server", R"(1\Provider\Key)"},
                                                {Operation::remove, "SQL Server", R"(1\\Key)"},
                                                {Operation::list, "SQL Server", ""}}));
}

TEST_CASE("ClusterResource::add_crypto_checkpoint: rejects names outside the documented dialect",
          "[cluster]") {
    struct Row {
        std::string name;
        Errc code;
        TextSpan where;
    };
    for (const Row& row : {
             Row{"", Errc::missing_provider_type, {0, 0}},
             Row{R"(PROV_RSA_FULL\\Key)", Errc::provider_type_not_decimal, {0, 13}},
             Row{R"(1000\\Key)", Errc::provider_type_out_of_range, {0, 4}},
             Row{R"(01\\Key)", Errc::leading_zero, {0, 1}},
             Row{R"(1\Key)", Errc::missing_separator, {5, 0}},
             Row{R"(1\\)", Errc::missing_key_container, {3, 0}},
             Row{R"(1\\A\B)", Errc::separator_in_key_container, {4, 1}},
             Row{std::string("1\\\\K\0", 5), Errc::embedded_nul, {4, 1}},
             Row{"1\\\\\xC3", Errc::ill_formed_text, {3, 1}},
         }) {
        INFO(row.name);
        ScriptedBackend backend({});
        ClusterResource resource{backend, "SQL"};
        const auto added = resource.add_crypto_checkpoint(row.name);
        CHECK_THAT(added, FailsWith<void>(row.code));
        CHECK((added.error().where == row.where));
        CHECK(added.error().resource == "SQL");
        const auto ensured = resource.ensure_crypto_checkpoint(row.name);
        CHECK_THAT(ensured, FailsWith<Ensured>(row.code));
        CHECK((ensured.error().where == row.where));
        CHECK(ensured.error().resource == "SQL");
        CHECK(backend.calls().empty());
    }
}

TEST_CASE("ClusterResource: checks an unchecked spec", "[cluster]") {
    const CspSpec spec(unchecked, ProviderType(1000), std::nullopt, "Key");
    ScriptedBackend backend({lists()});
    ClusterResource resource{backend, "SQL"};
    CHECK_THAT(resource.add_crypto_checkpoint(spec),
               FailsWith<void>(Errc::provider_type_out_of_range));
    CHECK_THAT(resource.ensure_crypto_checkpoint(spec),
               FailsWith<Ensured>(Errc::provider_type_out_of_range));
    for (const Call& call : backend.calls()) CHECK((call.operation == Operation::list));
}

TEST_CASE("ClusterResource::remove_crypto_checkpoint: accepts the tolerant dialect", "[cluster]") {
    struct Row {
        std::string name;
        std::string sent;
    };
    for (const Row& row : {
             Row{R"(1\Key)", R"(1\\Key)"},
             Row{R"(01\\Key)", R"(1\\Key)"},
             Row{R"(0\\Key)", R"(0\\Key)"},
             Row{R"(4294967295\\Key)", R"(4294967295\\Key)"},
             Row{R"(1\\A\B)", R"(1\\A\B)"},
             Row{R"(1\P\A\B\)", R"(1\P\A\B\)"},
         }) {
        INFO(row.name);
        ScriptedBackend backend({removes(), lists({row.name}), removes()});
        ClusterResource resource{backend, "SQL"};
        CHECK(resource.remove_crypto_checkpoint(row.name));
        CHECK(resource.ensure_no_crypto_checkpoint(row.name) == Ensured::changed);
        CHECK(backend.script_completed());
        CHECK(backend.calls()[0].checkpoint == row.sent);
        CHECK(backend.calls()[2].checkpoint == row.sent);
    }
    ScriptedBackend backend({});
    ClusterResource resource{backend, "SQL"};
    CHECK_THAT(resource.remove_crypto_checkpoint("x\\\\Key"),
               FailsWith<void>(Errc::provider_type_not_decimal));
    CHECK_THAT(resource.ensure_no_crypto_checkpoint("x\\\\Key"),
               FailsWith<Ensured>(Errc::provider_type_not_decimal));
    CHECK(backend.calls().empty());
}

TEST_CASE("ClusterResource: rejects an invalid resource name without a request", "[cluster]") {
    struct Row {
        std::string name;
        Errc code;
    };
    for (const Row& row : {
             Row{"", Errc::invalid_value},
             Row{std::string("SQL\0Server", 10), Errc::embedded_nul},
             Row{"SQL \xFF", Errc::ill_formed_text},
             Row{"\xED\xA0\x80", Errc::ill_formed_text},
             Row{std::string(4097, 'x'), Errc::limit_exceeded},
         }) {
        INFO(row.name);
        ScriptedBackend backend({});
        ClusterResource resource{backend, row.name};
        CHECK_THAT(resource.add_crypto_checkpoint(R"(1\\Key)"), FailsWith<void>(row.code));
        CHECK_THAT(resource.remove_crypto_checkpoint(R"(1\\Key)"), FailsWith<void>(row.code));
        CHECK_THAT(resource.crypto_checkpoints(), FailsWith<CheckpointList>(row.code));
        CHECK_THAT(resource.ensure_crypto_checkpoint(R"(1\\Key)"), FailsWith<Ensured>(row.code));
        CHECK_THAT(resource.ensure_no_crypto_checkpoint(R"(1\\Key)"), FailsWith<Ensured>(row.code));
        CHECK(backend.calls().empty());
    }
}

TEST_CASE("ClusterResource: passes unusual resource names unchanged", "[cluster]") {
    for (const std::string& name :
         {std::string(" "), std::string(4096, 'x'), std::string("SQL \xC3\xA9 \\ \"quoted\" 'x'"),
          std::string("\xF0\x9F\x94\x91")}) {
        INFO(name);
        ScriptedBackend backend({adds()});
        ClusterResource resource{backend, name};
        CHECK(resource.add_crypto_checkpoint(R"(1\\Key)"_csp));
        CHECK(backend.calls().at(0).resource == name);
    }
}

TEST_CASE("ClusterResource: names the resource in an error beside the place", "[cluster]") {
    Error elsewhere(Errc::access_denied);
    elsewhere.context = "node 'NODE1'";
    ScriptedBackend backend({adds(Errc::access_denied), removes(Errc::access_denied),
                             lists(Errc::access_denied), adds(elsewhere)});
    ClusterResource resource{backend, "SQL"};
    CHECK(resource.add_crypto_checkpoint(R"(1\\Key)").error().resource == "SQL");
    CHECK(resource.remove_crypto_checkpoint(R"(1\\Key)").error().resource == "SQL");
    CHECK(resource.crypto_checkpoints().error().resource == "SQL");
    const Error failed = resource.add_crypto_checkpoint(R"(1\\Key)").error();
    CHECK(failed.resource == "SQL");
    CHECK(failed.context == "node 'NODE1'");
    CHECK(to_text(failed).starts_with("resource 'SQL' at node 'NODE1': "));
}

TEMPLATE_TEST_CASE("ClusterResource: takes names of every character type", "[cluster]", char8_t,
                   char16_t, char32_t, wchar_t) {
    const auto text = [](std::u32string_view units) { return detail::transcode<TestType>(units); };
    const std::basic_string<TestType> name = text(U"1\\\\Schl\u00fcssel\U0001f511");
    const std::string in_utf8 = "1\\\\Schl\u00fcssel\U0001f511";
    ScriptedBackend backend(
        {adds(), removes(), lists(), adds(), lists({in_utf8}), removes(), adds()});
    ClusterResource resource{backend, text(U"Gr\u00f6\u00dfe")};
    CHECK(resource.add_crypto_checkpoint(name));
    CHECK(resource.remove_crypto_checkpoint(std::basic_string_view<TestType>(name)));
    CHECK(resource.ensure_crypto_checkpoint(name.c_str()) == Ensured::changed);
    const auto spec = parse_checkpoint_name(name);
    REQUIRE(spec);
    CHECK(resource.ensure_no_crypto_checkpoint(*spec) == Ensured::changed);
    CHECK(resource.add_crypto_checkpoint(spec->to_owned()));
    CHECK(backend.script_completed());
    for (const Call& call : backend.calls()) {
        CHECK(call.resource == "Gr\u00f6\u00dfe");
        if (call.operation != Operation::list) CHECK(call.checkpoint == in_utf8);
    }

    const auto invalid = resource.add_crypto_checkpoint(text(U"1\\\U0001f511"));
    CHECK_THAT(invalid, FailsWith(Errc::missing_separator));
    CHECK((invalid.error().where == TextSpan{text(U"1\\\U0001f511").size(), 0}));
}

TEST_CASE("ClusterResource: tells where a name in UTF-16 has an unpaired surrogate", "[cluster]") {
    ScriptedBackend backend({});
    ClusterResource resource{backend, std::u16string(u"\u00e9\xD800")};
    const auto listing = resource.crypto_checkpoints();
    CHECK_THAT(listing, FailsWith(Errc::ill_formed_text));
    CHECK(listing.error().detail == "at offset 1 of the name");
    const auto added = ClusterResource(backend, u"SQL").add_crypto_checkpoint(u"1\\\\K\xDC00");
    CHECK_THAT(added, FailsWith(Errc::ill_formed_text));
    CHECK((added.error().where == TextSpan{4, 1}));
}

TEST_CASE("ClusterResource: takes a view of a name", "[cluster]") {
    ScriptedBackend backend({lists()});
    ClusterResource resource{backend, std::string_view("SQL Server").substr(0, 3)};
    CHECK(resource.name() == "SQL");
    CHECK(resource.crypto_checkpoints());
}

TEST_CASE("ClusterResource: keeps the native code and the detail of an error", "[cluster]") {
    const Error rejection(Errc::key_not_exportable, {NativeDomain::hresult, 0x8009000B}, "why");
    ScriptedBackend backend({adds(rejection)});
    ClusterResource resource{backend, "SQL"};
    const auto added = resource.add_crypto_checkpoint(R"(1\\Key)");
    REQUIRE_FALSE(added);
    CHECK((added.error().native == rejection.native));
    CHECK(added.error().detail == "why");
}

TEST_CASE("ClusterResource::crypto_checkpoints: keeps entries that do not parse", "[cluster]") {
    ScriptedBackend backend({lists({R"(1\\Key)", "", "no name", R"(1\Key)"})});
    ClusterResource resource{backend, "SQL"};
    const auto listing = resource.crypto_checkpoints();
    REQUIRE(listing);
    REQUIRE(listing->size() == 4);
    CHECK((*listing)[0].spec.has_value());
    CHECK((*listing)[1].text.empty());
    CHECK(((*listing)[1].spec.error().code == Errc::missing_provider_type));
    CHECK((*listing)[2].text == "no name");
    CHECK(((*listing)[2].spec.error().code == Errc::provider_type_not_decimal));
    CHECK((*listing)[3].text == R"(1\Key)");
    CHECK((*listing)[3].spec.has_value());
}

TEST_CASE("ClusterResource: refers to an lvalue backend and owns an rvalue", "[cluster]") {
    ScriptedBackend backend({adds()});
    ClusterResource given{backend, "SQL"};
    static_assert(std::same_as<decltype(given), ClusterResource<ScriptedBackend&>>);
    ClusterResource handed{ScriptedBackend({adds()}), std::string("SQL")};
    static_assert(std::same_as<decltype(handed), ClusterResource<ScriptedBackend>>);
    CHECK(given.add_crypto_checkpoint(R"(1\\Key)"));
    CHECK(handed.add_crypto_checkpoint(R"(1\\Key)"));
    CHECK(backend.script_completed());
}
