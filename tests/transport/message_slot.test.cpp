// SPDX-License-Identifier: BSL-1.0
#include "support/catch.hpp"
#include <crypto_checkpoint/transport/message_slot.hpp>

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

using namespace crypto_checkpoint;

namespace {

/// Posts a message and says what came back. Its text is long, so that a leak of it is seen.
Task<std::string> say(MessageSlot& exchange, std::string message) {
    const auto answer = co_await exchange.post("say " + message + std::string(40, '.'));
    co_return answer ? answer->body : "failed";
}

Task<std::string> say_twice(MessageSlot& exchange, std::string message) {
    auto first = say(exchange, message);
    std::string text = co_await first;
    auto second = say(exchange, message + " again");
    text += ", " + co_await second;
    co_return text;
}

Task<std::string> say_nothing(MessageSlot&) { co_return "silence"; }

Task<std::string> fail(MessageSlot& exchange, bool before) {
    if (before) throw std::runtime_error("before");
    (void)co_await exchange.post("x");
    throw std::runtime_error("after");
}

Task<std::string> wrap(MessageSlot& exchange, bool before, bool catches) {
    auto inner = fail(exchange, before);
    try {
        co_return co_await inner;
    } catch (const std::runtime_error& error) {
        if (!catches) throw;
        co_return std::string("caught ") + error.what();
    }
}

/// Counts down in conversations inside each other.
Task<int> descend(MessageSlot& exchange, int depth) {
    if (depth == 0) {
        const auto answer = co_await exchange.post("bottom");
        co_return answer ? 1 : 0;
    }
    auto deeper = descend(exchange, depth - 1);
    co_return 1 + co_await deeper;
}

struct Echo {
    std::vector<std::string> messages;
    Result<TransportResponse> post(std::string_view message) {
        messages.emplace_back(message.substr(0, message.find('.')));
        TransportResponse answer;
        answer.body = "re: " + messages.back();
        return answer;
    }
};

struct Throwing {
    static Result<TransportResponse> post(std::string_view) {
        throw std::runtime_error("transport");
    }
};

template <class Begin>
std::string fault_of(Begin begin) {
    try {
        (void)begin();
        return "none";
    } catch (const std::runtime_error& error) {
        return error.what();
    }
}

}  // namespace

TEST_CASE("a conversation is held message by message", "[wsman]") {
    MessageSlot exchange;
    Echo echo;
    CHECK(run_to_completion(say(exchange, "a"), exchange, echo) == "re: say a");
    CHECK(run_to_completion(say_twice(exchange, "b"), exchange, echo) ==
          "re: say b, re: say b again");
    CHECK(run_to_completion(say_nothing(exchange), exchange, echo) == "silence");
    CHECK(echo.messages == std::vector<std::string>{"say a", "say b", "say b again"});
    CHECK(exchange.message() == nullptr);
}

TEST_CASE("conversations stand inside each other to any depth", "[wsman]") {
    MessageSlot exchange;
    Echo echo;
    CHECK(run_to_completion(descend(exchange, 500), exchange, echo) == 501);
    CHECK(echo.messages.size() == 1);
}

TEST_CASE("an exception comes out where the result would", "[wsman]") {
    MessageSlot exchange;
    Echo echo;
    CHECK(fault_of([&] { return run_to_completion(fail(exchange, true), exchange, echo); }) ==
          "before");
    CHECK(fault_of([&] { return run_to_completion(fail(exchange, false), exchange, echo); }) ==
          "after");
    CHECK(fault_of([&] {
              return run_to_completion(wrap(exchange, false, false), exchange, echo);
          }) == "after");
    CHECK(run_to_completion(wrap(exchange, true, true), exchange, echo) == "caught before");
    CHECK(run_to_completion(wrap(exchange, false, true), exchange, echo) == "caught after");
    Throwing throwing;
    MessageSlot other;
    CHECK(fault_of([&] { return run_to_completion(say_twice(other, "a"), other, throwing); }) ==
          "transport");
}

TEST_CASE("a conversation may be given up anywhere", "[wsman]") {
    {
        MessageSlot exchange;
        const auto not_begun = say_twice(exchange, "a");
    }
    for (int answers = 0; answers != 3; ++answers) {
        MessageSlot exchange;
        auto conversation = std::make_unique<Task<std::string>>(say_twice(exchange, "a"));
        conversation->start();
        for (int i = 0; i != answers; ++i) exchange.answer(TransportResponse{});
        CHECK(conversation->has_ended() == (answers == 2));
        conversation.reset();
    }
}

TEST_CASE("a conversation can be moved while it waits", "[wsman]") {
    MessageSlot exchange;
    std::vector<Task<std::string>> conversations;
    conversations.push_back(say(exchange, "a"));
    conversations.back().start();
    conversations.push_back(say_nothing(exchange));  // moves the first
    Task<std::string> taken = std::move(conversations.front());
    conversations.clear();
    exchange.answer(TransportResponse{
        .status = 0, .content_type = {}, .location = {}, .authenticate = {}, .body = "x"});
    REQUIRE(taken.has_ended());
    CHECK(taken.result() == "x");
}

TEST_CASE("one thread holds many conversations, answered in any order", "[wsman]") {
    constexpr std::size_t many = 1000;
    std::vector<std::unique_ptr<MessageSlot>> exchanges;
    std::vector<Task<std::string>> conversations;
    for (std::size_t i = 0; i != many; ++i) {
        exchanges.push_back(std::make_unique<MessageSlot>());
        conversations.push_back(say_twice(*exchanges.back(), std::to_string(i)));
        conversations.back().start();
    }
    Echo echo;
    for (const bool is_forward : {true, false})
        for (std::size_t i = 0; i != many; ++i) {
            MessageSlot& exchange = *exchanges[is_forward ? i * 7 % many : many - 1 - i];
            exchange.answer(echo.post(*exchange.message()));
        }
    const auto answers_to = [](const std::string& number) {
        return "re: say " + number + ", re: say " + number + " again";
    };
    for (std::size_t i = 0; i != many; ++i) {
        REQUIRE(conversations[i].has_ended());
        CHECK(conversations[i].result() == answers_to(std::to_string(i)));
    }
}
