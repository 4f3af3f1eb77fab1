// SPDX-License-Identifier: BSL-1.0
#include "cluster/failure_rows.hpp"
#include "wmi_subject.hpp"
#include <crypto_checkpoint/cluster/cluster_resource.hpp>
#include <crypto_checkpoint/testing/catch2.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

using namespace windows_tests;
using test_support::key;
using test_support::other_key;

namespace {

std::vector<std::string> texts_of(const CheckpointList& listing) {
    std::vector<std::string> texts;
    for (const ReportedCheckpoint& one : listing) texts.push_back(one.text);
    return texts;
}

/// An instance of a custom class.
detail::WmiObject instance(test_support::ClassDefinition definition) {
    detail::WmiObject made;
    REQUIRE(SUCCEEDED(test_support::new_class(std::move(definition)).spawn(made)));
    return made;
}

}  // namespace

TEST_CASE("WmiBackend: changes and lists", "[wmi]") {
    WmiCluster on;
    for (const bool is_immediate : {false, true}) {
        CAPTURE(is_immediate);
        on.stand_in.behaviour.is_immediate = is_immediate;
        WmiBackend backend = on.backend();
        REQUIRE(backend.add("SQL", key));
        CHECK(texts_of(backend.list("SQL").value()) == std::vector<std::string>{R"(1\\Key)"});
        CHECK(on.cluster.list("SQL")->size() == 1);
        REQUIRE(backend.remove("SQL", key));
        CHECK(backend.list("SQL")->empty());
        CHECK(on.cluster.list("SQL")->empty());
    }
}

TEST_CASE("WmiBackend: uses packet privacy and impersonation for each proxy", "[wmi]") {
    WmiCluster on;
    // The stand-in rejects less, which the other tests rely on.
    detail::ComPointer<IWbemServices> services;
    REQUIRE(SUCCEEDED(detail::receive(services, [&](IWbemServices** out) {
        return on.stand_in.connect({R"(root\MSCluster)", std::nullopt, std::nullopt}, out);
    })));
    const detail::Bstr name = detail::bstr("MSCluster_Resource");
    const auto ask = [&] {
        detail::ComPointer<IWbemClassObject> found;
        return detail::receive(found, [&](IWbemClassObject** out) {
            return services->GetObject(name.get(), 0, nullptr, out, nullptr);
        });
    };
    CHECK(ask() == static_cast<HRESULT>(WBEM_E_ACCESS_DENIED));
    const auto set = [&](DWORD level, DWORD impersonation) {
        return ::CoSetProxyBlanket(services.get(), RPC_C_AUTHN_DEFAULT, RPC_C_AUTHZ_DEFAULT,
                                   COLE_DEFAULT_PRINCIPAL, level, impersonation, nullptr,
                                   EOAC_NONE);
    };
    REQUIRE(SUCCEEDED(set(RPC_C_AUTHN_LEVEL_PKT_INTEGRITY, RPC_C_IMP_LEVEL_IMPERSONATE)));
    CHECK(ask() == static_cast<HRESULT>(WBEM_E_ACCESS_DENIED));
    REQUIRE(SUCCEEDED(set(RPC_C_AUTHN_LEVEL_PKT_PRIVACY, RPC_C_IMP_LEVEL_IDENTIFY)));
    CHECK(ask() == static_cast<HRESULT>(WBEM_E_ACCESS_DENIED));
    REQUIRE(SUCCEEDED(set(RPC_C_AUTHN_LEVEL_PKT_PRIVACY, RPC_C_IMP_LEVEL_IMPERSONATE)));
    CHECK(ask() == WBEM_S_NO_ERROR);

    CHECK(on.backend().resources());
    // Services secured by the caller, or not, are used unchanged.
    CHECK(WmiBackend::over(*services)->list("SQL"));
    REQUIRE(SUCCEEDED(set(RPC_C_AUTHN_LEVEL_CONNECT, RPC_C_IMP_LEVEL_IMPERSONATE)));
    CHECK_THAT(WmiBackend::over(*services), FailsWith<WmiBackend>(Errc::access_denied));
}

