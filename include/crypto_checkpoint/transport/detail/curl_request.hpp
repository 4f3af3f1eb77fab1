// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_TRANSPORT_DETAIL_CURL_REQUEST_HPP
#define CRYPTO_CHECKPOINT_TRANSPORT_DETAIL_CURL_REQUEST_HPP

#include <crypto_checkpoint/error/errc.hpp>
#include <crypto_checkpoint/error/error.hpp>
#include <crypto_checkpoint/transport/cluster_address.hpp>
#include <crypto_checkpoint/transport/detail/curl_error.hpp>
#include <crypto_checkpoint/transport/detail/http_response_reader.hpp>
#include <crypto_checkpoint/transport/http_transport.hpp>

#include <curl/curl.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail {

struct CurlDeleter {
    void operator()(CURL* handle) const noexcept { curl_easy_cleanup(handle); }
    void operator()(curl_slist* list) const noexcept { curl_slist_free_all(list); }
};

/// Sets libcurl up, once for the process.
inline bool curl_is_ready() {
    static const bool is_ready = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
    return is_ready;
}

/// What the client says when a certificate is to authenticate it.
/// @par Source  python3-winrm sends it; the specification, DSP0226, was not read for it
inline constexpr const char* mutual_https_header =
    "Authorization: http://schemas.dmtf.org/wbem/wsman/1/wsman/secprofile/https/mutual";

/// Whether this libcurl takes the one who asks by Negotiate from the system's Kerberos, by GSSAPI. It
/// looks at no user and no password then, and speaks no NTLM. Windows' SSPI takes them.
/// @par Source  lib/vauth/spnego_gssapi.c and spnego_sspi.c of libcurl
inline bool negotiate_ignores_credentials() noexcept {
    const int features = curl_version_info(CURLVERSION_NOW)->features;
    return (features & (CURL_VERSION_GSSAPI | CURL_VERSION_KERBEROS5)) != 0 &&
           (features & CURL_VERSION_SSPI) == 0;
}

/// Whether libcurl, as it is here, does what a valid address asks for, and does not leave it out.
inline Result<void> check_for_libcurl(const ClusterAddress& address) {
    if (address.authentication != Authentication::negotiate || !negotiate_ignores_credentials() ||
        (address.user.empty() && address.password.reveal().empty()))
        return {};
    return std::unexpected(
        Error(Errc::invalid_value,
              "for negotiate the ticket of kinit says who asks, and here a user and a password say "
              "nothing: leave them out, or take ntlm"));
}

/// How many requests one message may take. NTLM takes two, what Negotiate stands for up to three;
/// but libcurl goes on for as long as a server challenges it.
inline constexpr int max_requests_per_message = 5;

/// One of libcurl's easy handles, made ready to post to one address, and what its transfers come
/// to. Who performs the transfers is another matter: begin(), perform the handle, end().
class CurlPost {
public:
    /// @par Errors  those of ClusterAddress::check(); invalid_value for what this libcurl cannot do
    static Result<std::unique_ptr<CurlPost>> make(const ClusterAddress& address) {
        if (auto checked = address.check(); !checked)
            return std::unexpected(std::move(checked.error()));
        if (auto checked = check_for_libcurl(address); !checked) {
            checked.error().context = address.url;
            return std::unexpected(std::move(checked.error()));
        }
        std::unique_ptr<CurlPost> post;
        if (curl_is_ready()) post.reset(new CurlPost(address));
        if (!post || !post->handle_ || !post->headers_)
            return std::unexpected(Error(Errc::cluster_unreachable, "libcurl cannot be set up"));
        if (post->fault_ != CURLE_OK) return std::unexpected(post->error(post->fault_));
        return post;
    }
    CurlPost(const CurlPost&) = delete;
    CurlPost& operator=(const CurlPost&) = delete;

    [[nodiscard]] CURL* handle() const noexcept { return handle_.get(); }

    /// Whether any of the request has been sent since begin().
    [[nodiscard]] bool was_sent() const noexcept {
        return requests_ != 0 && bytes_sent() > bytes_sent_before_;
    }

    /// Gets ready to post a body, which must stay where it is until end().
    void begin(std::string_view body) {
        reader_ = HttpResponseReader(max_response_bytes_);
        error_text_.fill('\0');
        why_no_ticket_.clear();
        has_shown_ticket_ = false;
        requests_ = 0;
        retransmit_blocked_ = false;
        is_challenged_too_often_ = false;
        set(CURLOPT_POSTFIELDS, body.data() ? body.data() : "");
        set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
    }

    /// What came of it.
    Result<TransportResponse> end(CURLcode code) {
        if (reader_.has_overflowed())
            return std::unexpected(error(CURLE_FILESIZE_EXCEEDED, "the answer is too large"));
        if (is_challenged_too_often_) return reader_.take();  // the last 401
        if (retransmit_blocked_)
            return std::unexpected(
                error(code, "the connection ended unanswered, and nothing is sent twice"));
        if (code != CURLE_OK) return std::unexpected(error(code, error_text_.data()));
        // To libcurl, an answer may end anywhere in its head.
        if (!reader_.has_whole_head())
            return std::unexpected(error(CURLE_PARTIAL_FILE, "the answer ended in its head"));
        if (reader_.was_challenged() && !has_shown_ticket_ && !why_no_ticket_.empty())
            return std::unexpected(no_ticket());
        return reader_.take();
    }

