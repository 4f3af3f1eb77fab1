// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_SERVER_DETAIL_GUESS_LIMITER_HPP
#define CRYPTO_CHECKPOINT_SERVER_DETAIL_GUESS_LIMITER_HPP

#include <crypto_checkpoint/detail/config.hpp>

#include <boost/asio/ip/address.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail::http {

/// Decides how long a request with a password waits before the password is checked. Each wrong one
/// doubles the wait of its address, and requests of an address wait one after the other: more
/// connections do not make more guesses. The numbers are chosen.
class GuessLimiter {
public:
    using Clock = std::chrono::steady_clock;

    /// @param max_wait  of one request after another; 0: there is no wait
    explicit GuessLimiter(std::chrono::milliseconds max_wait) : max_wait_(max_wait) {}

    /// An IPv4 address, or the network of an IPv6 address: one client has 2^64 of these.
    static std::uint64_t key_of(const boost::asio::ip::address& address) {
        if (address.is_v4()) return address.to_v4().to_uint();
        const auto bytes = address.to_v6().to_bytes();
        if (address.to_v6().is_v4_mapped())
            return boost::asio::ip::make_address_v4(boost::asio::ip::v4_mapped, address.to_v6())
                .to_uint();
        std::uint64_t key = 0;
        for (std::size_t i = 0; i != 8; ++i) key = key << 8U | bytes[i];
        return key;
    }

    /// The time at which the next password of an address may be checked, which is then taken. nullopt:
    /// too many are waiting.
    std::optional<Clock::time_point> reserve(std::uint64_t address, Clock::time_point now) {
        Guesses* const guesses = find(address, now);
        if (!guesses) return now;
        const auto turn = (std::max)(guesses->next, now);
        if (turn - now > max_queue * max_wait_) return std::nullopt;
        guesses->next = turn + wait_after(guesses->wrong);
        return turn;
    }

    void add_wrong(std::uint64_t address, Clock::time_point now) {
        if (max_wait_.count() <= 0) return;
        Guesses* guesses = find(address, now);
        if (!guesses) guesses = &add(address);
        guesses->last = now;
        guesses->wrong = (std::min)(guesses->wrong + 1, 30U);
        guesses->next = (std::max)(guesses->next, now + wait_after(guesses->wrong));
    }

    void forget(std::uint64_t address) {
        std::erase_if(guesses_, [&](const Guesses& one) { return one.address == address; });
    }

private:
    static constexpr std::chrono::milliseconds first_wait{100};
    static constexpr std::chrono::minutes memory{1};
    static constexpr int max_queue = 5;
    static constexpr std::size_t max_addresses = 1024;

    struct Guesses {
        std::uint64_t address;
        unsigned wrong = 0;
        Clock::time_point last{};
        Clock::time_point next{};
    };

    [[nodiscard]] std::chrono::milliseconds wait_after(unsigned wrong) const {
        return (std::min)(first_wait * (std::int64_t{1} << (wrong - 1)), max_wait_);
    }

    Guesses* find(std::uint64_t address, Clock::time_point now) {
        if (guesses_.empty()) return nullptr;
        const auto found = std::ranges::find(guesses_, address, &Guesses::address);
        if (found == guesses_.end()) return nullptr;
        if (now - found->last < memory) return &*found;
        guesses_.erase(found);
        return nullptr;
    }

    /// Replaces the address that has guessed least recently, if there are too many.
    Guesses& add(std::uint64_t address) {
        if (guesses_.size() < max_addresses) return guesses_.emplace_back(Guesses{address});
        return *std::ranges::min_element(guesses_, {}, &Guesses::last) = Guesses{address};
    }

    std::chrono::milliseconds max_wait_;
    std::vector<Guesses> guesses_;
};

}  // namespace detail::http
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
