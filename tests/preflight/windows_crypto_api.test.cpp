// SPDX-License-Identifier: BSL-1.0
// The preflight with a real CryptoAPI: that of Windows, or Wine's rsaenh.
#include "machine_container.hpp"
#include "support/catch.hpp"
#include <crypto_checkpoint/name/grammar.hpp>
#include <crypto_checkpoint/name/known_providers.hpp>
#include <crypto_checkpoint/preflight/windows_crypto_api.hpp>

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

using namespace crypto_checkpoint;
using test_support::MachineContainer;

namespace {

using Names = std::vector<std::string_view>;

CspSpec spec(const std::string& name) {
    return check_checkpoint_name(std::string_view(name)).value().to_owned();
}

Preflight preflight_of(const std::string& name) {
    WindowsCryptoApi api;
    const CspSpec owned = spec(name);
    return preflight(owned, api);
}

Names errors(const Preflight& report) {
    Names names;
    for (const PreflightFinding& finding : report.findings)
        if (finding.is_error()) names.push_back(to_string(finding));
    return names;
}

std::string default_of_type_1() {
    WCHAR name[256] = {};
    DWORD bytes = sizeof(name);
    REQUIRE(CryptGetDefaultProviderW(PROV_RSA_FULL, nullptr, CRYPT_MACHINE_DEFAULT, name, &bytes));
    return detail::to_utf8(name);
}

const std::string strong = R"(1\Microsoft Strong Cryptographic Provider\)";
const std::string aes = R"(24\Microsoft Enhanced RSA and AES Cryptographic Provider\)";

}  // namespace

TEST_CASE("WindowsCryptoApi: finds keys and whether they are exportable", "[windows]") {
    struct Row {
        const char* name;
        std::vector<PreflightKey> keys;
        Names errors;
    };
    using enum KeySpec;
    const std::vector<Row> rows{
        {"PreflightNone", {}, {"key_not_found"}},
        {"PreflightExchange", {{exchange, true}}, {}},
        {"PreflightSignature", {{signature, true}}, {}},
        {"PreflightBoth", {{exchange, true}, {signature, true}}, {}},
        {"PreflightFixed", {{exchange, false}}, {"key_not_exportable"}},
        {"PreflightHalf", {{exchange, true}, {signature, false}}, {"key_not_exportable"}},
        {"PreflightFixedBoth",
         {{exchange, false}, {signature, false}},
         {"key_not_exportable", "key_not_exportable"}}};
    for (const Row& row : rows) {
        INFO(row.name);
        MachineContainer container(row.name);
        for (const PreflightKey& key : row.keys)
            container.with_key(static_cast<DWORD>(key.spec),
                               *key.exportable ? CRYPT_EXPORTABLE : 0);
        const Preflight report = preflight_of(strong + row.name);
        CHECK(to_string(report.container) == "found");
        CHECK((report.keys == row.keys));
        CHECK((errors(report) == row.errors));
        CHECK((report.provider == InstalledProvider{MachineContainer::strong, ProviderType(1)}));
    }
}

TEST_CASE("WindowsCryptoApi: does not find a missing container", "[windows]") {
    const Preflight report = preflight_of(strong + "PreflightNobody");
    CHECK(to_string(report.container) == "not_found");
    REQUIRE((errors(report) == Names{"key_container_not_found"}));
    CHECK((report.find(Errc::key_container_not_found)->native ==
           NativeCode{NativeDomain::hresult, 0x80090016}));
}

TEST_CASE("WindowsCryptoApi: does not find the container of a user", "[windows]") {
    MachineContainer user("PreflightOfUser", MachineContainer::strong, PROV_RSA_FULL, 0);
    user.with_key(AT_KEYEXCHANGE, CRYPT_EXPORTABLE);
    CHECK((errors(preflight_of(strong + "PreflightOfUser")) == Names{"key_container_not_found"}));
}

TEST_CASE("WindowsCryptoApi: reports a missing provider and another type", "[windows]") {
    const Preflight unknown = preflight_of(R"(1\Nobody's Provider\Key)");
    CHECK((errors(unknown) == Names{"provider_not_found"}));
    CHECK_FALSE(unknown.provider.has_value());
    CHECK(unknown.find(AdviceCode::provider_name_unknown) != nullptr);

    const Preflight mismatch = preflight_of(R"(24\microsoft strong cryptographic provider\Key)");
    REQUIRE((errors(mismatch) == Names{"provider_type_mismatch"}));
    CHECK(mismatch.find(Errc::provider_type_mismatch)->detail ==
          "Microsoft Strong Cryptographic Provider has type 1");
    CHECK((mismatch.provider == InstalledProvider{MachineContainer::strong, ProviderType(1)}));

    CHECK((errors(preflight_of(R"(998\\Key)")) == Names{"provider_not_found"}));
    CHECK((errors(preflight_of(R"(998\Microsoft Strong Cryptographic Provider\Key)")) ==
           Names{"provider_type_mismatch"}));
}

