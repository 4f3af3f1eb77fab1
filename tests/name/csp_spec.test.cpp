// SPDX-License-Identifier: BSL-1.0
#include "grammar_rows.hpp"
#include "outcome.hpp"
#include "support/catch.hpp"
#include <crypto_checkpoint/name/csp_spec.hpp>
#include <crypto_checkpoint/name/literals.hpp>
#include <crypto_checkpoint/name/parse.hpp>

#include <algorithm>
#include <concepts>
#include <map>
#include <optional>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

using namespace name_tests;
using test_support::converted;

namespace {

/// Specs in ascending order: by type, name (omitted first), key.
template <class Char>
std::vector<std::basic_string<Char>> ascending_names() {
    std::vector<std::basic_string<Char>> names;
    for (const std::string_view name :
         {R"(1\\A)", R"(1\\B)", R"(1\\a)", R"(1\M\A)", R"(1\M\AA)", R"(1\MM\A)", R"(1\m\A)",
          R"(2\\A)", R"(10\\A)", R"(10\M\A)"})
        names.push_back(converted<Char>(name));
    return names;
}

}  // namespace

TEMPLATE_TEST_CASE("to_checkpoint_name: returns the canonical text", "[name]", char, char8_t,
                   char16_t, wchar_t) {
    using Char = TestType;
    for (const Dialect dialect : both_dialects)
        for (const GrammarRow<Char>& row : grammar_rows<Char>(dialect)) {
            if (!row.spec) continue;
            const auto expected = row.expected();
            const auto canonical = to_checkpoint_name(*row.spec);
            INFO("<" << test_support::shown(row.text) << "> <" << test_support::shown(canonical)
                     << ">");
            const bool returns = to_checkpoint_name(*expected) == canonical &&
                                 parse_checkpoint_name(canonical, dialect) == expected &&
                                 (dialect == Dialect::tolerant || canonical == row.text);
            CHECK(returns);
        }
}

TEST_CASE("append_checkpoint_name: appends the canonical text", "[name]") {
    std::string text = "Add-";
    append_checkpoint_name(text, *parse_checkpoint_name(R"(24\Name\Key)"));
    CHECK(text == R"(Add-24\Name\Key)");
    append_checkpoint_name(text, CspSpec(unchecked, ProviderType(0), std::nullopt, "K"));
    append_checkpoint_name(text, CspSpec(unchecked, ProviderType(4294967295), std::nullopt, "K"));
    CHECK(text == R"(Add-24\Name\Key0\\K4294967295\\K)");
}

TEMPLATE_TEST_CASE("to_owned: the copy outlives the text", "[name]", char, char8_t, char16_t,
                   wchar_t) {
    using Char = TestType;
    const auto original =
        converted<Char>(std::string_view(R"(1\Some provider of a long name\Some long key)"));
    auto text = original;
    const auto view = parse_checkpoint_name(text);
    REQUIRE(view.has_value());
    const BasicCspSpec<std::basic_string<Char>> owned = view->to_owned();
    CHECK((owned == *view));
    std::fill(text.begin(), text.end(), Char('x'));
    CHECK((owned != *view));
    CHECK((to_checkpoint_name(owned) == original));
    CHECK((owned.to_owned() == owned));
}

TEMPLATE_TEST_CASE("BasicCspSpec: compares type, name, key", "[name]", char, char16_t) {
    using Char = TestType;
    const auto names = ascending_names<Char>();
    for (std::size_t l = 0; l != names.size(); ++l)
        for (std::size_t r = 0; r != names.size(); ++r) {
            const auto left = *parse_checkpoint_name(names[l]);
            const auto right = *parse_checkpoint_name(names[r]);
            const auto left_owner = left.to_owned();
            const auto right_owner = right.to_owned();
            INFO(test_support::shown(names[l]) << " and " << test_support::shown(names[r]));
            const bool are_ordered =
                (left <=> right) == (l <=> r) && (left_owner <=> right_owner) == (l <=> r) &&
                (left_owner <=> right) == (l <=> r) && (left <=> right_owner) == (l <=> r);
            CHECK(are_ordered);
            const bool are_equal =
                (left == right) == (l == r) && (left_owner == right_owner) == (l == r) &&
                (left == right_owner) == (l == r) && (left_owner != right) == (l != r);
            CHECK(are_equal);
        }
}

