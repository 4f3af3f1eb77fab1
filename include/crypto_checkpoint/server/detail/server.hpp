// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_SERVER_DETAIL_SERVER_HPP
#define CRYPTO_CHECKPOINT_SERVER_DETAIL_SERVER_HPP

#include <crypto_checkpoint/detail/task.hpp>
#include <crypto_checkpoint/server/detail/async_operation.hpp>
#include <crypto_checkpoint/server/detail/session.hpp>
#include <crypto_checkpoint/server/detail/shared.hpp>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <list>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail::http {

/// Accepts connections and runs their sessions on one I/O thread. start() and stop() may be called by
/// any thread.
///
/// The I/O thread must not end by an exception. Its two loops and the posted functions allocate nothing
/// once the server exists; what a connection allocates ends that connection only.
class Server {
public:
    /// @param acceptor  returns a listening one on the given context
    template <class MakeAcceptor>
    Server(std::unique_ptr<Shared> shared, MakeAcceptor acceptor)
        : shared_(std::move(shared)),
          acceptor_(acceptor(shared_->io)),
          tick_(shared_->io),
          accepting_(accept_all()),
          ticking_(check_deadlines()) {
        ErrorCode ignored;
        address_ = acceptor_.local_endpoint(ignored);
        acceptor_.non_blocking(true, ignored);
        // Asio allocates for the first wait of a timer, and keeps that memory.
        tick_.async_wait([](const ErrorCode&) {});
        tick_.cancel();
        shared_->io.poll();
        shared_->io.restart();
    }
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    /// Waits for running handlers without a limit.
    ~Server() {
        stop();
        // The I/O thread ends with the last session, and sessions end after their handlers: the
        // workers must outlive it.
        if (thread_.joinable()) thread_.join();
        shared_->workers.join();
    }

    [[nodiscard]] const asio::ip::tcp::endpoint& address() const noexcept { return address_; }
    [[nodiscard]] bool is_tls() const noexcept { return shared_->tls.has_value(); }

    void start() {
        const std::lock_guard lock(mutex_);
        if (state_ != State::listening) return;
        thread_ = std::thread([this] {
            accepting_.start();
            ticking_.start();
            shared_->io.run();
        });
        state_ = State::running;
    }

    bool stop() {
        std::unique_lock lock(mutex_);
        if (state_ == State::listening) {
            state_ = State::ended;
            ErrorCode ignored;
            acceptor_.close(ignored);
        }
        if (state_ == State::running) {
            state_ = State::stopping;
            post(shared_->io, stop_memory_, [this] { begin_to_stop(); });
        }
        const auto has_ended = [this] { return state_ == State::ended; };
        if (has_ended_.wait_until(lock, deadline_after(shared_->options.grace_time), has_ended))
            return !was_forced_;
        if (!std::exchange(was_forced_, true))
            post(shared_->io, force_memory_, [this] { force(); });
        // For the responses that report it.
        has_ended_.wait_for(lock, std::chrono::seconds(1), has_ended);
        return false;
    }

private:
    enum class State { listening, running, stopping, ended };

    Task<> accept_all() {
        for (;;) {
            // async_accept() would allocate outside of this coroutine.
            co_await AsyncOperation(accept_memory_, [&](auto done) {
                acceptor_.async_wait(asio::ip::tcp::acceptor::wait_read, std::move(done));
            });
            if (shared_->is_stopping) co_return;
            if (accept_one()) continue;
            // No file descriptors or no memory are left: pause before the next attempt.
            co_await until_tick_;
            if (shared_->is_stopping) co_return;
        }
    }

    /// Returns false if it can succeed only later.
    bool accept_one() noexcept {
        try {
            asio::ip::tcp::socket socket(shared_->io);
            ErrorCode error;
            acceptor_.accept(socket, error);
            if (!error) open_session(std::move(socket));
            return !error || error == asio::error::connection_aborted ||
                   error == asio::error::would_block;
        } catch (...) {
            return false;
        }
    }

    void open_session(asio::ip::tcp::socket socket) {
        ErrorCode ec;
        const auto remote = socket.remote_endpoint(ec);
        if (ec) return;  // the client has gone
        // A response is one write, and must not wait for the acknowledgement of the previous one.
        socket.set_option(asio::ip::tcp::no_delay(true), ec);
        const std::size_t max_sessions = shared_->options.max_connections;
        // Connections above the limit get a 503, up to this many; beyond that they are closed.
        constexpr std::size_t max_surplus = 64;
        bool is_over_limit = sessions_.size() >= max_sessions;
        if (is_over_limit && sessions_.size() - max_sessions >= max_surplus) return;
        if (is_over_limit && make_room()) is_over_limit = false;
        const auto session =
            sessions_.emplace(sessions_.end(), *shared_, std::move(socket), remote, is_over_limit);
        try {
            run_session(session);
        } catch (...) {
            sessions_.erase(session);
            throw;
        }
    }

    /// Ends the connection that has been silent for longest. Returns false if there is none.
    bool make_room() {
        const auto found =
            std::ranges::find_if(sessions_, [](const Session& one) { return one.can_make_room(); });
        if (found == sessions_.end()) return false;
        found->make_room();
        return true;
    }

    Detached run_session(std::list<Session>::iterator session) {
        try {
            co_await session->run();
        } catch (...) {
            // No memory: only this connection ends.
            session->report_failure();
        }
        sessions_.erase(session);
        if (shared_->is_stopping && sessions_.empty()) end();
    }

    /// A session may end, and leave the list, when it is called.
    template <class Call>
    void for_each_session(Call call) {
        for (auto next = sessions_.begin(); next != sessions_.end();) call(*next++);
    }

    /// One timer for all sessions: deadlines move with every request and rarely expire.
    Task<> check_deadlines() {
        using std::chrono::milliseconds;
        const milliseconds shortest =
            (std::min)(shared_->options.request_time, shared_->options.idle_time);
        const milliseconds step = std::clamp(shortest / 16, milliseconds(5), milliseconds(500));
        for (;;) {
            tick_.expires_after(step);
            co_await AsyncOperation(tick_memory_,
                                    [&](auto done) { tick_.async_wait(std::move(done)); });
            if (is_drained_) co_return;
            const auto now = Session::Clock::now();
            for_each_session([&](Session& session) { session.check_deadline(now); });
            until_tick_.resume();
        }
    }

    void begin_to_stop() {
        shared_->is_stopping = true;
        ErrorCode ignored;
        acceptor_.close(ignored);
        until_tick_.resume();
        if (sessions_.empty()) return end();
        for_each_session([](Session& session) { session.stop(); });
    }

    void force() {
        shared_->is_forced = true;
        for_each_session([](Session& session) { session.force(); });
    }

    void end() {
        is_drained_ = true;
        tick_.cancel();
        const std::lock_guard lock(mutex_);
        state_ = State::ended;
        has_ended_.notify_all();
    }

    std::unique_ptr<Shared> shared_;
    asio::ip::tcp::acceptor acceptor_;
    asio::ip::tcp::endpoint address_;
    asio::steady_timer tick_;
    OperationMemory accept_memory_;
    OperationMemory tick_memory_;
    OperationMemory stop_memory_;
    OperationMemory force_memory_;
    Task<> accepting_;
    Task<> ticking_;
    Pause until_tick_;             ///< of accepting_
    std::list<Session> sessions_;  ///< the oldest first
    bool is_drained_ = false;

    std::mutex mutex_;  ///< guards the members below
    std::condition_variable has_ended_;
    State state_ = State::listening;
    bool was_forced_ = false;
    std::thread thread_;
};

}  // namespace detail::http
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
