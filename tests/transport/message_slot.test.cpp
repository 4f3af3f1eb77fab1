// SPDX-License-Identifier: BSL-1.0
#include "support/catch.hpp"
#include <crypto_checkpoint/transport/message_slot.hpp>

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

using namespace crypto_checkpoint;

namespace {

/// Posts a message and returns the response. Its text is long: a leak check must see it.
Task<std::string> say(MessageSlot& slot, std::string message) {
    const auto response = co_await slot.post("say " + message + std::string(40, '.'));
    co_return response ? response->body : "failed";
}

Task<std::string> say_twice(MessageSlot& slot, std::string message) {
    auto first = say(slot, message);
    std::string text = co_await first;
    auto second = say(slot, message + " again");
    text += ", " + co_await second;
    co_return text;
}

Task<std::string> say_nothing(MessageSlot&) { co_return "silence"; }

Task<std::string> fail(MessageSlot& slot, bool before) {
    if (before) throw std::runtime_error("before");
    (void)co_await slot.post("x");
    throw std::runtime_error("after");
}

Task<std::string> wrap(MessageSlot& slot, bool before, bool catches) {
    auto inner = fail(slot, before);
    try {
        co_return co_await inner;
    } catch (const std::runtime_error& error) {
        if (!catches) throw;
        co_return std::string("caught ") + error.what();
    }
}

/// Awaits itself @p depth times.
Task<int> descend(MessageSlot& slot, int depth) {
    if (depth == 0) {
        const auto response = co_await slot.post("bottom");
        co_return response ? 1 : 0;
    }
    auto deeper = descend(slot, depth - 1);
    co_return 1 + co_await deeper;
}

struct Echo {
    std::vector<std::string> messages;
    Result<TransportResponse> post(std::string_view message) {
        messages.emplace_back(message.substr(0, message.find('.')));
        TransportResponse response;
        response.body = "re: " + messages.back();
        return response;
    }
};

struct Throwing {
    static Result<TransportResponse> post(std::string_view) {
        throw std::runtime_error("transport");
    }
};

template <class Begin>
std::string exception_of(Begin begin) {
    try {
        (void)begin();
        return "none";
    } catch (const std::runtime_error& error) {
        return error.what();
    }
}

}  // namespace

TEST_CASE("run_to_completion: posts message by message", "[transport]") {
    MessageSlot slot;
    Echo echo;
    CHECK(run_to_completion(say(slot, "a"), slot, echo) == "re: say a");
    CHECK(run_to_completion(say_twice(slot, "b"), slot, echo) == "re: say b, re: say b again");
    CHECK(run_to_completion(say_nothing(slot), slot, echo) == "silence");
    CHECK(echo.messages == std::vector<std::string>{"say a", "say b", "say b again"});
    CHECK(slot.message() == nullptr);
}

TEST_CASE("Task: awaits other tasks to any depth", "[transport]") {
    MessageSlot slot;
    Echo echo;
    CHECK(run_to_completion(descend(slot, 500), slot, echo) == 501);
    CHECK(echo.messages.size() == 1);
}

TEST_CASE("Task: propagates exceptions to the awaiter and to run_to_completion", "[transport]") {
    MessageSlot slot;
    Echo echo;
    CHECK(exception_of([&] { return run_to_completion(fail(slot, true), slot, echo); }) ==
          "before");
    CHECK(exception_of([&] { return run_to_completion(fail(slot, false), slot, echo); }) ==
          "after");
    CHECK(exception_of([&] { return run_to_completion(wrap(slot, false, false), slot, echo); }) ==
          "after");
    CHECK(run_to_completion(wrap(slot, true, true), slot, echo) == "caught before");
    CHECK(run_to_completion(wrap(slot, false, true), slot, echo) == "caught after");
    Throwing throwing;
    MessageSlot other;
    CHECK(exception_of([&] { return run_to_completion(say_twice(other, "a"), other, throwing); }) ==
          "transport");
}

TEST_CASE("Task: can be destroyed at every suspension", "[transport]") {
    {
        MessageSlot slot;
        const auto not_begun = say_twice(slot, "a");
    }
    for (int responses = 0; responses != 3; ++responses) {
        MessageSlot slot;
        auto task = std::make_unique<Task<std::string>>(say_twice(slot, "a"));
        task->start();
        for (int i = 0; i != responses; ++i) slot.resume(TransportResponse{});
        CHECK(task->has_ended() == (responses == 2));
        task.reset();
    }
}

TEST_CASE("Task: can be moved while it is suspended", "[transport]") {
    MessageSlot slot;
    std::vector<Task<std::string>> tasks;
    tasks.push_back(say(slot, "a"));
    tasks.back().start();
    tasks.push_back(say_nothing(slot));  // moves the first
    Task<std::string> taken = std::move(tasks.front());
    tasks.clear();
    slot.resume(TransportResponse{
        .status = 0, .content_type = {}, .location = {}, .authenticate = {}, .body = "x"});
    REQUIRE(taken.has_ended());
    CHECK(taken.result() == "x");
}

TEST_CASE("Task: many run on one thread, with responses in any order", "[transport]") {
    constexpr std::size_t many = 1000;
    std::vector<std::unique_ptr<MessageSlot>> slots;
    std::vector<Task<std::string>> tasks;
    for (std::size_t i = 0; i != many; ++i) {
        slots.push_back(std::make_unique<MessageSlot>());
        tasks.push_back(say_twice(*slots.back(), std::to_string(i)));
        tasks.back().start();
    }
    Echo echo;
    for (const bool is_forward : {true, false})
        for (std::size_t i = 0; i != many; ++i) {
            MessageSlot& slot = *slots[is_forward ? i * 7 % many : many - 1 - i];
            slot.resume(echo.post(*slot.message()));
        }
    const auto answers_to = [](const std::string& number) {
        return "re: say " + number + ", re: say " + number + " again";
    };
    for (std::size_t i = 0; i != many; ++i) {
        REQUIRE(tasks[i].has_ended());
        CHECK(tasks[i].result() == answers_to(std::to_string(i)));
    }
}
