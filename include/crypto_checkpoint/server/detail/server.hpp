// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_SERVER_DETAIL_SERVER_HPP
#define CRYPTO_CHECKPOINT_SERVER_DETAIL_SERVER_HPP

#include <crypto_checkpoint/detail/task.hpp>
#include <crypto_checkpoint/server/detail/session.hpp>
#include <crypto_checkpoint/server/detail/stream.hpp>

#include <boost/asio/steady_timer.hpp>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <exception>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <utility>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail::http {

inline std::string to_text(const asio::ip::tcp::endpoint& endpoint) {
    const std::string address = endpoint.address().to_string();
    return (endpoint.address().is_v6() ? '[' + address + ']' : address) + ':' +
           std::to_string(endpoint.port());
}

/// Accepts connections and runs their sessions on one I/O thread. start() and stop() may be called by
/// any thread.
class Server {
public:
    /// @param acceptor  returns a listening one on the given context
    template <class MakeAcceptor>
    Server(std::unique_ptr<Shared> shared, MakeAcceptor acceptor)
        : shared_(std::move(shared)),
          acceptor_(acceptor(shared_->io)),
          pause_(shared_->io),
          tick_(shared_->io) {
        ErrorCode ignored;
        address_ = acceptor_.local_endpoint(ignored);
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
        state_ = State::running;
        thread_ = std::thread([this] {
            accept_all();
            check_deadlines();
            shared_->io.run();
        });
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
            asio::post(shared_->io, [this] { begin_to_stop(); });
        }
        const auto has_ended = [this] { return state_ == State::ended; };
        if (has_ended_.wait_for(lock, shared_->options.grace_time, has_ended)) return !was_forced_;
        was_forced_ = true;
        asio::post(shared_->io, [this] { force(); });
        // For the responses that report it.
        has_ended_.wait_for(lock, std::chrono::seconds(1), has_ended);
        return false;
    }

private:
    enum class State { listening, running, stopping, ended };

    Detached accept_all() {
        for (;;) {
            asio::ip::tcp::socket socket(shared_->io);
            const Transferred accepted = co_await AsyncOperation(
                [&](auto done) { acceptor_.async_accept(socket, std::move(done)); });
            if (shared_->is_stopping) co_return;
            if (!accepted.error) {
                open_session(std::move(socket));
                continue;
            }
            if (accepted.error == asio::error::connection_aborted) continue;
            // No file descriptors or no memory are left: pause before the next attempt.
            pause_.expires_after(std::chrono::milliseconds(100));
            co_await AsyncOperation([&](auto done) { pause_.async_wait(std::move(done)); });
            if (shared_->is_stopping) co_return;
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
        if (sessions_.size() >= max_sessions + max_surplus) return;
        run_session(std::make_unique<Session>(*shared_, std::move(socket), to_text(remote),
                                              sessions_.size() >= max_sessions));
    }

    Detached run_session(std::unique_ptr<Session> session) {
        sessions_.insert(session.get());
        try {
            co_await session->run();
        } catch (const std::exception&) {
            // No memory: only this connection ends.
        }
        sessions_.erase(session.get());
        if (shared_->is_stopping && sessions_.empty()) end();
    }

    /// One timer for all sessions: deadlines move with every request and rarely expire.
    Detached check_deadlines() {
        using std::chrono::milliseconds;
        const milliseconds shortest =
            (std::min)(shared_->options.request_time, shared_->options.idle_time);
        const milliseconds step = std::clamp(shortest / 16, milliseconds(5), milliseconds(500));
        for (;;) {
            tick_.expires_after(step);
            co_await AsyncOperation([&](auto done) { tick_.async_wait(std::move(done)); });
            if (is_drained_) co_return;
            for (Session* session : sessions_) session->check_deadline(Session::Clock::now());
        }
    }

    void begin_to_stop() {
        shared_->is_stopping = true;
        ErrorCode ignored;
        acceptor_.close(ignored);
        pause_.cancel();
        for (Session* session : sessions_) session->stop();
        if (sessions_.empty()) end();
    }

    void force() {
        shared_->is_forced = true;
        for (Session* session : sessions_) session->force();
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
    asio::steady_timer pause_;
    asio::steady_timer tick_;
    std::set<Session*> sessions_;
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
