// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_TRANSPORT_FOR_EACH_CLUSTER_HPP
#define CRYPTO_CHECKPOINT_TRANSPORT_FOR_EACH_CLUSTER_HPP

#include <crypto_checkpoint/error/errc.hpp>
#include <crypto_checkpoint/error/error.hpp>
#include <crypto_checkpoint/transport/cluster_address.hpp>
#include <crypto_checkpoint/transport/detail/curl_multi.hpp>
#include <crypto_checkpoint/transport/detail/curl_request.hpp>
#include <crypto_checkpoint/transport/message_slot.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <expected>
#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <type_traits>
#include <utility>

namespace crypto_checkpoint {
inline namespace v0 {

/// How for_each_cluster() goes about it.
/// @par Thread safety  a value; `tick` is called on the thread that called for_each_cluster()
/// @par Source  its numbers are chosen
struct ForEachOptions {
    /// Conversations that are open; at least one is. More than there may be clusters that hang, or
    /// others wait for them: see there.
    std::size_t max_in_flight = 64;
    /// Called on the calling thread, every 100 ms or more often, unless `start` or `done` take
    /// longer. Returns whether to go on.
    std::function<bool()> tick{};
};

/// @cond
namespace detail {

/// The conversations of for_each_cluster() that are open.
template <class Start, class Done>
class ConcurrentRunner {
public:
    ConcurrentRunner(std::span<const ClusterAddress> clusters, Start& start, Done& done,
                     const ForEachOptions& options)
        : clusters_(clusters), start_(start), done_(done), options_(options) {}

    void run() {
        const std::size_t most = (std::max)(options_.max_in_flight, std::size_t(1));
        while (goes_on_) {
            while (goes_on_ && talks_.size() < most && next_ != clusters_.size()) begin_next();
            if (talks_.empty()) break;
            multi_.perform();
            while (const auto ended = goes_on_ ? multi_.next_ended() : std::nullopt)
                answer(*static_cast<Talk*>(ended->owner), ended->code);
            look_at_clock();
            // A talk that has ended may have made room for another.
            const bool may_wait = talks_.size() == most || next_ == clusters_.size();
            if (goes_on_ && may_wait && !talks_.empty()) multi_.wait(until_tick());
        }
        while (!talks_.empty()) give_up(talks_.front());
        while (next_ != clusters_.size()) begin_next();
    }

private:
    using Task = std::invoke_result_t<Start&, std::size_t, MessageSlot&>;
    using Clock = std::chrono::steady_clock;
    static constexpr std::chrono::milliseconds tick_length{100};

    /// Declared in the order in which they may end: last the message, which libcurl reads from.
    struct Talk {
        Talk(ConcurrentRunner& all, std::size_t cluster)
            : talks(all), index(cluster), task(all.start_(cluster, exchange)) {}
        Talk(const Talk&) = delete;
        Talk& operator=(const Talk&) = delete;
        ~Talk() { stop(); }

        void stop() noexcept {
            if (is_posting) talks.multi_.remove(**post);
            is_posting = false;
        }

        ConcurrentRunner& talks;
        std::size_t index;
        MessageSlot exchange;
        Task task;
        CurlConnections connections;
        Result<std::unique_ptr<CurlPost>> post;
        bool is_posting = false;
        typename std::list<Talk>::iterator place;
    };

    void begin_next() {
        Talk& talk = talks_.emplace_front(*this, next_++);
        talk.place = talks_.begin();
        if (goes_on_) {
            talk.post = CurlPost::make(clusters_[talk.index]);
            if (talk.post) talk.connections.serve(**talk.post);
        } else {
            talk.post = std::unexpected(not_asked(talk.index));
        }
        talk.task.start();
        resume(talk);
    }

    /// Posts the next message of a talk, or comes to its end.
    void resume(Talk& talk) {
        while (const std::string* const message = talk.exchange.message()) {
            if (talk.post) {
                (*talk.post)->begin(*message);
                multi_.add(**talk.post, &talk);
                talk.is_posting = true;
                return;
            }
            talk.exchange.answer(std::unexpected(talk.post.error()));
        }
        // The connection is closed before others hear of it.
        std::list<Talk> ended;
        ended.splice(ended.begin(), talks_, talk.place);
        auto result = talk.task.result();
        const std::size_t index = talk.index;
        ended.clear();
        done_(index, std::move(result));
        look_at_clock();
    }

    void answer(Talk& talk, CURLcode code) {
        talk.stop();
        talk.exchange.answer((*talk.post)->end(code));
        resume(talk);
    }

    /// Ends a talk: with what is true of the message that is under way, and with no other.
    void give_up(Talk& talk) {
        Error abort_error = (*talk.post)->abort_error();
        talk.stop();
        talk.post = std::unexpected(not_asked(talk.index));
        talk.exchange.answer(std::unexpected(std::move(abort_error)));
        resume(talk);
    }

    [[nodiscard]] Error not_asked(std::size_t index) const {
        Error error(Errc::cluster_unreachable, "not asked");
        if (clusters_[index].check()) error.context = clusters_[index].url;
        return error;
    }

    void look_at_clock() {
        if (!goes_on_ || !options_.tick || Clock::now() < next_tick_) return;
        next_tick_ = Clock::now() + tick_length;
        goes_on_ = options_.tick();
    }

    [[nodiscard]] std::chrono::milliseconds until_tick() const {
        if (!options_.tick) return std::chrono::seconds(1);
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(next_tick_ - Clock::now());
        return std::clamp(left, std::chrono::milliseconds(0), tick_length);
    }

    std::span<const ClusterAddress> clusters_;
    Start& start_;
    Done& done_;
    const ForEachOptions& options_;
    CurlMulti multi_;
    std::list<Talk> talks_;  // each removes itself from multi_
    std::size_t next_ = 0;
    bool goes_on_ = true;
    Clock::time_point next_tick_ = Clock::now();
};

}  // namespace detail
/// @endcond

/// Holds a conversation with each of many clusters, many of them at once, on the calling thread.
///
/// Results come as they are ready, each cluster's once. A cluster that is slow or dead takes one of
/// ForEachOptions::max_in_flight places, for as long as its timeouts allow. As long as there are places
/// left it delays nobody else. Where more clusters hang than there are places, those that come after
/// them wait: with 100 that hang, one after the other, and 64 places, the next one is asked when the
/// first of those have timed out. At worst it takes a timeout for each max_in_flight of those that hang.
///
/// Every conversation has a connection of its own, which is kept from one of its messages to the
/// next and closed at its end.
///
/// Where `tick` returns false, what is open is given up: a message that has left is answered with
/// outcome_unknown, and all that would follow with cluster_unreachable, "not asked". So `done` is
/// still called for each cluster.
///
/// What `start`, `done`, `tick` or a conversation throw passes through; all connections are closed.
/// @param clusters  where they are; an address that is not valid answers each message with what
///                  ClusterAddress::check() says
/// @param start     `start(std::size_t index, MessageSlot& exchange)` returns a
///                  `Task<T>` over that exchange. It is not called for more
///                  clusters ahead than can be open.
/// @param done      `done(std::size_t index, T result)`
/// @param options   how many at once, and whether to go on
/// @par Errors      none of its own: each result has its own, as ClusterAddress::check() and WsmanBackend
/// @par Memory      max_in_flight conversations and connections, whatever the number of clusters.
///                  libcurl 7.87 or newer reads the file of a certificate authority once for all.
/// @par Open files  a socket for each conversation, for a while up to eight of them: IPv4 and IPv6 are
///                  tried at once, and names are looked up. Where the system's limit leaves too few, a
///                  cluster that is well is told as cluster_unreachable; so raise the limit, or take
///                  fewer at once.
/// @par Thread safety  two calls on two threads know nothing of each other
/// @par Example
/// @snippet many_clusters.cpp many
template <class Start, class Done>
void for_each_cluster(std::span<const ClusterAddress> clusters, Start start, Done done,
                      const ForEachOptions& options = {}) {
    detail::ConcurrentRunner<Start, Done>(clusters, start, done, options).run();
}

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
