// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_WSMAN_WSMAN_DIALECT_HPP
#define CRYPTO_CHECKPOINT_WSMAN_WSMAN_DIALECT_HPP

#include <crypto_checkpoint/detail/config.hpp>
#include <crypto_checkpoint/detail/text.hpp>

#include <string_view>

namespace crypto_checkpoint {
inline namespace v0 {

/// How a WS-Management request names the class MSCluster_Resource.
/// @par Source  Microsoft Learn, Windows Remote Management and WMI; dmtf: clients in the field
enum class WsmanDialect {
    wmi,   ///< Microsoft's WMI address, which contains the namespace, as Windows documents it
    dmtf,  ///< the class only, and the namespace in the selector `__cimnamespace`
};

/// The name of a dialect, as its enumerator is spelled.
/// @return  ASCII, in static storage
/// @par Example
/// @snippet reference/serving.cpp dialect
[[nodiscard]] constexpr std::string_view to_string(WsmanDialect dialect) noexcept {
    return dialect == WsmanDialect::wmi ? "wmi" : "dmtf";
}

/// @cond
namespace detail {

inline void append_text(Text& text, WsmanDialect dialect) { text << to_string(dialect); }

}  // namespace detail
/// @endcond

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
