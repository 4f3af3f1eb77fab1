// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_TEXT_OSTREAM_HPP
#define CRYPTO_CHECKPOINT_TEXT_OSTREAM_HPP

/// @file
/// Stream output, narrow and wide, of the types with a to_text(). Width and fill apply as for a string.

#include <crypto_checkpoint/name/provider_type.hpp>
#include <crypto_checkpoint/text/to_text.hpp>

#include <ostream>
#include <vector>

namespace crypto_checkpoint {
inline namespace v0 {

/// Writes to_text() of a value, a provider type as a number.
/// @par Errors  those of the stream
/// @par Example
/// @snippet interop.cpp program
template <class Char, class Traits, HasText T>
std::basic_ostream<Char, Traits>& operator<<(std::basic_ostream<Char, Traits>& out,
                                             const T& value) {
    if constexpr (std::same_as<T, ProviderType>)
        return out << value.value();
    else
        return out << std::basic_string_view<Char>(detail::to_text_in<Char>(value));
}

/// Writes to_text() of values.
/// @par Errors  those of the stream
template <class Char, class Traits, HasText T>
std::basic_ostream<Char, Traits>& operator<<(std::basic_ostream<Char, Traits>& out,
                                             const std::vector<T>& values) {
    return out << std::basic_string_view<Char>(detail::to_text_in<Char>(values));
}

/// @cond
namespace fake {
using v0::operator<<;  // argument-dependent lookup begins there
}
/// @endcond

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
