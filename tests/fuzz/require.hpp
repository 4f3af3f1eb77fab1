// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdio>
#include <cstdlib>
#include <source_location>

namespace fuzz_tests {

/// Aborts if a condition is false, in every build.
inline void require(bool holds, std::source_location where = std::source_location::current()) {
    if (holds) return;
    std::fprintf(stderr, "%s:%u: this does not hold\n", where.file_name(),
                 static_cast<unsigned>(where.line()));
    std::abort();
}
template <class Outcome>
    requires requires(const Outcome& outcome) { outcome.has_value(); }
void require(const Outcome& outcome, std::source_location where = std::source_location::current()) {
    require(outcome.has_value(), where);
}

}  // namespace fuzz_tests
