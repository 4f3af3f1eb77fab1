// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_ERROR_HPP
#define CRYPTO_CHECKPOINT_ERROR_HPP

#include <crypto_checkpoint/errc.hpp>

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>

namespace crypto_checkpoint {
inline namespace v0 {

/// A part of a text.
/// @par Units  Code units of the text it speaks of (bytes for UTF-8), counted from 0. A length of 0
///             is a place where something is missing.
struct TextSpan {
    std::size_t offset = 0;
    std::size_t length = 0;
    friend constexpr bool operator==(const TextSpan&, const TextSpan&) = default;
};

/// Why a text is no checkpoint name, and where. Small and trivial: making one allocates nothing.
/// suggest_correction() says what to write instead, explain() renders it all for people.
struct SyntaxError {
    Errc code{};
    TextSpan where;
    friend constexpr bool operator==(const SyntaxError&, const SyntaxError&) = default;
};

/// Whose numbers a native code counts in. 5 is "access denied" as a Win32 code and nothing at all
/// as an HTTP status: a code is never kept without its domain.
enum class NativeDomain { win32, hresult, http_status, curl, wsman_fault, sqlite };

/// The number the far side gave, as it gave it.
struct NativeCode {
    NativeDomain domain{};
    std::uint32_t value = 0;
    friend constexpr bool operator==(const NativeCode&, const NativeCode&) = default;
};

/// Why a call failed. A regular value.
struct Error {
    Errc code{};
    /// Where in the checkpoint name, for a syntax error.
    std::optional<TextSpan> where;
    /// The far side's own code, where it gave one.
    std::optional<NativeCode> native;
    /// What the far side said, or what only this failure can say. UTF-8, may be empty.
    std::string detail;
    /// What was being done to what: resource, backend, endpoint. UTF-8. Never a credential.
    std::string context;

    Error() = default;
    // NOLINTNEXTLINE(google-explicit-constructor): a code alone is an error already
    Error(Errc error_code) : code(error_code) {}
    Error(Errc error_code, std::string error_detail)
        : code(error_code), detail(std::move(error_detail)) {}
    Error(Errc error_code, NativeCode native_code, std::string error_detail = {})
        : code(error_code), native(native_code), detail(std::move(error_detail)) {}
    // NOLINTNEXTLINE(google-explicit-constructor): a syntax error is an error
    Error(const SyntaxError& error) : code(error.code), where(error.where) {}

    friend bool operator==(const Error&, const Error&) = default;
};

/// What every fallible function returns. No exception is thrown for a failure that can be expected;
/// std::bad_alloc may pass.
template <class T>
using Result = std::expected<T, Error>;

/// The kind of failure.
[[nodiscard]] inline Condition condition(const Error& error) noexcept {
    return condition(error.code);
}

/// The stable name of a domain: `win32`.
[[nodiscard]] constexpr std::string_view to_string(NativeDomain domain) noexcept {
    switch (domain) {
        case NativeDomain::win32: return "win32";
        case NativeDomain::hresult: return "hresult";
        case NativeDomain::http_status: return "http_status";
        case NativeDomain::curl: return "curl";
        case NativeDomain::wsman_fault: return "wsman_fault";
        case NativeDomain::sqlite: return "sqlite";
    }
    return "unknown";
}

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
