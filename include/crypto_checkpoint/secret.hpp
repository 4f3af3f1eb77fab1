// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_SECRET_HPP
#define CRYPTO_CHECKPOINT_SECRET_HPP

#include <algorithm>
#include <cstddef>
#include <memory>
#include <string_view>
#include <utility>

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
    explicit Secret(std::string_view text)
        : bytes_(std::make_unique<char[]>(text.size() + 1)), size_(text.size()) {
        std::copy(text.begin(), text.end(), bytes_.get());
    }
    /// A copy.
    Secret(const Secret& other) : Secret(other.reveal()) {}
    /// Takes the bytes; @p other becomes empty.
    Secret(Secret&& other) noexcept
        : bytes_(std::move(other.bytes_)), size_(std::exchange(other.size_, 0)) {}
    /// Replaces the bytes and wipes the old ones.
    Secret& operator=(Secret other) noexcept {
        std::swap(bytes_, other.bytes_);
        std::swap(size_, other.size_);
        return *this;
    }
    /// Wipes the bytes.
    ~Secret() {
        if (bytes_) detail::wipe(bytes_.get(), size_);
    }

    /// The bytes, followed by a NUL, until the secret is changed or destroyed.
    [[nodiscard]] std::string_view reveal() const noexcept {
        return bytes_ ? std::string_view(bytes_.get(), size_) : std::string_view("");
    }

    /// Whether it has no bytes.
    [[nodiscard]] bool empty() const noexcept { return size_ == 0; }

private:
    std::unique_ptr<char[]> bytes_;  // size_ of them, and a NUL
    std::size_t size_ = 0;
};

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
