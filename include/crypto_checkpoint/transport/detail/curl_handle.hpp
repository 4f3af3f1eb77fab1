// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_TRANSPORT_DETAIL_CURL_HANDLE_HPP
#define CRYPTO_CHECKPOINT_TRANSPORT_DETAIL_CURL_HANDLE_HPP

#include <crypto_checkpoint/detail/checked_narrow.hpp>
#include <crypto_checkpoint/error/errc.hpp>
#include <crypto_checkpoint/error/error.hpp>
#include <crypto_checkpoint/secret.hpp>
#include <crypto_checkpoint/transport/cluster_address.hpp>
#include <crypto_checkpoint/transport/detail/credential_text.hpp>
#include <crypto_checkpoint/transport/http_transport.hpp>

#include <curl/curl.h>

#include <expected>
#include <limits>
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

/// Initialises libcurl once for the process.
inline bool curl_is_ready() {
    static const bool is_ready = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
    return is_ready;
}

/// Sent when a certificate authenticates the client.
/// @par Source  seen: python3-winrm sends it; the specification, DSP0226, was not read for it
inline constexpr const char* mutual_https_header =
    "Authorization: http://schemas.dmtf.org/wbem/wsman/1/wsman/secprofile/https/mutual";

/// Whether Negotiate takes the identity from the system's Kerberos by GSSAPI. libcurl then ignores
/// user and password, and speaks no NTLM. Windows' SSPI uses them.
/// @par Source  lib/vauth/spnego_gssapi.c and spnego_sspi.c of libcurl
inline bool negotiate_ignores_credentials() noexcept {
    const int features = curl_version_info(CURLVERSION_NOW)->features;
    return (features & (CURL_VERSION_GSSAPI | CURL_VERSION_KERBEROS5)) != 0 &&
           (features & CURL_VERSION_SSPI) == 0;
}

/// @par Source  lib/curl_sspi.c and lib/curl_multibyte.h of libcurl
inline NtlmEncoding ntlm_encoding() noexcept {
    const int features = curl_version_info(CURLVERSION_NOW)->features;
    if ((features & CURL_VERSION_SSPI) == 0) return NtlmEncoding::latin1;
    return (features & CURL_VERSION_UNICODE) != 0 ? NtlmEncoding::utf8 : NtlmEncoding::ascii;
}

/// The user or the password as this libcurl wants it.
/// @par Errors  invalid_value: libcurl would send something else
inline Result<Secret> text_for_libcurl(const ClusterAddress& address, Credential kind) {
    const std::string_view text =
        kind == Credential::user ? std::string_view(address.user) : address.password.reveal();
    // RFC 7617, 2.1 has UTF-8 for Basic, where a server says which encoding it reads.
    if (address.authentication == Authentication::basic) return Secret(text);
    return text_for_ntlm(text, kind, ntlm_encoding());
}

/// Whether the address is valid, and this libcurl honours all of it.
inline Result<void> check_for_libcurl(const ClusterAddress& address) {
    if (auto checked = address.check(); !checked) return checked;
    const auto refuse = [&](Error error) {
        error.context = address.url;
        return std::unexpected(std::move(error));
    };
    if (address.authentication == Authentication::negotiate && negotiate_ignores_credentials()) {
        if (address.user.empty() && address.password.empty()) return {};
        return refuse(
            Error(Errc::invalid_value,
                  "for negotiate the Kerberos ticket from kinit identifies the user; a user and a "
                  "password would be ignored: leave them out, or use ntlm"));
    }
    if (address.authentication == Authentication::negotiate ||
        address.authentication == Authentication::ntlm)
        for (const Credential kind : {Credential::user, Credential::password})
            if (auto text = text_for_libcurl(address, kind); !text)
                return refuse(std::move(text.error()));
    return {};
}

/// An easy handle of libcurl with the options of one address.
class CurlHandle {
public:
    explicit CurlHandle(const ClusterAddress& address) : handle_(curl_easy_init()) {
        if (!handle_) return;
        add_header("Content-Type: " + std::string(soap_content_type));
        add_header("Expect:");  // WinRM does not send 100, and libcurl would wait for it
        if (address.authentication == Authentication::certificate) add_header(mutual_https_header);
        set(CURLOPT_HTTPHEADER, headers_.get());
        set_http_options(address);
        set_network_options(address);
        set_tls_options(address);
        set_authentication(address);
    }

    [[nodiscard]] CURL* get() const noexcept { return handle_.get(); }
    /// Of the first option that could not be set.
    [[nodiscard]] CURLcode error() const noexcept { return error_; }

