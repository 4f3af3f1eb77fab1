// SPDX-License-Identifier: BSL-1.0
#include "counted_allocations.hpp"

#include <cstdlib>
#include <new>
#ifdef _WIN32
#    include <malloc.h>
#endif

namespace {

thread_local std::size_t count = 0;

void* allocate(std::size_t size) noexcept {
    ++count;
    return std::malloc(size == 0 ? 1 : size);
}

void* allocate(std::size_t size, std::align_val_t alignment) noexcept {
    ++count;
    const auto step = static_cast<std::size_t>(alignment);
#ifdef _WIN32
    return _aligned_malloc(size == 0 ? 1 : size, step);
#else
    return std::aligned_alloc(step, (size + step - 1) / step * step);
#endif
}

void release(void* memory) noexcept { std::free(memory); }

void release_aligned(void* memory) noexcept {
#ifdef _WIN32
    _aligned_free(memory);
#else
    std::free(memory);
#endif
}

}  // namespace

std::size_t test_support::allocations() noexcept { return count; }

#include "replace_operator_new.hpp"
