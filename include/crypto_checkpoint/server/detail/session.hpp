// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_SERVER_DETAIL_SESSION_HPP
#define CRYPTO_CHECKPOINT_SERVER_DETAIL_SESSION_HPP

#include <crypto_checkpoint/detail/task.hpp>
#include <crypto_checkpoint/server/detail/basic_auth.hpp>
#include <crypto_checkpoint/server/detail/request_reader.hpp>
#include <crypto_checkpoint/server/detail/request_rules.hpp>
#include <crypto_checkpoint/server/detail/response_text.hpp>
#include <crypto_checkpoint/server/detail/stream.hpp>
#include <crypto_checkpoint/server/endpoint_options.hpp>
#include <crypto_checkpoint/server/http_handler.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail::http {

/// What the connections of an endpoint share. One thread moves all the bytes, and only that thread
/// touches this once it runs; handlers alone are called by the workers.
struct Shared {
    EndpointOptions options;
    std::optional<BasicAuthentication> authentication;
    std::optional<asio::ssl::context> tls;
    HttpHandler handler;
    HttpObserver observer;
    asio::io_context io{1};
    asio::thread_pool workers;
    bool is_stopping = false;  ///< nothing new is begun
    bool is_forced = false;    ///< what has not come to a handler yet will not do so any more
    std::chrono::sys_seconds date_of;
    std::string date;

    Shared(EndpointOptions wanted, HttpHandler answers, HttpObserver watches)
        : options(std::move(wanted)),
          handler(std::move(answers)),
          observer(std::move(watches)),
          workers((std::max)(options.threads, 1U)) {}

    std::string_view current_date() {
        const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
        if (date.empty() || now != date_of) {
            date_of = now;
            date = http_date(now);
        }
        return date;
    }
};

/// One connection, from its first byte to its last.
class Session {
public:
    using Clock = std::chrono::steady_clock;

    /// @param over_limit  there are as many as there may be: this one is told so, and closed
    Session(Shared& shared, asio::ip::tcp::socket socket, std::string remote, bool over_limit)
        : shared_(shared),
          stream_(std::move(socket), shared.tls ? &*shared.tls : nullptr),
          remote_(std::move(remote)),
          is_surplus_(over_limit),
          reader_(shared.options.max_header_bytes, shared.options.max_body_bytes) {}

    Task<> run() {
        if (stream_.is_tls()) {
            enter(Phase::handshake, shared_.options.request_time);
            const Transferred shaken = co_await stream_.handshake();
            if (shaken.fault) {
                co_await refuse_handshake(shaken.fault);
                co_return;
            }
        }
        if (is_surplus_) {
            begun_ = Clock::now();
            const Refusal refusal{503, "there are too many connections"};
            const HttpResponse reply = make_error_response(refusal, shared_.options);
            co_await answer(reply, refusal.why, false);
            lingers_ = true;
        } else {
            for (bool goes_on = true; goes_on;) goes_on = co_await serve_one();
        }
        if (!is_broken_) co_await close();
    }

    /// Ends what has taken too long.
    void look_at(Clock::time_point now) {
        if (now < deadline_) return;
        is_overdue_ = true;
        stream_.cancel();
    }

    /// Ends what has not begun. What has arrived has begun, although nobody has read it yet.
    void stop() {
        if (phase_ == Phase::handshake || (phase_ == Phase::idle && !stream_.has_unread_bytes()))
            stream_.cancel();
    }

    /// Ends all but what a handler works on.
    void force() {
        if (phase_ != Phase::working) look_at((Clock::time_point::max)());
    }

private:
    enum class Phase { handshake, idle, receiving, working, answering, closing };

    /// For the other side to hear why it is closed, after it has said what nobody reads any more.
    static constexpr std::chrono::seconds linger_time{1};

    void enter(Phase phase, std::chrono::milliseconds time) {
        phase_ = phase;
        is_overdue_ = false;
        deadline_ = Clock::now() + time;
    }
    void enter_work() {
        phase_ = Phase::working;
        deadline_ = (Clock::time_point::max)();
    }

