// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_CLUSTER_ENSURED_HPP
#define CRYPTO_CHECKPOINT_CLUSTER_ENSURED_HPP

#include <crypto_checkpoint/detail/config.hpp>

namespace crypto_checkpoint {
inline namespace v0 {

/// Whether ensuring something changed the cluster.
/// @par Example
/// @snippet reference/cluster.cpp ensure
/// @see ClusterResource::ensure_crypto_checkpoint()
enum class Ensured {
    unchanged,  ///< it was so already
    changed,    ///< this call made it so
};

}  // namespace v0
}  // namespace crypto_checkpoint

#endif
