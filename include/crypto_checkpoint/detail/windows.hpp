// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_DETAIL_WINDOWS_HPP
#define CRYPTO_CHECKPOINT_DETAIL_WINDOWS_HPP

/// @file
/// The one place that includes windows.h. A program that includes it first, with more or less in it,
/// may do so; one that includes winsock2.h does so before any header of Windows, as always.

#ifndef WIN32_LEAN_AND_MEAN
#    define WIN32_LEAN_AND_MEAN
#    define CRYPTO_CHECKPOINT_DEFINED_LEAN
#endif
#ifndef NOMINMAX
#    define NOMINMAX
#    define CRYPTO_CHECKPOINT_DEFINED_NOMINMAX
#endif

#include <windows.h>

#ifdef CRYPTO_CHECKPOINT_DEFINED_LEAN
#    undef WIN32_LEAN_AND_MEAN
#    undef CRYPTO_CHECKPOINT_DEFINED_LEAN
#endif
#ifdef CRYPTO_CHECKPOINT_DEFINED_NOMINMAX
#    undef NOMINMAX
#    undef CRYPTO_CHECKPOINT_DEFINED_NOMINMAX
#endif

#endif
