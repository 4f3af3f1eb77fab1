// SPDX-License-Identifier: BSL-1.0
#include "scripted_crypto_api.hpp"
#include "support/catch.hpp"
#include <crypto_checkpoint/name/literals.hpp>
#include <crypto_checkpoint/preflight/preflight.hpp>

#include <algorithm>
#include <set>

using namespace crypto_checkpoint;
using namespace crypto_checkpoint::literals;
using test_support::ScriptedCryptoApi;

namespace {

constexpr auto named = R"(1\Strong Provider\MyKey)"_csp;
constexpr auto unnamed = R"(1\\MyKey)"_csp;
constexpr std::uint32_t no_export = 0x3B;  // all permissions but CRYPT_EXPORT

constexpr std::uint32_t bad_keyset = 0x80090016;
constexpr std::uint32_t type_mismatch = 0x8009001B;

/// Runs a preflight and checks that it leaves nothing open.
Preflight checked(CspSpecView spec, ScriptedCryptoApi& api) {
    Preflight report = preflight(spec, api);
    CHECK(api.open_handles.empty());
    CHECK(api.bad_releases == 0);
    for (const ScriptedCryptoApi::Opening& opening : api.openings)
        CHECK(opening.flags == (0x20 | 0x40));  // CRYPT_MACHINE_KEYSET | CRYPT_SILENT alone
    return report;
}

std::vector<std::string_view> errors(const Preflight& report) {
    std::vector<std::string_view> names;
    for (const PreflightFinding& finding : report.findings)
        if (finding.is_error()) names.push_back(to_string(finding));
    return names;
}

using Names = std::vector<std::string_view>;

}  // namespace

TEST_CASE("preflight: no error for a container with exportable keys", "[preflight]") {
    ScriptedCryptoApi api;
    api.keys = {{1, 0x3F}, {2, 0x3F}};
    const Preflight report = checked(named, api);
    CHECK_FALSE(report.has_error());
    CHECK((report.provider == InstalledProvider{"Strong Provider", ProviderType(1)}));
    CHECK(to_string(report.container) == "found");
    CHECK((report.keys ==
           std::vector<PreflightKey>{{KeySpec::exchange, true}, {KeySpec::signature, true}}));
    CHECK((api.openings ==
           std::vector<ScriptedCryptoApi::Opening>{{"MyKey", "Strong Provider", 1, 0x60}}));
    CHECK((api.key_parameters == std::vector<std::uint32_t>{6, 6}));
}

TEST_CASE("preflight: reports each key separately", "[preflight]") {
    for (const bool exchange : {false, true})
        for (const bool signature : {false, true}) {
            ScriptedCryptoApi api;
            api.keys = {{1, exchange ? 0x3F : no_export}, {2, signature ? 0x3F : no_export}};
            const Preflight report = checked(named, api);
            REQUIRE(report.keys.size() == 2);
            CHECK(report.keys[0].exportable == exchange);
            CHECK(report.keys[1].exportable == signature);
            CHECK(errors(report).size() == std::size_t{!exchange} + std::size_t{!signature});
            for (const PreflightFinding& finding : report.findings)
                if (finding.is_error()) {
                    CHECK(to_string(finding) == "key_not_exportable");
                    CHECK((finding.key == KeySpec::exchange ? !exchange : !signature));
                    CHECK_FALSE(finding.native.has_value());
                }
        }
    ScriptedCryptoApi api;
    api.keys = {{2, 0x4}};
    CHECK((checked(named, api).keys == std::vector<PreflightKey>{{KeySpec::signature, true}}));
}

TEST_CASE("preflight: an archivable key is not exportable", "[preflight]") {
    ScriptedCryptoApi api;
    api.keys = {{1, 0x100}};  // CRYPT_ARCHIVE
    CHECK((errors(checked(named, api)) == Names{"key_not_exportable"}));
}

TEST_CASE("preflight: a container without keys is an error", "[preflight]") {
    ScriptedCryptoApi api;
    api.keys.clear();
    const Preflight report = checked(named, api);
    CHECK(to_string(report.container) == "found");
    CHECK(report.keys.empty());
    REQUIRE((errors(report) == Names{"key_not_found"}));
    const PreflightFinding& finding = *report.find(Errc::key_not_found);
    CHECK(native_name(*finding.native) == "NTE_NO_KEY");
    CHECK(meaning(finding) == "the key container holds no key");
}

