// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_ERROR_ERROR_HPP
#define CRYPTO_CHECKPOINT_ERROR_ERROR_HPP

#include <crypto_checkpoint/detail/text_hook.hpp>
#include <crypto_checkpoint/error/errc.hpp>

#include <compare>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace crypto_checkpoint {
inline namespace v0 {

/// A part of a text.
/// @par Units and encoding  code units of the text (bytes for UTF-8), counted from 0; a length of 0 marks a
///             place where something is missing
struct TextSpan {
    std::size_t offset = 0;  ///< of the first code unit
    std::size_t length = 0;  ///< in code units
    friend constexpr auto operator<=>(const TextSpan&, const TextSpan&) = default;
};

/// An error in a checkpoint name, and its place. Never allocates.
/// @par Example
/// @snippet reference/names.cpp parse
/// @see suggest_correction(), explain(), render_diagnostic()
struct SyntaxError {
    Errc code{};     ///< one of 1 to 99
    TextSpan where;  ///< in the parsed text
    friend constexpr bool operator==(const SyntaxError&, const SyntaxError&) = default;
};

/// The code space of a native code.
/// @par Source  chosen
enum class NativeDomain {
    win32,        ///< a code of GetLastError(), ERROR_ACCESS_DENIED
    hresult,      ///< a COM or CryptoAPI code, NTE_BAD_KEY, WBEM_E_NOT_FOUND
    http_status,  ///< 401
    curl,         ///< a CURLcode
    wsman_fault,  ///< the Code of a WSManFault
    sqlite,       ///< an extended result code of SQLite
    cim_status,   ///< a CIMStatusCode, 6 for CIM_ERR_NOT_FOUND
};

/// An error code as the other side returned it. Ordered and hashable, for statistics.
/// @see native_name(), errc_from_native()
struct NativeCode {
    NativeDomain domain{};    ///< the code space
    std::uint32_t value = 0;  ///< the code; an HRESULT as 32 bits without a sign
    friend constexpr auto operator<=>(const NativeCode&, const NativeCode&) = default;
};

/// Why a call failed.
/// @par Units and encoding  texts are UTF-8 and may contain whatever the other side sent: printable()
///             makes them safe to show
/// @par Example
/// @snippet reference/names.cpp format
struct Error {
    Errc code{};                       ///< what failed
    std::optional<TextSpan> where;     ///< in the checkpoint name, for a syntax error
    std::optional<NativeCode> native;  ///< the other side's code, if it returned one
    std::string detail;  ///< the other side's message or details of this failure; may be empty
    std::string
        context;  ///< the endpoint, file, node or namespace; may be empty; never a credential
    std::string
        resource;  ///< the name of the resource that the call was about; empty if there is none

    /// No particular error.
    Error() = default;
    /// An error without further details.
    // NOLINTNEXTLINE(google-explicit-constructor): a code alone is an error
    Error(Errc error_code) : code(error_code) {}
    /// An error with details: @p error_detail becomes Error::detail.
    Error(Errc error_code, std::string error_detail)
        : code(error_code), detail(std::move(error_detail)) {}
    /// An error with the other side's code; @p error_detail as above.
    Error(Errc error_code, NativeCode native_code, std::string error_detail = {})
        : code(error_code), native(native_code), detail(std::move(error_detail)) {}
    /// An error in a checkpoint name.
    // NOLINTNEXTLINE(google-explicit-constructor): a syntax error is an error
    Error(const SyntaxError& error) : code(error.code), where(error.where) {}

    /// The code as a `std::error_code`: `std::error_code ec = result.error();`. Needs error/error_code.hpp.
    template <class StandardCode, class Code = Errc>
        requires requires(const StandardCode& other) { other.default_error_condition(); }
    operator StandardCode() const {  // NOLINT(google-explicit-constructor): as Errc converts
        return make_error_code(Code{code});
    }

    friend bool operator==(const Error&, const Error&) = default;
    /// Compares the codes only.
    friend bool operator==(const Error& error, Errc wanted) noexcept {
        return error.code == wanted;
    }
};

/// The return type of every fallible function. None throws for expected failures; std::bad_alloc
/// propagates.
///
/// `result == std::unexpected(Errc::timed_out)` compares the code alone; `result == Errc::timed_out` does not
/// compile, because the operators of std::expected compare with values.
///
/// Store the result before iterating over it: in `for (auto& one : *backend.list(name))` the list is
/// destroyed before the loop begins.
/// @par Example
/// @snippet reference/serving.cpp service
/// @see condition()
template <class T>
using Result = std::expected<T, Error>;

/// The kind of an error.
/// @see Condition
[[nodiscard]] inline Condition condition(const Error& error) noexcept {
    return condition(error.code);
}

/// The stable name of a domain: `win32`.
/// @return  NUL-terminated, in static storage
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
        case NativeDomain::cim_status: return "cim_status";
    }
    return "unknown";
}

/// @cond
namespace detail {

inline void append_text(Text& text, const TextSpan& span);
inline void append_text(Text& text, const SyntaxError& error);
inline void append_text(Text& text, NativeDomain domain);
inline void append_text(Text& text, const NativeCode& native);
template <std::same_as<Error> T>  // not what converts to an error
void append_text(Text& text, const T& error);

}  // namespace detail
/// @endcond

}  // namespace v0
}  // namespace crypto_checkpoint

/// Hashes the value and the domain.
template <>
struct std::hash<crypto_checkpoint::NativeCode> {
    [[nodiscard]] std::size_t operator()(crypto_checkpoint::NativeCode native) const noexcept {
        constexpr std::size_t spread = 0x9E37'79B9;  // odd: no two domains have the same product
        return static_cast<std::size_t>(native.domain) * spread ^ native.value;
    }
};

#endif
