// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_DETAIL_TEXT_HOOK_HPP
#define CRYPTO_CHECKPOINT_DETAIL_TEXT_HOOK_HPP

#include <crypto_checkpoint/detail/config.hpp>

#include <iosfwd>

/// @cond
namespace crypto_checkpoint {
inline namespace v0 {
namespace detail {

class Text;

/// A type that prints has `append_text(Text&, const T&)` in this namespace, where argument-dependent
/// lookup finds it through Text. The function writes one line, in UTF-8, and no secret.
///
/// It is defined beside its type with detail/text.hpp; for types in headers that stay light, only
/// declared there and defined in text/to_text.hpp.
template <class T>
concept HasTextHook = requires(Text& text, const T& value) { append_text(text, value); };

/// The return type is the message of the compiler.
struct include_text_ostream_hpp;  // NOLINT(readability-identifier-naming)

}  // namespace detail

/// Without text/ostream.hpp, whose operator is more constrained.
template <class Char, class Traits, detail::HasTextHook T>
detail::include_text_ostream_hpp operator<<(std::basic_ostream<Char, Traits>&, const T&)
    CRYPTO_CHECKPOINT_DELETED("include <crypto_checkpoint/text/ostream.hpp>");

}  // namespace v0
}  // namespace crypto_checkpoint
/// @endcond

#endif