TEST_CASE("WmiBackend: passes host, namespace and credentials to the locator", "[wmi]") {
    WmiCluster on;
    (void)on.backend();
    (void)on.backend({.host = "NODE1"});
    (void)on.backend({.host = "node1.example",
                      .credentials = WmiCredentials{R"(DOMAIN\Jos)"
                                                    "\xC3\xA9",
                                                    Secret("p\xC3\xA4ss")}});
    const auto& made = on.stand_in.connections;
    REQUIRE(made.size() == 3);
    CHECK(made[0].scope == R"(root\MSCluster)");
    CHECK_FALSE(made[0].user);
    CHECK_FALSE(made[0].password);
    CHECK(made[1].scope == R"(\\NODE1\root\MSCluster)");
    CHECK(made[2].scope == R"(\\node1.example\root\MSCluster)");
    CHECK(made[2].user == "DOMAIN\\Jos\xC3\xA9");
    CHECK(made[2].password == "p\xC3\xA4ss");

    // Each proxy gets the credentials: the services, a pending call and an enumeration.
    for (const auto& [user, domain, account] :
         {std::array<std::string, 3>{R"(DOMAIN\somebody)", "DOMAIN", "somebody"},
          std::array<std::string, 3>{"somebody@example.org", "", "somebody@example.org"}}) {
        on.stand_in.behaviour.identities.clear();
        WmiBackend backend = on.backend();
        backend = on.backend(
            {.host = "NODE1", .credentials = WmiCredentials{user, Secret("p\xC3\xA4ss")}});
        CHECK(backend.list("SQL"));
        CHECK(backend.resources());
        const auto& identities = on.stand_in.behaviour.identities;
        REQUIRE(identities.size() == 4);
        CHECK_FALSE(identities[0]);  // the first backend, for the user of the process
        const test_support::WmiIdentityGiven identity{account, domain, "p\xC3\xA4ss"};
        for (std::size_t i = 1; i != identities.size(); ++i) CHECK(identities[i] == identity);
    }

    const auto local =
        WmiBackend::open({.credentials = WmiCredentials{"someone", Secret("secret")}});
    CHECK_THAT(local, FailsWith<WmiBackend>(Errc::invalid_value));
    CHECK(native_name(*local.error().native) == "WBEM_E_LOCAL_CREDENTIALS");
    const auto other = WmiBackend::open({.wmi_namespace = R"(root\Other)"});
    CHECK_THAT(other, FailsWith<WmiBackend>(Errc::clustering_not_installed));
    CHECK(other.error().context == R"(root\Other)");
    for (const std::string& password : {std::string("\xFF"), std::string("a\0b", 3)})
        CHECK_THAT(WmiBackend::open({.host = "NODE1",
                                     .credentials = WmiCredentials{"someone", Secret(password)}}),
                   FailsWith<WmiBackend>(Errc::invalid_value));
    CHECK_THAT(WmiBackend::open({.host = std::string("a\0b", 3)}),
               FailsWith<WmiBackend>(Errc::embedded_nul));
}

TEST_CASE("WmiBackend: accepts any resource name", "[wmi]") {
    WmiCluster on;
    WmiBackend backend = on.backend();
    for (const std::string name : {R"(say "SQL")", R"(a\b\)", R"(")", R"(\"\\")", "it's",
                                   "x=y.z:\"w\"", "Schl\xC3\xBCssel \xF0\x9F\x94\x91"}) {
        CAPTURE(name);
        REQUIRE(on.cluster.add_resource(name, "NODE1"));
        REQUIRE(backend.add(name, key));
        CHECK(backend.list(name)->size() == 1);
        CHECK(on.cluster.list(name)->size() == 1);
    }
    CHECK(backend.list("SQL")->empty());
    CHECK_THAT(backend.add("", key), FailsWith<void>(Errc::invalid_value));
    CHECK_THAT(backend.remove(std::string("a\0b", 3), key), FailsWith<void>(Errc::embedded_nul));
    CHECK_THAT(backend.list("\xFF"), FailsWith<CheckpointList>(Errc::ill_formed_text));
    CHECK_THAT(backend.list(std::string(4097, 'x')),
               FailsWith<CheckpointList>(Errc::limit_exceeded));
}

