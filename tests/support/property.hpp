// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "catch.hpp"
#include "environment.hpp"
#include "sanitizers.hpp"

#include <rapidcheck.h>

#include <utility>

namespace test_support {

/// Checks a property as often as RC_PARAMS says, by default some hundred times. A failure prints the
/// RC_PARAMS="reproduce=..." that repeats it.
template <class Property>
void holds(const char* sentence, Property property) {
    CHECK(set_default("RC_PARAMS", is_sanitized ? "max_success=100" : "max_success=500"));
    const bool is_held = rc::check(sentence, std::move(property));
    CHECK(is_held);
}

}  // namespace test_support
