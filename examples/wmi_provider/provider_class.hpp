// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_EXAMPLES_WMI_PROVIDER_PROVIDER_CLASS_HPP
#define CRYPTO_CHECKPOINT_EXAMPLES_WMI_PROVIDER_PROVIDER_CLASS_HPP

#include <crypto_checkpoint/detail/windows.hpp>

/// {159F0722-AB73-406B-8534-D873910B479D}, as in sandbox.mof. Only for this example: another provider
/// needs its own.
inline constexpr CLSID provider_class{
    0x159F0722, 0xAB73, 0x406B, {0x85, 0x34, 0xD8, 0x73, 0x91, 0x0B, 0x47, 0x9D}};

#endif