TEST_CASE("WmiBackend::resources: returns all properties", "[wmi]") {
    WmiCluster on;
    REQUIRE(on.cluster.add("SQL", key));
    REQUIRE(on.cluster.add("SQL", other_key));
    CHECK(on.backend().resources() == on.cluster.resources());
    CHECK(on.backend().resources()->size() == 2);
}

TEST_CASE("WmiBackend: reports errors of synchronous and semisynchronous calls", "[wmi]") {
    WmiCluster on;
    for (const bool is_immediate : {false, true}) {
        CAPTURE(is_immediate);
        on.stand_in.behaviour.is_immediate = is_immediate;
        WmiBackend backend = on.backend();
        const auto missing = backend.add("SQL", test_support::missing_key);
        CHECK_THAT(missing, FailsWith<void>(Errc::key_container_not_found));
        CHECK(native_name(*missing.error().native) == "NTE_BAD_KEYSET");
        CHECK(missing.error().resource == "SQL");
        CHECK(missing.error().context == R"(root\MSCluster)");
        const auto fixed = backend.add("SQL", test_support::fixed_key);
        CHECK_THAT(fixed, FailsWith<void>(Errc::key_not_exportable));
        CHECK_THAT(backend.add("Nobody", key), FailsWith<void>(Errc::resource_not_found));
        CHECK_THAT(backend.list("Nobody"), FailsWith<CheckpointList>(Errc::resource_not_found));
        CHECK_THAT(backend.remove("SQL", key), FailsWith<void>(Errc::checkpoint_not_found));
    }
}

TEST_CASE("WmiBackend: prefers the extended status to the HRESULT", "[wmi]") {
    WmiCluster on;
    WmiBackend backend = on.backend();
    auto& behaviour = on.stand_in.behaviour;
    const auto failing = [&](HRESULT result, detail::WmiObject explanation, bool at_once) {
        const auto fails = [=](const WmiCall&) { return std::optional(result); };
        behaviour.fails_at_once = nullptr;
        behaviour.fails_later = nullptr;
        (at_once ? behaviour.fails_at_once : behaviour.fails_later) = fails;
        behaviour.explanation = std::move(explanation);
        return backend.add("SQL", key).error();
    };
    const auto failed = static_cast<HRESULT>(WBEM_E_FAILED);
    const auto wmis = test_support::new_class({.name = "__ExtendedStatus",
                                               .properties = {{"Description"},
                                                              {"Operation"},
                                                              {"ParameterInfo"},
                                                              {"ProviderName"},
                                                              {"StatusCode", CIM_UINT32}}});
    for (const bool at_once : {true, false}) {
        CAPTURE(at_once);
        const auto clusters = [](std::string text, std::uint32_t code, std::int32_t type) {
            return extended_status(test_support::extended_status_class(), std::move(text),
                                   static_cast<std::int32_t>(code), type);
        };
        Error error = failing(failed, clusters("no such container", 0x80090016, 1), at_once);
        CHECK(error.code == Errc::key_container_not_found);
        CHECK(error.detail == "no such container");
        CHECK(error.native == NativeCode{NativeDomain::hresult, 0x80090016});
        error = failing(failed, clusters("", 5, 1), at_once);
        CHECK(error.code == Errc::access_denied);
        CHECK(error.native == NativeCode{NativeDomain::win32, 5});
        // A code of an unknown code space: the HRESULT counts.
        error = failing(static_cast<HRESULT>(0x80090003), clusters("words", 42, 0), at_once);
        CHECK(error.code == Errc::key_not_exportable);
        CHECK(error.detail == "words");
        // WMI's own class has no ErrorType.
        error = failing(failed, extended_status(wmis, "words of WMI", 0, 0), at_once);
        CHECK(error.code == Errc::cluster_refused);
        CHECK(error.detail == "words of WMI");
        error = failing(failed, {}, at_once);
        CHECK(error.code == Errc::cluster_refused);
        CHECK(error.detail == "IWbemServices::ExecMethod");
        CHECK(error.native == NativeCode{NativeDomain::hresult, 0x80041001});
    }
}

