// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Makes the operator new of failing_allocations.cpp fail, and searches the memory that it has returned.

#include <cstddef>
#include <string_view>

namespace test_support {

/// Allocations of this thread do not fail: those of a test itself.
class NoFailure {
public:
    NoFailure() noexcept;
    ~NoFailure();
    NoFailure(const NoFailure&) = delete;
    NoFailure& operator=(const NoFailure&) = delete;
};

/// From now on the allocation with this number fails, counted from 1 over all threads, and also those
/// after it if @p and_all_later. Ends at the end of the scope.
class FailingAllocation {
public:
    explicit FailingAllocation(long number, bool and_all_later = false) noexcept;
    ~FailingAllocation();
    FailingAllocation(const FailingAllocation&) = delete;
    FailingAllocation& operator=(const FailingAllocation&) = delete;
    /// Whether an allocation has failed.
    [[nodiscard]] bool has_occurred() const noexcept;
};

std::size_t bytes_in_use();

/// The number of blocks on the heap that contain a text.
std::size_t places_of(std::string_view text);

/// Counts from now on the blocks that are freed with a text in them.
void watch(std::string_view text);
std::size_t freed_with_watched_text();

}  // namespace test_support