TEST_CASE("WindowsCryptoApi: enumerates providers with their registered types", "[windows]") {
    const WindowsCryptoApi api;
    Names seen;
    for (std::uint32_t i = 0;; ++i) {
        const auto installed = api.enumerated_provider(i);
        if (!installed) break;
        INFO(installed->name);
        const KnownProvider* const known = find_known_provider(std::string_view(installed->name));
        if (known == nullptr) continue;
        CHECK(known->type == installed->type);
        seen.push_back(known->name);
    }
    CHECK(seen.size() > 4);
    // Windows may lack some providers of Wine.
    if (::GetProcAddress(::GetModuleHandleW(L"ntdll.dll"), "wine_get_version") == nullptr) return;
    for (const KnownProvider& known : known_providers) {
        INFO(known.name);
        if (known.type_source.starts_with("Wine "))
            CHECK(std::ranges::count(seen, known.name) == 1);
    }
}

TEST_CASE("WindowsCryptoApi: resolves an omitted provider to the default", "[windows]") {
    const std::string provider = default_of_type_1();
    MachineContainer container("PreflightDefault", provider);
    container.with_key(AT_KEYEXCHANGE, CRYPT_EXPORTABLE);
    const Preflight report = preflight_of(R"(1\\PreflightDefault)");
    CHECK_FALSE(report.has_error());
    REQUIRE(report.provider.has_value());
    CHECK(report.provider->name == provider);
    CHECK(report.find(AdviceCode::provider_name_omitted)->detail == "here it is " + provider);
    CHECK((report.keys == std::vector<PreflightKey>{{KeySpec::exchange, true}}));
}

TEST_CASE("WindowsCryptoApi: accepts non-ASCII names", "[windows]") {
    const std::string name = "Schl\xC3\xBCssel \xE9\x8D\xB5 \xF0\x9F\x94\x91";
    MachineContainer container(name, "Microsoft Enhanced RSA and AES Cryptographic Provider",
                               PROV_RSA_AES);
    container.with_key(AT_SIGNATURE, CRYPT_EXPORTABLE);
    const Preflight report = preflight_of(aes + name);
    CHECK((report.keys == std::vector<PreflightKey>{{KeySpec::signature, true}}));
    CHECK((errors(preflight_of(aes + name + "x")) == Names{"key_container_not_found"}));
    CHECK((errors(preflight_of(aes + "Schl\xC3\xB6ssel \xE9\x8D\xB5 \xF0\x9F\x94\x91")) ==
           Names{"key_container_not_found"}));
}

TEST_CASE("WindowsCryptoApi: a preflight changes nothing", "[windows]") {
    MachineContainer container("PreflightKept");
    container.with_key(AT_KEYEXCHANGE, CRYPT_EXPORTABLE).with_key(AT_SIGNATURE, 0);
    const auto names = MachineContainer::names();
    const auto names_of_user = MachineContainer::names(0);
    REQUIRE(std::ranges::count(names, "PreflightKept") == 1);
    const auto exchange = container.public_key(AT_KEYEXCHANGE);
    const auto signature = container.public_key(AT_SIGNATURE);
    REQUIRE_FALSE(exchange.empty());

    const Preflight first = preflight_of(strong + "PreflightKept");
    for (const char* name : {R"(1\\PreflightKept)", R"(1\\PreflightNew)", R"(24\\PreflightNew)",
                             R"(1\Nobody's Provider\PreflightNew)", R"(998\\PreflightNew)"})
        (void)preflight_of(name);
    CHECK((preflight_of(strong + "PreflightKept") == first));
    CHECK((MachineContainer::names() == names));
    CHECK((MachineContainer::names(0) == names_of_user));
    CHECK((container.public_key(AT_KEYEXCHANGE) == exchange));
    CHECK((container.public_key(AT_SIGNATURE) == signature));
}

TEST_CASE("WindowsCryptoApi: enumerates all providers once", "[windows]") {
    const WindowsCryptoApi api;
    std::vector<std::string> names;
    for (std::uint32_t index = 0;; ++index) {
        const auto provider = api.enumerated_provider(index);
        if (!provider) {
            CHECK(provider.error() == ERROR_NO_MORE_ITEMS);
            break;
        }
        CHECK(provider->type.is_valid());
        CHECK(provider->name.find('\0') == std::string::npos);
        names.push_back(provider->name);
    }
    CHECK(std::ranges::count(names, MachineContainer::strong) == 1);
}