TEMPLATE_TEST_CASE("std::hash: is equal for an owner and a view", "[name]", char, char16_t) {
    using Char = TestType;
    using View = BasicCspSpecView<Char>;
    using Owner = BasicCspSpec<std::basic_string<Char>>;
    const auto names = ascending_names<Char>();
    std::unordered_set<Owner> owners;
    std::unordered_set<std::size_t> hashes;
    for (const auto& name : names) {
        const View view = *parse_checkpoint_name(name);
        const Owner owner = view.to_owned();
        CHECK(std::hash<Owner>()(owner) == std::hash<View>()(view));
        CHECK(std::hash<View>()(view) == std::hash<View>()(View(owner)));
        hashes.insert(std::hash<View>()(view));
        CHECK(owners.insert(owner).second);
        CHECK_FALSE(owners.insert(owner).second);
    }
    CHECK(hashes.size() == names.size());
    // swapping name and key makes another spec
    const auto here = converted<Char>(std::string_view(R"(1\A\B)"));
    const auto there = converted<Char>(std::string_view(R"(1\B\A)"));
    CHECK(std::hash<View>()(*parse_checkpoint_name(here)) !=
          std::hash<View>()(*parse_checkpoint_name(there)));
}

TEST_CASE("BasicCspSpec: is a key of ordered containers, swaps and moves", "[name]") {
    std::map<CspSpec, int> numbers;
    numbers[parse_checkpoint_name(R"(2\\B)")->to_owned()] = 2;
    numbers[parse_checkpoint_name(R"(1\\A)")->to_owned()] = 1;
    CHECK(to_checkpoint_name(numbers.begin()->first) == R"(1\\A)");
    CspSpec left = parse_checkpoint_name(R"(1\N\A)")->to_owned();
    CspSpec right = parse_checkpoint_name(R"(2\\B)")->to_owned();
    std::swap(left, right);
    CHECK(to_checkpoint_name(left) == R"(2\\B)");
    right = std::move(left);
    CHECK(to_checkpoint_name(right) == R"(2\\B)");
}

TEMPLATE_TEST_CASE("make_csp_spec: makes the spec that parsing the canonical text returns",
                   "[name]", char, char8_t, char16_t, wchar_t) {
    using Char = TestType;
    for (const GrammarRow<Char>& row : grammar_rows<Char>(Dialect::documented)) {
        if (!row.spec) continue;
        INFO(test_support::shown(row.text));
        const auto made = make_csp_spec(row.spec->provider_type(), row.spec->provider_name(),
                                        row.spec->key_container());
        REQUIRE(made.has_value());
        CHECK((*made == *row.spec));
    }
}

TEMPLATE_TEST_CASE("make_csp_spec: treats an empty provider name as omitted", "[name]", char,
                   char8_t, char16_t, wchar_t) {
    using View = std::basic_string_view<TestType>;
    const auto key = converted<TestType>(std::string_view("K"));
    const auto made = make_csp_spec(ProviderType(1), std::optional(View()), View(key));
    REQUIRE(made.has_value());
    CHECK_FALSE(made->provider_name().has_value());
    CHECK((*made == *make_csp_spec(ProviderType(1), std::optional<View>(), View(key))));
}

TEMPLATE_TEST_CASE("make_csp_spec: rejects invalid parts", "[name]", char, char8_t, char16_t,
                   wchar_t) {
    using Char = TestType;
    using View = std::basic_string_view<Char>;
    struct Row {
        std::uint32_t type;
        std::optional<std::string_view> name;
        std::string_view key;
        SyntaxError error;
    };
    for (const Row& row : {
             Row{0, std::nullopt, "K", {Errc::provider_type_out_of_range, {0, 1}}},
             Row{1000, std::nullopt, "K", {Errc::provider_type_out_of_range, {0, 4}}},
             Row{4294967295, "N", "K", {Errc::provider_type_out_of_range, {0, 10}}},
             Row{1, std::nullopt, "", {Errc::missing_key_container, {3, 0}}},
             Row{1, "N", "", {Errc::missing_key_container, {4, 0}}},
             Row{1, "", "", {Errc::missing_key_container, {3, 0}}},
             // a part cannot become two
             Row{1, R"(N\K)", "", {Errc::separator_in_key_container, {5, 1}}},
             Row{1, R"(\)", "K", {Errc::separator_in_key_container, {3, 1}}},
             Row{1, "N", R"(\K)", {Errc::separator_in_key_container, {4, 1}}},
             Row{1, "N", R"(K\)", {Errc::separator_in_key_container, {5, 1}}},
             Row{1, "N", "K\0"sv, {Errc::embedded_nul, {5, 1}}},
             Row{1, "\0"sv, "K", {Errc::embedded_nul, {2, 1}}},
             Row{1, std::nullopt, "\0"sv, {Errc::embedded_nul, {3, 1}}},
         }) {
        const auto name = converted<Char>(row.name.value_or(""));
        const auto key = converted<Char>(row.key);
        const auto made = make_csp_spec(
            ProviderType(row.type), row.name ? std::optional<View>(name) : std::nullopt, View(key));
        INFO(row.type << " <" << row.name.value_or("") << "> <" << row.key << ">");
        REQUIRE_FALSE(made.has_value());
        CHECK(shown(made.error()) == shown(row.error));
    }
}

