// SPDX-License-Identifier: BSL-1.0
#include "support/catch.hpp"
#include "support/characters.hpp"
#include <crypto_checkpoint/name/parse.hpp>
#include <crypto_checkpoint/name/text_encoding.hpp>

#include <expected>
#include <optional>
#include <string>
#include <string_view>

using namespace crypto_checkpoint;

TEMPLATE_TEST_CASE("to_utf8, to_wide: convert every encoding", "[name]", char, char8_t, char16_t,
                   char32_t, wchar_t) {
    constexpr std::u32string_view characters = U"1\\\\ \u00e9 \u9375 \U0001f511";
    const auto text = test_support::converted<TestType>(characters);
    CHECK(to_utf8(text) == test_support::converted<char>(characters));
    CHECK((to_wide(text) == test_support::converted<wchar_t>(characters)));
    CHECK(to_utf8(std::basic_string_view<TestType>(text)) == *to_utf8(text.c_str()));
    CHECK(to_utf8(std::basic_string<TestType>())->empty());
}

TEST_CASE("to_utf8, to_wide: keep a NUL", "[name]") {
    CHECK(to_utf8(std::u16string_view(u"a\0z", 3)) == std::string("a\0z", 3));
    CHECK((to_wide(std::string_view("a\0z", 3)) == std::wstring(L"a\0z", 3)));
}

TEST_CASE("to_utf8, to_wide: tell where a text is ill-formed", "[name]") {
    const auto where = [](const auto& result) {
        REQUIRE_FALSE(result);
        CHECK((result.error().code == Errc::ill_formed_text));
        return result.error().where;
    };
    CHECK((where(to_utf8(u"\u00e9\xD800z")) == TextSpan{1, 1}));
    CHECK((where(to_utf8(u"\U0001f511\xDC00")) == TextSpan{2, 1}));
    CHECK((where(to_utf8(std::u32string(1, char32_t{0x110000}))) == TextSpan{0, 1}));
    CHECK((where(to_wide("\xC3\xA9\xE2\x82z")) == TextSpan{2, 2}));
    CHECK((where(to_utf8("\xFF")) == TextSpan{0, 1}));
}

TEMPLATE_TEST_CASE("to_utf8: converts a spec of every character type", "[name]", char, char8_t,
                   char16_t, char32_t, wchar_t) {
    const auto name = test_support::converted<TestType>(U"24\\Prov \u9375\\Schl\u00fcssel");
    const auto spec = parse_checkpoint_name(name);
    REQUIRE(spec);
    const auto in_utf8 = to_utf8(*spec);
    REQUIRE(in_utf8);
    CHECK(to_checkpoint_name(*in_utf8) == "24\\Prov \u9375\\Schl\u00fcssel");
}

TEST_CASE("to_utf8: tells where a spec is ill-formed", "[name]") {
    const BasicCspSpec<std::u16string> spec(unchecked, ProviderType(1), std::nullopt, u"K\xD800");
    CHECK(to_utf8(spec) == std::expected<CspSpec, SyntaxError>(
                               std::unexpected(SyntaxError{Errc::ill_formed_text, {4, 1}})));
}
