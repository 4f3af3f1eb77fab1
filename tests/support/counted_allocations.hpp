// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_TESTS_SUPPORT_COUNTED_ALLOCATIONS_HPP
#define CRYPTO_CHECKPOINT_TESTS_SUPPORT_COUNTED_ALLOCATIONS_HPP

/// @file
/// Counts heap allocations: whoever links counted_allocations.cpp has its operator new.

#include <cstddef>

namespace test_support {

/// How many allocations this thread has made so far.
std::size_t allocations() noexcept;

/// How many allocations an action makes.
template <class Action>
std::size_t allocations_of(Action action) {
    const std::size_t before = allocations();
    action();
    return allocations() - before;
}

}  // namespace test_support

#endif
