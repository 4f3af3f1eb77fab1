// SPDX-License-Identifier: BSL-1.0
#include "comparison.hpp"
#include "ending_units.hpp"
#include "support/catch.hpp"
#include "support/characters.hpp"
#include "support/exact_buffer.hpp"
#include "support/sanitizers.hpp"

#include <string>
#include <string_view>

using namespace name_tests;

// Whole names, with units at every place that a search by blocks could confuse.

namespace {

template <class Char>
void compare(std::basic_string_view<Char> text) {
    if (const std::string difference = disagreement(text); !difference.empty()) FAIL(difference);
}

constexpr std::size_t max_field_length = 40;

}  // namespace

TEMPLATE_TEST_CASE("parse_checkpoint_name: reads fields of every length", "[name]", char, char8_t,
                   char16_t, char32_t, wchar_t) {
    using Char = TestType;
    using String = std::basic_string<Char>;
    for (const Char fill : {Char('N'), Char('['), Char(0x7F)})
        for (std::size_t name = 0; name <= max_field_length; ++name)
            for (std::size_t key = 0; key <= max_field_length; ++key) {
                const String text = String(1, Char('1')) + Char('\\') + String(name, fill) +
                                    Char('\\') + String(key, fill);
                compare(test_support::ExactBuffer<Char>(text).view());
            }
}

TEMPLATE_TEST_CASE("parse_checkpoint_name: reports an error at every place", "[name]", char,
                   char8_t, char16_t, char32_t, wchar_t) {
    using Char = TestType;
    using String = std::basic_string<Char>;
    for (const std::size_t name : {0u, 1u, 7u, 8u, 9u, 23u})
        for (const std::size_t key : {1u, 3u, 8u, 17u}) {
            const String text = String(2, Char('2')) + Char('\\') + String(name, Char('n')) +
                                Char('\\') + String(key, Char('k'));
            for (std::size_t place = 0; place != text.size(); ++place)
                for (const Char end : units_that_end_a_field<Char>()) {
                    test_support::ExactBuffer<Char> damaged{std::basic_string_view<Char>(text)};
                    damaged[place] = end;
                    compare(damaged.view());
                }
        }
}

TEMPLATE_TEST_CASE(
    "every unit of 16 bits reads as the naive grammar says at every place of a block", "[name]",
    char16_t, wchar_t, char32_t) {
    using Char = TestType;
    test_support::ExactBuffer<Char> buffer(std::basic_string_view<Char>(
        test_support::converted<Char>(std::string_view("1\\\\key names"))));
    // Sanitizers try every seventh unit.
    constexpr std::uint32_t step = test_support::is_sanitized ? 7 : 1;
    for (std::uint32_t unit = 0; unit <= 0xFFFF; unit += step)
        for (std::size_t place = 3; place != 7; ++place) {
            const Char before = buffer[place];
            buffer[place] = static_cast<Char>(unit);
            compare(buffer.view());
            buffer[place] = before;
        }
    // four of a kind fill a block of any alignment
    for (std::uint32_t unit = 0; unit <= 0xFFFF; unit += step) {
        for (std::size_t place = 3; place != 11; ++place) buffer[place] = static_cast<Char>(unit);
        compare(buffer.view());
    }
}

TEMPLATE_TEST_CASE(
    "every sequence of bytes at the borders of UTF 8 reads as the naive grammar says", "[name]",
    char, char8_t) {
    using Char = TestType;
    constexpr unsigned char borders[] = {0x00, 0x01, '\\', 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0,
                                         0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED,
                                         0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF};
    // at the end of the text, and before more of it
    for (const std::string_view after : {"", "K"}) {
        test_support::ExactBuffer<Char> buffer(3 + 4 + after.size());
        const auto text = buffer.view();
        for (std::size_t i = 0; i != 3; ++i) buffer[i] = static_cast<Char>("1\\\\"[i]);
        for (std::size_t i = 0; i != after.size(); ++i) buffer[7 + i] = static_cast<Char>(after[i]);
        for (const auto a : borders)
            for (const auto b : borders)
                for (const auto c : borders)
                    for (const auto d : borders) {
                        buffer[3] = static_cast<Char>(a);
                        buffer[4] = static_cast<Char>(b);
                        buffer[5] = static_cast<Char>(c);
                        buffer[6] = static_cast<Char>(d);
                        compare(text);
                    }
    }
}
