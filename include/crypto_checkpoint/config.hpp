// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_CONFIG_HPP
#define CRYPTO_CHECKPOINT_CONFIG_HPP

/// @file
/// What the library asks of the compiler, said once and readably. The only place that looks at
/// which compiler it is.

#include <version>

#if !defined(__cpp_lib_expected)
#    error "crypto_checkpoint needs C++23 with std::expected: g++ 12, clang 19 or MSVC 19.33, \
and -std=c++23 or /std:c++latest"
#endif

/// Asks for everything a function calls to be inlined into it. g++ keeps the levels of a composed
/// parser apart without it, and a parse then costs half as much again.
#if defined(__GNUC__)
#    define CRYPTO_CHECKPOINT_FLATTEN [[gnu::flatten]]
#else
#    define CRYPTO_CHECKPOINT_FLATTEN
#endif

#endif
