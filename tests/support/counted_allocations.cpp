// SPDX-License-Identifier: BSL-1.0
#include "counted_allocations.hpp"

#include <cstdlib>
#include <new>
#ifdef _WIN32
#    include <malloc.h>
#endif

// All forms are replaced, although most call others: a sanitizer replaces each separately.

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

void release_aligned(void* memory) noexcept {
#ifdef _WIN32
    _aligned_free(memory);
#else
    std::free(memory);
#endif
}

void* or_throw(void* memory) {
    if (memory == nullptr) throw std::bad_alloc();
    return memory;
}

}  // namespace

std::size_t test_support::allocations() noexcept { return count; }

using Size = std::size_t;
using Alignment = std::align_val_t;
using NoThrow = const std::nothrow_t&;

void* operator new(Size size) { return or_throw(allocate(size)); }
void* operator new[](Size size) { return or_throw(allocate(size)); }
void* operator new(Size size, NoThrow) noexcept { return allocate(size); }
void* operator new[](Size size, NoThrow) noexcept { return allocate(size); }
void* operator new(Size size, Alignment step) { return or_throw(allocate(size, step)); }
void* operator new[](Size size, Alignment step) { return or_throw(allocate(size, step)); }
void* operator new(Size size, Alignment step, NoThrow) noexcept { return allocate(size, step); }
void* operator new[](Size size, Alignment step, NoThrow) noexcept { return allocate(size, step); }

void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, Size) noexcept { std::free(memory); }
void operator delete[](void* memory, Size) noexcept { std::free(memory); }
void operator delete(void* memory, NoThrow) noexcept { std::free(memory); }
void operator delete[](void* memory, NoThrow) noexcept { std::free(memory); }
void operator delete(void* memory, Alignment) noexcept { release_aligned(memory); }
void operator delete[](void* memory, Alignment) noexcept { release_aligned(memory); }
void operator delete(void* memory, Size, Alignment) noexcept { release_aligned(memory); }
void operator delete[](void* memory, Size, Alignment) noexcept { release_aligned(memory); }
void operator delete(void* memory, Alignment, NoThrow) noexcept { release_aligned(memory); }
void operator delete[](void* memory, Alignment, NoThrow) noexcept { release_aligned(memory); }
