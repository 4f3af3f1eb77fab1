// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Replaces all forms of operator new and delete by allocate(), release() and release_aligned(), which are
/// declared above the place where this is included, once in a program. All forms are replaced, although most
/// call others: a sanitizer replaces each separately.

#include <cstddef>
#include <new>

namespace test_support {

inline void* or_throw(void* memory) {
    if (memory == nullptr) throw std::bad_alloc();
    return memory;
}

}  // namespace test_support

using Size = std::size_t;
using Alignment = std::align_val_t;
using NoThrow = const std::nothrow_t&;
using test_support::or_throw;

void* operator new(Size size) { return or_throw(allocate(size)); }
void* operator new[](Size size) { return or_throw(allocate(size)); }
void* operator new(Size size, NoThrow) noexcept { return allocate(size); }
void* operator new[](Size size, NoThrow) noexcept { return allocate(size); }
void* operator new(Size size, Alignment step) { return or_throw(allocate(size, step)); }
void* operator new[](Size size, Alignment step) { return or_throw(allocate(size, step)); }
void* operator new(Size size, Alignment step, NoThrow) noexcept { return allocate(size, step); }
void* operator new[](Size size, Alignment step, NoThrow) noexcept { return allocate(size, step); }

void operator delete(void* memory) noexcept { release(memory); }
void operator delete[](void* memory) noexcept { release(memory); }
void operator delete(void* memory, Size) noexcept { release(memory); }
void operator delete[](void* memory, Size) noexcept { release(memory); }
void operator delete(void* memory, NoThrow) noexcept { release(memory); }
void operator delete[](void* memory, NoThrow) noexcept { release(memory); }
void operator delete(void* memory, Alignment) noexcept { release_aligned(memory); }
void operator delete[](void* memory, Alignment) noexcept { release_aligned(memory); }
void operator delete(void* memory, Size, Alignment) noexcept { release_aligned(memory); }
void operator delete[](void* memory, Size, Alignment) noexcept { release_aligned(memory); }
void operator delete(void* memory, Alignment, NoThrow) noexcept { release_aligned(memory); }
void operator delete[](void* memory, Alignment, NoThrow) noexcept { release_aligned(memory); }
