// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_TEXT_OSTREAM_HPP
#define CRYPTO_CHECKPOINT_TEXT_OSTREAM_HPP

/// @file
/// Stream output: a spec as its canonical name, a provider type as its number, an error as one line. Width
/// and fill apply as for a string.

#include <crypto_checkpoint/name/csp_spec.hpp>
#include <crypto_checkpoint/name/provider_type.hpp>
#include <crypto_checkpoint/text/to_text.hpp>

#include <ostream>

namespace crypto_checkpoint {
inline namespace v0 {

/// Writes a spec as its canonical name to a stream of its character type.
/// @par Errors  those of the stream
/// @par Example
/// @snippet interop.cpp program
template <class String>
std::basic_ostream<typename String::value_type>& operator<<(
    std::basic_ostream<typename String::value_type>& out, const BasicCspSpec<String>& spec) {
    return out << to_checkpoint_name(spec);
}

/// Writes a provider type as its number.
/// @par Errors  those of the stream
template <class Char>
std::basic_ostream<Char>& operator<<(std::basic_ostream<Char>& out, ProviderType type) {
    return out << type.value();
}

/// Writes to_text() of an error or code.
/// @par Errors  those of the stream
template <HasText T>
std::ostream& operator<<(std::ostream& out, const T& value) {
    return out << to_text(value);
}

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