    /// What is true of a transfer that is given up where it is.
    [[nodiscard]] Error abort_error() const {
        Error abort_error(Errc::cluster_unreachable, "not asked");
        if (was_sent())
            abort_error = Error(Errc::outcome_unknown, "given up before the answer came");
        abort_error.context = url_;
        return abort_error;
    }

private:
    explicit CurlPost(const ClusterAddress& address)
        : handle_(curl_easy_init()),
          url_(address.url),
          max_response_bytes_(address.max_response_bytes),
          reader_(address.max_response_bytes) {
        if (!handle_) return;
        add_header("Content-Type: " + std::string(soap_content_type));
        add_header("Expect:");  // WinRM does not answer with 100, and libcurl would wait for it
        if (address.authentication == Authentication::certificate) add_header(mutual_https_header);
        set(CURLOPT_HTTPHEADER, headers_.get());
        set_http();
        set_network_options(address);
        set_tls(address);
        set_authentication(address);
    }

    void set_http() {
        set(CURLOPT_URL, url_.c_str());
        set(CURLOPT_POST, 1L);
        set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
        set(CURLOPT_USERAGENT, "crypto_checkpoint");
        set(CURLOPT_FOLLOWLOCATION, 0L);
        set(CURLOPT_PROTOCOLS_STR, "http,https");
        set(CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
        set(CURLOPT_MAXFILESIZE_LARGE, static_cast<curl_off_t>(max_response_bytes_));
        set(CURLOPT_ERRORBUFFER, error_text_.data());
        set(CURLOPT_HEADERFUNCTION, &take_head_line);
        set(CURLOPT_HEADERDATA, &reader_);
        set(CURLOPT_WRITEFUNCTION, &take_body_part);
        set(CURLOPT_WRITEDATA, &reader_);
        set(CURLOPT_PREREQFUNCTION, &before_request);
        set(CURLOPT_PREREQDATA, this);
    }

    void set_network_options(const ClusterAddress& address) {
        set(CURLOPT_NOSIGNAL, 1L);
        set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(address.connect_timeout.count()));
        set(CURLOPT_TIMEOUT_MS, static_cast<long>(address.total_timeout.count()));
        // Empty, and not left out: otherwise the environment is asked.
        set(CURLOPT_PROXY, address.proxy.c_str());
        set(CURLOPT_NOPROXY, "");
        set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
#if LIBCURL_VERSION_NUM >= 0x075700
        // A name server that does not answer would otherwise hold the thread beyond its timeout.
        set(CURLOPT_QUICK_EXIT, 1L);
#endif
    }

    void set_tls(const ClusterAddress& address) {
        set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
        set(CURLOPT_SSL_VERIFYPEER, 1L);
        set(CURLOPT_SSL_VERIFYHOST, 2L);
        if (!address.ca_file.empty()) {
            set(CURLOPT_CAINFO, address.ca_file.c_str());
            set(CURLOPT_PROXY_CAINFO, address.ca_file.c_str());
        }
        // libcurl keeps what it has read of a file for the next connection, but not where there is
        // a folder too. The system's file takes 50 ms to read, and has what its folder has.
        if (!address.ca_file.empty() || curl_version_info(CURLVERSION_NOW)->cainfo) {
            forget_folder(CURLOPT_CAPATH);
            forget_folder(CURLOPT_PROXY_CAPATH);
        }
        if (address.client_certificate_file.empty()) return;
        set(CURLOPT_SSLCERT, address.client_certificate_file.c_str());
        set(CURLOPT_SSLKEY, address.client_key_file.c_str());
        set(CURLOPT_KEYPASSWD, "");  // or OpenSSL would ask the terminal
    }

    void set_authentication(const ClusterAddress& address) {
        unsigned long scheme = CURLAUTH_NONE;
        if (address.authentication == Authentication::basic) scheme = CURLAUTH_BASIC;
        if (address.authentication == Authentication::negotiate) scheme = CURLAUTH_NEGOTIATE;
        if (address.authentication == Authentication::ntlm) scheme = CURLAUTH_NTLM;
        set(CURLOPT_HTTPAUTH, static_cast<long>(scheme));
        if (scheme == CURLAUTH_NONE) return;
        set(CURLOPT_USERNAME, address.user.c_str());
        // NOLINTNEXTLINE(bugprone-suspicious-stringview-data-usage): a NUL follows it
        set(CURLOPT_PASSWORD, address.password.reveal().data());
        if (scheme != CURLAUTH_NEGOTIATE) return;
        // Without a ticket libcurl goes on as nobody, and says why in no other place.
        set(CURLOPT_VERBOSE, 1L);
        set(CURLOPT_DEBUGFUNCTION, &take_notice);
        set(CURLOPT_DEBUGDATA, this);
    }

