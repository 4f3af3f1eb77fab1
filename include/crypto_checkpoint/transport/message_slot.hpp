// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_TRANSPORT_MESSAGE_SLOT_HPP
#define CRYPTO_CHECKPOINT_TRANSPORT_MESSAGE_SLOT_HPP

#include <crypto_checkpoint/detail/task.hpp>
#include <crypto_checkpoint/error/error.hpp>
#include <crypto_checkpoint/transport/http_transport.hpp>

#include <coroutine>
#include <optional>
#include <string>
#include <utility>

namespace crypto_checkpoint {
inline namespace v0 {

/// The mailbox between a task and its transport: one outgoing message, one incoming response. The task
/// itself never touches a socket.
/// @par Units and encoding  messages are UTF-8
/// @par Example
/// @snippet reference/serving.cpp client
class MessageSlot {
public:
    /// No message yet.
    MessageSlot() = default;
    /// Not copied: a task refers to it.
    MessageSlot(const MessageSlot&) = delete;
    /// Not copied: a task refers to it.
    MessageSlot& operator=(const MessageSlot&) = delete;

    /// The message to post now; null once the task has ended.
    [[nodiscard]] const std::string* message() const noexcept {
        return message_ ? &*message_ : nullptr;
    }

    /// Resumes the task with the response, up to its next message or its end.
    /// @pre  message() is not null
    void resume(Result<TransportResponse> response) {
        response_ = std::move(response);
        message_.reset();
        std::exchange(waiting_, {}).resume();
    }

    /// To be awaited by a task: posts @p message and returns the response, a
    /// `Result<TransportResponse>`.
    auto post(std::string message) {
        struct Awaiter {
            MessageSlot* slot;
            [[nodiscard]] bool await_ready() const noexcept { return false; }
            void await_suspend(std::coroutine_handle<> task) const noexcept {
                slot->waiting_ = task;
            }
            [[nodiscard]] Result<TransportResponse> await_resume() const {
                return std::move(slot->response_);
            }
        };
        message_ = std::move(message);
        return Awaiter{this};
    }

private:
    std::optional<std::string> message_;
    Result<TransportResponse> response_;
    std::coroutine_handle<> waiting_;
};

/// A request that takes several round trips, as a lazily started coroutine: it is suspended while it
/// waits for a response, which lets one thread run many of them. Tasks may await other tasks.
///
/// Exceptions propagate to the awaiter or to run_to_completion(). As with any coroutine, arguments
/// passed by reference must outlive it.
/// @par Thread safety  one thread at a time, together with its MessageSlot
/// @par Example
/// @snippet reference/serving.cpp client
/// @see run_to_completion() for one task, for_each_cluster() for many
template <class T>
using Task = detail::Task<T>;

/// Runs a task on the calling thread, message by message.
/// @param task       not started yet
/// @param slot       the one that the task was made with
/// @param transport  posts the messages and blocks until each response
/// @return           the result of the task
/// @par Example
/// @snippet reference/serving.cpp client
template <class T, HttpTransport Transport>
T run_to_completion(Task<T> task, MessageSlot& slot, Transport& transport) {
    task.start();
    while (const std::string* const message = slot.message()) slot.resume(transport.post(*message));
    return task.result();
}

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
