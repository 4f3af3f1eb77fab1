// SPDX-License-Identifier: BSL-1.0
#include "comparison.hpp"
#include "support/catch.hpp"
#include "support/characters.hpp"
#include "support/exact_buffer.hpp"
#include "support/sanitizers.hpp"
#include <crypto_checkpoint/detail/text_scan.hpp>

#include <string>
#include <string_view>
#include <vector>

using namespace crypto_checkpoint;
using namespace text_tests;

// The scan looks at several units at a time, so whatever depends on where a unit stands in a block,
// or on the bits of its neighbours, is tried here at every place.

namespace {

/// Units that a scan by blocks could take for something else: neighbours of the separator and of
/// NUL, units with those in one of their bytes or bits, and the borders of what is plain.
template <class Char>
std::vector<Char> misleading_units() {
    std::vector<Char> units = {Char('['), Char(']'), Char(1), Char(0x7F), Char(0x1C), Char('0')};
    if constexpr (sizeof(Char) >= 2)
        for (const std::uint32_t unit :
             {0x0080u, 0x0100u, 0x015Cu, 0x5C00u, 0x5C5Cu, 0x7FFFu, 0x8000u, 0x805Cu, 0xC000u,
              0xC7FFu, 0xC800u, 0xCFFFu, 0xD000u, 0xD55Cu, 0xD7FFu, 0xE000u, 0xE05Cu, 0xF800u,
              0xFFFFu})
            units.push_back(static_cast<Char>(unit));
    if constexpr (sizeof(Char) == 4)
        for (const std::uint32_t unit : {0x10000u, 0x1005Cu, 0x10FFFFu})
            units.push_back(static_cast<Char>(unit));
    return units;
}

template <class Char>
std::vector<Char> units_that_end_a_field() {
    if constexpr (sizeof(Char) == 1)
        return {Char('\\'), Char(), static_cast<Char>(0x80), static_cast<Char>(0xC1),
                static_cast<Char>(0xFF)};
    else
        return {Char('\\'), Char(), static_cast<Char>(0xD800), static_cast<Char>(0xDFFF)};
}

template <class Char>
void compare(std::basic_string_view<Char> text) {
    if (const std::string difference = disagreement(text); !difference.empty()) FAIL(difference);
}

constexpr std::size_t longest_field = 40;

}  // namespace

TEMPLATE_TEST_CASE("the end of a field is found at every place of fields of every length", "[text]",
                   char, char8_t, char16_t, char32_t, wchar_t) {
    using Char = TestType;
    for (const Char fill : misleading_units<Char>())
        for (std::size_t size = 0; size <= longest_field; ++size) {
            test_support::ExactBuffer<Char> field(size);
            for (std::size_t i = 0; i != size; ++i) field[i] = fill;
            const Char* const first = field.view().data();
            const Char* const last = first + size;
            INFO("filled with " << test_support::shown(std::basic_string<Char>(1, fill))
                                << ", size " << size);
            REQUIRE(detail::find_field_end(first, last) - first == last - first);
            for (std::size_t place = 0; place != size; ++place)
                for (const Char end : units_that_end_a_field<Char>()) {
                    field[place] = end;
                    if (detail::find_field_end(first, last) != first + place)
                        FAIL("not found at " << place << ": " << test_support::shown(field.view()));
                    // and from every place before, whatever the alignment of that
                    for (std::size_t from = 0; from < place; ++from)
                        if (detail::find_field_end(first + from, last) != first + place)
                            FAIL("not found at " << place << " from " << from);
                    field[place] = fill;
                }
        }
}

TEMPLATE_TEST_CASE("two ends of fields are told apart at every pair of places", "[text]", char,
                   char16_t) {
    using Char = TestType;
    constexpr std::size_t size = 2 * 8 + 3;
    test_support::ExactBuffer<Char> field(size);
    const Char* const first = field.view().data();
    for (const Char fill : misleading_units<Char>()) {
        for (std::size_t i = 0; i != size; ++i) field[i] = fill;
        for (std::size_t left = 0; left != size; ++left)
            for (std::size_t right = left + 1; right != size; ++right)
                for (const Char end : units_that_end_a_field<Char>()) {
                    field[left] = end;
                    field[right] = Char('\\');
                    if (detail::find_field_end(first, first + size) != first + left)
                        FAIL("not found at " << left << ": " << test_support::shown(field.view()));
                    field[left] = field[right] = fill;
                }
    }
}

TEMPLATE_TEST_CASE("a name reads alike whatever the lengths of its fields", "[text]", char, char8_t,
                   char16_t, char32_t, wchar_t) {
    using Char = TestType;
    using String = std::basic_string<Char>;
    for (const Char fill : {Char('N'), Char('['), Char(0x7F)})
        for (std::size_t name = 0; name <= longest_field; ++name)
            for (std::size_t key = 0; key <= longest_field; ++key) {
                const String text = String(1, Char('1')) + Char('\\') + String(name, fill) +
                                    Char('\\') + String(key, fill);
                compare(test_support::ExactBuffer<Char>(text).view());
            }
}

TEMPLATE_TEST_CASE("a fault is told at every place of a name", "[text]", char, char8_t, char16_t,
                   char32_t, wchar_t) {
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
    "every unit of 16 bits reads as the naive grammar says at every place of a block", "[text]",
    char16_t, wchar_t, char32_t) {
    using Char = TestType;
    test_support::ExactBuffer<Char> buffer(std::basic_string_view<Char>(
        test_support::converted<Char>(std::string_view("1\\\\key names"))));
    // Under a sanitizer every seventh unit.
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
    "every sequence of bytes at the borders of UTF 8 reads as the naive grammar says", "[text]",
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

TEMPLATE_TEST_CASE("every character is scanned as itself", "[text]", char, char8_t, char16_t,
                   char32_t, wchar_t) {
    using Char = TestType;
    for (char32_t character = 0; character <= 0x10FFFF; ++character) {
        if (character == 0xD800) character = 0xE000;
        std::basic_string<Char> text;
        test_support::append_character(text, character);
        const auto scanned = detail::scan_character(text.data(), text.data() + text.size());
        if (!scanned.well_formed || scanned.length != text.size() || scanned.value != character)
            FAIL("U+" << std::hex << static_cast<std::uint32_t>(character));
    }
}