TEST_CASE("WmiBackend: a code and an operation determine the error", "[wmi]") {
    WmiCluster on;
    WmiBackend backend = on.backend();
    auto& behaviour = on.stand_in.behaviour;
    for (const bool is_explained : {false, true})
        for (const bool at_once : {true, false})
            for (const test_support::FailureRow& row : test_support::failure_rows) {
                CAPTURE(is_explained, at_once);
                const auto result = static_cast<HRESULT>(
                    is_explained ? WBEM_E_FAILED : test_support::as_hresult(row.code));
                if (is_explained)
                    behaviour.explanation = extended_status(test_support::extended_status_class(),
                                                            "", static_cast<std::int32_t>(row.code),
                                                            row.code < 0x80000000 ? 1 : 2);
                behaviour.fails_at_once = nullptr;
                behaviour.fails_later = nullptr;
                (at_once ? behaviour.fails_at_once : behaviour.fails_later) = [=](const WmiCall&) {
                    return std::optional(result);
                };
                test_support::check_failures(backend, row);
            }
}

TEST_CASE("WmiBackend: ensure looks after every code for \"exists\" and \"not found\"", "[wmi]") {
    WmiCluster on;
    WmiBackend backend = on.backend();
    ClusterResource resource{backend, "SQL"};
    std::uint32_t code = 0;
    // Another client makes the change first.
    on.stand_in.behaviour.fails_later = [&](const WmiCall& call) -> std::optional<HRESULT> {
        if (call.method.empty()) return std::nullopt;
        const bool adds = call.method == "AddCryptoCheckpoint";
        (void)(adds ? on.cluster.add("SQL", key) : on.cluster.remove("SQL", key));
        return static_cast<HRESULT>(test_support::as_hresult(code));
    };
    for (const auto& [exists, missing] : test_support::codes_to_look_after) {
        CAPTURE(exists, missing);
        code = exists;
        CHECK(resource.ensure_crypto_checkpoint(key) == Ensured::unchanged);
        code = missing;
        CHECK(resource.ensure_no_crypto_checkpoint(key) == Ensured::unchanged);
    }
    CHECK(on.cluster.list("SQL")->empty());
}

TEST_CASE("WmiBackend: reads a StatusCode without an ErrorType", "[wmi]") {
    WmiCluster on;
    WmiBackend backend = on.backend();
    const auto wmis = test_support::new_class(
        {.name = "__ExtendedStatus", .properties = {{"Description"}, {"StatusCode", CIM_UINT32}}});
    on.stand_in.behaviour.explanation = extended_status(wmis, "", 5023, 0);
    on.stand_in.behaviour.fails_later = [](const WmiCall&) {
        return std::optional(static_cast<HRESULT>(WBEM_E_FAILED));
    };
    const Error error = backend.add("SQL", key).error();
    CHECK(error.code == Errc::invalid_resource_state);
    CHECK(error.native == NativeCode{NativeDomain::win32, 5023});
}

TEST_CASE("WmiBackend: ignores the error object of an earlier call", "[wmi]") {
    WmiCluster on;
    WmiBackend backend = on.backend();
    const auto stale = extended_status(test_support::extended_status_class(), "long ago", 5, 1);
    const auto info = detail::query<IErrorInfo>(*stale.get());
    for (const bool at_once : {true, false}) {
        const auto fails = [](const WmiCall&) {
            return std::optional(static_cast<HRESULT>(WBEM_E_FAILED));
        };
        (at_once ? on.stand_in.behaviour.fails_at_once : on.stand_in.behaviour.fails_later) = fails;
        REQUIRE(SUCCEEDED(::SetErrorInfo(0, info.get())));
        const auto outcome = backend.list("SQL");
        CHECK_THAT(outcome, FailsWith<CheckpointList>(Errc::cluster_refused));
        CHECK(outcome.error().detail == "IWbemServices::GetObject");
    }
}

