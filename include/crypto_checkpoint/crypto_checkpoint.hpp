// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_CRYPTO_CHECKPOINT_HPP
#define CRYPTO_CHECKPOINT_CRYPTO_CHECKPOINT_HPP

/// @file
/// Everything that depends on no library but Boost's headers.
/// @par Example
/// @snippet readme.cpp program

// IWYU pragma: begin_exports
#include <crypto_checkpoint/cluster/any_backend.hpp>
#include <crypto_checkpoint/cluster/apply_plan.hpp>
#include <crypto_checkpoint/cluster/auditing.hpp>
#include <crypto_checkpoint/cluster/cluster_resource.hpp>
#include <crypto_checkpoint/cluster/desired_state.hpp>
#include <crypto_checkpoint/cluster/retrying.hpp>
#include <crypto_checkpoint/fake/fake_cluster.hpp>
#include <crypto_checkpoint/name/advice.hpp>
#include <crypto_checkpoint/name/literals.hpp>
#include <crypto_checkpoint/name/parse.hpp>
#include <crypto_checkpoint/name/suggestion.hpp>
#include <crypto_checkpoint/version.hpp>
// IWYU pragma: end_exports

#endif
