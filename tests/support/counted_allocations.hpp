// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Counts heap allocations by the operator new of counted_allocations.cpp.

#include <cstddef>

namespace test_support {

/// The allocations of this thread so far.
std::size_t allocations() noexcept;

/// The number of allocations of an action.
template <class Action>
std::size_t allocations_of(Action action) {
    const std::size_t before = allocations();
    action();
    return allocations() - before;
}

}  // namespace test_support
