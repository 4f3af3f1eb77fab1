// SPDX-License-Identifier: BSL-1.0
#include "support/catch.hpp"
#include <crypto_checkpoint/server/detail/guess_limiter.hpp>

using namespace crypto_checkpoint::detail::http;
using namespace std::chrono_literals;

namespace {

const GuessLimiter::Clock::time_point begin{1h};

}  // namespace

TEST_CASE("GuessLimiter: the first password of an address does not wait", "[server]") {
    GuessLimiter limiter(2s);
    CHECK(limiter.reserve(1, begin) == begin);
    CHECK(limiter.reserve(1, begin) == begin);
}

TEST_CASE("GuessLimiter: each wrong password doubles the wait, up to the limit", "[server]") {
    GuessLimiter limiter(1s);
    auto now = begin;
    std::vector<std::chrono::milliseconds> waits;
    for (int i = 0; i != 7; ++i) {
        limiter.add_wrong(1, now);
        const auto turn = limiter.reserve(1, now);
        REQUIRE(turn.has_value());
        waits.push_back(std::chrono::round<std::chrono::milliseconds>(*turn - now));
        now = *turn;
    }
    CHECK(waits == std::vector<std::chrono::milliseconds>{100ms, 200ms, 400ms, 800ms, 1s, 1s, 1s});
    CHECK(limiter.reserve(2, now) == now);
}

TEST_CASE("GuessLimiter: requests wait one after the other, and only so many", "[server]") {
    GuessLimiter limiter(200ms);
    limiter.add_wrong(1, begin);
    limiter.add_wrong(1, begin);
    std::vector<GuessLimiter::Clock::duration> waits;
    for (auto turn = limiter.reserve(1, begin); turn; turn = limiter.reserve(1, begin))
        waits.push_back(*turn - begin);
    CHECK(waits == std::vector<GuessLimiter::Clock::duration>{200ms, 400ms, 600ms, 800ms, 1000ms});
    CHECK(limiter.reserve(1, begin + 1s) == begin + 1200ms);
    CHECK(limiter.reserve(2, begin) == begin);
}

TEST_CASE("GuessLimiter: forgets an address after a right password, or after a minute",
          "[server]") {
    GuessLimiter limiter(2s);
    for (int i = 0; i != 100; ++i) limiter.add_wrong(1, begin);
    limiter.forget(1);
    CHECK(limiter.reserve(1, begin) == begin);
    limiter.add_wrong(1, begin);
    CHECK(limiter.reserve(1, begin + 59s) != std::nullopt);
    limiter.add_wrong(1, begin);
    CHECK(limiter.reserve(1, begin + 1min) == begin + 1min);
}

TEST_CASE("GuessLimiter: remembers a limited number of addresses, the latest ones", "[server]") {
    GuessLimiter limiter(2s);
    constexpr std::uint64_t addresses = 5000;
    for (std::uint64_t one = 0; one != addresses; ++one) limiter.add_wrong(one, begin + one * 1ms);
    const auto now = begin + addresses * 1ms;
    int remembered = 0;
    for (std::uint64_t one = 0; one != addresses; ++one) {
        limiter.add_wrong(addresses, now);
        remembered += limiter.reserve(one, now - 1h) != now - 1h ? 1 : 0;
    }
    CHECK(remembered == 1023);
    CHECK(limiter.reserve(addresses, now) != now);
}

TEST_CASE("GuessLimiter: without a delay, no password waits", "[server]") {
    GuessLimiter limiter(0s);
    for (int i = 0; i != 10; ++i) limiter.add_wrong(1, begin);
    CHECK(limiter.reserve(1, begin) == begin);
}

TEST_CASE("GuessLimiter: an IPv6 network is one client", "[server]") {
    const auto key = [](const char* address) {
        return GuessLimiter::key_of(boost::asio::ip::make_address(address));
    };
    CHECK(key("2001:db8::1") == key("2001:db8::2:3:4"));
    CHECK(key("2001:db8:0:1::1") != key("2001:db8::1"));
    CHECK(key("::ffff:192.0.2.1") == key("192.0.2.1"));
    CHECK(key("192.0.2.1") != key("192.0.2.2"));
}
