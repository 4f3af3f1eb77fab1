// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_DETAIL_TASK_HPP
#define CRYPTO_CHECKPOINT_DETAIL_TASK_HPP

#include <coroutine>
#include <exception>
#include <optional>
#include <utility>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail {

/// Where a Task leaves what comes of it.
template <class T>
struct TaskResult {
    std::optional<T> result;
    template <class Value>
    void return_value(Value&& value) {
        result.emplace(std::forward<Value>(value));
    }
    T take() { return std::move(*result); }
};
template <>
struct TaskResult<void> {
    void return_void() const noexcept {}
    void take() const noexcept {}
};

/// Work that is suspended wherever it waits, so that one thread can do much of it at once. It begins
/// when it is awaited, or when it is started.
///
/// Boost.Asio has such a type, and Boost 1.74 hides it from clang. This one is all that is needed
/// here, and costs the compiler less.
template <class T = void>
class [[nodiscard]] Task {
public:
    struct promise_type : TaskResult<T> {
        std::exception_ptr fault;
        std::coroutine_handle<> awaiting = std::noop_coroutine();

        Task get_return_object() {
            return Task(std::coroutine_handle<promise_type>::from_promise(*this));
        }
        [[nodiscard]] std::suspend_always initial_suspend() const noexcept { return {}; }
        [[nodiscard]] auto final_suspend() const noexcept {
            struct Return {
                [[nodiscard]] bool await_ready() const noexcept { return false; }
                [[nodiscard]] std::coroutine_handle<> await_suspend(
                    std::coroutine_handle<promise_type> ended) const noexcept {
                    return ended.promise().awaiting;
                }
                void await_resume() const noexcept {}
            };
            return Return{};
        }
        void unhandled_exception() noexcept { fault = std::current_exception(); }
    };

    Task(Task&& other) noexcept : handle_(std::exchange(other.handle_, {})) {}
    Task& operator=(Task&& other) noexcept {
        std::swap(handle_, other.handle_);
        return *this;
    }
    ~Task() {
        if (handle_) handle_.destroy();
    }

    /// Begins, up to the first wait or the end. For work that nobody awaits.
    void start() { handle_.resume(); }

    [[nodiscard]] bool has_ended() const noexcept { return handle_.done(); }

    /// What came of it; throws what it threw. @pre It has ended.
    T result() {
        if (handle_.promise().fault) std::rethrow_exception(handle_.promise().fault);
        return handle_.promise().take();
    }

    [[nodiscard]] bool await_ready() const noexcept { return false; }
    std::coroutine_handle<> await_suspend(std::coroutine_handle<> awaiting) noexcept {
        handle_.promise().awaiting = awaiting;
        return handle_;
    }
    T await_resume() { return result(); }

private:
    explicit Task(std::coroutine_handle<promise_type> handle) : handle_(handle) {}

    std::coroutine_handle<promise_type> handle_;
};

/// Work that nobody waits for: it begins at once and cleans up after itself.
struct Detached {
    struct promise_type {
        [[nodiscard]] Detached get_return_object() const noexcept { return {}; }
        [[nodiscard]] std::suspend_never initial_suspend() const noexcept { return {}; }
        [[nodiscard]] std::suspend_never final_suspend() const noexcept { return {}; }
        void return_void() const noexcept {}
        void unhandled_exception() const noexcept { std::terminate(); }
    };
};

}  // namespace detail
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
