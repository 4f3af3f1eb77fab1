// SPDX-License-Identifier: BSL-1.0

// What a program may set for its own use of X3.
#define BOOST_SPIRIT_X3_THROW_EXPECTATION_FAILURE 0

#include "both.hpp"
#include "every_header.hpp"

#include <cstdio>

Seen seen_by_second() {
#include "seen.hpp"
}

int main() {
    const Seen first = seen_by_first();
    const Seen second = seen_by_second();
    if (first.addresses != second.addresses) std::puts("Something is there twice");
    if (first.results != second.results) std::puts("The two files compute different things");
    return first == second && first.results.size() == 21 ? 0 : 1;
}
