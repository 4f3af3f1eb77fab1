// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_DETAIL_WINDOWS_HPP
#define CRYPTO_CHECKPOINT_DETAIL_WINDOWS_HPP

/// @file
/// The only header that includes windows.h. Programs may include windows.h before it; winsock2.h must come
/// before either, as always.

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
