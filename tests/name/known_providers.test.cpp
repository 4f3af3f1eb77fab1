// SPDX-License-Identifier: BSL-1.0
#include "support/catch.hpp"
#include "support/characters.hpp"
#include <crypto_checkpoint/name/advice.hpp>
#include <crypto_checkpoint/name/csp_spec.hpp>
#include <crypto_checkpoint/name/known_providers.hpp>

#include <algorithm>
#include <set>
#include <string>
#include <string_view>

using namespace crypto_checkpoint;
using namespace std::string_view_literals;
using test_support::converted;

namespace {

constexpr std::string_view constant_letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";

bool is_constant(std::string_view text) {
    return text.find_first_not_of(constant_letters) == text.npos;
}

std::string lower(std::string_view text) {
    std::string result(text);
    for (char& unit : result)
        if ('A' <= unit && unit <= 'Z') unit = static_cast<char>(unit - 'A' + 'a');
    return result;
}

std::string upper(std::string_view text) {
    std::string result(text);
    for (char& unit : result)
        if ('a' <= unit && unit <= 'z') unit = static_cast<char>(unit - 'a' + 'A');
    return result;
}

template <class Char>
const KnownProvider* found(std::string_view name) {
    const auto text = converted<Char>(name);
    return find_known_provider(std::basic_string_view<Char>(text));
}

AdviceList advice_on(const KnownProvider& known, std::string_view name) {
    return advise(CspSpecView(unchecked, known.type, name, "K"));
}

}  // namespace

TEST_CASE("find_known_provider_type: finds every type, which has one row", "[name]") {
    std::set<std::uint32_t> numbers;
    std::set<std::string_view> constants;
    for (const KnownProviderType& known : known_provider_types) {
        INFO(known.constant);
        CHECK(numbers.insert(known.type.value()).second);
        CHECK(constants.insert(known.constant).second);
        CHECK(known.type.is_valid());
        CHECK(known.constant.starts_with("PROV_"));
        CHECK(is_constant(known.constant));
        CHECK((find_known_provider_type(known.type) == &known));
    }
    CHECK(std::ranges::is_sorted(known_provider_types, {}, &KnownProviderType::type));
    for (const std::uint32_t number : {0u, 19u, 25u, 999u, 1000u, 4294967295u}) {
        INFO(number);
        CHECK_FALSE(find_known_provider_type(ProviderType(number)));
    }
}

TEST_CASE("known_providers: every provider has one row with a known type and a source", "[name]") {
    std::set<std::string> names;
    std::set<std::string_view> constants;
    for (const KnownProvider& known : known_providers) {
        INFO(known.name);
        CHECK(names.insert(lower(known.name)).second);
        CHECK(constants.insert(known.constant).second);
        CHECK(known.constant.starts_with("MS_"));
        CHECK(is_constant(known.constant));
        CHECK(find_known_provider_type(known.type));
        CHECK_FALSE(known.type_source.empty());
        // it could be sent as it stands
        CHECK_FALSE(known.name.empty());
        CHECK(known.name.find_first_of("\\\0"sv) == known.name.npos);
        CHECK(known.name.front() != ' ');
        CHECK(known.name.back() != ' ');
    }
}

TEMPLATE_TEST_CASE("find_known_provider: finds every provider in any case", "[name]", char, char8_t,
                   char16_t, wchar_t) {
    for (const KnownProvider& known : known_providers) {
        INFO(known.name);
        CHECK((found<TestType>(known.name) == &known));
        CHECK((found<TestType>(lower(known.name)) == &known));
        CHECK((found<TestType>(upper(known.name)) == &known));
        CHECK_FALSE(found<TestType>(known.name.substr(1)));
        CHECK_FALSE(found<TestType>(std::string(known.name) + ' '));
        CHECK_FALSE(found<TestType>(known.constant));
    }
    CHECK_FALSE(found<TestType>(""));
    CHECK(find_known_provider("OpenSC CSP") != nullptr);
    CHECK(find_known_provider(std::wstring(L"OpenSC CSP")) != nullptr);
    for (const KnownProvider& known : known_provider_aliases) {
        INFO(known.name);
        CHECK((found<TestType>(known.name) == &known));
        CHECK((found<TestType>(lower(known.name)) == &known));
    }
}

TEST_CASE("known_provider_aliases: each means a known provider and is none itself", "[name]") {
    for (const KnownProvider& alias : known_provider_aliases) {
        INFO(alias.name);
        const auto* const meant =
            std::ranges::find(known_providers, alias.constant, &KnownProvider::constant);
        REQUIRE(meant != known_providers.end());
        CHECK((alias.type == meant->type));
        CHECK(alias.keys_exportable == meant->keys_exportable);
        CHECK_FALSE(alias.type_source.empty());
        for (const KnownProvider& known : known_providers)
            CHECK(lower(known.name) != lower(alias.name));
        CHECK_FALSE(is_known_key_storage_provider(alias.name));
    }
}

TEST_CASE("known_key_storage_providers: none is a CSP or similar to one", "[name]") {
    for (const std::string_view name : known_key_storage_providers) {
        INFO(name);
        CHECK(is_known_key_storage_provider(name));
        CHECK_FALSE(find_known_provider(name));
        CHECK_FALSE(detail::nearest_known_provider(name));
    }
    for (const KnownProvider& known : known_providers) {
        INFO(known.name);
        CHECK_FALSE(is_known_key_storage_provider(known.name));
    }
}

TEST_CASE("advise: accepts the spelling of every known provider", "[name]") {
    for (const KnownProvider& known : known_providers) {
        INFO(known.name);
        const AdviceList advice = advice_on(known, known.name);
        CHECK_FALSE(advice.find(AdviceCode::provider_name_unknown));
        CHECK_FALSE(advice.find(AdviceCode::provider_name_case));
        CHECK_FALSE(advice.find(AdviceCode::provider_type_mismatch));
        CHECK_FALSE(advice.find(AdviceCode::provider_type_unknown));
        CHECK((advice.find(AdviceCode::provider_not_exportable) != nullptr) ==
              !known.keys_exportable);
        const AdviceList advice_on_case = advice_on(known, upper(known.name));
        const Advice* const wrong_case = advice_on_case.find(AdviceCode::provider_name_case);
        REQUIRE(wrong_case);
        CHECK((wrong_case->provider == &known));
    }
}

TEST_CASE("advise: suggests a known name for one with a typing error", "[name]") {
    for (const KnownProvider& known : known_providers) {
        for (std::size_t at = 0; at != known.name.size(); ++at) {
            std::string name(known.name);
            name.erase(at, 1);
            INFO(name);
            const AdviceList advice = advice_on(known, name);
            const Advice* const unknown = advice.find(AdviceCode::provider_name_unknown);
            REQUIRE(unknown);
            CHECK((unknown->provider == &known));
        }
    }
}

TEST_CASE("edit_distance: compares all known names", "[name]") {
    // what is longer than this counts as far from everything
    constexpr std::size_t slips = 2;
    for (const KnownProvider& known : known_providers) {
        INFO(known.name);
        CHECK(known.name.size() + slips <= detail::max_compared_units);
    }
    const std::string longer(detail::max_compared_units + 1, 'x');
    CHECK(detail::edit_distance(std::string_view(longer), "x"sv) == detail::max_compared_units);
    CHECK(detail::edit_distance("x"sv, std::string_view(longer)) == detail::max_compared_units);
}
