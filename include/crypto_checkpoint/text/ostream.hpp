// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_TEXT_OSTREAM_HPP
#define CRYPTO_CHECKPOINT_TEXT_OSTREAM_HPP

/// @file
/// Values written to streams: a spec as its canonical name, a provider type as its number, an error as
/// one line for people. Width and filling count as for a string.

#include <crypto_checkpoint/name/csp_spec.hpp>
#include <crypto_checkpoint/name/provider_type.hpp>
#include <crypto_checkpoint/text/to_text.hpp>

#include <ostream>

namespace crypto_checkpoint {
inline namespace v0 {

/// A spec as its canonical name, on a stream of its own character type.
/// @par Errors  those of the stream
/// @par Example
/// @snippet interop.cpp program
template <class String>
std::basic_ostream<typename String::value_type>& operator<<(
    std::basic_ostream<typename String::value_type>& out, const BasicCspSpec<String>& spec) {
    return out << to_checkpoint_name(spec);
}

/// A provider type as its number, as the stream writes numbers.
/// @par Errors  those of the stream
template <class Char>
std::basic_ostream<Char>& operator<<(std::basic_ostream<Char>& out, ProviderType type) {
    return out << type.value();
}

/// An error, a code or its kind as to_text() says.
/// @par Errors  those of the stream
template <HasText T>
std::ostream& operator<<(std::ostream& out, const T& value) {
    return out << to_text(value);
}

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
