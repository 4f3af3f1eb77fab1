// SPDX-License-Identifier: BSL-1.0
#include "support/catch.hpp"
#include <crypto_checkpoint/cluster/resource_name.hpp>
#include <crypto_checkpoint/detail/transcode.hpp>
#include <crypto_checkpoint/error/errc.hpp>
#include <crypto_checkpoint/error/error.hpp>

#include <expected>
#include <string>
#include <string_view>

using namespace crypto_checkpoint;

TEMPLATE_TEST_CASE("check_resource_name: accepts and rejects alike in every encoding", "[cluster]",
                   char, char8_t, char16_t, char32_t, wchar_t) {
    using String = std::basic_string<TestType>;
    const auto text = [](std::u32string_view units) { return detail::transcode<TestType>(units); };
    for (const std::u32string_view valid :
         {U"SQL", U" ", U"a\\b", U"\x1F", U"\u00e9", U"\u9375", U"\U0001f511"})
        CHECK(check_resource_name(text(valid)));
    CHECK((check_resource_name(String()) == std::unexpected(Errc::invalid_value)));

    const String before = text(U"\U0001f511");
    const auto nul = check_resource_name(before + TestType());
    CHECK((nul == std::unexpected(Errc::embedded_nul)));
    CHECK(nul.error().detail == "at offset " + std::to_string(before.size()) + " of the name");

    String surrogate = before;
    detail::append_code_point(surrogate, char32_t{0xD800});
    const auto ill_formed = check_resource_name(surrogate + TestType('x'));
    CHECK((ill_formed == std::unexpected(Errc::ill_formed_text)));
    CHECK(ill_formed.error().detail == nul.error().detail);

    // The limit is in bytes of UTF-8, of which a character has 1 to 4.
    for (const std::u32string_view character : {U"x", U"\u00e9", U"\u9375", U"\U0001f511"}) {
        const std::size_t bytes = detail::transcode<char>(character).size();
        std::u32string longest;
        for (std::size_t i = 0; i != max_resource_name_bytes / bytes; ++i) longest += character;
        CHECK(check_resource_name(text(longest)));
        CHECK((check_resource_name(text(longest + std::u32string(character))) ==
               std::unexpected(Errc::limit_exceeded)));
    }
}

TEST_CASE("check_resource_name: takes a literal and a view", "[cluster]") {
    CHECK(check_resource_name("SQL"));
    CHECK(check_resource_name(L"SQL"));
    CHECK(check_resource_name(std::u16string_view(u"SQL")));
    CHECK((check_resource_name(L"") == std::unexpected(Errc::invalid_value)));
}
