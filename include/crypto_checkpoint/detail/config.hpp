// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_DETAIL_CONFIG_HPP
#define CRYPTO_CHECKPOINT_DETAIL_CONFIG_HPP

/// @file
/// Compiler requirements and differences. The only header that tests which compiler it is.

#include <version>

#if !defined(__cpp_lib_expected)
#    error "crypto_checkpoint needs C++23 with std::expected: g++ 12, clang 19 or MSVC 19.33, \
and -std=c++23 or /std:c++latest"
#endif

/// @cond
// Inlining takes a third off the time of a parse. g++ inlines all levels of a composed parser into a
// function that is marked FLATTEN; clang inlines one level for each marked function, which must itself be
// marked for inlining.
//
//   FLATTEN    inline all calls in this function
//   ONE_LEVEL  clang: also inline this function into its caller
//   NO_INLINE  keep rarely executed code out of its callers
#if defined(__clang__)
#    define CRYPTO_CHECKPOINT_FLATTEN [[gnu::flatten]]
#    define CRYPTO_CHECKPOINT_ONE_LEVEL [[gnu::flatten, gnu::always_inline]]
#    define CRYPTO_CHECKPOINT_NO_INLINE [[gnu::noinline]]
#elif defined(__GNUC__)
#    define CRYPTO_CHECKPOINT_FLATTEN [[gnu::flatten]]
#    define CRYPTO_CHECKPOINT_ONE_LEVEL
#    define CRYPTO_CHECKPOINT_NO_INLINE [[gnu::noinline]]
#elif defined(_MSC_VER)
// Microsoft Learn, "Attributes in C++": msvc::flatten inlines all levels. Not measured.
#    define CRYPTO_CHECKPOINT_FLATTEN [[msvc::flatten]]
#    define CRYPTO_CHECKPOINT_ONE_LEVEL [[msvc::forceinline]]
#    define CRYPTO_CHECKPOINT_NO_INLINE [[msvc::noinline]]
#else
#    define CRYPTO_CHECKPOINT_FLATTEN
#    define CRYPTO_CHECKPOINT_ONE_LEVEL
#    define CRYPTO_CHECKPOINT_NO_INLINE
#endif

/// Whether SSE2 is available. MSVC has no macro for it; mingw-w64 defines _M_X64 even without SSE2, and
/// MSVC defines it for ARM64EC, which emulates SSE2.
#if defined(__SSE2__) || (defined(_MSC_VER) && defined(_M_X64) && !defined(_M_ARM64EC))
#    define CRYPTO_CHECKPOINT_HAS_SSE2 1
#else
#    define CRYPTO_CHECKPOINT_HAS_SSE2 0
#endif

/// Whether the NEON instructions of 64-bit Arm are used: with g++ and clang. MSVC was not there to try.
#if defined(__aarch64__) && defined(__ARM_NEON) && !defined(__AARCH64EB__)
#    define CRYPTO_CHECKPOINT_HAS_NEON 1
#else
#    define CRYPTO_CHECKPOINT_HAS_NEON 0
#endif

// `= delete` with a reason, which is in the first line of clang's message: C++26, and earlier with a warning. g++
// shows the return type of the function there, whose name tells the same.
#if defined(__clang__) && defined(__cpp_deleted_function)
// clang-format off
#    define CRYPTO_CHECKPOINT_DELETED(reason)                          \
        _Pragma("clang diagnostic push")                               \
        _Pragma("clang diagnostic ignored \"-Wc++26-extensions\"")     \
        = delete(reason)                                               \
        _Pragma("clang diagnostic pop")
// clang-format on
#else
#    define CRYPTO_CHECKPOINT_DELETED(reason) = delete
#endif

// -fno-exceptions, -fno-rtti and their kin. _CPPUNWIND and _CPPRTTI are MSVC's.
#if defined(__cpp_exceptions) || defined(_CPPUNWIND)
#    define CRYPTO_CHECKPOINT_HAS_EXCEPTIONS 1
#else
#    define CRYPTO_CHECKPOINT_HAS_EXCEPTIONS 0
#endif
#if defined(__cpp_rtti) || defined(_CPPRTTI)
#    define CRYPTO_CHECKPOINT_HAS_RTTI 1
#else
#    define CRYPTO_CHECKPOINT_HAS_RTTI 0
#endif
/// @endcond

#endif
