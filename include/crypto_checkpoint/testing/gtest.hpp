// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_TESTING_GTEST_HPP
#define CRYPTO_CHECKPOINT_TESTING_GTEST_HPP

/// @file
/// For tests in GoogleTest, any version: printers. GoogleTest finds them by argument-dependent lookup.

#include <crypto_checkpoint/testing/detail/test_text.hpp>
#include <crypto_checkpoint/text/to_text.hpp>

#include <expected>
#include <ostream>

namespace crypto_checkpoint {
inline namespace v0 {

// NOLINTBEGIN(readability-identifier-naming): GoogleTest looks for this name

/// Writes to_text() of @p value to @p out, of an error or advice after the name of its code.
/// @par Example
/// @snippet reference/cluster.cpp gtest
template <HasText T>
void PrintTo(const T& value, std::ostream* out) {
    *out << detail::test_text(value);
}

/// Writes the error of a failed @p outcome to @p out; the value of another, or `success`.
template <class T, HasText E>
void PrintTo(const std::expected<T, E>& outcome, std::ostream* out) {
    *out << detail::test_text(outcome);
}

/// @cond
namespace fake {
using v0::PrintTo;  // argument-dependent lookup begins there
}
/// @endcond

// NOLINTEND(readability-identifier-naming)

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
