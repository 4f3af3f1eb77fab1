// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <atomic>
#include <cstdio>
#include <memory>
#include <stdexcept>
#include <string>

namespace wsman_tests {

/// @file
/// Certificates made while the tests run: none is stored that could expire.

/// A certificate and its key.
struct Identity {
    std::shared_ptr<X509> certificate;
    std::shared_ptr<EVP_PKEY> key;
};

struct CertificateContent {
    std::string common_name = "crypto_checkpoint test";
    std::string alternative_name = "IP:127.0.0.1";
    long valid_from = -3600;  ///< seconds from now
    long valid_until = 3600;
    bool is_authority = false;
};

/// @param issuer  null: self-signed
inline Identity make_identity(const CertificateContent& content, const Identity* issuer = nullptr) {
    Identity made{{X509_new(), &X509_free}, {EVP_EC_gen("P-256"), &EVP_PKEY_free}};
    X509* const certificate = made.certificate.get();
    if (issuer == nullptr) issuer = &made;
    static std::atomic<long> serial = 1;
    X509_set_version(certificate, X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), serial++);
    X509_gmtime_adj(X509_getm_notBefore(certificate), content.valid_from);
    X509_gmtime_adj(X509_getm_notAfter(certificate), content.valid_until);
    X509_set_pubkey(certificate, made.key.get());
    X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_UTF8,
                               reinterpret_cast<const unsigned char*>(content.common_name.c_str()),
                               -1, -1, 0);
    X509_set_issuer_name(certificate, X509_get_subject_name(issuer->certificate.get()));
    const auto extend = [&](int kind, const char* value) {
        X509V3_CTX context;
        X509V3_set_ctx(&context, issuer->certificate.get(), certificate, nullptr, nullptr, 0);
        X509_EXTENSION* const extension = X509V3_EXT_conf_nid(nullptr, &context, kind, value);
        if (extension == nullptr) throw std::runtime_error("an extension cannot be made");
        X509_add_ext(certificate, extension, -1);
        X509_EXTENSION_free(extension);
    };
    extend(NID_basic_constraints, content.is_authority ? "critical,CA:TRUE" : "CA:FALSE");
    if (!content.is_authority) extend(NID_subject_alt_name, content.alternative_name.c_str());
    if (X509_sign(certificate, issuer->key.get(), EVP_sha256()) == 0)
        throw std::runtime_error("a certificate cannot be signed");
    return made;
}

inline const Identity& test_authority() {
    static const Identity authority =
        make_identity({.common_name = "crypto_checkpoint test authority", .is_authority = true});
    return authority;
}

struct CloseFile {
    void operator()(std::FILE* file) const { std::fclose(file); }
};

inline void write_certificate(const std::string& path, const Identity& identity) {
    const std::unique_ptr<std::FILE, CloseFile> file(std::fopen(path.c_str(), "w"));
    PEM_write_X509(file.get(), identity.certificate.get());
}

/// @param passphrase  null: not encrypted
inline void write_key(const std::string& path, const Identity& identity,
                      const char* passphrase = nullptr) {
    const std::unique_ptr<std::FILE, CloseFile> file(std::fopen(path.c_str(), "w"));
    PEM_write_PKCS8PrivateKey(file.get(), identity.key.get(),
                              passphrase ? EVP_aes_128_cbc() : nullptr, nullptr, 0, nullptr,
                              const_cast<char*>(passphrase));
}

}  // namespace wsman_tests
