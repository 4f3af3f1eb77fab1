// SPDX-License-Identifier: BSL-1.0
#include "failing_allocations.hpp"

#include <atomic>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <new>

namespace {

std::atomic<long> until_failure = 0;  // 0: none fails
std::atomic<bool> all_later_fail = false;
std::atomic<bool> has_failed = false;
thread_local int exemptions = 0;

bool must_fail() noexcept {
    if (exemptions != 0 || until_failure.load() == 0) return false;
    if (until_failure.load() == 1 && all_later_fail) return has_failed = true;
    if (until_failure.fetch_sub(1) != 1) return false;
    return has_failed = true;
}

/// In front of each block, so that all blocks can be searched.
struct alignas(std::max_align_t) Block {
    Block* previous;
    Block* next;
    std::size_t size;
    [[nodiscard]] std::string_view text() const {
        return {reinterpret_cast<const char*>(this + 1), size};
    }
};

constinit std::mutex mutex;
Block blocks{&blocks, &blocks, 0};
std::string_view watched;
std::size_t freed_with_it = 0;

void* allocate(std::size_t size) noexcept {
    if (must_fail()) return nullptr;
    auto* const block = static_cast<Block*>(std::malloc(sizeof(Block) + size));
    if (block == nullptr) return nullptr;
    const std::lock_guard lock(mutex);
    *block = {&blocks, blocks.next, size};
    blocks.next = block->next->previous = block;
    return block + 1;
}

void release(void* memory) noexcept {
    if (memory == nullptr) return;
    Block* const block = static_cast<Block*>(memory) - 1;
    {
        const std::lock_guard lock(mutex);
        block->previous->next = block->next;
        block->next->previous = block->previous;
        if (!watched.empty() && block->text().find(watched) != std::string_view::npos)
            ++freed_with_it;
    }
    // Otherwise a later block, before it is written, would show what the test itself freed.
    std::memset(memory, 0, block->size);
    std::free(block);
}

void* allocate(std::size_t size, std::align_val_t alignment) noexcept {
    if (must_fail()) return nullptr;
    const auto step = static_cast<std::size_t>(alignment);
    return std::aligned_alloc(step, (size + step - 1) / step * step);
}

void release_aligned(void* memory) noexcept { std::free(memory); }

}  // namespace

namespace test_support {

NoFailure::NoFailure() noexcept { ++exemptions; }
NoFailure::~NoFailure() { --exemptions; }

FailingAllocation::FailingAllocation(long number, bool and_all_later) noexcept {
    has_failed = false;
    all_later_fail = and_all_later;
    until_failure = number;
}
FailingAllocation::~FailingAllocation() { until_failure = 0; }
bool FailingAllocation::has_occurred() const noexcept { return has_failed; }

std::size_t bytes_in_use() {
    const std::lock_guard lock(mutex);
    std::size_t sum = 0;
    for (const Block* block = blocks.next; block != &blocks; block = block->next)
        sum += block->size;
    return sum;
}

std::size_t places_of([[maybe_unused]] std::string_view text) {
#ifdef __SANITIZE_THREAD__
    return 0;  // other threads write to their blocks meanwhile
#else
    const std::lock_guard lock(mutex);
    std::size_t count = 0;
    for (const Block* block = blocks.next; block != &blocks; block = block->next)
        if (block->text().find(text) != std::string_view::npos) ++count;
    return count;
#endif
}

void watch(std::string_view text) {
    const std::lock_guard lock(mutex);
    watched = text;
    freed_with_it = 0;
}

std::size_t freed_with_watched_text() {
    const std::lock_guard lock(mutex);
    return freed_with_it;
}

}  // namespace test_support

#include "replace_operator_new.hpp"
