// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_DETAIL_CONFIG_HPP
#define CRYPTO_CHECKPOINT_DETAIL_CONFIG_HPP

/// @file
/// What the library asks of the compiler, said once and readably. The only place that looks at
/// which compiler it is.

#include <version>

#if !defined(__cpp_lib_expected)
#    error "crypto_checkpoint needs C++23 with std::expected: g++ 12, clang 19 or MSVC 19.33, \
and -std=c++23 or /std:c++latest"
#endif

/// @cond
// How far compilers are to inline. It decides a third of what a parse costs, in different ways:
// g++ inlines all levels of a composed parser if the outermost function asks it to; clang inlines
// one level for each function that asks, and has to be told that the function is itself to be
// inlined. No compiler is to inline what hardly ever runs into what always does.
//
//   FLATTEN    all that this function calls goes into it
//   ONE_LEVEL  this function goes into its caller, and what it calls into it
//   NO_INLINE  this function stays by itself
#if defined(__clang__)
#    define CRYPTO_CHECKPOINT_FLATTEN [[gnu::flatten]]
#    define CRYPTO_CHECKPOINT_ONE_LEVEL [[gnu::flatten, gnu::always_inline]]
#    define CRYPTO_CHECKPOINT_NO_INLINE [[gnu::noinline]]
#elif defined(__GNUC__)
#    define CRYPTO_CHECKPOINT_FLATTEN [[gnu::flatten]]
#    define CRYPTO_CHECKPOINT_ONE_LEVEL
#    define CRYPTO_CHECKPOINT_NO_INLINE [[gnu::noinline]]
#else
#    define CRYPTO_CHECKPOINT_FLATTEN
#    define CRYPTO_CHECKPOINT_ONE_LEVEL
#    define CRYPTO_CHECKPOINT_NO_INLINE
#endif

/// Whether the processor has the vector instructions of every 64-bit x86. Only MSVC has no macro for
/// them; mingw-w64 defines its _M_X64 as well, and whatever __SSE2__ is.
#if defined(__SSE2__) || (defined(_MSC_VER) && defined(_M_X64))
#    define CRYPTO_CHECKPOINT_HAS_SSE2 1
#else
#    define CRYPTO_CHECKPOINT_HAS_SSE2 0
#endif
/// @endcond

#endif