TEST_CASE("WmiBackend: a lost response to a change is outcome_unknown", "[wmi]") {
    WmiCluster on;
    WmiBackend backend = on.backend();
    for (const HRESULT result : {RPC_E_DISCONNECTED, static_cast<HRESULT>(WBEM_E_ACCESS_DENIED),
                                 static_cast<HRESULT>(WBEM_E_NOT_FOUND)}) {
        CAPTURE(result);
        on.stand_in.behaviour.loses_answer = [=](const WmiCall& call) {
            return call.function == "ExecMethod" ? std::optional(result) : std::nullopt;
        };
        CHECK_THAT(backend.add("SQL", key), FailsWith<void>(Errc::outcome_unknown));
        CHECK(backend.list("SQL")->size() == 1);  // the change was made
        CHECK_THAT(backend.remove("SQL", key), FailsWith<void>(Errc::outcome_unknown));
        CHECK(backend.list("SQL")->empty());
    }
}

TEST_CASE("WmiBackend: limits the time of a call", "[wmi]") {
    WmiCluster on;
    WmiBackend backend = on.backend({.timeout = 20ms});
    on.stand_in.behaviour.hangs = [](const WmiCall&) { return true; };
    const auto added = backend.add("SQL", key);
    CHECK_THAT(added, FailsWith<void>(Errc::outcome_unknown));
    CHECK(added.error().detail ==
          "IWbemServices::ExecMethod did not respond within the time limit");
    CHECK_THAT(backend.list("SQL"), FailsWith<CheckpointList>(Errc::timed_out));
    CHECK_THAT(backend.resources(), FailsWith<std::vector<ReportedResource>>(Errc::timed_out));
    // Invalid limits are clamped.
    CHECK_THAT(on.backend({.timeout = -1ms}).list("SQL"),
               FailsWith<CheckpointList>(Errc::timed_out));
}

TEST_CASE("WmiBackend::resources: the time limit is one of the whole enumeration", "[wmi]") {
    WmiCluster on;
    on.stand_in.behaviour.time_of_object = 30ms;
    CHECK(on.backend().resources()->size() == 2);
    // Shorter than all objects together, longer than one.
    CHECK_THAT(on.backend({.timeout = 50ms}).resources(),
               FailsWith<std::vector<ReportedResource>>(Errc::timed_out));
}

