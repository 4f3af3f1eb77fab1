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

/// Where a conversation leaves the message it wants posted, and finds the answer. Whoever moves the
/// bytes looks here; the conversation itself never touches a socket.
/// @par Units and encoding  messages are UTF-8
/// @par Thread safety  one thread at a time, together with its conversation
/// @par Example
/// @snippet reference/serving.cpp client
class MessageSlot {
public:
    /// No message yet.
    MessageSlot() = default;
    /// Not copied: a conversation refers to it.
    MessageSlot(const MessageSlot&) = delete;
    /// Not copied: a conversation refers to it.
    MessageSlot& operator=(const MessageSlot&) = delete;

    /// The message that is to be posted now; nothing once the conversation has ended.
    [[nodiscard]] const std::string* message() const noexcept {
        return message_ ? &*message_ : nullptr;
    }

    /// Goes on with the answer, up to the next message or the end.
    /// @param answer  as HttpTransport gives one
    /// @pre  a message is waiting: message() is not null
    void answer(Result<TransportResponse> answer) {
        answer_ = std::move(answer);
        message_.reset();
        std::exchange(waiting_, {}).resume();
    }

    /// To be awaited by a conversation: posts @p message and gives the answer, a
    /// `Result<TransportResponse>`.
    auto post(std::string message) {
        struct Awaiter {
            MessageSlot* exchange;
            [[nodiscard]] bool await_ready() const noexcept { return false; }
            void await_suspend(std::coroutine_handle<> conversation) const noexcept {
                exchange->waiting_ = conversation;
            }
            [[nodiscard]] Result<TransportResponse> await_resume() const {
                return std::move(exchange->answer_);
            }
        };
        message_ = std::move(message);
        return Awaiter{this};
    }

private:
    std::optional<std::string> message_;
    Result<TransportResponse> answer_;
    std::coroutine_handle<> waiting_;
};

/// Something said in several messages, as a coroutine: it is suspended wherever it waits for an
/// answer, so one thread can hold as many conversations as it likes. Conversations may await others.
///
/// It begins when it is held or awaited. What it throws, whoever holds or awaits it gets. As with any
/// coroutine, what is handed to it by reference must outlive it.
/// @par Errors  those that T can hold: what WsmanClient says comes to a Result
/// @par Thread safety  one thread at a time, together with its MessageSlot
/// @par Example
/// @snippet reference/serving.cpp client
/// @see run_to_completion() for one of them, for_each_cluster() for many
template <class T>
using Task = detail::Task<T>;

/// Holds a conversation to its end, one message after the other.
/// @param conversation  not begun yet
/// @param exchange      the one that it was made with
/// @param transport     moves the messages, and waits for answers
/// @return              what the conversation comes to
/// @par Example
/// @snippet reference/serving.cpp client
template <class T, HttpTransport Transport>
T run_to_completion(Task<T> conversation, MessageSlot& exchange, Transport& transport) {
    conversation.start();
    while (const std::string* const message = exchange.message())
        exchange.answer(transport.post(*message));
    return conversation.result();
}

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
