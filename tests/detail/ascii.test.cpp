// SPDX-License-Identifier: BSL-1.0
#include "support/catch.hpp"
#include <crypto_checkpoint/detail/ascii.hpp>

#include <cstdint>
#include <optional>
#include <string_view>

using namespace crypto_checkpoint::detail;

TEST_CASE("equals_ignoring_ascii_case: ignores the case of A to Z only", "[detail]") {
    CHECK(equals_ignoring_ascii_case("azAZ@[`{09", "AZaz@[`{09"));
    CHECK(equals_ignoring_ascii_case("", ""));
    CHECK_FALSE(equals_ignoring_ascii_case("a", "ab"));
    CHECK_FALSE(equals_ignoring_ascii_case("@", "`"));
    CHECK_FALSE(equals_ignoring_ascii_case("[", "{"));
    CHECK_FALSE(equals_ignoring_ascii_case("\u00E4", "\u00C4"));
    CHECK(equals_ignoring_ascii_case(std::u16string_view(u"Key"), std::string_view("kEY")));
}

TEST_CASE("starts_with_ignoring_ascii_case: compares the beginning", "[detail]") {
    CHECK(starts_with_ignoring_ascii_case("Basic QQ==", "basic "));
    CHECK(starts_with_ignoring_ascii_case("basic", "BASIC"));
    CHECK_FALSE(starts_with_ignoring_ascii_case("basi", "basic"));
}

TEST_CASE("LessIgnoringAsciiCase: orders texts without regard to case", "[detail]") {
    constexpr LessIgnoringAsciiCase less;
    CHECK(less("NODE1", "node2"));
    CHECK(less("node1", "NODE2"));
    CHECK_FALSE(less("NODE1", "node1"));
    CHECK_FALSE(less("node1", "NODE1"));
}

TEST_CASE("trim: removes blanks around a text", "[detail]") {
    CHECK(trim(" \t\r\na b\n ") == "a b");
    CHECK(trim("ab") == "ab");
    CHECK(trim(" \t").empty());
    CHECK(trim("").empty());
}

TEST_CASE("parse_number: reads the whole text or nothing", "[detail]") {
    CHECK(parse_number<std::uint16_t>("65535") == std::uint16_t{65535});
    CHECK(parse_number<std::int32_t>("-1") == -1);
    CHECK(parse_number<std::uint32_t>("fF", 16) == 255u);
    for (const std::string_view text : {"", "65536", "-1", "+1", " 1", "1 ", "0x1", "1.0"})
        CHECK(parse_number<std::uint16_t>(text) == std::nullopt);
}