TEST_CASE("WmiConnection::instances: limits their number", "[wmi]") {
    WmiCluster on;
    const auto connection =
        detail::WmiConnection::open(R"(root\MSCluster)", detail::ProxySecurity(), 10'000ms);
    REQUIRE(connection);
    CHECK(connection->instances("MSCluster_Resource", 2)->size() == 2);
    const auto found = connection->instances("MSCluster_Resource", 1);
    REQUIRE_FALSE(found);
    CHECK(found.error().code == Errc::limit_exceeded);
}

TEST_CASE("WmiBackend: a return value other than 0 is an error", "[wmi]") {
    WmiCluster on;
    WmiBackend backend = on.backend();
    const auto returning = [&](CIMTYPE type, const detail::WmiValue& value) {
        on.stand_in.behaviour.object = [&on, type, value](const WmiCall& call) {
            if (call.function != "ExecMethod") return detail::WmiObject();
            detail::WmiObject made =
                instance({.name = "__PARAMETERS", .properties = {{"ReturnValue", type}}});
            REQUIRE(SUCCEEDED(made.put("ReturnValue", value)));
            return made;
        };
        on.stand_in.behaviour.is_immediate = true;
        const auto outcome = backend.add("SQL", key);
        (void)on.cluster.remove("SQL", key);
        return outcome;
    };
    CHECK(returning(CIM_UINT32, std::int32_t{0}));
    CHECK(returning(CIM_UINT32, std::monostate()));
    CHECK_THAT(returning(CIM_UINT32, std::int32_t{5}), FailsWith<void>(Errc::access_denied));
    CHECK_THAT(returning(CIM_UINT32, static_cast<std::int32_t>(0x80090003)),
               FailsWith<void>(Errc::key_not_exportable));
    CHECK_THAT(returning(CIM_UINT32, std::int32_t{4242}), FailsWith<void>(Errc::outcome_unknown));
    CHECK_THAT(returning(CIM_STRING, std::string("0")), FailsWith<void>(Errc::outcome_unknown));
}

TEST_CASE("WmiBackend::list: rejects malformed listings", "[wmi]") {
    WmiCluster on;
    WmiBackend backend = on.backend();
    constexpr CIMTYPE texts = CIM_STRING | CIM_FLAG_ARRAY;
    const auto listed = [&](CIMTYPE type, const detail::WmiValue& value) {
        on.stand_in.behaviour.object = [type, value](const WmiCall&) {
            detail::WmiObject made =
                instance({.name = "MSCluster_Resource",
                          .properties = {{"Name", CIM_STRING, true}, {"CryptoCheckpoints", type}}});
            REQUIRE(SUCCEEDED(made.put("CryptoCheckpoints", value)));
            return made;
        };
        return backend.list("SQL");
    };
    CHECK(listed(texts, std::monostate())->empty());
    CHECK(listed(texts, std::vector<std::string>())->empty());
    const std::vector<std::string> odd{R"(1\\Key)", "", "no name", R"(1\\Key)", "\xF0\x9F\x94\x91"};
    CHECK(texts_of(listed(texts, odd).value()) == odd);
    CHECK_THAT(listed(CIM_STRING, std::string(R"(1\\Key)")),
               FailsWith<CheckpointList>(Errc::malformed_message));
    CHECK_THAT(listed(CIM_UINT8 | CIM_FLAG_ARRAY, std::vector<std::uint8_t>{1}),
               FailsWith<CheckpointList>(Errc::malformed_message));
    on.stand_in.behaviour.object = [](const WmiCall&) {
        return instance({.name = "MSCluster_Resource", .properties = {{"Name"}}});
    };
    CHECK_THAT(backend.list("SQL"), FailsWith<CheckpointList>(Errc::malformed_message));
}

TEST_CASE("WmiBackend::remove: removes other spellings in the listing", "[wmi]") {
    WmiCluster on;
    WmiBackend backend = on.backend();
    std::vector<std::string> there{R"(1\\Other)", R"(1\Key)"};
    on.stand_in.behaviour.object = [&](const WmiCall& call) {
        if (call.function != "GetObject") return detail::WmiObject();
        detail::WmiObject made = instance(
            {.name = "MSCluster_Resource",
             .properties = {{"Name"}, {"CryptoCheckpoints", CIM_STRING | CIM_FLAG_ARRAY}}});
        REQUIRE(SUCCEEDED(made.put("CryptoCheckpoints", there)));
        return made;
    };
    // The provider knows only the second name.
    REQUIRE(on.cluster.add("SQL", key));
    int removals = 0;
    on.stand_in.behaviour.fails_at_once = [&](const WmiCall& call) -> std::optional<HRESULT> {
        if (call.method.empty() || ++removals != 1) return std::nullopt;
        return HRESULT_FROM_WIN32(ERROR_FILE_NOT_FOUND);
    };
    CHECK(backend.remove("SQL", key));
    CHECK(removals == 2);
    removals = 0;
    there.pop_back();
    CHECK_THAT(backend.remove("SQL", key), FailsWith<void>(Errc::checkpoint_not_found));
    CHECK(removals == 1);
}

TEST_CASE("WmiBackend: a namespace without the class is clustering_not_installed", "[wmi]") {
    const auto com = ComInitialization::begin();
    WmiStandIn empty({});
    const test_support::ReplacedLocator locator(empty);
    const auto opened = WmiBackend::open();
    CHECK_THAT(opened, FailsWith<WmiBackend>(Errc::clustering_not_installed));
    CHECK(opened.error().detail == "there is no class MSCluster_Resource");
}

TEST_CASE("WmiBackend: releases all objects", "[wmi]") {
    const long before = detail::living_com_objects();
    {
        WmiCluster on;
        WmiBackend backend = on.backend();
        (void)backend.add("SQL", key);
        (void)backend.add("SQL", test_support::fixed_key);
        (void)backend.list("SQL");
        (void)backend.resources();
        CHECK(detail::living_com_objects() > before);
    }
    CHECK(detail::living_com_objects() == before);
}
