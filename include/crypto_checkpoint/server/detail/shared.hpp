// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_SERVER_DETAIL_SHARED_HPP
#define CRYPTO_CHECKPOINT_SERVER_DETAIL_SHARED_HPP

#include <crypto_checkpoint/server/detail/async_operation.hpp>
#include <crypto_checkpoint/server/detail/basic_auth.hpp>
#include <crypto_checkpoint/server/detail/guess_limiter.hpp>
#include <crypto_checkpoint/server/detail/response_text.hpp>
#include <crypto_checkpoint/server/endpoint_options.hpp>
#include <crypto_checkpoint/server/http_handler.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/thread_pool.hpp>

#include <algorithm>
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
    GuessLimiter guesses;
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
          guesses(options.max_guess_delay),
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

/// The end of @p time from now on; the largest time point if it is beyond.
inline std::chrono::steady_clock::time_point deadline_after(std::chrono::milliseconds time) {
    using Clock = std::chrono::steady_clock;
    const auto now = Clock::now();
    const auto rest =
        std::chrono::floor<std::chrono::milliseconds>((Clock::time_point::max)() - now);
    return time < rest ? now + time : (Clock::time_point::max)();
}

}  // namespace detail::http
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
