// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_TRANSPORT_FOR_EACH_CLUSTER_HPP
#define CRYPTO_CHECKPOINT_TRANSPORT_FOR_EACH_CLUSTER_HPP

#include <crypto_checkpoint/detail/text.hpp>
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

/// Options of for_each_cluster().
/// @par Source  the numbers are chosen
struct ForEachOptions {
    /// Maximum number of tasks and connections open at once; 0 counts as 1. Clusters that hang occupy
    /// their places until they time out, see for_each_cluster().
    std::size_t max_in_flight = 64;
    /// Called on the calling thread at least every 100 ms, unless `start` or `done` take longer.
    /// Returns whether to continue.
    std::function<bool()> tick{};
};

/// @cond
namespace detail {

template <class Start, class Done>
class ConcurrentRunner {
public:
    ConcurrentRunner(std::span<const ClusterAddress> clusters, Start& start, Done& done,
                     const ForEachOptions& options)
        : clusters_(clusters), start_(start), done_(done), options_(options) {}

    void run() {
        const std::size_t max_slots = (std::max)(options_.max_in_flight, std::size_t(1));
        while (running_) {
            while (running_ && slots_.size() < max_slots && next_ != clusters_.size()) start_next();
            if (slots_.empty()) break;
            multi_.perform();
            while (const auto ended = running_ ? multi_.next_ended() : std::nullopt)
                on_response(*static_cast<Slot*>(ended->owner), ended->code);
            poll_tick();
            // A task that has ended may have made room for another.
            const bool may_wait = slots_.size() == max_slots || next_ == clusters_.size();
            if (running_ && may_wait && !slots_.empty()) multi_.wait(until_tick());
        }
        while (!slots_.empty()) abort(slots_.front());
        while (next_ != clusters_.size()) start_next();
    }

private:
    using Task = std::invoke_result_t<Start&, std::size_t, MessageSlot&>;
    using Clock = std::chrono::steady_clock;
    static constexpr std::chrono::milliseconds tick_length{100};

    /// One open task. Members are in the order of destruction, reversed: the message, which libcurl
    /// reads from, goes last.
    struct Slot {
        Slot(ConcurrentRunner& owner, std::size_t cluster)
            : runner(owner), index(cluster), task(owner.start_(cluster, messages)) {}
        Slot(const Slot&) = delete;
        Slot& operator=(const Slot&) = delete;
        ~Slot() { stop(); }

        void stop() noexcept {
            if (is_posting) runner.multi_.remove(**request);
            is_posting = false;
        }

        ConcurrentRunner& runner;
        std::size_t index;
        MessageSlot messages;
        Task task;
        CurlConnections connections;
        Result<std::unique_ptr<CurlRequest>> request;
        bool is_posting = false;
        typename std::list<Slot>::iterator position;
    };

    void start_next() {
        Slot& slot = slots_.emplace_front(*this, next_++);
        slot.position = slots_.begin();
        if (running_) {
            slot.request = CurlRequest::make(clusters_[slot.index]);
            if (slot.request) slot.connections.attach_to(**slot.request);
        } else {
            slot.request = std::unexpected(not_sent(slot.index));
        }
        slot.task.start();
        resume(slot);
    }

    /// Posts the task's next message, or takes its result.
    void resume(Slot& slot) {
        while (const std::string* const message = slot.messages.message()) {
            auto begun = slot.request ? (*slot.request)->begin(*message)
                                      : Result<void>(std::unexpected(slot.request.error()));
            if (begun) {
                multi_.add(**slot.request, &slot);
                slot.is_posting = true;
                return;
            }
            slot.messages.resume(std::unexpected(std::move(begun.error())));
        }
        std::list<Slot> ended;
        ended.splice(ended.begin(), slots_, slot.position);
        auto result = slot.task.result();
        const std::size_t index = slot.index;
        ended.clear();  // closes the connection before done_ runs
        done_(index, std::move(result));
        poll_tick();
    }

    void on_response(Slot& slot, CURLcode code) {
        slot.stop();
        slot.messages.resume((*slot.request)->end(code));
        resume(slot);
    }

    /// Aborts the transfer under way and sends nothing more for this task.
    void abort(Slot& slot) {
        Error error = (*slot.request)->abort_error();
        slot.stop();
        slot.request = std::unexpected(not_sent(slot.index));
        slot.messages.resume(std::unexpected(std::move(error)));
        resume(slot);
    }

    [[nodiscard]] Error not_sent(std::size_t index) const {
        Error error(Errc::not_sent, "interrupted");
        if (clusters_[index].check()) error.context = clusters_[index].url;
        return error;
    }

    void poll_tick() {
        if (!running_ || !options_.tick || Clock::now() < next_tick_) return;
        next_tick_ = Clock::now() + tick_length;
        running_ = options_.tick();
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
    std::list<Slot> slots_;  // each removes itself from multi_
    std::size_t next_ = 0;
    bool running_ = true;
    Clock::time_point next_tick_ = Clock::now();
};

}  // namespace detail
/// @endcond

/// Runs a task for each of many clusters, many of them at once, on the calling thread.
///
/// Results are reported as they become available, each cluster's once. A slow or dead cluster occupies
/// one of ForEachOptions::max_in_flight places until its timeouts expire, and delays others only when
/// all places are taken: with 100 clusters in a row that hang and 64 places, the cluster after them
/// starts when the first of the 64 have timed out. The worst case is one timeout for each
/// max_in_flight clusters that hang.
///
/// Every task has a connection of its own, which is kept between its messages and closed at its end.
///
/// When `tick` returns false, open tasks are aborted: a message that was sent fails with
/// outcome_unknown, every later one with not_sent, "interrupted". `done` is still called for
/// each cluster.
///
/// Exceptions from `start`, `done`, `tick` or a task propagate; all connections are closed. A libcurl
/// that cannot wait for its connections is a std::runtime_error.
/// @param clusters  an address that is not valid fails each message with the error of
///                  ClusterAddress::check()
/// @param start     `start(std::size_t index, MessageSlot& slot)` returns a `Task<T>` over that slot.
///                  It is called when a place is free, not ahead
/// @param done      `done(std::size_t index, T result)`
/// @param options   concurrency limit and tick
/// @par Errors      none of its own: each result has its own, as ClusterAddress::check() and WsmanBackend
/// @par Memory      max_in_flight tasks and connections, whatever the number of clusters.
///                  libcurl 7.87 or newer reads the file of a certificate authority once for all.
/// @par Open files  a socket for each task, for a while up to eight: IPv4 and IPv6 are tried at once,
///                  and names are looked up. If the system's limit leaves too few, healthy clusters
///                  are reported as cluster_unreachable: raise the limit or lower max_in_flight.
/// @par Example
/// @snippet many_clusters.cpp many
template <class Start, class Done>
void for_each_cluster(std::span<const ClusterAddress> clusters, Start start, Done done,
                      const ForEachOptions& options = {}) {
    detail::ConcurrentRunner<Start, Done>(clusters, start, done, options).run();
}

/// @cond
namespace detail {

inline void append_text(Text& text, const ForEachOptions& options) {
    text << "at most " << options.max_in_flight << " at once";
}

}  // namespace detail
/// @endcond

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
