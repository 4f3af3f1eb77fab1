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
#include <atomic>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail::http {

/// The state that the connections of an endpoint share. Only the I/O thread accesses it; the workers
/// just call the handler and read is_forced.
struct Shared {
    EndpointOptions options;
    std::optional<BasicAuthentication> authentication;
    std::optional<asio::ssl::context> tls;
    HttpHandler handler;
    HttpObserver observer;
    asio::io_context io{1};
    asio::thread_pool workers;
    bool is_stopping = false;             ///< no new requests
    std::atomic<bool> is_forced = false;  ///< no new calls of the handler
    std::chrono::sys_seconds date_time;
    std::string date;

    Shared(EndpointOptions endpoint_options, HttpHandler http_handler, HttpObserver http_observer)
        : options(std::move(endpoint_options)),
          handler(std::move(http_handler)),
          observer(std::move(http_observer)),
          workers((std::max)(options.threads, 1U)) {}

    std::string_view current_date() {
        const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
        if (date.empty() || now != date_time) {
            date_time = now;
            date = http_date(now);
        }
        return date;
    }
};

/// One connection.
class Session {
public:
    using Clock = std::chrono::steady_clock;

    /// @param over_limit  responds with 503 and closes
    Session(Shared& shared, asio::ip::tcp::socket socket, std::string remote, bool over_limit)
        : shared_(shared),
          stream_(std::move(socket), shared.tls ? &*shared.tls : nullptr),
          remote_(std::move(remote)),
          over_limit_(over_limit),
          reader_(shared.options.max_header_bytes, shared.options.max_body_bytes) {}

    Task<> run() {
        if (stream_.is_tls()) {
            enter(Phase::handshake, shared_.options.request_time);
            const Transferred handshake = co_await stream_.handshake();
            if (handshake.error) {
                co_await reject_handshake(handshake.error);
                co_return;
            }
        }
        if (over_limit_) {
            begun_ = Clock::now();
            const Rejection rejection{503, "there are too many connections"};
            const HttpResponse response = make_error_response(rejection, shared_.options);
            co_await respond(response, rejection.reason, false);
            lingers_ = true;
        } else {
            for (bool keeps_on = true; keeps_on;) keeps_on = co_await serve_one();
        }
        if (!is_broken_) co_await close();
    }

    void check_deadline(Clock::time_point now) {
        if (now < deadline_) return;
        is_overdue_ = true;
        stream_.cancel();
    }

    /// Ends the connection unless a request is under way or waits in the socket.
    void stop() {
        if (phase_ == Phase::handshake || (phase_ == Phase::idle && !stream_.has_unread_bytes()))
            stream_.cancel();
    }

    /// Ends the connection unless a handler is running.
    void force() {
        if (phase_ != Phase::working) check_deadline((Clock::time_point::max)());
    }

private:
    enum class Phase { handshake, idle, receiving, working, responding, closing };

    /// Time for the client to read the response before the connection is closed.
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

    /// Reads once. Returns false if the client has gone, or at the deadline.
    Task<bool> read() {
        const Transferred received = co_await stream_.read_some(reader_.space());
        if (received.error) co_return false;
        reader_.add(received.size);
        co_return true;
    }

    /// Calls the handler, which may block, on a worker. operation_aborted: it was not called.
    auto handle(HttpResponse& response) {
        return AsyncOperation([this, &response](auto done) {
            asio::post(shared_.workers, [this, &response, done] {
                ErrorCode error;
                if (shared_.is_forced)
                    error = asio::error::operation_aborted;
                else
                    response = call_handler();
                asio::post(shared_.io, [done, error] { done(error); });
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
        begun_ = Clock::now();
        enter(Phase::receiving, shared_.options.request_time);
        reader_.begin();
        target_ = {};
        user_ = {};
        std::optional<Rejection> rejection = co_await receive();
        if (rejection && rejection->status == 0) {
            is_broken_ = true;
            observe({}, rejection->reason, false);
            co_return false;
        }
        HttpResponse response;
        if (!rejection) {
            enter_work();
            const Transferred handled = co_await handle(response);
            if (handled.error) rejection = stopped();
        }
        if (rejection) response = make_error_response(*rejection, shared_.options);
        const bool is_whole = reader_.is_done();
        const bool keeps_on = is_whole && reader_.keeps_connection() && !shared_.is_stopping;
        // g++ 12 destroys a temporary of a condition in an awaited call twice.
        const std::string_view error = rejection ? std::string_view(rejection->reason) : "";
        co_await respond(response, error, keeps_on);
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
        auto rejection = find_rejection(reader_, shared_.authentication, shared_.options);
        if (shared_.authentication && (!rejection || rejection->status != 401))
            user_ = shared_.authentication->user();
        if (rejection) co_return std::move(rejection);
        step = reader_.read_body();
        if (step == RequestReader::Progress::needs_more &&
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
        if (!step) co_return std::move(step.error());
        if (shared_.is_forced) co_return stopped();
        co_return std::nullopt;
    }

    [[nodiscard]] Rejection lost() const {
        if (shared_.is_forced) return stopped();
        if (is_overdue_) return {408, "the request took too long to arrive"};
        return {0, "the connection ended within a request"};
    }
    static Rejection stopped() {
        return {503, "the server is stopping; the request was not executed"};
    }

    [[nodiscard]] HttpResponse call_handler() const {
        try {
            HttpResponse response = shared_.handler(request());
            if (is_sendable(response)) return response;
        } catch (...) {
            // The client must not see the message; the handler can log it.
        }
        return {500, "text/plain; charset=utf-8", "the request could not be handled\n", {}, {}};
    }

    [[nodiscard]] HttpRequest request() const {
        const RequestReader::Request& message = reader_.request();
        return {.method = view_of(message.method_string()),
                .path = target_.path,
                .query = target_.query,
                .content_type = header_of(message, Field::content_type),
                .body = message.body(),
                .remote = remote_,
                .user = user_,
                .is_tls = stream_.is_tls()};
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

    void observe(const HttpResponse& response, std::string_view error, bool is_delivered) const {
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
        begun_ = Clock::now();
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
    bool over_limit_;
    RequestReader reader_;
    Target target_;          ///< of the request in reader_
    std::string_view user_;  ///< empty unless the request is authenticated
    Phase phase_ = Phase::idle;
    Clock::time_point deadline_ = (Clock::time_point::max)();
    Clock::time_point begun_;
    bool is_overdue_ = false;
    bool is_broken_ = false;  ///< the client has gone
    bool lingers_ = false;
};

}  // namespace detail::http
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