TEST_CASE("preflight: a missing container and denied access are one error", "[preflight]") {
    ScriptedCryptoApi api;
    api.opening_fails = bad_keyset;
    const Preflight report = checked(named, api);
    CHECK(to_string(report.container) == "not_found");
    REQUIRE((errors(report) == Names{"key_container_not_found"}));
    const PreflightFinding& finding = *report.find(Errc::key_container_not_found);
    CHECK(native_name(*finding.native) == "NTE_BAD_KEYSET");
    CHECK(meaning(finding).find("may not open it") != std::string_view::npos);
}

TEST_CASE("preflight: maps every other error of opening a container", "[preflight]") {
    struct Row {
        std::uint32_t last_error;
        std::string_view code;
        std::string_view container;
    };
    for (const Row& row :
         {Row{5, "access_denied", "not_opened"}, Row{0x80070005, "access_denied", "not_opened"},
          Row{0x80090010, "key_access_denied", "not_opened"},
          Row{0x80090019, "provider_not_found", "not_asked"},
          Row{0x80090017, "provider_not_found", "not_asked"},
          Row{0x8009001E, "provider_not_found", "not_asked"},
          Row{type_mismatch, "provider_type_mismatch", "not_asked"},
          Row{0x80090014, "provider_type_out_of_range", "not_asked"},
          Row{0x80090022, "unsupported", "not_opened"},
          // A changed password, not an export restriction.
          Row{0x8009000B, "cluster_refused", "not_opened"},
          Row{0x8009001A, "cluster_refused", "not_opened"},
          // A profile that is not loaded, not a missing checkpoint.
          Row{2, "cluster_refused", "not_opened"}, Row{1450, "cluster_refused", "not_opened"}}) {
        INFO(row.code << ' ' << row.last_error);
        ScriptedCryptoApi api;
        api.opening_fails = row.last_error;
        const Preflight report = checked(named, api);
        CHECK((errors(report) == Names{row.code}));
        CHECK(to_string(report.container) == row.container);
        const PreflightFinding& finding = report.findings.back();
        CHECK(
            (finding.native == detail::unwrapped(NativeCode{NativeDomain::win32, row.last_error})));
        CHECK_FALSE(meaning(finding).empty());
        CHECK(finding.detail.empty() == (row.code != "provider_type_mismatch"));
    }
}

TEST_CASE("preflight: an omitted provider is this machine's default", "[preflight]") {
    ScriptedCryptoApi api;
    const Preflight report = checked(unnamed, api);
    CHECK_FALSE(report.has_error());
    CHECK((report.provider == InstalledProvider{"Strong Provider", ProviderType(1)}));
    CHECK(api.openings.at(0).provider == "Strong Provider");
    CHECK((api.default_flags == std::vector<std::uint32_t>{1}));  // CRYPT_MACHINE_DEFAULT
    const auto* const advice = report.find(AdviceCode::provider_name_omitted);
    REQUIRE(advice != nullptr);
    CHECK(advice->detail == "here it is Strong Provider");
}

TEST_CASE("preflight: names the default provider in the advice to name one only", "[preflight]") {
    ScriptedCryptoApi api;
    const Preflight report = checked(R"(1\\ MyKey)"_csp, api);
    CHECK(report.find(AdviceCode::provider_name_omitted)->detail == "here it is Strong Provider");
    REQUIRE(report.find(AdviceCode::surrounding_blanks) != nullptr);
    CHECK(report.find(AdviceCode::surrounding_blanks)->detail.empty());
}

