// SPDX-License-Identifier: BSL-1.0
#include "counted_allocations.hpp"

#include <cstdlib>
#include <new>

// Every form of operator new and delete that is not replaced here calls one that is.

namespace {

thread_local std::size_t count = 0;

void* counted(void* memory) {
    ++count;
    if (memory == nullptr) throw std::bad_alloc();
    return memory;
}

}  // namespace

std::size_t test_support::allocations() noexcept { return count; }

void* operator new(std::size_t size) { return counted(std::malloc(size == 0 ? 1 : size)); }
void* operator new(std::size_t size, std::align_val_t alignment) {
    const auto step = static_cast<std::size_t>(alignment);
    return counted(std::aligned_alloc(step, (size + step - 1) / step * step));
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::align_val_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { std::free(memory); }
