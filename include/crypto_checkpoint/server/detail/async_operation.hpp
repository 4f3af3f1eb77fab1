// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_SERVER_DETAIL_ASYNC_OPERATION_HPP
#define CRYPTO_CHECKPOINT_SERVER_DETAIL_ASYNC_OPERATION_HPP

#include <crypto_checkpoint/detail/config.hpp>

#include <boost/asio/post.hpp>
#include <boost/system/error_code.hpp>

#include <coroutine>
#include <cstddef>
#include <new>
#include <utility>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail::http {

namespace asio = boost::asio;
using ErrorCode = boost::system::error_code;

/// Memory for one pending Asio operation at a time. Asio starts the steps of a composed operation by
/// itself, where no coroutine can catch std::bad_alloc: with this memory they do not allocate.
class OperationMemory {
public:
    OperationMemory() = default;
    OperationMemory(const OperationMemory&) = delete;
    OperationMemory& operator=(const OperationMemory&) = delete;

    void* allocate(std::size_t size) {
        if (is_taken_ || size > sizeof bytes_) return ::operator new(size);
        is_taken_ = true;
        return bytes_;
    }
    void deallocate(void* memory) noexcept {
        if (memory == bytes_)
            is_taken_ = false;
        else
            ::operator delete(memory);
    }

private:
    bool is_taken_ = false;
    alignas(std::max_align_t) std::byte bytes_[1024];  // NOLINT(*-avoid-c-arrays)
};

template <class T>
class OperationAllocator {
public:
    using value_type = T;

    explicit OperationAllocator(OperationMemory& memory) noexcept : memory_(&memory) {}
    template <class U>
    // NOLINTNEXTLINE(*-explicit-*): the conversion of every allocator
    OperationAllocator(const OperationAllocator<U>& other) noexcept : memory_(other.memory()) {}

    T* allocate(std::size_t count) { return static_cast<T*>(memory_->allocate(count * sizeof(T))); }
    void deallocate(T* pointer, std::size_t /*count*/) noexcept { memory_->deallocate(pointer); }

    [[nodiscard]] OperationMemory* memory() const noexcept { return memory_; }
    friend bool operator==(const OperationAllocator&, const OperationAllocator&) = default;

private:
    OperationMemory* memory_;
};

/// A completion handler with its memory.
template <class Function>
class Handler {
public:
    using allocator_type = OperationAllocator<std::byte>;

    Handler(OperationMemory& memory, Function function)
        : memory_(&memory), function_(std::move(function)) {}

    [[nodiscard]] allocator_type get_allocator() const noexcept { return allocator_type(*memory_); }
    void operator()(ErrorCode error = {}, std::size_t size = 0) const { function_(error, size); }

private:
    OperationMemory* memory_;
    Function function_;
};

/// Calls @p function on a thread of @p context. Does not allocate.
template <class Context, class Function>
void post(Context& context, OperationMemory& memory, Function function) {
    asio::post(context, Handler(memory, [function = std::move(function)](
                                            const ErrorCode&, std::size_t) { function(); }));
}

/// The result of a socket operation.
struct Transferred {
    ErrorCode error;
    std::size_t size = 0;
};

/// An awaitable Asio operation. @p Start starts it with the completion handler.
template <class Start>
class AsyncOperation {
public:
    AsyncOperation(OperationMemory& memory, Start start)
        : memory_(&memory), start_(std::move(start)) {}

    [[nodiscard]] bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> awaiting) {
        start_(Handler(*memory_, [this, awaiting](ErrorCode error, std::size_t size) {
            result_ = {error, size};
            awaiting.resume();
        }));
    }
    // NOLINTNEXTLINE(modernize-use-nodiscard): some callers ignore the result
    Transferred await_resume() const noexcept { return result_; }

private:
    OperationMemory* memory_;
    Start start_;
    Transferred result_;
};

}  // namespace detail::http
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
