// SPDX-License-Identifier: BSL-1.0
#include "support/catch.hpp"
#include "support/characters.hpp"
#include <crypto_checkpoint/detail/transcode.hpp>

#include <string>
#include <string_view>

using namespace crypto_checkpoint::detail;

TEMPLATE_TEST_CASE("transcode: converts every encoding to every other", "[detail]", char, char8_t,
                   char16_t, char32_t, wchar_t) {
    // Both sides of each change of length.
    constexpr std::u32string_view characters =
        U"\x7F\x80\x7FF\x800\xD7FF\xE000\xFFFF\U00010000\U0010FFFF";
    const auto text = test_support::converted<TestType>(characters);
    CHECK((transcode<TestType>(characters) == text));
    const std::basic_string_view<TestType> view = text;
    CHECK((transcode<char32_t>(view) == characters));
    CHECK((transcode<char16_t>(view) == test_support::converted<char16_t>(characters)));
    CHECK((to_utf8(view) == test_support::converted<char>(characters)));
}

TEST_CASE("transcode: replaces ill-formed parts", "[detail]") {
    CHECK(transcode<char16_t>(std::string_view("a\xFF\xE2\x82z")) == u"a\uFFFD\uFFFDz");
    CHECK(to_utf8(std::u16string_view(u"a\xD800z")) == "a\uFFFDz");
}

TEST_CASE("to_utf16: replaces NULs, which would end the text", "[detail]") {
    CHECK(to_utf16({"a\0z", 3}) == u"a\uFFFDz");
    CHECK(to_utf8(std::u16string_view(u"a\0z", 3)) == std::string("a\0z", 3));
}
