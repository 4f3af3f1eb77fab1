// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_SERVER_DETAIL_SESSION_HPP
#define CRYPTO_CHECKPOINT_SERVER_DETAIL_SESSION_HPP

#include <crypto_checkpoint/detail/task.hpp>
#include <crypto_checkpoint/server/detail/async_operation.hpp>
#include <crypto_checkpoint/server/detail/guess_limiter.hpp>
#include <crypto_checkpoint/server/detail/request_reader.hpp>
#include <crypto_checkpoint/server/detail/request_rules.hpp>
#include <crypto_checkpoint/server/detail/response_text.hpp>
#include <crypto_checkpoint/server/detail/shared.hpp>
#include <crypto_checkpoint/server/detail/stream.hpp>
#include <crypto_checkpoint/server/http_handler.hpp>

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail::http {

/// One connection.
class Session {
public:
    using Clock = std::chrono::steady_clock;

    /// @param over_limit  responds with 503 and closes
    Session(Shared& shared, asio::ip::tcp::socket socket, const asio::ip::tcp::endpoint& remote,
            bool over_limit)
        : shared_(shared),
          stream_(std::move(socket), shared.tls ? &*shared.tls : nullptr),
          remote_(to_text(remote)),
          remote_key_(GuessLimiter::key_of(remote.address())),
          over_limit_(over_limit),
          reader_(shared.options.max_header_bytes, shared.options.max_body_bytes) {}

    Task<> run() {
        if (stream_.is_tls()) {
            enter(Phase::handshake, shared_.options.request_time);
            const Transferred handshake = co_await stream_.handshake();
            if (makes_room_) co_return;
            if (handshake.error) {
                co_await reject_handshake(handshake.error);
                co_return;
            }
        }
        if (over_limit_) {
            begin_request();
            const Rejection rejection{503, "there are too many connections"};
            const HttpResponse response = make_error_response(rejection, shared_.options);
            co_await respond(response, rejection.reason, false);
            lingers_ = true;
        } else {
            for (bool keeps_on = true; keeps_on;) keeps_on = co_await serve_one();
        }
        if (!is_broken_ && !makes_room_) co_await close();
    }

    void check_deadline(Clock::time_point now) {
        if (now < deadline_) return;
        is_overdue_ = true;
        interrupt();
    }

    /// Whether the client has not yet sent a request that was accepted, and none is being handled.
    [[nodiscard]] bool can_make_room() const noexcept {
        return !is_known_ && !makes_room_ && !over_limit_ &&
               (phase_ == Phase::handshake || phase_ == Phase::idle || phase_ == Phase::receiving ||
                phase_ == Phase::waiting);
    }

    /// Ends the connection without a response.
    void make_room() {
        makes_room_ = true;
        interrupt();
    }

    /// Logs a request that an exception ended: there is no memory for a response.
    void report_failure() noexcept {
        if (is_unlogged_) observe({}, "the server has no memory left", false);
    }

    /// Ends the connection unless a request is under way or waits in the socket.
    void stop() {
        if (phase_ == Phase::handshake || (phase_ == Phase::idle && !stream_.has_unread_bytes()))
            stream_.cancel();
        (void)turn_.resume();
    }

    /// Ends the connection unless a handler is running.
    void force() {
        if (phase_ != Phase::working) check_deadline((Clock::time_point::max)());
    }

private:
    enum class Phase { handshake, idle, receiving, waiting, working, responding, closing };

    /// Time for the client to read the response before the connection is closed.
    static constexpr std::chrono::seconds linger_time{1};

    void enter(Phase phase, std::chrono::milliseconds time) {
        phase_ = phase;
        is_overdue_ = false;
        deadline_ = deadline_after(time);
    }
    void begin_request() {
        begun_ = Clock::now();
        is_unlogged_ = true;
    }

    void interrupt() {
        if (!turn_.resume()) stream_.cancel();
    }

    /// Reads once. Returns false if the client has gone, or at the deadline.
    Task<bool> read() {
        const Transferred received = co_await stream_.read_some(reader_.space());
        if (received.error || makes_room_) co_return false;
        reader_.add(received.size);
        co_return true;
    }

    /// Calls the handler, which may block, on a worker. operation_aborted: it was not called.
    /// access_denied: credentials are needed. no_memory: there was none for a response.
    auto handle(HttpResponse& response) {
        return AsyncOperation(stream_.memory(), [this, &response](auto done) {
            post(shared_.workers, stream_.memory(), [this, &response, done] {
                ErrorCode error;
                if (shared_.is_forced)
                    error = asio::error::operation_aborted;
                else
                    error = call_handler(response);
                post(shared_.io, stream_.memory(), [done, error] { done(error); });
            });
        });
    }

    /// Returns whether the connection stays open.
    Task<bool> serve_one() {
        if (!reader_.has_leftover()) {
            enter(Phase::idle, shared_.options.idle_time);
            if (shared_.is_stopping && !stream_.has_unread_bytes()) co_return false;
            const bool has_begun = co_await read();
            if (!has_begun) co_return false;
        }
        begin_request();
        enter(Phase::receiving, shared_.options.request_time);
        reader_.begin();
        target_ = {};
        content_type_ = {};
        user_ = {};
        std::optional<Rejection> rejection = co_await receive();
        if (rejection && rejection->status == 0) {
            is_broken_ = true;
            observe({}, rejection->reason, false);
            co_return false;
        }
        HttpResponse response;
        if (!rejection) {
            enter(Phase::working, (std::chrono::milliseconds::max)());
            const Transferred handled = co_await handle(response);
            if (handled.error == asio::error::no_memory) throw std::bad_alloc();
            if (handled.error == asio::error::access_denied)
                rejection = unauthorized();
            else if (handled.error)
                rejection = stopped();
        }
        if (rejection) response = make_error_response(*rejection, shared_.options);
        const bool is_whole = reader_.is_done();
        const bool keeps_on = is_whole && reader_.keeps_connection() && !shared_.is_stopping;
        // g++ 12 destroys a temporary of a condition in an awaited call twice.
        const std::string_view error = rejection ? std::string_view(rejection->reason) : "";
        co_await respond(response, error, keeps_on);
        reader_.end();
        lingers_ = !is_whole || reader_.has_leftover();
        co_return keeps_on && !is_broken_;
    }

    /// Reads and checks a whole request.
    Task<std::optional<Rejection>> receive() {
        RequestReader::Step step = reader_.read_header();
        while (step == RequestReader::Progress::needs_more) {
            const bool has_read = co_await read();
            if (!has_read) co_return lost();
            step = reader_.read_header();
        }
        if (reader_.is_header_done()) target_ = target_of(reader_.request());
        if (!step) co_return std::move(step.error());
        // Now, since the fields of a trailer join those of the header.
        content_type_ = header_of(reader_.request(), Field::content_type);
        const bool is_guess = shared_.authentication && has_authorization(reader_.request());
        if (is_guess && !is_known_) {
            const auto turn = shared_.guesses.reserve(remote_key_, Clock::now());
            if (!turn) co_return Rejection{429, "too many wrong passwords came from this address"};
            if (*turn > Clock::now()) {
                phase_ = Phase::waiting;
                deadline_ = *turn;
                co_await turn_;
                if (makes_room_) co_return lost();
                if (shared_.is_stopping) co_return stopped();
                enter(Phase::receiving, shared_.options.request_time);
            }
        }
        if (auto rejection = check_header(is_guess)) co_return std::move(rejection);
        step = reader_.read_body();
        if (step == RequestReader::Progress::needs_more && reader_.request().version() >= 11 &&
            !header_of(reader_.request(), Field::expect).empty()) {
            constexpr std::string_view resume = "HTTP/1.1 100 Continue\r\n\r\n";
            const Transferred sent = co_await stream_.write(asio::buffer(resume));
            if (sent.error) co_return lost();
        }
        while (step == RequestReader::Progress::needs_more) {
            const bool has_read = co_await read();
            if (!has_read) co_return lost();
            step = reader_.read_body();
        }
        if (!step) co_return is_anonymous_ ? unauthorized() : std::move(step.error());
        if (shared_.is_forced) co_return stopped();
        is_known_ = !is_anonymous_;
        co_return std::nullopt;
    }

    /// Checks a request whose header has been read.
    /// @param is_guess  it has credentials, right or wrong
    std::optional<Rejection> check_header(bool is_guess) {
        is_anonymous_ =
            shared_.authentication && is_anonymous(reader_.request(), shared_.options.anonymous);
        if (is_anonymous_) reader_.limit_body(max_anonymous_body_bytes);
        auto rejection =
            find_rejection(reader_, shared_.authentication, shared_.options, is_anonymous_);
        if (rejection && is_anonymous_) rejection = unauthorized();
        const bool is_admitted = !is_anonymous_ && (!rejection || rejection->status != 401);
        if (is_guess) {
            reader_.erase(Field::authorization);
            if (!is_admitted)
                shared_.guesses.add_wrong(remote_key_, Clock::now());
            else if (!is_known_)
                shared_.guesses.forget(remote_key_);
        }
        if (is_admitted && shared_.authentication) user_ = shared_.authentication->user();
        is_known_ = is_admitted && (is_known_ || (shared_.authentication && !rejection));
        return rejection;
    }

    [[nodiscard]] Rejection lost() const {
        if (makes_room_) return {0, "the connection was closed to make room for another one"};
        if (shared_.is_forced) return stopped();
        if (is_overdue_) return {408, "the request took too long to arrive"};
        return {0, "the connection ended within a request"};
    }

    /// Returns the error of handle().
    ErrorCode call_handler(HttpResponse& response) const noexcept {
        try {
            auto handled = is_anonymous_ ? shared_.options.anonymous->handler(request())
                                         : shared_.handler(request());
            if (handled) response = *std::move(handled);
            if (handled && is_sendable(response)) return {};
        } catch (...) {
            // The client must not see the message; the handler can log it.
        }
        if (is_anonymous_) return asio::error::access_denied;
        try {
            response = {
                500, "text/plain; charset=utf-8", "the request could not be handled\n", {}, {}};
            return {};
        } catch (...) {
            return asio::error::no_memory;
        }
    }

    [[nodiscard]] HttpRequest request() const {
        const RequestReader::Request& message = reader_.request();
        return {.method = view_of(message.method_string()),
                .path = target_.path,
                .query = target_.query,
                .content_type = content_type_,
                .body = message.body(),
                .remote = remote_,
                .user = user_,
                .is_tls = stream_.is_tls(),
                .is_cross_origin = is_cross_origin(message)};
    }

    /// @param error  of a rejection; empty if the handler responded
    Task<> respond(const HttpResponse& response, std::string_view error, bool keeps_connection) {
        const bool has_request = reader_.is_header_done();
        const ResponseContext context{
            .date = shared_.current_date(),
            .is_to_head = has_request && view_of(reader_.request().method_string()) == "HEAD",
            .keeps_connection = keeps_connection,
            .is_to_http_1_0 = has_request && reader_.request().version() < 11};
        const std::string text = serialize_response(response, context);
        enter(Phase::responding, shared_.is_forced ? linger_time : shared_.options.request_time);
        const Transferred sent = co_await stream_.write(asio::buffer(text));
        if (sent.error) is_broken_ = true;
        observe(response, error, !sent.error);
    }

    void observe(const HttpResponse& response, std::string_view error, bool is_delivered) noexcept {
        is_unlogged_ = false;
        if (!shared_.observer) return;
        HttpLogEntry entry;
        if (reader_.is_header_done()) {
            entry.method = view_of(reader_.request().method_string());
            entry.path = target_.path;
            entry.request_bytes = reader_.request().body().size();
            entry.user = user_;
        }
        entry.remote = remote_;
        entry.status = error.empty() || is_delivered ? response.status : 0;
        entry.response_bytes = response.body.size();
        entry.took = Clock::now() - begun_;
        entry.is_delivered = is_delivered;
        entry.error = error;
        if (error.empty()) entry.subject = &response.subject;
        try {
            shared_.observer(entry);
        } catch (...) {
            // An observer must not stop the server.
        }
    }

    /// Answers plain HTTP on a TLS port with 400 and an explanation.
    Task<> reject_handshake(ErrorCode error) {
        const bool is_http =
            error.category() == asio::error::get_ssl_category() &&
            ERR_GET_REASON(static_cast<unsigned long>(error.value())) == SSL_R_HTTP_REQUEST;
        begin_request();
        if (!is_http) {
            observe({}, "the TLS handshake failed: " + error.message(), false);
            co_return;
        }
        const Rejection rejection{400, "this is an HTTPS port: the address begins with https://"};
        const HttpResponse response = make_error_response(rejection, shared_.options);
        const std::string text = serialize_response(
            response, {.date = shared_.current_date(), .keeps_connection = false});
        enter(Phase::responding, linger_time);
        const Transferred sent = co_await stream_.write_raw(asio::buffer(text));
        observe(response, rejection.reason, !sent.error);
        stream_.shut_down(asio::ip::tcp::socket::shutdown_send);
        co_await drain();
    }

    /// Closes gracefully (lingering close): closing with unread input sends RST and may discard the
    /// response.
    Task<> close() {
        enter(Phase::closing, linger_time);
        if (stream_.is_tls()) co_await stream_.shutdown_tls();
        stream_.shut_down(asio::ip::tcp::socket::shutdown_send);
        if (lingers_) co_await drain();
    }

    Task<> drain() {
        std::array<char, 2048> discarded;
        while (!is_overdue_) {
            const Transferred received = co_await stream_.read_some_raw(asio::buffer(discarded));
            if (received.error) break;
        }
    }

    Shared& shared_;
    Stream stream_;
    std::string remote_;
    std::uint64_t remote_key_;
    bool over_limit_;
    RequestReader reader_;
    Target target_;                  ///< of the request in reader_
    std::string_view content_type_;  ///< of the request in reader_
    std::string_view user_;          ///< empty unless the request is authenticated
    bool is_anonymous_ = false;      ///< the request in reader_ is one of AnonymousAccess
    Phase phase_ = Phase::idle;
    Clock::time_point deadline_ = (Clock::time_point::max)();
    Clock::time_point begun_;
    bool is_overdue_ = false;
    Pause turn_;                ///< of a guess; ends at the deadline
    bool is_unlogged_ = false;  ///< a request has begun
    bool is_known_ = false;     ///< was admitted; without authentication: sent a whole request
    bool makes_room_ = false;
    bool is_broken_ = false;  ///< the client has gone
    bool lingers_ = false;
};

}  // namespace detail::http
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
