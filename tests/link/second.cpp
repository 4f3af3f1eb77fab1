// SPDX-License-Identifier: BSL-1.0

// Settings of X3 that a program may have; third.cpp has the opposite.
// NOLINTNEXTLINE(modernize-macro-to-enum): X3 compares it in the preprocessor
#define BOOST_SPIRIT_X3_THROW_EXPECTATION_FAILURE 0

#include "both.hpp"
#include "every_header.hpp"

#include <cstdio>

Seen seen_by_second() {
#include "seen.hpp"
}

int main() {
    const Seen first = seen_by_first();
    bool all_the_same = first.results.size() == 21;
    for (const Seen& other : {seen_by_second(), seen_by_third()}) {
        if (first.addresses != other.addresses) std::puts("A definition exists twice");
        if (first.results != other.results) std::puts("Two files compute different results");
        all_the_same = all_the_same && first == other;
    }
    return all_the_same ? 0 : 1;
}
