// SPDX-License-Identifier: BSL-1.0
#include "generators.hpp"

#include "support/environment.hpp"

#include <rapidcheck.h>

#include <string_view>
#include <utility>

namespace name_tests {
namespace {

/// A character of a valid field: mostly ASCII, often at a border of an encoding, sometimes any.
rc::Gen<char32_t> field_character() {
    using Value = std::uint32_t;
    return rc::gen::map(
        rc::gen::weightedOneOf<Value>({
            {6, rc::gen::inRange<Value>(0x20, 0x7F)},
            {1, rc::gen::inRange<Value>(1, 0x20)},
            {2, rc::gen::elementOf(std::vector<Value>{
                    0x7F, 0x80, 0x7FF, 0x800, 0xFFF, 0x1000, 0x5C5C, 0xC7FF, 0xC800, 0xCFFF, 0xD000,
                    0xD7FF, 0xE000, 0xFFFF, 0x10000, 0x1F511, 0x10FFFF})},
            {2, rc::gen::inRange<Value>(0x80, 0xD800)},
            {1, rc::gen::inRange<Value>(0xE000, 0x110000)},
        }),
        [](Value value) { return value == '\\' ? U'/' : static_cast<char32_t>(value); });
}

/// A valid field: not empty, no separator, no NUL.
rc::Gen<std::u32string> field() {
    return rc::gen::nonEmpty(rc::gen::container<std::u32string>(field_character()));
}

}  // namespace

bool holds(const char* sentence, const std::function<void()>& property) {
    return test_support::set_default("RC_PARAMS", "max_success=1000") &&
           rc::check(sentence, property);
}

void require(bool condition, const char* expression, const std::string& context) {
    if (!condition) RC_FAIL(expression + (context.empty() ? "" : "\n" + context));
}

bool any_bool() { return *rc::gen::arbitrary<bool>(); }

std::size_t any_number_below(std::size_t end) { return *rc::gen::inRange<std::size_t>(0, end); }

Parts any_parts(std::uint32_t lowest_type, std::uint32_t highest_type) {
    Parts parts;
    parts.type = *rc::gen::inRange(lowest_type, highest_type + 1);
    if (any_bool()) parts.name = *field();
    parts.key = *field();
    return parts;
}

std::vector<std::uint32_t> any_units(std::uint32_t highest) {
    std::vector<std::uint32_t> units;
    // most random texts fail in the first field: give some a good one
    if (any_bool())
        for (const char unit : std::string_view(*rc::gen::elementOf(
                 std::vector<const char*>{"1\\", "24\\\\", "999\\N\\", "01\\", "4294967295\\"})))
            units.push_back(static_cast<unsigned char>(unit));

    const std::size_t size = any_number_below(any_number_below(4) != 0 ? 12 : 300);
    // other units for each that ends a field
    const std::size_t others =
        *rc::gen::elementOf(std::vector<std::size_t>{1, 40, 40, 100'000, 100'000});
    for (const auto& [unit, chance] :
         *rc::gen::container<std::vector<std::pair<std::uint32_t, std::size_t>>>(
             size, rc::gen::pair(rc::gen::inRange<std::uint32_t>(0, highest + 1),
                                 rc::gen::inRange<std::size_t>(0, 3 + others))))
        switch (chance) {
            case 0: units.push_back('\\'); break;
            case 1: units.push_back(unit); break;
            case 2: units.push_back('0' + unit % 10); break;
            default: units.push_back(0x20 + unit % 0x5F); break;
        }
    return units;
}

}  // namespace name_tests
