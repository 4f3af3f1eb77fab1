// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_TESTS_WSMAN_SERVER_TLS_HPP
#define CRYPTO_CHECKPOINT_TESTS_WSMAN_SERVER_TLS_HPP

#include "support/certificates.hpp"

#include <openssl/ssl.h>

#include <cstddef>
#include <memory>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace wsman_tests {

/// The far end of TLS, on one connection. May be empty.
class TlsSession {
public:
    TlsSession() = default;
    explicit TlsSession(SSL* session) : session_(session) {}

    explicit operator bool() const { return session_ != nullptr; }

    bool send(std::string_view bytes) {
        return bytes.empty() ||
               SSL_write(session_.get(), bytes.data(), static_cast<int>(bytes.size())) > 0;
    }
    int receive(char* bytes, std::size_t size) {
        return SSL_read(session_.get(), bytes, static_cast<int>(size));
    }

private:
    struct Free {
        void operator()(SSL* session) const { SSL_free(session); }
    };
    std::unique_ptr<SSL, Free> session_;
};

/// How a server of the tests speaks TLS.
struct TlsHabits {
    Identity identity;
    int newest = TLS1_3_VERSION;
    /// Whose certificates a client must have; nobody's, if empty.
    X509* client_issuer = nullptr;
};

class ServerTls {
public:
    explicit ServerTls(TlsHabits habits)
        : habits_(std::move(habits)), context_(SSL_CTX_new(TLS_server_method())) {
        SSL_CTX* const context = context_.get();
        SSL_CTX_set_security_level(context, 0);  // or TLS 1.1 would not be spoken at all
        SSL_CTX_set_min_proto_version(context, TLS1_VERSION);
        SSL_CTX_set_max_proto_version(context, habits_.newest);
        if (SSL_CTX_use_certificate(context, habits_.identity.certificate.get()) != 1 ||
            SSL_CTX_use_PrivateKey(context, habits_.identity.key.get()) != 1)
            throw std::runtime_error("the certificate cannot be used");
        if (habits_.client_issuer == nullptr) return;
        X509_STORE_add_cert(SSL_CTX_get_cert_store(context), habits_.client_issuer);
        SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
    }

    /// Shakes hands. An empty session, where that fails.
    TlsSession accept(int socket) {
        SSL* const session = SSL_new(context_.get());
        TlsSession owner(session);
        SSL_set_fd(session, socket);
        return SSL_accept(session) == 1 ? std::move(owner) : TlsSession();
    }

private:
    struct Free {
        void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
    };
    TlsHabits habits_;
    std::unique_ptr<SSL_CTX, Free> context_;
};

}  // namespace wsman_tests

#endif
