// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_TESTS_SUPPORT_PROPERTY_HPP
#define CRYPTO_CHECKPOINT_TESTS_SUPPORT_PROPERTY_HPP

#include "support/catch.hpp"
#include "support/sanitizers.hpp"

#include <rapidcheck.h>

#include <cstdlib>
#include <utility>

namespace test_support {

/// Tries a property as often as RC_PARAMS says, or some hundred times. A failure prints how to
/// repeat it: RC_PARAMS="reproduce=...".
template <class Property>
void holds(const char* sentence, Property property) {
#if !defined(_WIN32)
    static const bool is_set =
        ::setenv("RC_PARAMS", is_sanitized ? "max_success=100" : "max_success=500", 0) == 0;
    CHECK(is_set);
#endif
    CHECK(rc::check(sentence, std::move(property)));
}

}  // namespace test_support

#endif
