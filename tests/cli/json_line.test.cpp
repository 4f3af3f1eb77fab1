// SPDX-License-Identifier: BSL-1.0
#include "console/json_line.hpp"

#include "support/catch.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <random>
#include <string>

using namespace crypto_checkpoint;

namespace {

/// What another library reads.
std::string read_back(const std::string& json) {
    return nlohmann::json::parse(json).get<std::string>();
}

/// A text as another library repairs it.
std::string repaired(const std::string& text) {
    return read_back(
        nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

}  // namespace

TEST_CASE("json_quoted: every byte is what another library reads", "[cli]") {
    for (int first = 0; first != 0x100; ++first)
        for (int second = 0; second != 0x100; ++second) {
            const std::string text{static_cast<char>(first), static_cast<char>(second)};
            CAPTURE(first, second);
            CHECK(read_back(cli::json_quoted(text)) == repaired(text));
        }
}

TEST_CASE("json_quoted: ill-formed texts are replaced as another library replaces them", "[cli]") {
    // Bytes at which UTF-8 changes: the ends of leads and of continuations.
    constexpr unsigned char units[] = {'a',  '"',  '\\', 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0,
                                       0xBF, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xE2, 0xED, 0xEE,
                                       0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF};
    std::mt19937 random(1);
    for (int i = 0; i != 20'000; ++i) {
        std::string text;
        for (std::uint32_t length = random() % 8; length != 0; --length)
            text += static_cast<char>(units[random() % std::size(units)]);
        CAPTURE(text);
        CHECK(read_back(cli::json_quoted(text)) == repaired(text));
    }
}

TEST_CASE("json_quoted: what a terminal may act on is escaped", "[cli]") {
    CHECK(cli::json_quoted("\x1b[31m\x7f\xC2\x9B\xE2\x80\xAE\t\n\"\\") ==
          R"("\u001b[31m\u007f\u009b\u202e\t\n\"\\")");
}

TEST_CASE("JsonLine: members are in the order of the calls", "[cli]") {
    CHECK(cli::JsonLine().line() == "{}\n");
    CHECK(
        cli::JsonLine()
            .text("a", "b")
            .text_or_null("c", std::nullopt)
            .name_or_null("d", "")
            .number("e", 18446744073709551615U)
            .number_or_null("f", std::nullopt)
            .boolean("g", true)
            .texts("h", std::vector<std::string>{"i", "j"})
            .texts("k", std::vector<std::string_view>())
            .line() ==
        R"({"a":"b","c":null,"d":null,"e":18446744073709551615,"f":null,"g":true,"h":["i","j"],"k":[]})"
        "\n");
}