TEST_CASE("preflight: a type without a default provider is provider_not_found", "[preflight]") {
    ScriptedCryptoApi api;
    const Preflight report = checked(R"(24\\MyKey)"_csp, api);
    CHECK((errors(report) == Names{"provider_not_found"}));
    CHECK(to_string(report.container) == "not_asked");
    CHECK(api.openings.empty());
    CHECK_FALSE(report.provider.has_value());

    for (const auto& [last_error, code] : {std::pair{2u, "provider_not_found"},
                                           {87u, "provider_not_found"},
                                           {5u, "access_denied"}}) {
        ScriptedCryptoApi failing;
        failing.default_fails = last_error;
        CHECK((errors(checked(unnamed, failing)) == Names{code}));
    }
}

TEST_CASE("preflight: the default provider may be missing", "[preflight]") {
    ScriptedCryptoApi api;
    api.defaults[1] = "Removed Provider";
    api.opening_fails = 0x80090019;
    const Preflight report = checked(unnamed, api);
    CHECK_FALSE(report.provider.has_value());
    CHECK((errors(report) == Names{"provider_not_found"}));
    CHECK(report.find(AdviceCode::provider_name_omitted)->detail == "here it is Removed Provider");
}

TEST_CASE("preflight: takes the type of a provider from the machine", "[preflight]") {
    ScriptedCryptoApi api;
    api.opening_fails = type_mismatch;
    const Preflight report = checked(R"(1\aes provider\MyKey)"_csp, api);
    REQUIRE((errors(report) == Names{"provider_type_mismatch"}));
    CHECK(report.find(Errc::provider_type_mismatch)->detail == "AES Provider has type 24");
    CHECK((report.provider == InstalledProvider{"AES Provider", ProviderType(24)}));

    // Without that information there is no detail.
    api.enumerating_fails = 5;
    CHECK(checked(named, api).find(Errc::provider_type_mismatch)->detail.empty());

    constexpr auto documented_as_24 =
        R"(1\Microsoft Enhanced RSA and AES Cryptographic Provider\MyKey)"_csp;
    REQUIRE(advise(documented_as_24).find(AdviceCode::provider_type_mismatch) != nullptr);
    ScriptedCryptoApi own_mind;
    const Preflight other = checked(documented_as_24, own_mind);
    CHECK(other.find(AdviceCode::provider_type_mismatch) == nullptr);
    CHECK_FALSE(other.has_error());
}

TEST_CASE("preflight: a provider that is not enumerated may have another type", "[preflight]") {
    ScriptedCryptoApi api;
    api.opening_fails = type_mismatch;
    const Preflight report = checked(R"(1\Unlisted Provider\MyKey)"_csp, api);
    REQUIRE((errors(report) == Names{"provider_type_mismatch"}));
    CHECK(report.find(Errc::provider_type_mismatch)->detail.empty());
    CHECK_FALSE(report.provider.has_value());
}

TEST_CASE("preflight: reports advice before errors", "[preflight]") {
    ScriptedCryptoApi api;
    api.opening_fails = bad_keyset;
    const Preflight report = checked(R"(7\Unheard-of Provider\ MyKey)"_csp, api);
    Names names;
    for (const PreflightFinding& finding : report.findings) names.push_back(to_string(finding));
    CHECK(
        (names == Names{"provider_name_unknown", "surrounding_blanks", "key_container_not_found"}));
    CHECK(meaning(report.findings[0]) == meaning(AdviceCode::provider_name_unknown));
}

TEST_CASE("preflight: advises against keys in hardware", "[preflight]") {
    ScriptedCryptoApi api;
    api.implementation = 1;
    const Preflight report = checked(named, api);
    CHECK(report.find(AdviceCode::provider_not_exportable) != nullptr);
    CHECK_FALSE(report.has_error());

    // Not twice if it is documented as well.
    ScriptedCryptoApi card;
    card.implementation = 1;
    const Preflight known =
        checked(R"(1\Microsoft Base Smart Card Crypto Provider\MyKey)"_csp, card);
    CHECK(std::ranges::count(known.findings, FindingCode(AdviceCode::provider_not_exportable),
                             &PreflightFinding::code) == 1);

    for (const std::uint32_t other : {2u, 3u, 4u, 8u}) {
        ScriptedCryptoApi software;
        software.implementation = other;
        CHECK(checked(named, software).find(AdviceCode::provider_not_exportable) == nullptr);
    }
    ScriptedCryptoApi silent;
    silent.implementation_fails = 0x8009000A;
    CHECK_FALSE(checked(named, silent).has_error());
}

