// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_SECRET_HPP
#define CRYPTO_CHECKPOINT_SECRET_HPP

#include <cstddef>
#include <string_view>
#include <vector>

namespace crypto_checkpoint {
inline namespace v0 {

/// @cond
namespace detail {

/// Overwrites memory in a way that optimisers must not remove.
inline void wipe(char* bytes, std::size_t size) noexcept {
    volatile char* const target = bytes;
    for (std::size_t i = 0; i != size; ++i) target[i] = 0;
}

}  // namespace detail
/// @endcond

/// A password. Its bytes are overwritten when it is destroyed or assigned to. Only reveal() returns them,
/// and it cannot be formatted.
///
/// The bytes are always on the heap: a std::string keeps short texts inside itself, and each move would
/// leave a copy behind. Copies made elsewhere (environment, terminal, libcurl) are not wiped.
/// @par Units and encoding  bytes; UTF-8 by convention
/// @par Source  chosen
/// @par Example
/// @snippet reference/serving.cpp secret
class Secret {
public:
    /// An empty secret.
    Secret() noexcept = default;
    /// A copy of @p text, which is not wiped.
    explicit Secret(std::string_view text) : bytes_(text.size() + 1) {
        text.copy(bytes_.data(), text.size());
    }
    /// A copy.
    Secret(const Secret& other) = default;
    /// Takes the bytes; @p other becomes empty.
    Secret(Secret&& other) noexcept = default;
    /// Replaces the bytes and wipes the old ones.
    Secret& operator=(Secret other) noexcept {
        bytes_.swap(other.bytes_);
        return *this;
    }
    /// Wipes the bytes.
    ~Secret() { detail::wipe(bytes_.data(), bytes_.size()); }

    /// The bytes, followed by a NUL, until the secret is changed or destroyed.
    [[nodiscard]] std::string_view reveal() const noexcept {
        return bytes_.empty() ? std::string_view("")
                              : std::string_view(bytes_.data(), bytes_.size() - 1);
    }

    /// Whether it has no bytes.
    [[nodiscard]] bool empty() const noexcept { return bytes_.size() <= 1; }

private:
    std::vector<char> bytes_;  // and a NUL; it never grows, which would leave a copy behind
};

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
