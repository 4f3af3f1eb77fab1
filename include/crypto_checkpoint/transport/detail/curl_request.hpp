// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_TRANSPORT_DETAIL_CURL_REQUEST_HPP
#define CRYPTO_CHECKPOINT_TRANSPORT_DETAIL_CURL_REQUEST_HPP

#include <crypto_checkpoint/detail/checked_narrow.hpp>
#include <crypto_checkpoint/error/errc.hpp>
#include <crypto_checkpoint/error/error.hpp>
#include <crypto_checkpoint/transport/cluster_address.hpp>
#include <crypto_checkpoint/transport/detail/curl_error.hpp>
#include <crypto_checkpoint/transport/detail/curl_handle.hpp>
#include <crypto_checkpoint/transport/detail/http_response_reader.hpp>
#include <crypto_checkpoint/transport/http_transport.hpp>

#include <curl/curl.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail {

/// NTLM takes two requests, the mechanisms of Negotiate up to three; libcurl goes on for as long as a
/// server challenges it.
inline constexpr int max_requests_per_message = 5;

/// Posts messages to one address, one at a time: begin(), perform the handle, end().
class CurlRequest {
public:
    /// @par Errors  those of ClusterAddress::check(); invalid_value for what this libcurl cannot do
    static Result<std::unique_ptr<CurlRequest>> make(const ClusterAddress& address) {
        if (auto checked = check_for_libcurl(address); !checked)
            return std::unexpected(std::move(checked.error()));
        std::unique_ptr<CurlRequest> request;
        if (curl_is_ready()) request.reset(new CurlRequest(address));
        if (!request || !request->handle())
            return std::unexpected(Error(Errc::cluster_unreachable, "libcurl cannot be set up"));
        if (const CURLcode code = request->curl_.error())
            return std::unexpected(request->error(code));
        return request;
    }
    CurlRequest(const CurlRequest&) = delete;
    CurlRequest& operator=(const CurlRequest&) = delete;

    [[nodiscard]] CURL* handle() const noexcept { return curl_.get(); }

    /// Whether any of the request has been sent since begin().
    [[nodiscard]] bool was_sent() const noexcept {
        return requests_ != 0 &&
               bytes_sent().value_or((std::numeric_limits<long>::max)()) > bytes_sent_before_;
    }

    /// Prepares to post a body, which must stay where it is until end().
    /// @par Errors  those of libcurl; then nothing may be performed
    [[nodiscard]] Result<void> begin(std::string_view body) {
        reader_ = HttpResponseReader(max_response_bytes_);
        error_text_.fill('\0');
        missing_ticket_reason_.clear();
        has_sent_ticket_ = false;
        requests_ = 0;
        retransmit_blocked_ = false;
        too_many_challenges_ = false;
        curl_.set(CURLOPT_POSTFIELDS, body.data() ? body.data() : "");
        curl_.set(CURLOPT_POSTFIELDSIZE_LARGE, checked_narrow<curl_off_t>(body.size()));
        if (const CURLcode code = curl_.error()) return std::unexpected(error(code));
        return {};
    }

    /// The result of the transfer that libcurl ended with @p code.
    Result<TransportResponse> end(CURLcode code) {
        if (reader_.has_overflowed())
            return std::unexpected(error(CURLE_FILESIZE_EXCEEDED, "the response is too large"));
        if (too_many_challenges_) return reader_.take();  // the last 401
        if (retransmit_blocked_)
            return std::unexpected(
                error(code, "the connection ended without a response, and nothing is sent twice"));
        if (code != CURLE_OK) return std::unexpected(error(code, error_text_.data()));
        // libcurl accepts a response that ends within its headers.
        if (!reader_.has_whole_head())
            return std::unexpected(
                error(CURLE_PARTIAL_FILE, "the response ended within its headers"));
        if (reader_.was_challenged() && !has_sent_ticket_ && !missing_ticket_reason_.empty())
            return std::unexpected(no_ticket());
        return reader_.take();
    }

    /// The error of a transfer that is aborted now.
    [[nodiscard]] Error abort_error() const {
        Error error(Errc::not_sent, "interrupted");
        if (was_sent()) error = Error(Errc::outcome_unknown, "aborted before the response arrived");
        error.context = url_;
        return error;
    }

private:
    explicit CurlRequest(const ClusterAddress& address)
        : curl_(address),
          url_(address.url),
          max_response_bytes_(address.max_response_bytes),
          reader_(address.max_response_bytes) {
        if (!handle()) return;
        curl_.set(CURLOPT_ERRORBUFFER, error_text_.data());
        curl_.set(CURLOPT_HEADERFUNCTION, &on_head_line);
        curl_.set(CURLOPT_HEADERDATA, &reader_);
        curl_.set(CURLOPT_WRITEFUNCTION, &on_body_part);
        curl_.set(CURLOPT_WRITEDATA, &reader_);
        curl_.set(CURLOPT_PREREQFUNCTION, &before_request);
        curl_.set(CURLOPT_PREREQDATA, this);
        if (address.authentication != Authentication::negotiate) return;
        // Without a ticket libcurl sends the request unauthenticated, and only its log says why.
        curl_.set(CURLOPT_VERBOSE, 1L);
        curl_.set(CURLOPT_DEBUGFUNCTION, &on_debug_text);
        curl_.set(CURLOPT_DEBUGDATA, this);
    }