    /// Reads once. False when nothing came: the other side has gone, or time is up.
    Task<bool> read() {
        const Transferred came = co_await stream_.read_some(reader_.space());
        if (came.fault) co_return false;
        reader_.add(came.size);
        co_return true;
    }

    /// Has a worker call the handler, which may block.
    auto handle(HttpResponse& reply) {
        return Operation([this, &reply](auto done) {
            asio::post(shared_.workers, [this, &reply, done] {
                reply = reply_of_handler();
                asio::post(shared_.io, [done] { done(ErrorCode()); });
            });
        });
    }

    /// @return  whether the connection goes on
    Task<bool> serve_one() {
        if (!reader_.has_leftover()) {
            enter(Phase::idle, shared_.options.idle_time);
            if (shared_.is_stopping && !stream_.has_unread_bytes()) co_return false;
            const bool has_begun = co_await read();
            if (!has_begun) co_return false;
        }
        begun_ = Clock::now();
        enter(Phase::receiving, shared_.options.request_time);
        reader_.begin();
        const std::optional<Refusal> refusal = co_await receive();
        if (refusal && refusal->status == 0) {
            is_broken_ = true;
            observe({}, refusal->why, false);
            co_return false;
        }
        HttpResponse reply;
        if (refusal) {
            reply = make_error_response(*refusal, shared_.options);
        } else {
            enter_work();
            co_await handle(reply);
        }
        const bool is_whole = reader_.is_done();
        const bool goes_on = is_whole && reader_.keeps_connection() && !shared_.is_stopping;
        // g++ 12 destroys a temporary twice that a condition in an awaited call has made.
        const std::string_view fault = refusal ? std::string_view(refusal->why) : "";
        co_await answer(reply, fault, goes_on);
        lingers_ = !is_whole || reader_.has_leftover();
        co_return goes_on && !is_broken_;
    }

    /// @return  why the request is not handed on; nothing when it is there and in order
    Task<std::optional<Refusal>> receive() {
        RequestReader::Step step = reader_.read_header();
        while (step == RequestReader::Progress::needs_more) {
            const bool came = co_await read();
            if (!came) co_return lost();
            step = reader_.read_header();
        }
        if (!step) co_return std::move(step.error());
        auto refusal = refusal_of(reader_, shared_.authentication, shared_.options);
        if (refusal) co_return std::move(refusal);
        step = reader_.read_body();
        if (step == RequestReader::Progress::needs_more &&
            !header_of(reader_.request(), Field::expect).empty()) {
            constexpr std::string_view resume = "HTTP/1.1 100 Continue\r\n\r\n";
            const Transferred told = co_await stream_.write(asio::buffer(resume));
            if (told.fault) co_return lost();
        }
        while (step == RequestReader::Progress::needs_more) {
            const bool came = co_await read();
            if (!came) co_return lost();
            step = reader_.read_body();
        }
        if (!step) co_return std::move(step.error());
        if (shared_.is_forced) co_return stopped();
        co_return std::nullopt;
    }

    [[nodiscard]] Refusal lost() const {
        if (shared_.is_forced) return stopped();
        if (is_overdue_) return {408, "the request took too long to arrive"};
        return {0, "the connection ended within a request"};
    }
    static Refusal stopped() { return {503, "the server stops; nothing was done"}; }

    [[nodiscard]] HttpResponse reply_of_handler() const {
        try {
            HttpResponse reply = shared_.handler(call());
            if (is_sendable(reply)) return reply;
        } catch (const std::exception&) {
            // What it says is for whoever runs the server, who has the handler.
        } catch (...) {}
        return {500, "text/plain; charset=utf-8", "the request could not be handled\n", {}, {}};
    }

    [[nodiscard]] HttpRequest call() const {
        const RequestReader::Request& request = reader_.request();
        const Target target = target_of(request);
        return {.method = view_of(request.method_string()),
                .path = target.path,
                .query = target.query,
                .content_type = header_of(request, Field::content_type),
                .body = request.body(),
                .remote = remote_,
                .user = user(),
                .is_tls = stream_.is_tls()};
    }