    template <class Value>
    void set(CURLoption option, Value value) {
        const CURLcode code = curl_easy_setopt(handle_.get(), option, value);
        if (fault_ == CURLE_OK) fault_ = code;
    }

    /// Windows' own TLS knows no folder of authorities, so there is none to forget.
    void forget_folder(CURLoption option) {
        const CURLcode code =
            curl_easy_setopt(handle_.get(), option, static_cast<const char*>(nullptr));
        if (fault_ == CURLE_OK && code != CURLE_NOT_BUILT_IN) fault_ = code;
    }

    void add_header(const std::string& header) {
        if (curl_slist* const list = curl_slist_append(headers_.get(), header.c_str())) {
            (void)headers_.release();
            headers_.reset(list);
        } else {
            fault_ = CURLE_OUT_OF_MEMORY;
        }
    }

    [[nodiscard]] Error error(CURLcode code, std::string_view text = {}) const {
        Error error = curl_error(code, was_sent(), text);
        error.context = url_;
        return error;
    }

    /// The server asked who asks, and there was nothing to show.
    [[nodiscard]] Error no_ticket() const {
        constexpr std::uint32_t unauthorized = 401;
        Error error(Errc::authentication_failed,
                    NativeCode{NativeDomain::http_status, unauthorized},
                    "there was no Kerberos ticket to show (" + why_no_ticket_ +
                        "); kinit USER@REALM gets one");
        error.context = url_;
        return error;
    }

    [[nodiscard]] long bytes_sent() const noexcept {
        long bytes = 0;
        curl_easy_getinfo(handle_.get(), CURLINFO_REQUEST_SIZE, &bytes);
        return bytes;
    }

    /// Asked when there is a connection and before a request goes out on it. When a connection that
    /// was kept dies without an answer, libcurl would send the same request once more over a new
    /// one, although the first may have arrived and been carried out: here is the place to stop it.
    /// It may go on where nothing was sent yet, and where what was sent was answered by 401, as is
    /// usual for NTLM and Negotiate.
    static int before_request(void* self, char*, char*, int, int) noexcept {
        auto& post = *static_cast<CurlPost*>(self);
        const bool was_challenged = post.reader_.was_challenged();
        post.retransmit_blocked_ = post.was_sent() && !was_challenged;
        post.is_challenged_too_often_ =
            was_challenged && post.requests_ == max_requests_per_message;
        if (post.retransmit_blocked_ || post.is_challenged_too_often_) return CURL_PREREQFUNC_ABORT;
        if (post.requests_++ == 0) post.bytes_sent_before_ = post.bytes_sent();  // to a proxy
        post.reader_.expect_another();
        return CURL_PREREQFUNC_OK;
    }

    /// Takes what libcurl tells of its work: that it shows a ticket, or why it has none to show. The
    /// rest, a token among it, is dropped.
    static int take_notice(CURL*, curl_infotype kind, char* bytes, std::size_t size,
                           void* self) noexcept {
        auto& post = *static_cast<CurlPost*>(self);
        const std::string_view text(bytes, size);
        if (kind == CURLINFO_HEADER_OUT && text.find("\r\nAuthorization: ") != text.npos)
            post.has_shown_ticket_ = true;
        if (kind != CURLINFO_TEXT || !text.starts_with("gss_")) return 0;
        try {
            post.why_no_ticket_ = cleaned_curl_text(text);
            while (post.why_no_ticket_.ends_with('.')) post.why_no_ticket_.pop_back();
        } catch (...) {
            post.why_no_ticket_.clear();  // out of memory: then it is a 401 like others
        }
        return 0;
    }

    static std::size_t take_head_line(char* bytes, std::size_t, std::size_t size, void* reader) {
        return taken(size, [&] {
            return static_cast<HttpResponseReader*>(reader)->take_head_line({bytes, size});
        });
    }

    static std::size_t take_body_part(char* bytes, std::size_t, std::size_t size, void* reader) {
        return taken(size, [&] {
            return static_cast<HttpResponseReader*>(reader)->take_body_part({bytes, size});
        });
    }

    /// No exception may pass through libcurl: out of memory, the transfer ends.
    template <class Take>
    static std::size_t taken(std::size_t size, Take take) noexcept {
        try {
            return take() ? size : 0;
        } catch (...) {
            return 0;
        }
    }

    std::unique_ptr<curl_slist, CurlDeleter> headers_;
    std::array<char, CURL_ERROR_SIZE> error_text_{};
    std::unique_ptr<CURL, CurlDeleter> handle_;
    std::string url_;
    std::size_t max_response_bytes_;
    HttpResponseReader reader_;
    std::string why_no_ticket_;
    CURLcode fault_ = CURLE_OK;   // the first of an option
    long bytes_sent_before_ = 0;  // the request itself
    int requests_ = 0;
    bool retransmit_blocked_ = false;
    bool is_challenged_too_often_ = false;
    bool has_shown_ticket_ = false;
};

}  // namespace detail
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
