// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_SERVER_DETAIL_BASIC_AUTH_HPP
#define CRYPTO_CHECKPOINT_SERVER_DETAIL_BASIC_AUTH_HPP

#include <crypto_checkpoint/detail/ascii.hpp>
#include <crypto_checkpoint/detail/checked_narrow.hpp>
#include <crypto_checkpoint/error/errc.hpp>
#include <crypto_checkpoint/error/error.hpp>
#include <crypto_checkpoint/server/endpoint_options.hpp>

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <expected>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail::http {

/// Overwrites a text at the end of the scope.
struct WipedAtEnd {
    std::string& text;
    explicit WipedAtEnd(std::string& secret) : text(secret) {}
    WipedAtEnd(const WipedAtEnd&) = delete;
    WipedAtEnd& operator=(const WipedAtEnd&) = delete;
    ~WipedAtEnd() { OPENSSL_cleanse(text.data(), text.size()); }
};

/// Returns false for any text but the canonical one of RFC 4648, section 4.
inline bool decode_base64(std::string_view text, std::string& decoded) {
    if (text.size() % 4 != 0) return false;
    decoded.assign(text.size(), '\0');
    const auto bytes = [](auto* chars) { return reinterpret_cast<unsigned char*>(chars); };
    const auto* const input = reinterpret_cast<const unsigned char*>(text.data());
    const int padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
    const int size =
        EVP_DecodeBlock(bytes(decoded.data()), input, checked_narrow<int>(text.size())) - padding;
    if (size < 0) return false;
    decoded.resize(static_cast<std::size_t>(size));
    // OpenSSL also accepts blanks, stray padding and unused bits.
    std::string encoded(text.size() + 1, '\0');
    const WipedAtEnd wiped(encoded);
    encoded.resize(static_cast<std::size_t>(
        EVP_EncodeBlock(bytes(encoded.data()), bytes(decoded.data()), size)));
    return encoded == text;
}

/// Admits one user and password, of which it keeps a digest only. Comparing digests takes the same
/// time whatever was sent, and reveals no length.
class BasicAuthentication {
public:
    /// @par Errors  invalid_value
    static Result<BasicAuthentication> make(const BasicCredentials& credentials) {
        const auto has_control = [](std::string_view text) {
            return std::ranges::any_of(text, [](char unit) {
                return static_cast<unsigned char>(unit) < 0x20 || unit == '\x7F';
            });
        };
        if (credentials.user.empty() || credentials.password.empty())
            return std::unexpected(
                Error(Errc::invalid_value, "user and password must not be empty"));
        if (credentials.user.find(':') != std::string::npos)
            return std::unexpected(Error(Errc::invalid_value, "the user must not contain a colon"));
        if (has_control(credentials.user) || has_control(credentials.password.reveal()))
            return std::unexpected(Error(Errc::invalid_value,
                                         "user and password must not contain control characters"));
        std::string pair;
        const WipedAtEnd wiped(pair);
        pair.reserve(credentials.user.size() + 1 + credentials.password.reveal().size());
        pair.append(credentials.user).append(":").append(credentials.password.reveal());
        BasicAuthentication made;
        made.user_ = credentials.user;
        made.digest_ = digest_of(pair);
        return made;
    }

    [[nodiscard]] const std::string& user() const noexcept { return user_; }

    /// @param authorization  the value of the header Authorization
    [[nodiscard]] bool admits(std::string_view authorization) const {
        constexpr std::string_view scheme = "Basic ";
        if (!starts_with_ignoring_ascii_case(authorization, scheme)) return false;
        authorization.remove_prefix(scheme.size());
        authorization.remove_prefix(
            (std::min)(authorization.find_first_not_of(' '), authorization.size()));
        std::string pair;
        const WipedAtEnd wiped(pair);
        if (!decode_base64(authorization, pair)) return false;
        const Digest digest = digest_of(pair);
        return CRYPTO_memcmp(digest.data(), digest_.data(), digest.size()) == 0;
    }

private:
    using Digest = std::array<unsigned char, 32>;

    /// SHA-256. It fails for lack of memory only.
    static Digest digest_of(std::string_view text) {
        Digest digest{};
        if (EVP_Digest(text.data(), text.size(), digest.data(), nullptr, EVP_sha256(), nullptr) !=
            1)
            throw std::bad_alloc();
        return digest;
    }

    std::string user_;
    Digest digest_{};
};

}  // namespace detail::http
}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
