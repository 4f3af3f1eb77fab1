// SPDX-License-Identifier: BSL-1.0
#include "support/catch.hpp"
#include <crypto_checkpoint/name/parse.hpp>

#include <array>
#include <cstddef>
#include <string_view>
#include <utility>

// The corpus and the findings of the fuzz targets of names, read at compile time and by X3.

namespace {

using namespace crypto_checkpoint;

// bytes: of all inputs; ends: of each input
#include "name_inputs.inc"

/// Each byte as a unit of its own.
template <class Char>
constexpr auto units = [] {
    std::array<Char, std::size(bytes)> made{};
    for (std::size_t i = 0; i != made.size(); ++i) made[i] = static_cast<Char>(bytes[i]);
    return made;
}();

template <class Char>
constexpr std::basic_string_view<Char> input(std::size_t index) {
    const std::size_t first = index == 0 ? 0 : ends[index - 1];
    return {units<Char>.data() + first, ends[index] - first};
}

template <class Char, Dialect dialect>
constexpr auto read_by_compiler = []<std::size_t... index>(std::index_sequence<index...>) {
    return std::array{check_checkpoint_name(input<Char>(index), dialect)...};
}(std::make_index_sequence<std::size(ends)>());

template <class Char, Dialect dialect>
void compare() {
    for (std::size_t i = 0; i != std::size(ends); ++i) {
        INFO("input " << i);
        const bool are_equal =
            parse_checkpoint_name(input<Char>(i), dialect) == read_by_compiler<Char, dialect>[i];
        CHECK(are_equal);
    }
}

}  // namespace

TEMPLATE_TEST_CASE("_csp: the compiler and X3 agree on the corpus of the fuzzers", "[fuzz]", char,
                   char8_t, char16_t, char32_t, wchar_t) {
    compare<TestType, Dialect::documented>();
    compare<TestType, Dialect::tolerant>();
}