    [[nodiscard]] std::string_view user() const {
        return shared_.authentication ? shared_.authentication->user() : std::string_view();
    }

    /// @param fault  why the server itself answers; empty where the handler did
    Task<> answer(const HttpResponse& reply, std::string_view fault, bool keeps_connection) {
        const bool has_request = reader_.is_header_done();
        const ResponseContext frame{
            .date = shared_.current_date(),
            .is_to_head = has_request && view_of(reader_.request().method_string()) == "HEAD",
            .keeps_connection = keeps_connection,
            .is_to_http_1_0 = has_request && reader_.request().version() < 11};
        const std::string text = answer_text(reply, frame);
        enter(Phase::answering, shared_.is_forced ? linger_time : shared_.options.request_time);
        const Transferred told = co_await stream_.write(asio::buffer(text));
        if (told.fault) is_broken_ = true;
        observe(reply, fault, !told.fault);
    }

    void observe(const HttpResponse& reply, std::string_view fault, bool is_delivered) const {
        if (!shared_.observer) return;
        HttpLogEntry record;
        if (reader_.is_header_done()) {
            record.method = view_of(reader_.request().method_string());
            record.path = target_of(reader_.request()).path;
            record.request_bytes = reader_.request().body().size();
            if (is_admitted(reader_.request(), shared_.authentication)) record.user = user();
        }
        record.remote = remote_;
        record.status = fault.empty() || is_delivered ? reply.status : 0;
        record.answer_bytes = reply.body.size();
        record.took = Clock::now() - begun_;
        record.is_delivered = is_delivered;
        record.fault = fault;
        if (fault.empty()) record.subject = &reply.subject;
        try {
            shared_.observer(record);
        } catch (...) {
            // Whoever watches must not stop the work.
        }
    }

    /// Who speaks HTTP where HTTPS is spoken is told so.
    Task<> refuse_handshake(ErrorCode fault) {
        const bool is_http =
            fault.category() == asio::error::get_ssl_category() &&
            ERR_GET_REASON(static_cast<unsigned long>(fault.value())) == SSL_R_HTTP_REQUEST;
        begun_ = Clock::now();
        if (!is_http) {
            observe({}, "the TLS handshake failed: " + fault.message(), false);
            co_return;
        }
        const Refusal refusal{400, "this is an HTTPS port: the address begins with https://"};
        const HttpResponse reply = make_error_response(refusal, shared_.options);
        const std::string text =
            answer_text(reply, {.date = shared_.current_date(), .keeps_connection = false});
        enter(Phase::answering, linger_time);
        const Transferred told = co_await stream_.write_raw(asio::buffer(text));
        observe(reply, refusal.why, !told.fault);
        stream_.shut_down(asio::ip::tcp::socket::shutdown_send);
        co_await drain();
    }

    /// Says good-bye. Closing a connection with bytes in it that nobody has read would reset it,
    /// and the other side might never see the answer.
    Task<> close() {
        enter(Phase::closing, linger_time);
        if (stream_.is_tls()) co_await stream_.shutdown_tls();
        stream_.shut_down(asio::ip::tcp::socket::shutdown_send);
        if (lingers_) co_await drain();
    }

    Task<> drain() {
        std::array<char, 2048> nowhere;
        while (!is_overdue_) {
            const Transferred came = co_await stream_.read_some_raw(asio::buffer(nowhere));
            if (came.fault) break;
        }
    }

    Shared& shared_;
    Stream stream_;
    std::string remote_;
    bool is_surplus_;
    RequestReader reader_;
    Phase phase_ = Phase::idle;
    Clock::time_point deadline_ = (Clock::time_point::max)();
    Clock::time_point begun_;
    bool is_overdue_ = false;
    bool is_broken_ = false;  ///< there is nobody any more to say good-bye to
    bool lingers_ = false;
};

}  // namespace detail::http
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
