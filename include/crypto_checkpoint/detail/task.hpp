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

/// The result part of a promise.
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

/// A lazily started coroutine: it runs once it is awaited or started. At final suspend it resumes its
/// awaiter by symmetric transfer; exceptions propagate to the awaiter or to result().
///
/// asio::awaitable would do for server/, but Boost 1.74 hides it from clang, and transport/ has no
/// Asio.
template <class T = void>
class [[nodiscard]] Task {
public:
    struct promise_type : TaskResult<T> {
        std::exception_ptr exception;
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
        void unhandled_exception() noexcept { exception = std::current_exception(); }
    };

    Task(Task&& other) noexcept : handle_(std::exchange(other.handle_, {})) {}
    Task& operator=(Task&& other) noexcept {
        std::swap(handle_, other.handle_);
        return *this;
    }
    ~Task() {
        if (handle_) handle_.destroy();
    }

    /// Runs up to the first suspension or the end. For a task without an awaiter.
    void start() { handle_.resume(); }

    [[nodiscard]] bool has_ended() const noexcept { return handle_.done(); }

    /// Returns the result or rethrows the exception. @pre has_ended()
    T result() {
        if (handle_.promise().exception) std::rethrow_exception(handle_.promise().exception);
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

/// Where one coroutine waits, `co_await pause`, until another function resumes it.
class Pause {
public:
    [[nodiscard]] bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> awaiting) noexcept { awaiting_ = awaiting; }
    void await_resume() const noexcept {}

    /// Returns false if none is waiting.
    bool resume() {
        const auto awaiting = std::exchange(awaiting_, {});
        if (awaiting) awaiting.resume();
        return static_cast<bool>(awaiting);
    }

private:
    std::coroutine_handle<> awaiting_;
};

/// An eagerly started coroutine without an awaiter, which destroys itself at its end. Its function must
/// catch all exceptions.
struct Detached {
    struct promise_type {
        [[nodiscard]] Detached get_return_object() const noexcept { return {}; }
        [[nodiscard]] std::suspend_never initial_suspend() const noexcept { return {}; }
        [[nodiscard]] std::suspend_never final_suspend() const noexcept { return {}; }
        void return_void() const noexcept {}
        [[noreturn]] void unhandled_exception() const noexcept { std::terminate(); }
    };
};

}  // namespace detail
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
