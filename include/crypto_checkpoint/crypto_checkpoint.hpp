// SPDX-License-Identifier: BSL-1.0
#ifndef CRYPTO_CHECKPOINT_CRYPTO_CHECKPOINT_HPP
#define CRYPTO_CHECKPOINT_CRYPTO_CHECKPOINT_HPP

/// @file
/// Everything that needs Boost's headers at most. What needs more (fmt, SQLite) is included by name.
/// @par Example
/// @snippet readme.cpp program

// IWYU pragma: begin_exports
#include <crypto_checkpoint/advice.hpp>
#include <crypto_checkpoint/any_backend.hpp>
#include <crypto_checkpoint/backends/auditing.hpp>
#include <crypto_checkpoint/backends/fake_cluster.hpp>
#include <crypto_checkpoint/backends/retrying.hpp>
#include <crypto_checkpoint/cluster_resource.hpp>
#include <crypto_checkpoint/literals.hpp>
#include <crypto_checkpoint/parse.hpp>
#include <crypto_checkpoint/suggestion.hpp>
#include <crypto_checkpoint/version.hpp>
// IWYU pragma: end_exports

#endif
