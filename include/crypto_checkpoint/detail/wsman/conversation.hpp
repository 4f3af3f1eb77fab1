// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_DETAIL_WSMAN_CONVERSATION_HPP
#define CRYPTO_CHECKPOINT_DETAIL_WSMAN_CONVERSATION_HPP

#include <crypto_checkpoint/http.hpp>

#include <coroutine>
#include <exception>
#include <optional>
#include <utility>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail {

/// Where a conversation leaves the message it wants posted, and finds the answer. Whoever moves the
/// bytes looks here; the conversation itself never touches a socket.
class Exchange {
public:
    Exchange() = default;
    Exchange(const Exchange&) = delete;
    Exchange& operator=(const Exchange&) = delete;

    /// The message that is to be posted now; nothing once the conversation has ended.
    [[nodiscard]] const std::string* message() const noexcept {
        return message_ ? &*message_ : nullptr;
    }

    /// Goes on with the answer, up to the next message or the end.
    void answer(Result<HttpAnswer> answer) {
        answer_ = std::move(answer);
        message_.reset();
        std::exchange(waiting_, {}).resume();
    }

    /// To be awaited by a conversation: posts a message.
    auto post(std::string message) {
        struct Awaiter {
            Exchange* exchange;
            bool await_ready() const noexcept { return false; }
            void await_suspend(std::coroutine_handle<> conversation) const noexcept {
                exchange->waiting_ = conversation;
            }
            Result<HttpAnswer> await_resume() const { return std::move(exchange->answer_); }
        };
        message_ = std::move(message);
        return Awaiter{this};
    }

private:
    std::optional<std::string> message_;
    Result<HttpAnswer> answer_;
    std::coroutine_handle<> waiting_;
};

/// Something said in several messages, as a coroutine: it is suspended wherever it waits for an
/// answer, so one thread can hold as many conversations as it likes. Conversations may await others.
///
/// It keeps references to its arguments as any coroutine does: they must outlive it.
template <class T>
class [[nodiscard]] Conversation {
public:
    struct promise_type {
        std::optional<T> result;
        std::exception_ptr fault;
        std::coroutine_handle<> awaiting = std::noop_coroutine();

        Conversation get_return_object() {
            return Conversation(std::coroutine_handle<promise_type>::from_promise(*this));
        }
        std::suspend_always initial_suspend() const noexcept { return {}; }
        auto final_suspend() const noexcept {
            struct Return {
                bool await_ready() const noexcept { return false; }
                std::coroutine_handle<> await_suspend(
                    std::coroutine_handle<promise_type> ended) const noexcept {
                    return ended.promise().awaiting;
                }
                void await_resume() const noexcept {}
            };
            return Return{};
        }
        template <class Value>
        void return_value(Value&& value) {
            result.emplace(std::forward<Value>(value));
        }
        void unhandled_exception() noexcept { fault = std::current_exception(); }
    };

    Conversation(Conversation&& other) noexcept : handle_(std::exchange(other.handle_, {})) {}
    Conversation& operator=(Conversation&& other) noexcept {
        std::swap(handle_, other.handle_);
        return *this;
    }
    ~Conversation() {
        if (handle_) handle_.destroy();
    }

    /// Begins, up to the first message or the end.
    void start() { handle_.resume(); }

    [[nodiscard]] bool has_ended() const noexcept { return handle_.done(); }

    /// What came of it. @pre It has ended.
    T result() {
        if (handle_.promise().fault) std::rethrow_exception(handle_.promise().fault);
        return std::move(*handle_.promise().result);
    }

    /// For a conversation that waits for this one.
    [[nodiscard]] bool await_ready() const noexcept { return false; }
    std::coroutine_handle<> await_suspend(std::coroutine_handle<> awaiting) noexcept {
        handle_.promise().awaiting = awaiting;
        return handle_;
    }
    T await_resume() { return result(); }

private:
    explicit Conversation(std::coroutine_handle<promise_type> handle) : handle_(handle) {}

    std::coroutine_handle<promise_type> handle_;
};

/// Holds a conversation to its end, one message after the other.
template <class T, HttpTransport Transport>
T hold(Conversation<T> conversation, Exchange& exchange, Transport& transport) {
    conversation.start();
    while (const std::string* const message = exchange.message())
        exchange.answer(transport.post(*message));
    return conversation.result();
}

}  // namespace detail
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
