// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_SERVER_DETAIL_TLS_CONTEXT_HPP
#define CRYPTO_CHECKPOINT_SERVER_DETAIL_TLS_CONTEXT_HPP

#include <crypto_checkpoint/detail/open_file.hpp>
#include <crypto_checkpoint/error/errc.hpp>
#include <crypto_checkpoint/error/error.hpp>
#include <crypto_checkpoint/server/endpoint_options.hpp>

#include <boost/asio/ssl/context.hpp>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <cerrno>
#include <cstdio>
#include <expected>
#include <string>
#include <system_error>
#include <utility>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail::http {

namespace asio = boost::asio;

/// @par Errors  storage_failed
inline Result<void> check_readable(const std::string& file) {
    errno = 0;
    const File opened = open_to_read(file);
    if (opened) (void)std::setvbuf(opened.get(), nullptr, _IONBF, 0);  // a key would remain in it
    // A folder can be opened, but not read.
    if (opened && (std::fgetc(opened.get()) != EOF || std::ferror(opened.get()) == 0)) return {};
    return std::unexpected(Error(Errc::storage_failed, "cannot read '" + file + "': " +
                                                           std::generic_category().message(errno)));
}

/// OpenSSL's last error. Clears its error queue, which later calls would misread.
inline unsigned long take_openssl_error() {
    const unsigned long last = ERR_peek_last_error();
    ERR_clear_error();
    return last;
}

inline std::string openssl_error_text(unsigned long error) {
    const char* const text = ERR_reason_error_string(error);
    return text ? text : "no reason given";
}

/// OpenSSL opens both as UTF-8 on Windows too: its BIO_new_file().
/// @par Errors  storage_failed: a file cannot be read. invalid_value: a file is malformed, or the two
///              do not match.
inline Result<asio::ssl::context> make_tls_context(const TlsFiles& files) {
    for (const std::string* file : {&files.certificate_chain, &files.private_key})
        if (auto readable = check_readable(*file); !readable)
            return std::unexpected(std::move(readable.error()));
    ERR_clear_error();
    asio::ssl::context context(asio::ssl::context::tls_server);
    SSL_CTX* const native = context.native_handle();
    // TLS 1.0 and 1.1 are retired: RFC 8996.
    if (SSL_CTX_set_min_proto_version(native, TLS1_2_VERSION) != 1)
        return std::unexpected(Error(
            Errc::invalid_value,
            "OpenSSL cannot be limited to TLS 1.2: " + openssl_error_text(take_openssl_error())));
    SSL_CTX_set_options(
        native, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE);
#ifdef SSL_OP_CLEANSE_PLAINTEXT
    // Otherwise the last request, and its password, stays in OpenSSL's buffer.
    SSL_CTX_set_options(native, SSL_OP_CLEANSE_PLAINTEXT);
#endif
    // Forward secrecy: a stolen key decrypts no recorded connection. All suites of TLS 1.3 have it.
    if (SSL_CTX_set_cipher_list(native, "ECDHE+AESGCM:ECDHE+CHACHA20") != 1)
        return std::unexpected(
            Error(Errc::invalid_value, "OpenSSL has no cipher suite with forward secrecy: " +
                                           openssl_error_text(take_openssl_error())));
    // Some builds of OpenSSL write the keys of connections to the file in SSLKEYLOGFILE.
    SSL_CTX_set_keylog_callback(native, nullptr);
    // Tickets resume sessions; a cache would take memory for each client.
    SSL_CTX_set_session_cache_mode(native, SSL_SESS_CACHE_OFF);
    // OpenSSL would prompt for a passphrase on the terminal.
    SSL_CTX_set_default_passwd_cb(native, [](char*, int, int, void*) { return 0; });
    if (SSL_CTX_use_certificate_chain_file(native, files.certificate_chain.c_str()) != 1)
        return std::unexpected(
            Error(Errc::invalid_value, "'" + files.certificate_chain +
                                           "' contains no certificate in PEM form: " +
                                           openssl_error_text(take_openssl_error())));
    const auto mismatch = [&] {
        return std::unexpected(
            Error(Errc::invalid_value, "the key in '" + files.private_key +
                                           "' does not match the certificate in '" +
                                           files.certificate_chain + "'"));
    };
    if (SSL_CTX_use_PrivateKey_file(native, files.private_key.c_str(), SSL_FILETYPE_PEM) != 1) {
        const unsigned long error = take_openssl_error();
        if (ERR_GET_LIB(error) == ERR_LIB_X509) return mismatch();
        return std::unexpected(
            Error(Errc::invalid_value, "'" + files.private_key +
                                           "' contains no private key in PEM form without a "
                                           "passphrase: " +
                                           openssl_error_text(error)));
    }
    const bool is_match = SSL_CTX_check_private_key(native) == 1;
    ERR_clear_error();
    if (!is_match) return mismatch();
    return context;
}

}  // namespace detail::http
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