    [[nodiscard]] Error error(CURLcode code, std::string_view text = {}) const {
        Error error = curl_error(code, was_sent(), text);
        error.context = url_;
        return error;
    }

    /// The server demanded authentication, and libcurl had no ticket to send.
    [[nodiscard]] Error no_ticket() const {
        constexpr std::uint32_t unauthorized = 401;
        Error error(Errc::authentication_failed,
                    NativeCode{NativeDomain::http_status, unauthorized},
                    "there is no Kerberos ticket to show (" + missing_ticket_reason_ + ")" +
                        advice_on_ticket(missing_ticket_reason_, host_of(url_)));
        error.context = url_;
        return error;
    }

    /// Nothing if libcurl does not say.
    [[nodiscard]] std::optional<long> bytes_sent() const noexcept {
        long bytes = 0;
        if (curl_easy_getinfo(handle(), CURLINFO_REQUEST_SIZE, &bytes) != CURLE_OK)
            return std::nullopt;
        return bytes;
    }

    /// libcurl calls this when there is a connection and before it sends a request. When a kept
    /// connection dies without a response, libcurl would send the request again on a new one, although
    /// the first may have been executed: this aborts it. Another request may go out when nothing was
    /// sent yet, and after a 401, as is usual for NTLM and Negotiate.
    static int before_request(void* self, char*, char*, int, int) noexcept {
        auto& request = *static_cast<CurlRequest*>(self);
        const bool was_challenged = request.reader_.was_challenged();
        request.retransmit_blocked_ = request.was_sent() && !was_challenged;
        request.too_many_challenges_ =
            was_challenged && request.requests_ == max_requests_per_message;
        if (request.retransmit_blocked_ || request.too_many_challenges_)
            return CURL_PREREQFUNC_ABORT;
        // Until now, bytes went to a proxy only.
        if (request.requests_++ == 0)
            request.bytes_sent_before_ = request.bytes_sent().value_or(-1);
        request.reader_.expect_another();
        return CURL_PREREQFUNC_OK;
    }

    /// Picks out of libcurl's log that it sent a ticket, or why it has none. The rest, a token among
    /// it, is dropped.
    static int on_debug_text(CURL*, curl_infotype kind, char* bytes, std::size_t size,
                             void* self) noexcept {
        auto& request = *static_cast<CurlRequest*>(self);
        const std::string_view text(bytes, size);
        if (kind == CURLINFO_HEADER_OUT && text.find("\r\nAuthorization: ") != text.npos)
            request.has_sent_ticket_ = true;
        if (kind != CURLINFO_TEXT || !text.starts_with("gss_")) return 0;
        try {
            request.missing_ticket_reason_ = cleaned_curl_text(text);
            while (request.missing_ticket_reason_.ends_with('.'))
                request.missing_ticket_reason_.pop_back();
        } catch (...) {
            request.missing_ticket_reason_.clear();  // out of memory: reported as a plain 401
        }
        return 0;
    }

    static std::size_t on_head_line(char* bytes, std::size_t, std::size_t size, void* reader) {
        return taken(size, [&] {
            return static_cast<HttpResponseReader*>(reader)->take_head_line({bytes, size});
        });
    }

    static std::size_t on_body_part(char* bytes, std::size_t, std::size_t size, void* reader) {
        return taken(size, [&] {
            return static_cast<HttpResponseReader*>(reader)->take_body_part({bytes, size});
        });
    }

    /// No exception may pass through libcurl: out of memory ends the transfer.
    template <class Take>
    static std::size_t taken(std::size_t size, Take take) noexcept {
        try {
            return take() ? size : 0;
        } catch (...) {
            return 0;
        }
    }

    std::array<char, CURL_ERROR_SIZE> error_text_{};
    CurlHandle curl_;
    std::string url_;
    std::size_t max_response_bytes_;
    HttpResponseReader reader_;
    std::string missing_ticket_reason_;
    long bytes_sent_before_ = 0;
    int requests_ = 0;
    bool retransmit_blocked_ = false;
    bool too_many_challenges_ = false;
    bool has_sent_ticket_ = false;
};

}  // namespace detail
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