TEST_CASE("make_csp_spec: rejects ill-formed parts", "[name]") {
    // halves of a character in two parts
    const auto made = make_csp_spec(ProviderType(1), std::optional("N\xC3"sv), "\xBC"sv);
    REQUIRE_FALSE(made.has_value());
    CHECK(shown(made.error()) == "ill_formed_text at 3, units 1");
    const auto wide = make_csp_spec(ProviderType(1), std::optional<std::u16string_view>(),
                                    std::u16string_view(u"K\xD800"));
    REQUIRE_FALSE(wide.has_value());
    CHECK(shown(wide.error()) == "ill_formed_text at 4, units 1");
}

TEST_CASE("ProviderType: holds any number, and is_valid() accepts 1 to 999", "[name]") {
    for (const std::uint32_t valid : {1u, 2u, 19u, 24u, 998u, 999u})
        CHECK(ProviderType(valid).is_valid());
    for (const std::uint32_t invalid : {0u, 1000u, 65537u, 4294967295u}) {
        CHECK_FALSE(ProviderType(invalid).is_valid());
        CHECK(ProviderType(invalid).value() == invalid);
    }
    CHECK((ProviderType(1) < ProviderType(24)));
    CHECK((ProviderType() == ProviderType(1)));
}

TEST_CASE("make_csp_spec: deduces the character type from a text", "[name]") {
    CHECK(make_csp_spec(1, std::nullopt, "K") == R"(1\\K)"_csp);
    CHECK((make_csp_spec(24u, L"N", std::wstring(L"K")) == LR"(24\N\K)"_csp));
    CHECK((make_csp_spec(ProviderType(3), u8"N", u8"K") == u8R"(3\N\K)"_csp));
    CHECK(make_csp_spec(1, std::string(), std::string_view("K")) == R"(1\\K)"_csp);
    for (const long long type : {-1LL, 0LL, 1000LL, 4294967297LL})
        CHECK((make_csp_spec(type, std::nullopt, "K").error().code ==
               Errc::provider_type_out_of_range));
}

TEST_CASE("CspSpec: is copied from a view of any origin", "[name]") {
    const CspSpec literal = R"(1\N\K)"_csp;
    CHECK(to_checkpoint_name(literal) == R"(1\N\K)");
    std::string text = R"(1\\Key)";
    const CspSpec parsed = *parse_checkpoint_name(text);
    text.assign(text.size(), 'x');
    CHECK(to_checkpoint_name(parsed) == R"(1\\Key)");
    const std::optional<CspSpec> optional = R"(1\\Key)"_csp;
    CHECK(optional == parsed);
    STATIC_REQUIRE_FALSE(std::convertible_to<WCspSpecView, CspSpec>);
}

TEST_CASE("CspSpec: compares with a view", "[name]") {
    const CspSpec owner = R"(1\\K)"_csp;
    CHECK(owner == R"(1\\K)"_csp);
    CHECK(R"(1\\K)"_csp == owner);
    CHECK(owner != R"(1\N\K)"_csp);
    CHECK((owner < R"(1\N\K)"_csp));  // one without a provider's name first
    CHECK((R"(1\\J)"_csp < owner));
    CHECK((owner < CspSpec(R"(2\\A)"_csp)));
}