TEST_CASE("preflight: a key that cannot be inspected does not hide the other", "[preflight]") {
    ScriptedCryptoApi api;
    api.keys = {{1, 0x3F}, {2, 0x3F}};
    api.key_fails[1] = 0x80090010;
    const Preflight report = checked(named, api);
    CHECK((errors(report) == Names{"key_access_denied"}));
    CHECK((report.find(Errc::key_access_denied)->key == KeySpec::exchange));
    CHECK((report.keys == std::vector<PreflightKey>{{KeySpec::signature, true}}));

    api.key_fails.clear();
    api.permissions_fail[1] = 0x80090009;
    const Preflight other = checked(named, api);
    CHECK((errors(other) == Names{"cluster_refused"}));
    CHECK((other.keys == std::vector<PreflightKey>{{KeySpec::exchange, std::nullopt},
                                                   {KeySpec::signature, true}}));

    // A key that cannot be inspected exists.
    ScriptedCryptoApi only;
    only.permissions_fail[1] = 0x80090009;
    CHECK((errors(checked(named, only)) == Names{"cluster_refused"}));

    // Whether there is a key is unknown: not key_not_found.
    ScriptedCryptoApi closed;
    closed.keys.clear();
    closed.key_fails[2] = 0x80090010;
    CHECK((errors(checked(named, closed)) == Names{"key_access_denied"}));
}

TEST_CASE("preflight: opens a provider even if enumeration fails or does not end", "[preflight]") {
    ScriptedCryptoApi api;
    api.enumerating_fails = 5;
    const Preflight report = checked(named, api);
    CHECK_FALSE(report.provider.has_value());
    CHECK_FALSE(report.has_error());
    CHECK(report.keys.size() == 1);

    ScriptedCryptoApi endless;
    endless.lists_providers_forever = true;
    CHECK_FALSE(checked(R"(24\AES Provider\MyKey)"_csp, endless).has_error());
    CHECK(endless.enumerations <= 10'000);
}

TEST_CASE("preflight: passes names unchanged, non-ASCII included", "[preflight]") {
    ScriptedCryptoApi api;
    (void)checked("1\\Str\xC3\xB6mungs-Provider\\Schl\xC3\xBCssel \xE9\x8D\xB5"_csp, api);
    CHECK(api.openings.at(0).container == "Schl\xC3\xBCssel \xE9\x8D\xB5");
    CHECK(api.openings.at(0).provider == "Str\xC3\xB6mungs-Provider");
}

TEST_CASE("ContainerState, KeySpec: have stable names", "[preflight]") {
    CHECK(to_string(KeySpec::exchange) == "exchange");
    CHECK(to_string(KeySpec::signature) == "signature");
    CHECK(to_string(ContainerState::not_asked) == "not_asked");
    CHECK(to_string(ContainerState::not_opened) == "not_opened");
    CHECK(to_string(static_cast<ContainerState>(99)) == "unknown");
}

TEST_CASE("PreflightFinding: each error has its own meaning", "[preflight]") {
    const auto meaning_of = [](Errc code) {
        return meaning(PreflightFinding{code, std::nullopt, std::nullopt, {}});
    };
    std::set<std::string_view> sentences{
        meaning_of(Errc::cluster_refused)};  // as of any other code
    for (const Errc code : {Errc::key_container_not_found, Errc::access_denied,
                            Errc::key_not_exportable, Errc::key_not_found, Errc::provider_not_found,
                            Errc::provider_type_mismatch, Errc::unsupported})
        CHECK(sentences.insert(meaning_of(code)).second);
    CHECK(meaning_of(Errc::provider_type_out_of_range) ==
          meaning(Errc::provider_type_out_of_range));
}

TEST_CASE("PreflightFinding: the meaning does not mention a cluster", "[preflight]") {
    for (const Errc code : {Errc::key_container_not_found, Errc::key_not_exportable,
                            Errc::key_not_found, Errc::provider_type_mismatch})
        CHECK(meaning(PreflightFinding{code, std::nullopt, std::nullopt, {}}) != meaning(code));
}