    template <class Value>
    void set(CURLoption option, Value value) {
        const CURLcode code = curl_easy_setopt(handle_.get(), option, value);
        if (error_ == CURLE_OK) error_ = code;
    }

private:
    void set_http_options(const ClusterAddress& address) {
        set(CURLOPT_URL, address.url.c_str());
        set(CURLOPT_POST, 1L);
        set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
        set(CURLOPT_USERAGENT, "crypto_checkpoint");
        set(CURLOPT_FOLLOWLOCATION, 0L);
        set(CURLOPT_PROTOCOLS_STR, "http,https");
        set(CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
        set(CURLOPT_MAXFILESIZE_LARGE, std::in_range<curl_off_t>(address.max_response_bytes)
                                           ? static_cast<curl_off_t>(address.max_response_bytes)
                                           : (std::numeric_limits<curl_off_t>::max)());
    }

    void set_network_options(const ClusterAddress& address) {
        set(CURLOPT_NOSIGNAL, 1L);
        set(CURLOPT_CONNECTTIMEOUT_MS, checked_narrow<long>(address.connect_timeout.count()));
        set(CURLOPT_TIMEOUT_MS, checked_narrow<long>(address.total_timeout.count()));
        // An empty text, not left out: otherwise libcurl reads the environment.
        set(CURLOPT_PROXY, address.proxy.c_str());
        set(CURLOPT_NOPROXY, "");
        set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
#if LIBCURL_VERSION_NUM >= 0x075700
        // A name server that does not answer would otherwise block the thread beyond its timeout.
        set(CURLOPT_QUICK_EXIT, 1L);
#endif
    }

    void set_tls_options(const ClusterAddress& address) {
        set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
        set(CURLOPT_SSL_VERIFYPEER, 1L);
        set(CURLOPT_SSL_VERIFYHOST, 2L);
        if (!address.ca_file.empty()) {
            set(CURLOPT_CAINFO, address.ca_file.c_str());
            set(CURLOPT_PROXY_CAINFO, address.ca_file.c_str());
        }
        // libcurl caches the authorities of a file for later connections, unless there is a folder,
        // too. The system's file takes 50 ms to read, and has what its folder has.
        if (!address.ca_file.empty() || curl_version_info(CURLVERSION_NOW)->cainfo) {
            unset_folder(CURLOPT_CAPATH);
            unset_folder(CURLOPT_PROXY_CAPATH);
        }
        if (address.client_certificate_file.empty()) return;
        set(CURLOPT_SSLCERT, address.client_certificate_file.c_str());
        set(CURLOPT_SSLKEY, address.client_key_file.c_str());
        set(CURLOPT_KEYPASSWD, "");  // or OpenSSL would prompt on the terminal
    }

    void set_authentication(const ClusterAddress& address) {
        unsigned long scheme = CURLAUTH_NONE;
        if (address.authentication == Authentication::basic) scheme = CURLAUTH_BASIC;
        if (address.authentication == Authentication::negotiate) scheme = CURLAUTH_NEGOTIATE;
        if (address.authentication == Authentication::ntlm) scheme = CURLAUTH_NTLM;
        set(CURLOPT_HTTPAUTH, static_cast<long>(scheme));
        if (scheme == CURLAUTH_NONE) return;
        set_credential(CURLOPT_USERNAME, text_for_libcurl(address, Credential::user));
        set_credential(CURLOPT_PASSWORD, text_for_libcurl(address, Credential::password));
    }

    void set_credential(CURLoption option, const Result<Secret>& text) {
        if (text)
            // NOLINTNEXTLINE(bugprone-suspicious-stringview-data-usage): a NUL follows it
            set(option, text->reveal().data());
        else if (error_ == CURLE_OK)
            error_ = CURLE_BAD_FUNCTION_ARGUMENT;
    }

    /// Windows' own TLS has no folder of authorities: CURLE_NOT_BUILT_IN.
    void unset_folder(CURLoption option) {
        const CURLcode code =
            curl_easy_setopt(handle_.get(), option, static_cast<const char*>(nullptr));
        if (error_ == CURLE_OK && code != CURLE_NOT_BUILT_IN) error_ = code;
    }

    void add_header(const std::string& header) {
        if (curl_slist* const list = curl_slist_append(headers_.get(), header.c_str())) {
            (void)headers_.release();
            headers_.reset(list);
        } else {
            error_ = CURLE_OUT_OF_MEMORY;
        }
    }

    std::unique_ptr<curl_slist, CurlDeleter> headers_;
    std::unique_ptr<CURL, CurlDeleter> handle_;
    CURLcode error_ = CURLE_OK;
};

}  // namespace detail
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
