// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_ERROR_ERROR_HPP
#define CRYPTO_CHECKPOINT_ERROR_ERROR_HPP

#include <crypto_checkpoint/error/errc.hpp>

#include <compare>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace crypto_checkpoint {
inline namespace v0 {

/// A part of a text. Parts are in the order in which they begin, the shorter first.
/// @par Units and encoding  Code units of the text it speaks of (bytes for UTF-8), counted from 0. A
///             length of 0 is a place where something is missing.
/// @par Thread safety  a value
struct TextSpan {
    std::size_t offset = 0;  ///< of its first code unit
    std::size_t length = 0;  ///< in code units
    friend constexpr auto operator<=>(const TextSpan&, const TextSpan&) = default;
};

/// Why a text is no checkpoint name, and where. Small and trivial: making one allocates nothing.
/// suggest_correction() says what to write instead, explain() renders it all for people.
/// @par Thread safety  a value
/// @par Example
/// @snippet reference/names.cpp parse
struct SyntaxError {
    Errc code{};     ///< one of 1 to 99
    TextSpan where;  ///< in the text that was read
    friend constexpr bool operator==(const SyntaxError&, const SyntaxError&) = default;
};

/// Whose numbers a native code counts in. 5 is "access denied" as a Win32 code and nothing at all
/// as an HTTP status: a code is never kept without its domain.
/// @par Source  chosen
enum class NativeDomain {
    win32,        ///< what GetLastError() gives, ERROR_ACCESS_DENIED
    hresult,      ///< a COM or CryptoAPI code, NTE_BAD_KEY, WBEM_E_NOT_FOUND
    http_status,  ///< 401
    curl,         ///< a CURLcode
    wsman_fault,  ///< the Code of a WSManFault
    sqlite,       ///< an extended result code of SQLite
};

/// The number the far side gave, as it gave it. Has an order and a hash, so that failures can be
/// counted by it.
/// @par Thread safety  a value
/// @see native_name(), errc_from_native()
struct NativeCode {
    NativeDomain domain{};    ///< whose number it is
    std::uint32_t value = 0;  ///< the number; an HRESULT as its 32 bits
    friend constexpr auto operator<=>(const NativeCode&, const NativeCode&) = default;
};

/// Why a call failed. A regular value; no order of failures means anything, so it has none.
/// @par Units and encoding  texts are UTF-8 and may hold anything that the far side sent: printable()
///             makes them safe to show
/// @par Thread safety  a value
/// @par Example
/// @snippet reference/names.cpp format
struct Error {
    /// What went wrong.
    Errc code{};
    /// Where in the checkpoint name, for a syntax error.
    std::optional<TextSpan> where;
    /// The far side's own code, where it gave one.
    std::optional<NativeCode> native;
    /// What the far side said, or what only this failure can say. UTF-8, may be empty.
    std::string detail;
    /// What was being done to what: resource, backend, endpoint. UTF-8. Never a credential.
    std::string context;

    /// No error in particular: for what is assigned to later.
    Error() = default;
    /// An error that its code says all about.
    // NOLINTNEXTLINE(google-explicit-constructor): a code alone is an error already
    Error(Errc error_code) : code(error_code) {}
    /// An error with what only this failure can say: @p error_detail becomes Error::detail.
    Error(Errc error_code, std::string error_detail)
        : code(error_code), detail(std::move(error_detail)) {}
    /// An error with the far side's own code; @p error_detail as above.
    Error(Errc error_code, NativeCode native_code, std::string error_detail = {})
        : code(error_code), native(native_code), detail(std::move(error_detail)) {}
    /// A fault of a checkpoint name, where calls of other kinds fail too.
    // NOLINTNEXTLINE(google-explicit-constructor): a syntax error is an error
    Error(const SyntaxError& error) : code(error.code), where(error.where) {}

    friend bool operator==(const Error&, const Error&) = default;
};

/// What every fallible function returns. No exception is thrown for a failure that can be expected;
/// std::bad_alloc may pass.
///
/// Keep the result before you look into it: `for (auto& one : *backend.list(name))` looks into a result
/// that is gone by then.
/// @par Thread safety  a value
/// @par Example
/// @snippet reference/serving.cpp service
/// @see condition(), for what to do about an error
template <class T>
using Result = std::expected<T, Error>;

/// The kind of failure.
/// @see Condition
[[nodiscard]] inline Condition condition(const Error& error) noexcept {
    return condition(error.code);
}

/// The stable name of a domain: `win32`.
/// @return  a text in static storage, followed by a NUL
/// @par Example
/// @snippet reference/names.cpp native
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

/// A native code hashes by its number and its domain.
template <>
struct std::hash<crypto_checkpoint::NativeCode> {
    [[nodiscard]] std::size_t operator()(crypto_checkpoint::NativeCode native) const noexcept {
        const auto domain = static_cast<std::uint64_t>(native.domain);
        return std::hash<std::uint64_t>()(domain << 32 | native.value);
    }
};

#endif
