// SPDX-License-Identifier: BSL-1.0
#include "ending_units.hpp"
#include "support/catch.hpp"
#include "support/characters.hpp"
#include "support/exact_buffer.hpp"
#include <crypto_checkpoint/name/detail/find_field_end.hpp>

#include <cstdint>
#include <string>
#include <vector>

using namespace crypto_checkpoint;
using namespace name_tests;

// The search tests blocks of units: these tests try every place of a unit in a block, and neighbours
// with similar bits.

namespace {

/// Units that a search by blocks could confuse: neighbours of the separator and of NUL, units with these in
/// one of their bytes or bits, and the borders of ordinary units.
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

constexpr std::size_t max_size = 40;

}  // namespace

TEMPLATE_TEST_CASE("find_field_end: finds the end at every place of fields of every length",
                   "[name]", char, char8_t, char16_t, char32_t, wchar_t) {
    using Char = TestType;
    for (const Char fill : misleading_units<Char>())
        for (std::size_t size = 0; size <= max_size; ++size) {
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
                    // and from every place before, of every alignment
                    for (std::size_t from = 0; from < place; ++from)
                        if (detail::find_field_end(first + from, last) != first + place)
                            FAIL("not found at " << place << " from " << from);
                    field[place] = fill;
                }
        }
}

TEMPLATE_TEST_CASE("find_field_end: finds the end at every place of a thousand units", "[name]",
                   char, char16_t) {
    using Char = TestType;
    constexpr std::size_t size = 1100;
    test_support::ExactBuffer<Char> field(size);
    for (std::size_t i = 0; i != size; ++i) field[i] = Char('a');
    const Char* const first = field.view().data();
    CHECK(detail::find_field_end(first, first + size) == first + size);
    for (std::size_t place = 0; place != size; ++place) {
        field[place] = Char('\\');
        if (detail::find_field_end(first, first + size) != first + place)
            FAIL("not found at " << place);
        field[place] = Char('a');
    }
}

TEMPLATE_TEST_CASE("find_field_end: finds the first of two ends at every pair of places", "[name]",
                   char, char16_t) {
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

TEMPLATE_TEST_CASE("scan_character: decodes every character", "[name]", char, char8_t, char16_t,
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

TEMPLATE_TEST_CASE("scan_character: rejects incomplete characters", "[name]", char, char8_t,
                   char16_t) {
    using Char = TestType;
    for (const char32_t character :
         {U'\x80', U'\x7FF', U'\x800', U'\xFFFD', U'\x10000', U'\x10FFFF'}) {
        std::basic_string<Char> text;
        test_support::append_character(text, character);
        for (std::size_t length = 1; length < text.size(); ++length) {
            const auto scanned = detail::scan_character(text.data(), text.data() + length);
            CHECK_FALSE(scanned.well_formed);
            CHECK(scanned.length == length);
            CHECK(scanned.value == 0);
        }
    }
}

TEMPLATE_TEST_CASE("scan_character: rejects a surrogate alone", "[name]", char16_t, char32_t) {
    using Char = TestType;
    for (const Char unit : {Char{0xD800}, Char{0xDBFF}, Char{0xDC00}, Char{0xDFFF}}) {
        const auto scanned = detail::scan_character(&unit, &unit + 1);
        CHECK_FALSE(scanned.well_formed);
        CHECK(scanned.length == 1);
        CHECK(scanned.value == 0);
    }
}
