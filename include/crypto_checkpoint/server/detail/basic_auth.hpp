// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_SERVER_DETAIL_BASIC_AUTH_HPP
#define CRYPTO_CHECKPOINT_SERVER_DETAIL_BASIC_AUTH_HPP

#include <crypto_checkpoint/detail/ascii.hpp>
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

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail::http {

/// What Base64 stands for; nothing where it is not written as it should be.
/// @par Source  RFC 4648, section 4
inline std::optional<std::string> decoded_base64(std::string_view text) {
    constexpr std::string_view alphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    if (text.size() % 4 != 0) return std::nullopt;
    std::size_t padding = 0;
    for (; padding != 2 && text.ends_with('='); ++padding) text.remove_suffix(1);
    std::string decoded;
    decoded.reserve(text.size() / 4 * 3 + 2);
    unsigned bits = 0;
    unsigned count = 0;
    for (const char letter : text) {
        const std::size_t value = alphabet.find(letter);
        if (value == alphabet.npos) return std::nullopt;
        bits = (bits << 6U | static_cast<unsigned>(value)) & 0xFFFFFFU;
        count += 6;
        if (count < 8) continue;
        count -= 8;
        decoded += static_cast<char>(bits >> count & 0xFFU);
    }
    // What is left over says nothing, so there is one way to write it.
    if ((bits & ((1U << count) - 1)) != 0) return std::nullopt;
    return decoded;
}

/// Knows the one pair of user and password that is let in, and keeps only a digest of it. Digests
/// are compared, so the time it takes tells nothing about either, nor about their lengths.
class BasicAuthentication {
public:
    /// @par Errors  invalid_value
    static Result<BasicAuthentication> of(const BasicCredentials& credentials) {
        const auto has_control = [](std::string_view text) {
            return std::ranges::any_of(text, [](char unit) {
                return static_cast<unsigned char>(unit) < 0x20 || unit == '\x7F';
            });
        };
        if (credentials.user.empty() || credentials.password.empty())
            return std::unexpected(
                Error(Errc::invalid_value, "neither the user nor the password may be empty"));
        if (credentials.user.find(':') != std::string::npos)
            return std::unexpected(
                Error(Errc::invalid_value, "the user's name must not hold a colon, which ends it"));
        if (has_control(credentials.user) || has_control(credentials.password.reveal()))
            return std::unexpected(
                Error(Errc::invalid_value,
                      "neither the user nor the password may hold control characters"));
        std::string pair;
        pair.reserve(credentials.user.size() + 1 + credentials.password.reveal().size());
        pair.append(credentials.user).append(":").append(credentials.password.reveal());
        BasicAuthentication made;
        made.user_ = credentials.user;
        made.digest_ = digest_of(pair);
        OPENSSL_cleanse(pair.data(), pair.size());
        return made;
    }

    [[nodiscard]] const std::string& user() const noexcept { return user_; }

    /// Whether the value of a header Authorization lets its sender in.
    [[nodiscard]] bool admits(std::string_view authorization) const {
        constexpr std::string_view scheme = "Basic ";
        if (!equals_ignoring_ascii_case(authorization.substr(0, scheme.size()), scheme))
            return false;
        authorization.remove_prefix(scheme.size());
        authorization.remove_prefix(
            (std::min)(authorization.find_first_not_of(' '), authorization.size()));
        auto pair = decoded_base64(authorization);
        if (!pair) return false;
        const Digest digest = digest_of(*pair);
        OPENSSL_cleanse(pair->data(), pair->size());
        return CRYPTO_memcmp(digest.data(), digest_.data(), digest.size()) == 0;
    }

private:
    using Digest = std::array<unsigned char, 32>;

    /// SHA-256. Without one (it cannot fail but for lack of memory) nobody is let in.
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
